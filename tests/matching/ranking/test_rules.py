"""Rules as data: what makes a version, and every reason for which one is refused."""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import fields, replace
from importlib.resources import files
from typing import Any

import pytest

from app.matching.ranking import RULES, Knowledge, Opening, Rulebook, Rules, RulesError, assess, load_rules, versions
from app.matching.ranking.rules.rulebook import by_number, parsed
from app.vocabulary import Criterion
from tests.support.small_world import PLACES, TODAY, TRADES, person

FOLDER = files("app.matching") / "data" / "rules"
SHIPPED: dict[str, Any] = json.loads((FOLDER / f"{RULES.version}.json").read_text(encoding="utf-8"))
DIGESTS = {"2026-11-1": "e99fc0bf4c41e869", "2026-11-2": "d843d0e8dc1ff6dc"}
"""What was once released never changes, because referrals are computed again by it: a change is a new version."""


def with_(**changes: Any) -> dict[str, Any]:
    return SHIPPED | changes


def weights(**changes: int) -> dict[str, Any]:
    return with_(weights=SHIPPED["weights"] | changes)


def without(name: str) -> dict[str, Any]:
    return {field: value for field, value in SHIPPED.items() if field != name}


def no_weight(name: str) -> dict[str, Any]:
    return with_(weights={one: weight for one, weight in SHIPPED["weights"].items() if one != name})


BROKEN: list[tuple[dict[str, Any], str, str]] = [
    (weights(trade=41), "weights", "sum to 101, not 100"),
    (weights(trade=-10, level=70), "weights", "negative weight: trade -10"),
    (with_(weights=dict.fromkeys(SHIPPED["weights"], 0)), "weights", "sum to 0"),
    (no_weight("pay"), "weights", "no weight for pay"),
    (weights(sex=0), "weights", "no such criterion: sex"),
    (weights(trade=40.0), "weights", "whole number"),  # type: ignore[arg-type]
    (with_(weights=[40, 20, 20, 8, 7, 5]), "weights", "whole number"),
    (without("tree"), "tree", "missing"),
    (with_(mode="fast"), "mode", "no such field"),
    (with_(version=""), "version", "1–40"),
    (with_(version="../2026"), "version", "1–40"),
    (with_(version="x" * 41), "version", "1–40"),
    (with_(version=2026), "version", "text"),
    (with_(unstated=101), "unstated", "0 to 100, not 101"),
    (with_(shuttle=-1), "shuttle", "0 to 100, not -1"),
    (with_(dormitory=101), "dormitory", "0 to 100"),
    (with_(would_move=101), "would_move", "0 to 100"),
    (with_(pay_at_top=101), "pay_at_top", "0 to 100"),
    (with_(pay_loss_per_percent=-4), "pay_loss_per_percent", "0 to 100"),
    (with_(over_most=120), "over_most", "0 to 100"),
    (with_(unstated=True), "unstated", "whole number"),
    (with_(unstated="50"), "unstated", "whole number"),
    (with_(unstated=None), "unstated", "whole number"),
    (with_(tree=[0, 15, 40, 100]), "tree", "5 numbers"),
    (with_(tree=[0, 40, 15, 70, 100]), "tree", "nearer trade"),
    (with_(tree=[0, 15, 40, 70, 90]), "tree", "same trade must get 100"),
    (with_(tree="0,15,40,70,100"), "tree", "list"),
    (with_(below=[20, 50]), "below", "must not get more"),
    (with_(below=[9, 8, 7, 6, 5, 4, 3]), "below", "6 ranks at most"),
    (with_(bands=[[20, 85], [10, 65]]), "bands", "must ascend"),
    (with_(bands=[[10, 85], [10, 65]]), "bands", "must ascend"),
    (with_(bands=[[10, 65], [20, 85]]), "bands", "must not get more"),
    (with_(bands=[[0, 85]]), "bands", "1 to 20000"),
    (with_(bands=[[10, 185]]), "bands", "0 to 100"),
    (with_(bands=[]), "bands", "one step at least"),
    (with_(bands=[[10, 85, 3]]), "bands", "pairs"),
    (with_(bands=[10, 20]), "bands", "pairs"),
    (with_(same_commune=80), "same_commune", "nearest band"),
    (with_(ready=[[14, 60], [0, 40]]), "ready", "must ascend"),
    (with_(ready=[[0, 40], [14, 60]]), "ready", "must not get more"),
    (with_(ready=[[-1, 60]]), "ready", "0 to 3660"),
    (with_(ready=[[0, 61]]), "ready", "make 101"),
    (with_(heard=[]), "heard", "one step at least"),
    (with_(heard=[[10**9, 40]]), "heard", "0 to 3660"),
    (with_(radii=[20, 10]), "radii", "must ascend"),
    (with_(radii=[0, 10]), "radii", "1 to 20000"),
    (with_(working_age=14), "working_age", "under 15"),
    (with_(adult_age=17), "adult_age", "under 18"),
    (with_(working_age=19), "adult_age", "between working_age"),
    (with_(adult_age=101), "adult_age", "and 100"),
]


