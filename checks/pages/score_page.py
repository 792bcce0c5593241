"""The tables and the worked example of docs/score.md, made by the engine; ``./dev pages`` rewrites them."""

import re
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from app.matching.ranking import RULES, Knowledge, Opening, Person, Trade, assess
from app.messages import label, number
from app.services.ranking.explanations import Explainer, NameBook
from app.vocabulary import Criterion
from tests.support.paths import ROOT
from tests.support.small_world import PLACES, TRADES, rows

PAGE = ROOT / "docs" / "score.md"
BLOCK = re.compile(r"(<!-- (\w+) -->\n).*?(<!-- /\2 -->)", re.DOTALL)
TODAY = date(2026, 11, 23)

OPENING = Opening(
    occupation_code="8153",
    commune_code="30607",
    required_rank=1,
    experience_floor_months=12,
    pay_from=7_000_000,
    pay_to=9_000_000,
    starts_on=date(2026, 12, 1),
)
PERSON = Person(
    id=UUID(int=1),
    commune_code="30463",
    birth_date=date(1998, 5, 17),
    last_heard_on=date(2026, 10, 15),
    trades=(Trade("7531", 2, 9),),
    max_travel_km=30,
    pay_wish=8_000_000,
    ready_from=date(2026, 12, 5),
)


def blocks() -> dict[str, str]:
    """The generated parts by name."""
    return {
        "version": f"Phiên bản quy tắc: **{RULES.version}**.\n",
        "weights": _table(("Tiêu chí", "Điểm tối đa"), _weights()),
        "shares": _table(("Tiêu chí", "Khi nào", "Phần được hưởng"), _shares()),
        "example": _table(("Tiêu chí", "Vì sao", "Phép tính", "Điểm"), _example()),
    }


def page() -> str:
    """The page as it must be."""
    made = blocks()
    return BLOCK.sub(lambda found: f"{found[1]}{made[found[2]]}{found[3]}", PAGE.read_text(encoding="utf-8"))


def _table(head: tuple[str, ...], lines: Iterator[tuple[str, ...]]) -> str:
    return "".join(f"| {' | '.join(line)} |\n" for line in (head, tuple("---" for _ in head), *lines))


def _weights() -> Iterator[tuple[str, ...]]:
    for criterion in Criterion:
        yield label(criterion), str(RULES.weights[criterion])
    yield "**Cộng**", f"**{sum(RULES.weights.values())}**"


def _shares() -> Iterator[tuple[str, ...]]:
    trade, level, place, pay, experience, ready = map(label, Criterion)
    for digits, name in (
        (4, "đúng nghề (4 số giống nhau)"),
        (3, "3 số đầu giống nhau"),
        (2, "2 số đầu"),
        (1, "1 số đầu"),
    ):
        yield trade, name, f"{RULES.tree[digits]}%"
    yield trade, "có cầu nối trong bảng nghề gần (kèm lý do)", "theo bảng, nếu cao hơn"
    yield trade, "cùng là lao động giản đơn (nhóm 9)", f"ít nhất {RULES.elementary}%"
    yield level, "đúng bậc yêu cầu", "100%"
    yield level, "cao hơn", f"bớt {RULES.over_per_rank}% mỗi bậc, nhiều nhất {RULES.over_most}%"
    for missing, share in enumerate(RULES.below, start=1):
        yield level, f"thấp hơn {missing} bậc", f"{share}%"
    yield level, "chưa khai (hãy hỏi)", f"{RULES.undeclared}%"
    yield place, "cùng xã, phường", f"{RULES.same_commune}%"
    yield place, "có xe đưa rước ở xã đó", f"{RULES.shuttle}%"
    for km, share in RULES.bands:
        yield place, f"trong {km} km", f"{share}%"
    yield place, "muốn ở nhà lưu trú mà việc làm có", f"ít nhất {RULES.dormitory}%"
    yield place, "sẵn sàng chuyển chỗ ở", f"ít nhất {RULES.would_move}%"
    yield pay, "không đặt mức, hoặc mức không quá mức thấp nhất được trả", "100%"
    yield pay, "đúng mức cao nhất được trả", f"{RULES.pay_at_top}%"
    yield pay, "cao hơn mức trả", f"bớt {RULES.pay_loss_per_percent}% cho mỗi 1% vượt"
    yield experience, "đủ số tháng yêu cầu", "100%; thiếu thì theo tỷ lệ"
    for days, share in RULES.ready:
        yield ready, "kịp ngày bắt đầu" if days == 0 else f"muộn không quá {days} ngày", f"{share}%"
    for days, share in RULES.heard:
        yield ready, f"liên hệ trong {days} ngày qua", f"thêm {share}%"
    yield "mọi tiêu chí", "việc làm không nêu", f"{RULES.unstated}% cho tất cả mọi người"


def _example() -> Iterator[tuple[str, ...]]:
    found = assess(OPENING, PERSON, Knowledge(PLACES, TRADES, RULES), TODAY)
    for part, said in zip(found.parts, _explainer().parts(found.parts), strict=True):
        share = part.points * 100 // part.maximum
        yield said.label, said.reason, f"{part.maximum // 100} × {share}%", number(part.points / 100)
    yield "**Cộng**", "", "", f"**{number(found.score / 100)}**"


def _explainer() -> Explainer:
    from app.messages import Language

    communes = {row["code"]: row["name"] for row in rows("communes.csv")}
    titles = {row["code"]: row["title_vi"] for row in rows("occupations.csv")}
    return Explainer(NameBook(communes, {tongue: titles for tongue in Language}), Language.VI)
