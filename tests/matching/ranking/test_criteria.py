"""The rules one by one, each row with its reason."""

from dataclasses import replace
from datetime import date

import pytest

from app.matching.ranking import RULES, Knowledge, Opening, Trade, assess
from app.matching.ranking.occupation_similarity import load_bridges
from app.matching.ranking.score import criteria as c
from app.matching.ranking.score.gates import failed_gates
from app.vocabulary import Certificate, Criterion, Gate, RefusableShift
from tests.support.small_world import PLACES, TODAY, TRADES, person


@pytest.mark.parametrize(
    ("asked", "offered", "share", "why"),
    [
        ("8153", "8153", 100, "the same unit group"),
        ("8153", "8152", 70, "the same minor group 815"),
        ("8153", "8121", 40, "the same sub-major group 81"),
        ("8153", "8322", 15, "the same major group 8"),
        ("8153", "2411", 0, "nothing in common"),
        ("2411", "8153", 0, "and in the other direction"),
    ],
)
def test_similarity_by_the_tree(asked: str, offered: str, share: int, why: str) -> None:
    assert TRADES.similarity(asked, offered, RULES) == share, why


def test_a_bridge_joins_what_the_tree_splits_in_both_directions() -> None:
    assert TRADES.similarity("8153", "7533", RULES) > 15
    assert TRADES.similarity("8153", "7533", RULES) == TRADES.similarity("7533", "8153", RULES)


def test_every_bridge_names_two_unit_groups_and_beats_the_tree() -> None:
    for bridge in load_bridges():
        assert {bridge.one, bridge.other} <= set(TRADES.codes)
        assert TRADES.bridge(bridge.one, bridge.other, RULES) is not None, bridge
        assert bridge.reason_vi
        assert bridge.reason_en


@pytest.mark.parametrize(
    ("required", "rank", "share", "why"),
    [
        (2, 2, 100, "at the level"),
        (2, 3, 95, "one above costs little"),
        (1, 6, 80, "far above costs no more than a fifth"),
        (3, 2, 50, "one below: half"),
        (3, 1, 20, "two below: a fifth"),
        (3, 0, 0, "three below: nothing"),
        (None, 4, 50, "not stated: half for everybody"),
        (None, None, 50, "not stated: half also for who declared nothing"),
        (3, None, 60, "not declared: between met and one rank short, to be asked"),
        (0, None, 100, "nothing asked, nothing to declare"),
    ],
)
def test_level(required: int | None, rank: int | None, share: int, why: str) -> None:
    assert c.level_share(required, rank, RULES) == share, why


@pytest.mark.parametrize(
    ("metres", "share"),
    [(0, 100), (1, 85), (10_000, 85), (10_001, 65), (20_000, 65), (40_000, 35), (40_001, 0), (1_300_000, 0)],
)
def test_distance_bands(metres: int, share: int) -> None:
    assert c.band_share(metres, RULES) == share


@pytest.mark.parametrize(
    ("shuttle", "dormitory", "move", "share"),
    [(True, True, True, 90), (False, True, True, 60), (False, False, True, 40), (False, False, False, 0)],
)
def test_shuttle_dormitory_and_moving_help_who_lives_far(
    shuttle: bool, dormitory: bool, move: bool, share: int
) -> None:
    assert c.place_share(99_000, shuttle=shuttle, dormitory=dormitory, move=move, rules=RULES) == share
    assert c.place_share(0, shuttle=shuttle, dormitory=dormitory, move=move, rules=RULES) == 100


@pytest.mark.parametrize(
    ("low", "high", "wish", "share", "why"),
    [
        (7_000_000, 9_000_000, None, 100, "no wish costs nothing"),
        (7_000_000, 9_000_000, 7_000_000, 100, "at the bottom"),
        (7_000_000, 9_000_000, 8_000_000, 90, "half way"),
        (7_000_000, 9_000_000, 9_000_000, 80, "at the top"),
        (7_000_000, 9_000_000, 9_900_000, 40, "10 % above the top: 40 lost"),
        (7_000_000, 9_000_000, 11_000_000, 0, "far above"),
        (None, 9_000_000, 9_000_000, 100, "only a top is stated"),
        (7_000_000, None, 7_070_000, 50, "from 7 million: no top is stated"),
        (None, None, 9_000_000, 50, "not stated: half for everybody"),
    ],
)
def test_pay(low: int | None, high: int | None, wish: int | None, share: int, why: str) -> None:
    assert c.pay_share(low, high, wish, RULES) == share, why


@pytest.mark.parametrize(
    ("floor", "months", "share"),
    [(None, 5, 50), (0, None, 100), (12, 12, 100), (12, 6, 50), (12, None, 0), (60, 720, 100)],
)
def test_experience(floor: int | None, months: int | None, share: int) -> None:
    assert c.experience_share(floor, months, RULES) == share


