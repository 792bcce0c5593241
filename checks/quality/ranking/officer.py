"""RUBRIC.md as a decision table: writes labels.csv for every vacancy and its 40 jobseekers.

Run ``python -m checks.quality.ranking.officer``. Nothing here comes from ``app.matching``'s rules or weights; only its
two record types are used, so that a test can pass the same records to the product. No points are added up: a table of
trade × level × place gives the grade, faults then take it down, and ``overrides.csv`` (read by hand) has the last word.
"""

import csv
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from app.matching.ranking.opening import Opening
from app.matching.ranking.person import Person
from app.matching.ranking.person import Trade as DeclaredTrade
from app.vocabulary import CERTIFICATE_COVERS, Certificate, RefusableShift
from checks.quality.ranking.closeness import TEACHES_NEWCOMERS, Trade, trade_class

TODAY = date(2026, 11, 22)
HERE = Path(__file__).parent
COMMUNES_CSV = HERE.parents[2] / "seed" / "reference" / "communes.csv"
EARTH_RADIUS_KM = 6371.0088

# Examined papers that prove the trade itself, whatever the person's job was called.
TRADE_PAPERS = frozenset(
    {
        Certificate.BOILER,
        Certificate.CRANE,
        Certificate.FORKLIFT,
        Certificate.PRESSURE_VESSEL,
        Certificate.REFRIGERATION,
        Certificate.WELDING_1G,
        Certificate.WELDING_2G,
        Certificate.WELDING_3G,
        Certificate.WELDING_4G,
        Certificate.WELDING_6G,
    }
)

# Communes on islands of An Giang: nobody crosses the sea daily.
ISLANDS = frozenset({"30781", "30811", "30814", "31078", "31105", "31108"})


class Level(IntEnum):
    """Level declared in the trade against the level asked."""

    MET = 0
    UNDECLARED = 1
    ONE_SHORT = 2
    MORE_SHORT = 3


class Place(IntEnum):
    """The way to work."""

    NEAR = 0
    FAIR = 1
    FAR = 2
    VERY_FAR = 3
    BEYOND = 4


class Fault(IntEnum):
    """How much one of the remaining matters weighs."""

    NONE = 0
    LIGHT = 1
    PLAIN = 2
    GRAVE = 3


LOW_PAID, PAYS_A_ROOM, WELL_PAID = 8_000_000, 10_000_000, 15_000_000  # đồng a month

# Grade by place (near, fair, far, very far, beyond) for each trade class and level.
BASE: dict[Trade, dict[Level, tuple[int, int, int, int, int]]] = {
    Trade.SAME: {
        Level.MET: (3, 3, 2, 1, 0),
        Level.UNDECLARED: (2, 2, 1, 1, 0),
        Level.ONE_SHORT: (2, 2, 1, 1, 0),
        Level.MORE_SHORT: (1, 1, 1, 0, 0),
    },
    Trade.SISTER: {
        Level.MET: (3, 2, 2, 1, 0),
        Level.UNDECLARED: (2, 2, 1, 1, 0),
        Level.ONE_SHORT: (2, 1, 1, 0, 0),
        Level.MORE_SHORT: (1, 1, 0, 0, 0),
    },
    Trade.CLOSE: {
        Level.MET: (2, 2, 1, 0, 0),
        Level.UNDECLARED: (2, 1, 1, 0, 0),
        Level.ONE_SHORT: (1, 1, 0, 0, 0),
        Level.MORE_SHORT: (1, 0, 0, 0, 0),
    },
    Trade.RELATED: {
        Level.MET: (1, 1, 0, 0, 0),
        Level.UNDECLARED: (1, 0, 0, 0, 0),
        Level.ONE_SHORT: (1, 0, 0, 0, 0),
        Level.MORE_SHORT: (0, 0, 0, 0, 0),
    },
    Trade.OTHER: dict.fromkeys(Level, (0, 0, 0, 0, 0)),
}

