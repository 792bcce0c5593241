"""How far a worker of one trade is from a vacancy of another, as a job-centre officer sees it.

The yardstick is the time until the worker does the job at normal pace, with somebody showing it:

* ``SISTER`` – up to a week: the same hands, another shop ("coi như cùng nghề");
* ``CLOSE`` – up to a month: taught on the line, no course needed ("nghề gần");
* ``RELATED`` – one to three months, or a short course: only the base is shared ("có dính dáng");
* everything else – another trade.

The table has a direction: a cook can help in a kitchen tomorrow, a kitchen hand cannot cook for 500 next week.
Neighbouring codes of the classification were not taken as near for being neighbours: a diver (7541) is no quality
controller (7543), a civil engineer (2142) is no mechanical engineer (2144).
"""

from dataclasses import dataclass
from enum import IntEnum


class Trade(IntEnum):
    """Trade class of one declared trade for one vacancy; a lower value is nearer."""

    SAME = 0
    SISTER = 1
    CLOSE = 2
    RELATED = 3
    OTHER = 4


@dataclass(frozen=True, slots=True)
class Circle:
    """Trades around one vacancy trade; codes parted by blanks."""

    sister: str = ""
    close: str = ""
    related: str = ""
    anyone: bool = False  # unskilled work: any worker of major groups 5–9 may come, as RELATED


CIRCLES: dict[str, Circle] = {
    # --- May, giày
    # Line sewing: a tailor runs the machine at once; helpers and shoe stitchers learn the stages in weeks.
    "8153": Circle("7531", "7533 8156 7534", "7536 7532 8152 8159 7318 8154"),
    # Tailoring: the line sewer knows stages, not the whole garment.
    "7531": Circle("", "8153 7532 7533", "7534 7536 8156 7318 2163"),
    "8156": Circle("7536", "8153 7533", "7531 7534 7532 8142 8141"),
    "7536": Circle("8156", "7533 8153 7534", "7531 7532 7535"),
    # --- Thủy sản, lương thực, thực phẩm
    # Filleting is handwork learnt in about a month by anybody from a seafood plant.
    "7511": Circle("", "8160 7514 9329", "7515 9321 6221 6222 9216 9412 5120 8183"),
    # Food-machine operators (rice mill, feed mill, freezing line).
    "8160": Circle("", "7514 7513 8183 8189", "7511 7512 9329 8182 8131 8142 9321 3139 7515 7233"),
    # Food quality control: line hands of long standing and laboratory people.
    "7515": Circle("", "7543 3111 7511 3141", "8160 2145 3116 7514 3212"),
    "7543": Circle("", "7515 3119", "8153 8212 8156 7523 8142 7223 3115 4322 8211 8219 3111 3122 7311"),
    "8183": Circle("", "8160 9321 8143 8189", "9329 8131 8142 7233 8219"),
    "6221": Circle("9216", "3142", "6222 2132 7511 6130 6121 9212"),
    # --- Lao động phổ thông
    "9329": Circle(
        "9321 9333 9334 9629 9622",
        "7511 8160 8183 7533 8156 8153 7536 8219 8212 8142 8189 9313 9312 9612 9112 9412 9216 9213 9211 6111 6130 6221",
        "",
        anyone=True,
    ),
    "9321": Circle("9329 8183 9334", "9333 7533 8153 7511 8160 8212 8219 7543 9412 9629 9622", "", anyone=True),
    "9333": Circle("9329 9334", "9313 9312 9321 8344 9621 9213 9211 9216 9629 9622 6111 6130", "", anyone=True),
    "9313": Circle("9312", "9333 9329 7114 7112 7111 7122 9213 9211 6111 6130", "", anyone=True),
    "9112": Circle("9111", "9412 9613 9121 9129 5162 9629", "", anyone=True),
    "9412": Circle("5120", "9411 9112 9111 5212 5246 7511", "", anyone=True),
    # --- Gỗ, nhựa, giấy, lắp ráp
    "7523": Circle("", "7522 8172 7115", "7223 7521 7132 7317 8189"),
    "7522": Circle("", "7115 7523", "8172 7132 7521 7317 7534 7119"),
    "8142": Circle("", "8141 8143 8189", "8183 8160 8131 7223 8156 7233 8151"),
    "8212": Circle("", "8219 8211 7421", "7412 7543 7422 3114 7311 8153"),
    # --- Cơ khí, hàn, điện, bảo trì
    # CNC: only toolmakers come near; welders and fitters share drawings and steel, not the machine.
    "7223": Circle("", "7222", "3115 7224 7233 7212 7523 8211 7221 3118"),
    "7212": Circle("", "7214 7213", "7221 7233 7126 7224 7215 7231"),
    "7412": Circle("3113", "7411 7413", "7421 7127 7233 2151 8211 3114"),
    "7411": Circle("7412", "7413 3113", "7127 7126 7421 7422 2151"),
    "7233": Circle("", "3115 7231 8211", "7412 7212 7223 7127 7222 7126 2144 7213 7411"),
    "7127": Circle("", "", "7412 7411 7126 7421 7233 3113"),
    "7231": Circle("", "7233", "8211 3115 7412 7212 7234"),
    "3115": Circle("", "7233 2144", "7223 3113 8211 3122 2141 3118 7222 7231"),
    # --- Xe, máy di động, lò hơi
    "8332": Circle("", "8331 8322", "8344 8342 8341 8343"),
    "8322": Circle("8332 8331", "", "8344 8321 9621 8341"),
    "8331": Circle("", "8332 8322", "8342"),
    "8344": Circle("", "8342 8343", "4321 9333 8332 8341"),
    "8343": Circle("", "8344 8342", "7215 7214 8332 8341"),
    "8182": Circle("", "3131", "7233 8160 8131 3132 7412 7127 7126 8189 3139"),
    "3132": Circle("", "3133 2143 3139", "8182 3113 7412 3111 7126 8131"),
    # --- Kho, văn phòng, kế toán, nhân sự
    "4321": Circle("", "4322 4323", "4110 9333 9334 8344 4311 3313 3323 4415 5223"),
    "3313": Circle("2411", "4311 4313", "4312 3312 4110 4321 2413 5230 4211 3352"),
    "2411": Circle("", "3313 1211", "4311 2413 4313 3352"),
    "4313": Circle("", "4311 4416 3313", "2423 4312 4110 2411"),
    "4416": Circle("2423", "4110 3333 4313 3343", "4120 4415 3341 3353 4311 2424"),
    "3331": Circle("", "4323 3324", "3323 3322 4110 4321 2643 3351"),
    # --- Bảo vệ, bếp
    "5414": Circle("", "0310 5419 5413 5412 5411", "5153 9629 9622 5245 9333 9329 9313"),
    "5120": Circle("3434", "9412 5212", "7512 5246 9411 7511"),
    # --- Xây dựng
    "7112": Circle("7111", "7122 7123 7114 7113", "9313 7119 7131 7115"),
    # --- Giám sát, kỹ sư, kỹ thuật viên khác
    "3122": Circle("", "1321 2141", "3115 7543 8153 8156 4322 3123 7511 8160 3119"),
    "2144": Circle("", "2141 3115", "2151 3118 7223 3122 2149"),
    "2151": Circle("", "3113 2152", "2144 7412 3114 2153"),
    "2141": Circle("", "2144 3119", "2145 3122 2149 1321 3139 2151"),
    "3257": Circle("2263", "2143", "2133 3119 3122 2141 3132 5411"),
    "3111": Circle("", "3116 2113 3141 2145 3212", "7515 3119 2131 3213"),
}

