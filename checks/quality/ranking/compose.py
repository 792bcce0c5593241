"""Invents the 40 jobseekers of each vacancy: ``python -m checks.quality.ranking.compose`` rewrites people.json.

Each person starts as a good candidate and is then spoilt in one, two or three named ways, so that near cases and
trade-offs are many. What the spoiling was is not kept: labels come from officer.py alone, which reads only the record.
"""

import csv
import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import cycle, islice
from typing import Any

from app.matching.ranking.opening import Opening
from app.vocabulary import CERTIFICATE_COVERS, Certificate, RefusableShift
from checks.quality.ranking.closeness import CIRCLES, PAIRS, Trade, trade_class
from checks.quality.ranking.officer import COMMUNES_CSV, HERE, ISLANDS, TODAY, distance_km, load_vacancies

SEED = 20261122
PEOPLE_PER_VACANCY = 40
OCCUPATIONS_CSV = COMMUNES_CSV.with_name("occupations.csv")

# Trades that walk into any job centre of the delta.
COMMON_TRADES = (
    "6111 6130 6121 6122 6221 5223 5211 5131 9211 9216 8153 9329 7112 9313 3313 5414 8322 7511 5141 7231 4110 2342 3221"
).split()
PAPER_WORDS = {
    Certificate.DRIVING_B: "bằng lái B",
    Certificate.DRIVING_C1: "bằng lái C1",
    Certificate.DRIVING_C: "bằng lái C",
    Certificate.DRIVING_CE: "bằng lái CE",
    Certificate.DRIVING_D1: "bằng lái D1",
    Certificate.DRIVING_D2: "bằng lái D2",
    Certificate.DRIVING_D: "bằng lái D",
    Certificate.FORKLIFT: "chứng chỉ xe nâng",
    Certificate.CRANE: "chứng chỉ cần trục",
    Certificate.BOILER: "chứng chỉ lò hơi",
    Certificate.PRESSURE_VESSEL: "chứng chỉ bình áp lực",
    Certificate.REFRIGERATION: "chứng chỉ điện lạnh",
    Certificate.ELECTRICAL_SAFETY: "thẻ an toàn điện",
    Certificate.WELDING_1G: "chứng chỉ hàn 1G",
    Certificate.WELDING_2G: "chứng chỉ hàn 2G",
    Certificate.WELDING_3G: "chứng chỉ hàn 3G",
    Certificate.WELDING_4G: "chứng chỉ hàn 4G",
    Certificate.WELDING_6G: "chứng chỉ hàn 6G",
    Certificate.FOOD_SAFETY: "giấy an toàn thực phẩm",
    Certificate.CHIEF_ACCOUNTANT: "chứng chỉ kế toán trưởng",
}
SHIFT_WORDS = {
    RefusableShift.EVENING: "ca tối",
    RefusableShift.NIGHT: "ca đêm",
    RefusableShift.ROTATING: "xoay ca",
}
RANK_WORDS = (
    "chưa qua đào tạo",
    "thợ dạy tại chỗ",
    "sơ cấp",
    "trung cấp",
    "cao đẳng",
    "đại học/thợ bậc cao",
    "trên đại học",
)

SINGLE = (
    "close close close one_short km22 km35 wage8 wage18 wage35 some_experience no_experience silent120 "
    "silent270 silent450 late25 late50 level_unknown experience_unknown overtrained move dormitory related related"
).split()
# Alone these hardly matter, so they come with a longer way.
SLIGHT = frozenset("wage8 some_experience silent120 late25 experience_unknown".split())
FURTHER = "km35 km60 wage18 wage35 no_experience silent270 late50 one_short two_short km22".split()
TRADE_OFFS = (
    ("km35",),
    ("close", "same_commune", "old_hand"),
    ("level_unknown", "old_hand"),
    ("one_short", "old_hand"),
    ("several",),
    ("several", "km22"),
    ("pair",),
    ("km35", "old_hand", "own_limit_45"),
    ("related", "same_commune", "old_hand"),
    ("wage8", "silent120"),
    ("level_unknown", "experience_unknown", "no_limit"),
    ("no_experience", "higher_level"),
    ("sister", "km22"),
    ("move", "old_hand"),
    ("several", "late25"),
    ("two_short", "old_hand"),
)
GATES = ("no_consent", "unavailable", "paper", "shift", "limit", "minor", "child", "hard_level")