TRADE_WORDS = {
    Trade.SAME: "đúng nghề",
    Trade.SISTER: "coi như cùng nghề",
    Trade.CLOSE: "nghề gần",
    Trade.RELATED: "nghề có dính dáng",
    Trade.OTHER: "khác nghề",
}
LEVEL_WORDS = {
    Level.MET: "đủ trình độ",
    Level.UNDECLARED: "chưa khai trình độ",
    Level.ONE_SHORT: "thiếu một bậc",
    Level.MORE_SHORT: "thiếu từ hai bậc",
}
PLACE_WORDS = {
    Place.NEAR: "gần",
    Place.FAIR: "đi được",
    Place.FAR: "ngại xa",
    Place.VERY_FAR: "xa",
    Place.BEYOND: "quá xa, không có cách đi",
}


@dataclass(frozen=True, slots=True)
class Label:
    """One line of labels.csv."""

    vacancy: str
    person: str
    grade: int
    eligible: bool
    why: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Outcome for one declared trade, with the notes that explain it."""

    grade: int
    trade: Trade
    notes: tuple[str, ...]


# --- The data


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def person_id(key: str) -> UUID:
    """The id given to jobseeker "v01-p07"."""
    return uuid5(NAMESPACE_URL, f"cungcau:tests:ranking:{key}")


def load_vacancies() -> dict[str, Opening]:
    """Vacancies by key, in order."""
    rows: list[dict[str, Any]] = json.loads((HERE / "vacancies.json").read_text(encoding="utf-8"))
    return {
        row.pop("id"): Opening(
            **{name: value for name, value in row.items() if name != "description"}
            | {
                "certificates": frozenset(map(Certificate, row["certificates"])),
                "shifts": frozenset(map(RefusableShift, row["shifts"])),
                "shuttle_communes": frozenset(row["shuttle_communes"]),
                "starts_on": _day(row["starts_on"]),
            }
        )
        for row in rows
    }


def load_people() -> dict[str, dict[str, Person]]:
    """Jobseekers by vacancy key and own key, in order."""
    rows: list[dict[str, Any]] = json.loads((HERE / "people.json").read_text(encoding="utf-8"))
    people: dict[str, dict[str, Person]] = {}
    for row in rows:
        key = row.pop("id")
        person = Person(
            id=person_id(key),
            **{name: value for name, value in row.items() if name != "description"}
            | {
                "birth_date": date.fromisoformat(row["birth_date"]),
                "last_heard_on": date.fromisoformat(row["last_heard_on"]),
                "ready_from": _day(row["ready_from"]),
                "trades": tuple(DeclaredTrade(**trade) for trade in row["trades"]),
                "refused": frozenset(map(RefusableShift, row["refused"])),
                "certificates": tuple((Certificate(code), _day(until)) for code, until in row["certificates"]),
            },
        )
        people.setdefault(key.partition("-")[0], {})[key] = person
    return people


@cache
def _centroids() -> dict[str, tuple[float, float]]:
    with COMMUNES_CSV.open(encoding="utf-8", newline="") as file:
        return {row["code"]: (float(row["lat"]), float(row["lon"])) for row in csv.DictReader(file)}


def distance_km(one: str, other: str) -> float:
    """Great-circle distance between the centroids of two communes."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*_centroids()[one], *_centroids()[other]))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(h))


# --- What the officer sees


def is_professional(vacancy: Opening) -> bool:
    """Engineers, managers, technicians, accountants, who have a month's notice to give where they are."""
    return vacancy.occupation_code[0] in "123" and (vacancy.required_rank or 0) >= 4


def teaches_newcomers(vacancy: Opening) -> bool:
    return not vacancy.required_rank and not vacancy.experience_floor_months


def best_pay(vacancy: Opening) -> int:
    """The most that is offered; where nothing is stated, what such work usually pays in the delta."""
    simple = vacancy.occupation_code[0] in "59" or vacancy.occupation_code in TEACHES_NEWCOMERS
    return vacancy.pay_to or vacancy.pay_from or (7_500_000 if simple else 10_000_000)


