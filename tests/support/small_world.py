"""A small world for matching tests, and hypothesis strategies over it; no database, no app."""

import csv
import uuid
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from app.matching.ranking import Distances, OccupationSimilarity, Opening, Person, Trade, load_bridges
from app.vocabulary import SHIFTS_IN_PATTERN, Certificate, RefusableShift, ShiftPattern
from tests.support.paths import REFERENCE

TODAY = date(2026, 11, 22)


def rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PLACES = Distances.build((row["code"], float(row["lat"]), float(row["lon"])) for row in rows("communes.csv"))
TRADES = OccupationSimilarity.build(
    (row["code"] for row in rows("occupations.csv") if row["level"] == "4"), load_bridges()
)

# Few enough values that people often meet the same trade, commune and score.
CODES = ("8153", "7531", "7533", "7212", "7213", "9329", "8160", "3313")
COMMUNES = ("30463", "30307", "30607", "30520", "30766", "05977")
CERTIFICATES = (Certificate.FORKLIFT, Certificate.WELDING_3G, Certificate.WELDING_6G)


def person(number: int = 1, **changes: object) -> Person:
    """A seamstress of Châu Phú, unless told otherwise."""
    facts: dict[str, object] = {
        "id": uuid.UUID(int=number),
        "commune_code": "30463",
        "birth_date": date(1995, 5, 17),
        "last_heard_on": TODAY - timedelta(days=5),
        "trades": (Trade("8153", 1, 24),),
    }
    return Person(**facts | changes)  # type: ignore[arg-type]


def sorted_papers(one: Person | None) -> Person | None:
    """With the certificates in one order, which says nothing about a person."""
    return one and replace(one, certificates=tuple(sorted(one.certificates, key=lambda row: row[0])))


trades = st.builds(
    Trade,
    st.sampled_from(CODES),
    st.one_of(st.none(), st.integers(0, 6)),
    st.one_of(st.none(), st.sampled_from([0, 5, 12, 30, 80, 720])),
)
days_about_today = st.integers(-30, 60).map(lambda days: TODAY + timedelta(days=days))
people = st.builds(
    Person,
    id=st.integers(1, 2**127).map(lambda number: uuid.UUID(int=number)),
    commune_code=st.sampled_from(COMMUNES),
    birth_date=st.sampled_from([date(1970, 1, 1), date(2000, 2, 29), date(2009, 6, 1), date(2012, 1, 1)]),
    last_heard_on=st.integers(0, 300).map(lambda days: TODAY - timedelta(days=days)),
    trades=st.lists(trades, min_size=1, max_size=3, unique_by=lambda trade: trade.occupation_code).map(tuple),
    available=st.booleans(),
    consent=st.booleans(),
    max_travel_km=st.one_of(st.none(), st.sampled_from([0, 10, 40])),
    would_move=st.booleans(),
    would_live_in_dormitory=st.booleans(),
    refused=st.frozensets(st.sampled_from(RefusableShift)),
    pay_wish=st.one_of(st.none(), st.sampled_from([5_000_000, 7_000_000, 8_100_000, 12_000_000])),
    ready_from=st.one_of(st.none(), days_about_today),
    certificates=st.lists(
        st.tuples(st.sampled_from(CERTIFICATES), st.one_of(st.none(), days_about_today)),
        max_size=2,
        unique_by=lambda row: row[0],
    ).map(tuple),
    priority=st.booleans(),
)
pools = st.lists(people, max_size=25, unique_by=lambda person: person.id)
ranks = st.one_of(st.none(), st.integers(0, 6))
pay = st.one_of(st.none(), st.sampled_from([6_000_000, 8_000_000, 9_000_000]))


@st.composite
def openings(draw: st.DrawFn) -> Opening:
    rank, low, high = draw(ranks), draw(pay), draw(pay)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Opening(
        occupation_code=draw(st.sampled_from(CODES)),
        commune_code=draw(st.sampled_from(COMMUNES)),
        required_rank=rank,
        level_is_hard=rank is not None and draw(st.booleans()),
        certificates=draw(st.frozensets(st.sampled_from(CERTIFICATES), max_size=1)),
        experience_floor_months=draw(st.one_of(st.none(), st.sampled_from([0, 1, 12, 24, 60]))),
        pay_from=low,
        pay_to=high,
        shifts=SHIFTS_IN_PATTERN[draw(st.sampled_from(ShiftPattern))],
        shift_choice=draw(st.booleans()),
        shuttle_communes=draw(st.frozensets(st.sampled_from(COMMUNES), max_size=2)),
        dormitory=draw(st.booleans()),
        minors_allowed=draw(st.booleans()),
        starts_on=draw(st.one_of(st.none(), days_about_today)),
    )