@pytest.mark.parametrize(
    ("day", "years", "born"),
    [
        (date(2026, 11, 22), 15, date(2011, 11, 22)),
        (date(2028, 2, 29), 15, date(2013, 2, 28)),
        (date(2028, 2, 29), 16, date(2012, 2, 29)),
    ],
)
def test_the_last_birthday_that_is_old_enough(day: date, years: int, born: date) -> None:
    assert c.years_before(day, years) == born


def test_distance_between_communes_is_known_and_symmetric() -> None:
    assert PLACES.metres_between("30463", "30463") == 0
    there, back = PLACES.metres_between("30463", "30307"), PLACES.metres_between("30307", "30463")
    assert there == back
    # Châu Phú to Long Xuyên: about 30 km by map.
    assert 20_000 < there < 40_000


FORKLIFT = frozenset({Certificate.FORKLIFT})
NIGHT = frozenset({RefusableShift.NIGHT})


@pytest.mark.parametrize(
    ("opening", "changes", "gate"),
    [
        ({}, {"consent": False}, Gate.CONSENT),
        ({}, {"available": False}, Gate.AVAILABILITY),
        ({"minors_allowed": True}, {"birth_date": date(2011, 11, 23)}, Gate.WORKING_AGE),
        ({}, {"birth_date": date(2009, 6, 1)}, Gate.MINOR),
        ({"required_rank": 2, "level_is_hard": True}, {}, Gate.LEVEL),
        ({"certificates": FORKLIFT}, {}, Gate.CERTIFICATE),
        (
            {"certificates": FORKLIFT, "starts_on": date(2026, 12, 1)},
            {"certificates": ((Certificate.FORKLIFT, date(2026, 11, 30)),)},
            Gate.CERTIFICATE,
        ),
        ({"shifts": NIGHT}, {"refused": NIGHT}, Gate.SHIFT),
        ({"commune_code": "05977"}, {"max_travel_km": 50}, Gate.DISTANCE),
    ],
)
def test_each_gate_closes(opening: dict[str, object], changes: dict[str, object], gate: Gate) -> None:
    asked = replace(Opening("8153", "30463"), **opening)  # type: ignore[arg-type]
    somebody = person(**changes)
    failed = failed_gates(asked, somebody, somebody.trades[0], Knowledge(PLACES, TRADES, RULES), TODAY)
    assert set(failed) - {Gate.MINOR} == {gate} - {Gate.MINOR}
    assert gate in failed


@pytest.mark.parametrize(
    ("opening", "changes", "why"),
    [
        ({"minors_allowed": True}, {"birth_date": date(2011, 11, 22)}, "15 today, and minors are taken"),
        ({"required_rank": 2, "level_is_hard": True}, {"trades": (Trade("8153"),)}, "level not declared: ask"),
        ({"required_rank": 5}, {}, "a wished level gates nobody"),
        (
            {"certificates": frozenset({Certificate.WELDING_3G})},
            {"certificates": ((Certificate.WELDING_6G, None),)},
            "6G covers 3G",
        ),
        ({"shifts": NIGHT, "shift_choice": True}, {"refused": NIGHT}, "the worker may choose"),
        ({"commune_code": "05977"}, {}, "no limit stated"),
        ({"commune_code": "05977"}, {"max_travel_km": 5, "would_move": True}, "would move"),
        (
            {"commune_code": "05977", "shuttle_communes": frozenset({"30463"})},
            {"max_travel_km": 5},
            "the shuttle comes",
        ),
        (
            {"commune_code": "05977", "dormitory": True},
            {"max_travel_km": 5, "would_live_in_dormitory": True},
            "would live in the dormitory",
        ),
    ],
)
def test_gates_stay_open(opening: dict[str, object], changes: dict[str, object], why: str) -> None:
    asked = replace(Opening("8153", "30463"), **opening)  # type: ignore[arg-type]
    somebody = person(**changes)
    assert failed_gates(asked, somebody, somebody.trades[0], Knowledge(PLACES, TRADES, RULES), TODAY) == [], why


def test_the_trade_that_serves_best_is_taken() -> None:
    somebody = person(trades=(Trade("2411", 5, 60), Trade("8153", 1, 12)))
    found = assess(Opening("8153", "30463"), somebody, Knowledge(PLACES, TRADES, RULES), TODAY)
    assert found.occupation_code == "8153"


@pytest.mark.parametrize(
    "weights",
    [
        dict.fromkeys(Criterion, 0),
        {**RULES.weights, Criterion.TRADE: 41},
        {**RULES.weights, Criterion.TRADE: -40, Criterion.LEVEL: 100},
        {Criterion.TRADE: 100},
    ],
)
def test_rules_that_make_no_score_of_100_are_refused(weights: dict[Criterion, int]) -> None:
    with pytest.raises(ValueError, match="weight"):
        replace(RULES, version="x", weights=weights)