def place_class(vacancy: Opening, person: Person) -> Place | None:
    """The best way to work; None when the person's own limit closes every way."""
    km = distance_km(vacancy.commune_code, person.commune_code)
    pay = best_pay(vacancy)
    away = vacancy.commune_code != person.commune_code
    ways: list[Place] = []
    if person.max_travel_km is None or km <= person.max_travel_km:
        if away and {vacancy.commune_code, person.commune_code} & ISLANDS:
            road = Place.BEYOND
        else:
            road = Place(sum(km > limit for limit in (10, 20, 30, 45)))
        if road in (Place.FAR, Place.VERY_FAR):
            # Good pay, or somebody's own "up to 45 km", makes the road shorter; petrol eats up a small wage.
            nearer = pay >= WELL_PAID or (road == Place.VERY_FAR and person.max_travel_km is not None)
            road = Place(road - nearer + (pay < LOW_PAID))
        ways.append(road)
    if person.commune_code in vacancy.shuttle_communes:
        ways.append(Place.NEAR if km <= 20 else Place.FAIR)
    if vacancy.dormitory and person.would_live_in_dormitory:
        ways.append(Place.FAIR)
    if person.would_move:
        # A rented room takes its share of the wage.
        poor = pay < PAYS_A_ROOM and not vacancy.dormitory
        ways.append(Place.FAIR if pay >= WELL_PAID else Place.VERY_FAR if poor else Place.FAR)
    return min(ways, default=None)


def level_class(vacancy: Opening, trade: DeclaredTrade) -> Level:
    if not vacancy.required_rank:
        return Level.MET
    if trade.rank is None:
        return Level.UNDECLARED
    short = vacancy.required_rank - trade.rank
    return Level.MET if short <= 0 else Level.ONE_SHORT if short == 1 else Level.MORE_SHORT