# Two half-trades that together make the job: knows both the mechanical and the electrical side (SISTER).
PAIRS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "7233": (frozenset({"7412", "7411", "3113"}), frozenset({"7212", "7223", "7231", "8211", "3115", "7222"})),
    "3115": (frozenset({"7223", "7222", "7231", "8211"}), frozenset({"3118", "3113", "3122", "7412"})),
}

# Lines that teach newcomers: when neither level nor experience is asked, anybody from another line is RELATED.
TEACHES_NEWCOMERS = frozenset("8153 7533 8156 7536 7511 8160 8183 8212 8211 8142 8143 7523 8172".split())
LINE_WORKERS = TEACHES_NEWCOMERS | frozenset("7531 8219 8141 8189 7514 9321 9329 9333 9334".split())


def trade_class(vacancy: str, trade: str, declared: frozenset[str], teaches: bool) -> Trade:
    """Class of one trade; ``declared`` are all trades of the person, ``teaches``: newcomers are taught here."""
    if vacancy == trade:
        return Trade.SAME
    circle = CIRCLES[vacancy]
    pair = PAIRS.get(vacancy)
    if trade in circle.sister.split():
        return Trade.SISTER
    if pair and trade in pair[0] | pair[1] and pair[0] & declared and pair[1] & declared:
        return Trade.SISTER
    if trade in circle.close.split():
        return Trade.CLOSE
    if trade in circle.related.split():
        return Trade.RELATED
    if circle.anyone and trade[0] in "56789":
        return Trade.RELATED
    if teaches and vacancy in TEACHES_NEWCOMERS and trade in LINE_WORKERS:
        return Trade.RELATED
    return Trade.OTHER