@cache
def trade_titles() -> dict[str, str]:
    """Vietnamese titles of the unit groups."""
    with OCCUPATIONS_CSV.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["title_vi"] for row in csv.DictReader(file) if row["level"] == "4"}


@cache
def communes() -> dict[str, str]:
    with COMMUNES_CSV.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


class Composer:
    """Invents people for one vacancy."""

    def __init__(self, vacancy: Opening, rng: random.Random) -> None:
        self.vacancy = vacancy
        self.rng = rng
        self.start = vacancy.start(TODAY)
        code = vacancy.occupation_code
        circle = CIRCLES[code]
        self.sister = circle.sister.split()
        self.close = circle.close.split() or circle.related.split()
        self.related = circle.related.split()
        teaches = not vacancy.required_rank and not vacancy.experience_floor_months
        kinds = {c: trade_class(code, c, frozenset(), teaches) for c in trade_titles() if c[0] != "0"}
        if not self.related:
            self.related = [c for c in COMMON_TRADES if kinds[c] == Trade.RELATED]
        # Neighbours in the classification that are nevertheless another trade, then what lives next door.
        neighbours = [c for c, kind in kinds.items() if kind == Trade.OTHER and c[:2] == code[:2]]
        common = [c for c in COMMON_TRADES if kinds[c] == Trade.OTHER]
        self.other = [*rng.sample(neighbours, min(3, len(neighbours))), *rng.sample(common, min(5, len(common)))]
        if not vacancy.required_rank:
            self.other += [c for c in ("3313", "4416", "3115", "2341") if kinds[c] == Trade.OTHER]

    def commune(self, low: float, high: float) -> str:
        """A commune at that distance by land, or the next farther one."""
        ring = sorted(
            (distance_km(self.vacancy.commune_code, code), code)
            for code in communes()
            if code not in ISLANDS or code == self.vacancy.commune_code
        )
        inside = [code for km, code in ring if low <= km <= high]
        return self.rng.choice(inside) if inside else next(code for km, code in ring if km >= low)

    def usual_rank(self, code: str) -> int | None:
        ranks = {"1": (5, 5, 4), "2": (5, 5, 4), "3": (3, 4, 4, 5), "4": (2, 3, 4), "7": (1, 1, 2, 3), "9": (0, 0, 1)}
        return self.rng.choice((None, *ranks.get(code[0], (0, 1, 1, 2))))

    def good(self) -> dict[str, Any]:
        """Somebody to phone first."""
        rng, vacancy = self.rng, self.vacancy
        code = vacancy.occupation_code
        if self.sister and rng.random() < 0.2:
            code = rng.choice(self.sister)
        required = vacancy.required_rank
        rank = self.usual_rank(code) if required is None else min(6, required + rng.choice((0, 0, 0, 1, 1, 2)))
        floor = vacancy.experience_floor_months or 0
        months: int | None = floor + rng.choice((2, 6, 12, 18, 30, 48, 72))
        if not floor and rng.random() < 0.1:
            months = None
        wish = None
        if rng.random() < 0.75:
            low = vacancy.pay_from or 6_000_000
            high = vacancy.pay_to or int(low * 1.15)
            wish = rng.randrange(low, high + 1, 500_000 if high - low > 500_000 else 100_000)
        person: dict[str, Any] = {
            "commune_code": self.commune(0, 9.5) if rng.random() < 0.7 else self.commune(10.5, 19),
            "birth_date": self.birth(rng.randint(19, 55)),
            "last_heard_on": TODAY - timedelta(days=rng.randint(1, 58)),
            "trades": [[code, rank, months]],
            "available": True,
            "consent": True,
            "max_travel_km": 0,  # 0: chosen at the end from the distance
            "would_move": rng.random() < 0.05,
            "would_live_in_dormitory": rng.random() < 0.15,
            "refused": set(),
            "pay_wish": wish,
            "ready_from": None if rng.random() < 0.5 else self.start - timedelta(days=rng.randint(0, 25)),
            "certificates": {},
        }
        for shift in RefusableShift:
            if (shift not in vacancy.shifts or vacancy.shift_choice) and rng.random() < 0.2:
                person["refused"].add(shift)
        for paper in sorted(vacancy.certificates):
            above = sorted(held for held, covered in CERTIFICATE_COVERS.items() if paper in covered)
            held = rng.choice(above) if above and rng.random() < 0.2 else paper
            person["certificates"][held] = rng.choice((None, date(2028, 3, 1), date(2030, 6, 30), date(2029, 12, 31)))
        if rng.random() < 0.12:
            person["certificates"].setdefault(Certificate.DRIVING_B, date(2031, 5, 20))
        if vacancy.shuttle_communes and rng.random() < 0.2:
            person["commune_code"] = rng.choice(sorted(vacancy.shuttle_communes))
        elif vacancy.dormitory and rng.random() < 0.25:
            person |= {"commune_code": self.commune(50, 260), "would_live_in_dormitory": True}
        if vacancy.takes_minors and rng.random() < 0.2:
            person["birth_date"] = self.birth(rng.choice((16, 17)))
            person["trades"] = [[vacancy.occupation_code, rng.choice((None, 0)), rng.choice((None, 0, 3))]]
        return person

    def birth(self, age: int) -> date:
        return self.start - timedelta(days=int(365.25 * age) + self.rng.randint(8, 350))

    def spoil(self, person: dict[str, Any], way: str) -> None:
        """Change the person in one named way."""
        rng, vacancy = self.rng, self.vacancy
        main = person["trades"][0]
        floor = vacancy.experience_floor_months or 0
        offer = vacancy.pay_to or int((vacancy.pay_from or 8_000_000) * 1.15)
        match way:
            case "close" | "related" | "sister" | "other":
                main[0] = rng.choice(getattr(self, way) or [vacancy.occupation_code])
                if vacancy.required_rank is None or way == "other":
                    main[1] = self.usual_rank(main[0])
            case "one_short" | "two_short":
                required = vacancy.required_rank or 0
                main[1] = max(0, required - (1 if way == "one_short" else 2))
            case "higher_level":
                main[1] = min(6, (vacancy.required_rank or 1) + rng.choice((1, 2)))
            case "overtrained":
                main[1] = min(6, (vacancy.required_rank or 1) + rng.choice((3, 4)))
            case "level_unknown":
                main[1] = None
            case "some_experience":
                main[2] = floor * 2 // 3 if floor else rng.choice((2, 4))
            case "no_experience":
                main[2] = rng.choice((0, floor // 4))
            case "experience_unknown":
                main[2] = None
            case "old_hand":
                main[2] = max(floor * 2, 60) + rng.choice((0, 12, 36, 60))
            case "same_commune":
                person["commune_code"] = vacancy.commune_code
            case "km15":
                person["commune_code"] = self.commune(11, 19)
            case "km22":
                person["commune_code"] = self.commune(20.5, 29)
            case "km35":
                person["commune_code"] = self.commune(31, 44)
            case "km60":
                person |= {"commune_code": self.commune(46, 120), "max_travel_km": None}
            case "wage8" | "wage18" | "wage35":
                person["pay_wish"] = offer * (100 + int(way[4:])) // 10_000_000 * 100_000
            case "silent120" | "silent270" | "silent450":
                person["last_heard_on"] = TODAY - timedelta(days=int(way[6:]) + rng.randint(-50, 60))
            case "late25" | "late50":
                late = int(way[4:]) + rng.randint(-6, 30) * (2 if way == "late50" else 1) // 2
                person["ready_from"] = self.start + timedelta(days=late)
            case "move":
                person |= {"commune_code": self.commune(46, 300), "would_move": True}
            case "dormitory":
                person |= {"commune_code": self.commune(31, 200), "would_live_in_dormitory": True}
                person["would_move"] = not vacancy.dormitory
            case "no_limit":
                person["max_travel_km"] = None
            case "own_limit_45":
                person["max_travel_km"] = 45
            case "several":
                second = rng.choice((self.close, self.related, self.other))
                person["trades"] = [
                    [rng.choice(second), *rng.choice(((3, 60), (2, 36), (1, 24), (None, None), (4, 18)))],
                    [vacancy.occupation_code, main[1] if rng.random() < 0.6 else 0, rng.choice((None, 3, floor))],
                ]
                if rng.random() < 0.4:
                    person["trades"].append([rng.choice(COMMON_TRADES), None, rng.choice((None, 12, 60))])
            case "pair":
                sides = PAIRS.get(vacancy.occupation_code)
                if sides:
                    person["trades"] = [[rng.choice(sorted(side)), main[1], 24 + rng.choice((0, 18))] for side in sides]
                else:
                    person["trades"].append([rng.choice(self.close), main[1], 36])
                    person["trades"][0][2] = rng.choice((0, 2, None))
            case _:
                raise ValueError(way)

    def matters(self, way: str) -> bool:
        """Whether this way of spoiling makes any difference at this vacancy."""
        vacancy = self.vacancy
        if way in ("one_short", "level_unknown"):
            return bool(vacancy.required_rank)
        if way == "two_short":
            return (vacancy.required_rank or 0) >= 2
        if way in ("some_experience", "no_experience", "experience_unknown"):
            return bool(vacancy.experience_floor_months)
        if way == "overtrained":
            return vacancy.required_rank is None or vacancy.required_rank <= 3
        return not way.startswith("wage") or vacancy.pay_from is not None

    def rule_out(self, person: dict[str, Any], gate: str) -> bool:
        """Make one rule apply that closes this vacancy; False when it cannot apply here."""
        rng, vacancy = self.rng, self.vacancy
        match gate:
            case "no_consent":
                person["consent"] = False
            case "unavailable":
                person["available"] = False
            case "paper" if vacancy.certificates:
                paper = min(vacancy.certificates)
                weaker = sorted(CERTIFICATE_COVERS.get(paper, ()))
                person["certificates"] = {paper: date(2026, 6, 30)} if rng.random() < 0.4 else {}
                if not person["certificates"] and weaker:
                    person["certificates"] = {rng.choice(weaker): date(2030, 1, 15)}
            case "shift" if vacancy.shifts and not vacancy.shift_choice:
                person["refused"].add(rng.choice(sorted(vacancy.shifts)))
            case "limit":
                person |= {"commune_code": self.commune(23, 60), "would_move": False, "would_live_in_dormitory": False}
                while person["commune_code"] in vacancy.shuttle_communes:
                    person["commune_code"] = self.commune(23, 60)
                person["max_travel_km"] = rng.choice((5, 10, 15, 20))
            case "minor" if not vacancy.takes_minors:
                person |= {"birth_date": self.birth(16), "trades": [[vacancy.occupation_code, None, None]]}
            case "child" if vacancy.takes_minors:
                person |= {"birth_date": self.birth(14), "trades": [["9329", 0, None]]}
            case "hard_level" if vacancy.level_is_hard:
                main = person["trades"][0]
                main[0], main[1] = vacancy.occupation_code, max(0, (vacancy.required_rank or 0) - rng.choice((1, 2)))
            case _:
                return False
        return True

    def finish(self, person: dict[str, Any]) -> dict[str, Any]:
        """Choose what was left open, and put everything into the form of the file."""
        rng = self.rng
        km = distance_km(self.vacancy.commune_code, person["commune_code"])
        if person["max_travel_km"] == 0:
            limits = [limit for limit in (10, 15, 20, 25, 30, 35, 40) if limit >= km + 2]
            person["max_travel_km"] = limits[min(rng.choice((0, 0, 1, 2)), len(limits) - 1)] if limits else None
            if km > 29 or rng.random() < 0.35:
                person["max_travel_km"] = None
        if km > 46 and person["max_travel_km"] is None and (person["would_move"] or person["would_live_in_dormitory"]):
            person["max_travel_km"] = rng.choice((None, 10, 15, 20))
        seen: dict[str, list[Any]] = {}
        for trade in person["trades"]:
            seen.setdefault(trade[0], trade)
        person["trades"] = [dict(zip(("occupation_code", "rank", "months"), t, strict=True)) for t in seen.values()]
        person["refused"] = sorted(person["refused"])
        person["certificates"] = [
            [p, until and until.isoformat()] for p, until in sorted(person["certificates"].items())
        ]
        for name in ("birth_date", "last_heard_on", "ready_from"):
            person[name] = person[name] and person[name].isoformat()
        return {"description": self.describe(person, km), **person}

    def describe(self, person: dict[str, Any], km: float) -> str:
        """One line as an officer reads it out."""
        years = self.start.year - int(person["birth_date"][:4])
        parts = []
        for trade in person["trades"]:
            rank, months = trade["rank"], trade["months"]
            level = "chưa khai trình độ" if rank is None else RANK_WORDS[rank]
            done = "chưa khai kinh nghiệm" if months is None else f"{months} tháng" if months else "chưa làm"
            parts.append(f"{trade_titles()[trade['occupation_code']]} ({level}, {done})")
        parts.append(f"khoảng {years} tuổi, ở {communes()[person['commune_code']]} cách {km:.0f} km")
        limit = person["max_travel_km"]
        parts.append("không đặt giới hạn đi lại" if limit is None else f"đi tới {limit} km")
        parts += ["chịu chuyển chỗ ở"] * person["would_move"] + ["ở nhà tập thể được"] * person[
            "would_live_in_dormitory"
        ]
        if person["pay_wish"]:
            parts.append(f"muốn {person['pay_wish'] / 1e6:g} triệu".replace(".", ","))
        if person["refused"]:
            parts.append("không nhận " + ", ".join(SHIFT_WORDS[shift] for shift in person["refused"]))
        for paper, until in person["certificates"]:
            parts.append(PAPER_WORDS[paper] + (f" đến {until}" if until else ""))
        if person["ready_from"]:
            parts.append(f"làm được từ {person['ready_from']}")
        parts.append(f"tin gần nhất {person['last_heard_on']}")
        parts += ["chưa đồng ý giới thiệu"] * (not person["consent"]) + ["không còn tìm việc"] * (
            not person["available"]
        )
        return "; ".join(parts) + "."

    def forty(self) -> Iterator[dict[str, Any]]:
        rng = self.rng
        people: list[dict[str, Any]] = []

        def add(*ways: str) -> None:
            person = self.good()
            for way in ways:
                self.spoil(person, way)
            people.append(person)

        for _ in range(rng.choice((5, 5, 6))):
            add()
        for way in rng.sample([way for way in SINGLE if self.matters(way)], 10):
            add(way, *(["km15"] if way in SLIGHT else []))
        wrong = rng.sample(self.other, min(6, len(self.other)))
        for code in islice(cycle(wrong), 5):
            add("other")
            people[-1]["trades"][0][0] = code
            people[-1]["trades"][0][1] = self.usual_rank(code)
            people[-1]["commune_code"] = self.commune(0, 9.5)
            if rng.random() < 0.3:
                people[-1]["certificates"] = {}
        gates = rng.sample(GATES, len(GATES))
        held_back = 0
        for gate in cycle(gates):
            person = self.good()
            if self.rule_out(person, gate):
                people.append(person)
                held_back += 1
                if held_back == rng.choice((5, 6)) or held_back == 6:
                    break
        for ways in rng.sample([ways for ways in TRADE_OFFS if all(map(self.matters, ways))], 6):
            add(*ways)
        further = [way for way in FURTHER if self.matters(way)]
        while len(people) < PEOPLE_PER_VACANCY:
            first = rng.choice(("close", "close", "related", "related", "related", "sister", "silent270"))
            add(first, *rng.sample([way for way in further if way != first], 2))
        rng.shuffle(people)
        for person in people:
            yield self.finish(person)


def main() -> None:
    """Rewrite people.json."""
    lines = []
    for key, vacancy in load_vacancies().items():
        composer = Composer(vacancy, random.Random(f"{SEED}-{key}"))
        for number, person in enumerate(composer.forty(), 1):
            lines.append(json.dumps({"id": f"{key}-p{number:02d}", **person}, ensure_ascii=False))
    (HERE / "people.json").write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