def age_on(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def holds(person: Person, needed: Certificate, day: date) -> bool:
    """Whether a paper valid on that day is the one needed or covers it."""
    return any(
        (held == needed or needed in CERTIFICATE_COVERS.get(held, ())) and (until is None or until >= day)
        for held, until in person.certificates
    )


# --- Ruled out


def ruled_out(vacancy: Opening, person: Person) -> Iterator[str]:
    """Reasons why this person may not be introduced at all."""
    start = vacancy.start(TODAY)
    age = age_on(person.birth_date, start)
    if not person.consent:
        yield "chưa đồng ý cho dùng thông tin để giới thiệu"
    if not person.available:
        yield "không còn tìm việc"
    if age < 15:
        yield "chưa đủ 15 tuổi"
    elif age < 18 and not vacancy.takes_minors:
        yield "dưới 18 tuổi, việc không nhận"
    missing = sorted(needed for needed in vacancy.certificates if not holds(person, needed, start))
    if missing:
        yield f"thiếu giấy bắt buộc ({', '.join(missing)})"
    if vacancy.level_is_hard and vacancy.required_rank:
        # Judged in the trade nearest to the job; a level not declared is asked for on the phone.
        classes = {trade: class_of(vacancy, person, trade) for trade in person.trades}
        nearest = [trade for trade in person.trades if classes[trade] == min(classes.values())]
        if all(trade.rank is not None and trade.rank < vacancy.required_rank for trade in nearest):
            yield "chưa đạt trình độ bắt buộc"
    if person.refused & vacancy.shifts and not vacancy.shift_choice:
        yield "không nhận ca của việc này"
    if place_class(vacancy, person) is None:
        yield "xa quá giới hạn tự khai, không xe, không ở lại"


# --- The rest: faults


def wage_fault(vacancy: Opening, person: Person) -> Fault:
    """An upper end is an end; a lower end alone ("từ 8 triệu") leaves room."""
    wish = person.pay_wish
    if wish is None:
        return Fault.NONE
    if vacancy.pay_to is not None:
        return Fault(sum(wish > vacancy.pay_to * ratio for ratio in (1, 1.10, 1.25)))
    if vacancy.pay_from is not None:
        return Fault(sum(wish > vacancy.pay_from * ratio for ratio in (1.2, 1.35, 1.5)))
    return Fault.NONE


def experience_fault(vacancy: Opening, person: Person, trade: DeclaredTrade) -> Fault:
    """Months in this and all trades near the job, against the months asked."""
    floor = vacancy.experience_floor_months
    if not floor:
        # Nothing asked, yet who has never done it is not phoned before who has; labouring needs no past.
        if useful_months(vacancy, person) or vacancy.occupation_code[0] == "9":
            return Fault.NONE
        return Fault.LIGHT if trade.rank else Fault.PLAIN
    if table_class(vacancy, person, trade) == Trade.RELATED:
        return Fault.PLAIN if floor >= 12 and not has_trade_paper(vacancy, person) else Fault.LIGHT
    known = useful_months(vacancy, person)
    if known is None:
        return Fault.PLAIN if floor >= 24 else Fault.LIGHT
    if known >= floor or (floor <= 12 and known * 2 >= floor):
        return Fault.NONE
    fresh_from_school = floor < 12 and trade.rank is not None and trade.rank > (vacancy.required_rank or 6)
    return Fault.LIGHT if known * 2 >= floor or fresh_from_school else Fault.PLAIN


def readiness_fault(vacancy: Opening, person: Person) -> Fault:
    if person.ready_from is None:
        return Fault.NONE
    late = (person.ready_from - vacancy.start(TODAY)).days
    return Fault(sum(late > limit for limit in ((30, 60, 90) if is_professional(vacancy) else (14, 30, 60))))


def silence_fault(person: Person) -> Fault:
    silent = (TODAY - person.last_heard_on).days
    return Fault(sum(silent > limit for limit in (60, 180, 365)))


def overtrained_fault(vacancy: Opening, person: Person) -> Fault:
    """Trained far above the job, in whatever trade: rarely stays."""
    highest = max((trade.rank for trade in person.trades if trade.rank is not None), default=0)
    simple = vacancy.occupation_code[0] in "59" or vacancy.occupation_code in TEACHES_NEWCOMERS
    required = vacancy.required_rank if vacancy.required_rank is not None else 0 if simple else 3
    return Fault.PLAIN if highest >= max(4, required + 3) else Fault.NONE


# --- The decision


def has_trade_paper(vacancy: Opening, person: Person) -> bool:
    """Whether the vacancy asks for a paper that proves its trade, and the person holds it."""
    proof = vacancy.certificates & TRADE_PAPERS
    return bool(proof) and all(holds(person, paper, vacancy.start(TODAY)) for paper in proof)


def class_of(vacancy: Opening, person: Person, trade: DeclaredTrade) -> Trade:
    """The table's class, one nearer for close and related trades when the trade's own paper is held."""
    kind = table_class(vacancy, person, trade)
    return Trade(kind - 1) if kind in (Trade.CLOSE, Trade.RELATED) and has_trade_paper(vacancy, person) else kind


def table_class(vacancy: Opening, person: Person, trade: DeclaredTrade) -> Trade:
    declared = frozenset(each.occupation_code for each in person.trades)
    return trade_class(vacancy.occupation_code, trade.occupation_code, declared, teaches_newcomers(vacancy))


def useful_months(vacancy: Opening, person: Person) -> int | None:
    """Declared months in the trades from which one learns the job within a month; None when none was declared."""
    months = [
        trade.months
        for trade in person.trades
        if trade.months is not None and table_class(vacancy, person, trade) <= Trade.CLOSE
    ]
    return sum(months) if months else None


def weighed_level(vacancy: Opening, person: Person, trade: DeclaredTrade) -> Level:
    """Level after what stands in for a diploma: the trade's own paper, and years at the work."""
    level = level_class(vacancy, trade)
    months = useful_months(vacancy, person) or 0
    floor = vacancy.experience_floor_months or 0
    if vacancy.required_rank == 1 and months >= 12:
        return Level.MET  # "taught on the job" is what a year of the work makes
    if has_trade_paper(vacancy, person):
        level = Level.ONE_SHORT if level == Level.MORE_SHORT else Level.MET
    by_hand = vacancy.occupation_code[0] in "456789"
    if level == Level.UNDECLARED and by_hand and months >= max(24, floor):
        return Level.MET
    if level == Level.ONE_SHORT and by_hand and months >= max(48, 2 * floor):
        return Level.UNDECLARED
    if level == Level.MORE_SHORT and vacancy.occupation_code[0] not in "12" and months >= max(72, 2 * floor):
        return Level.ONE_SHORT
    return level


def after_faults(base: int, faults: list[Fault]) -> int:
    """Two light faults make a plain one; a plain one costs a grade; a grave one leaves "only if short of people"."""
    grave = faults.count(Fault.GRAVE)
    plain = faults.count(Fault.PLAIN) + faults.count(Fault.LIGHT) // 2
    if base <= 1:
        return 0 if grave or plain >= 2 else base
    if grave >= 2 or grave + plain >= 4:
        return 0
    return 1 if grave else max(1, base - plain)


def judge_trade(vacancy: Opening, person: Person, trade: DeclaredTrade, place: Place) -> Verdict:
    kind = class_of(vacancy, person, trade)
    level = weighed_level(vacancy, person, trade)
    faults = {
        "đường hơi dài": Fault.LIGHT if place == Place.FAIR else Fault.NONE,
        "lương mong muốn cao hơn": wage_fault(vacancy, person),
        "kinh nghiệm chưa đủ": experience_fault(vacancy, person, trade),
        "vào việc trễ": readiness_fault(vacancy, person),
        "lâu chưa liên lạc": silence_fault(person),
        "thừa trình độ, khó giữ": overtrained_fault(vacancy, person),
    }
    grade = after_faults(BASE[kind][level][place], list(faults.values()))
    degree = {Fault.LIGHT: " (nhẹ)", Fault.PLAIN: "", Fault.GRAVE: " (nặng)"}
    declared = LEVEL_WORDS[level_class(vacancy, trade)]
    if level != level_class(vacancy, trade):
        declared += " nhưng tay nghề hoặc giấy nghề bù được"
    notes = [f"{TRADE_WORDS[kind]} {trade.occupation_code}", *([declared] if vacancy.required_rank else [])]
    km = distance_km(vacancy.commune_code, person.commune_code)
    notes.append(f"{km:.0f} km {PLACE_WORDS[place]}")
    notes += [f"{name}{degree[fault]}" for name, fault in faults.items() if fault]
    return Verdict(grade, kind, tuple(notes) if kind < Trade.OTHER else tuple(notes[:1]))


def judge(vacancy: Opening, person: Person) -> tuple[int, bool, str]:
    """Grade, eligibility and note by the decision table."""
    reasons = list(ruled_out(vacancy, person))
    place = place_class(vacancy, person)
    if reasons or place is None:
        return 0, False, "Loại: " + "; ".join(reasons)
    verdicts = [judge_trade(vacancy, person, trade, place) for trade in person.trades]
    best = min(verdicts, key=lambda verdict: (-verdict.grade, verdict.trade))
    return best.grade, True, "; ".join(best.notes)


def load_overrides() -> dict[str, tuple[int, int, str]]:
    """(grade of the table, grade of the officer, reason) by person."""
    with (HERE / "overrides.csv").open(encoding="utf-8", newline="") as file:
        return {row["person"]: (int(row["table"]), int(row["grade"]), row["reason"]) for row in csv.DictReader(file)}


def labels() -> list[Label]:
    """Every pair, overrides applied; an override that no longer meets the grade it corrected is an error."""
    overrides = load_overrides()
    people = load_people()
    result: list[Label] = []
    for vacancy_key, vacancy in load_vacancies().items():
        for key, person in people[vacancy_key].items():
            grade, eligible, why = judge(vacancy, person)
            if key in overrides:
                before, after, reason = overrides.pop(key)
                if before != grade or not eligible:
                    raise ValueError(f"{key}: the override was made against grade {before}, the table says {grade}")
                grade, why = after, f"{why} → sửa tay: {reason}"
            result.append(Label(vacancy_key, key, grade, eligible, why))
    if overrides:
        raise ValueError(f"overrides for unknown people: {', '.join(overrides)}")
    return result


def main() -> None:
    """Rewrite labels.csv."""
    with (HERE / "labels.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["vacancy", "person", "grade", "eligible", "why"])
        for label in labels():
            eligible = "yes" if label.eligible else "no"
            writer.writerow([label.vacancy, label.person, label.grade, eligible, label.why])


if __name__ == "__main__":
    main()