def refusal(make: Callable[[], Any]) -> RulesError:
    with pytest.raises(RulesError) as caught:
        make()
    assert isinstance(caught.value, ValueError)
    return caught.value


@pytest.mark.parametrize(("data", "field", "why"), BROKEN, ids=lambda value: value if isinstance(value, str) else "")
def test_broken_rules_are_refused_by_file_field_and_reason(data: dict[str, Any], field: str, why: str) -> None:
    error = refusal(lambda: parsed(json.dumps(data), "site.json"))
    assert str(error).startswith("site.json: ")
    assert field in {name for name, _, _ in error.faults}
    assert why in str(error), error
    # Each reason in Vietnamese and in English.
    assert all(vi and en and vi != en for _, vi, en in error.faults)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not JSON (line 1)"),
        ('{"version": "x",\n}', "not JSON (line 2)"),
        ("[]", "one object"),
        ('{"version": "a", "version": "b"}', "version: ghi hai lần / written twice"),
        ("[" * 50_000, "cannot be read"),
        ('{"unstated": ' + "9" * 5_000 + "}", "cannot be read"),
    ],
)
def test_what_is_no_json_object_is_refused(text: str, why: str) -> None:
    assert why in str(refusal(lambda: parsed(text, "site.json")))


def test_every_wrong_field_is_named_at_once() -> None:
    error = refusal(lambda: parsed(json.dumps(weights(trade=41) | {"unstated": 200, "tree": [1]}), "site.json"))
    assert {name for name, _, _ in error.faults} == {"weights", "unstated", "tree"}


def test_the_numbers_are_checked_wherever_rules_are_made() -> None:
    assert "weights sum to 101" in str(refusal(lambda: replace(RULES, weights={**RULES.weights, "trade": 41})))


def test_every_field_of_the_rules_is_in_the_file_and_nowhere_else() -> None:
    assert list(SHIPPED) == [field.name for field in fields(Rules)]
    assert parsed(json.dumps(SHIPPED), "copy").weights == RULES.weights


def test_the_newest_version_is_in_force_and_loaded_once() -> None:
    assert versions()[-1] == RULES.version == "2026-11-2"
    assert load_rules("2026-11-2") is RULES
    assert Rulebook.of().in_force is RULES


@pytest.mark.parametrize("version", ["2026-11-3", "", "../rules/2026-11-1", "2026-11-1.json"])
def test_an_unknown_version_is_refused(version: str) -> None:
    assert "2026-11-1" in str(refusal(lambda: load_rules(version)))


def test_versions_are_in_the_order_of_their_numbers() -> None:
    assert sorted(["2026-11-10", "2027-1-1", "2026-11-9", "2026-2-1"], key=by_number) == [
        "2026-2-1", "2026-11-9", "2026-11-10", "2027-1-1",
    ]  # fmt: skip


@pytest.mark.parametrize("version", versions())
def test_a_version_gives_a_part_for_each_criterion_that_it_knows(version: str) -> None:
    """Otherwise scores of old introductions no longer come out as they were."""
    known = load_rules(version)
    found = assess(Opening("8153", "30463"), person(), Knowledge(PLACES, TRADES, known), TODAY)
    assert [part.criterion for part in found.parts] == [one for one in Criterion if one in known.weights]


@pytest.mark.parametrize("version", versions())
def test_a_released_version_is_never_changed(version: str) -> None:
    numbers = json.dumps(json.loads((FOLDER / f"{version}.json").read_text(encoding="utf-8")), sort_keys=True)
    assert hashlib.sha256(numbers.encode()).hexdigest()[:16] == DIGESTS[version], "make a new version instead"


OWN = replace(RULES, version="an-giang-1", unstated=40)


@pytest.mark.parametrize(
    ("version", "own", "in_force"),
    [
        (None, None, "2026-11-2"),
        (None, OWN, "an-giang-1"),
        ("2026-11-1", OWN, "2026-11-1"),
        ("an-giang-1", OWN, "an-giang-1"),
        ("", None, "2026-11-2"),
        (None, replace(RULES), "2026-11-2"),
    ],
)
def test_which_rules_are_in_force(version: str | None, own: Rules | None, in_force: str) -> None:
    book = Rulebook.of(version, own)
    assert book.in_force.version == in_force
    assert book.find("2026-11-2") is RULES


@pytest.mark.parametrize(
    ("version", "own", "why"),
    [
        ("fast", None, "fast: version: .* unknown; there is: 2026-11-1"),
        ("fast", OWN, "there is: 2026-11-1, 2026-11-2, an-giang-1"),
        (None, replace(RULES, unstated=40), "2026-11-2: version: .* shipped with other numbers"),
    ],
)
def test_a_choice_that_means_nothing_is_refused(version: str | None, own: Rules | None, why: str) -> None:
    assert re.search(why, str(refusal(lambda: Rulebook.of(version, own))))
