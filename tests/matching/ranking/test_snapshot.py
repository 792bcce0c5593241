"""The facts of a score give the same score again, whatever has become of everything else."""

import json
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching.ranking import RULES, Knowledge, Opening, Person, Rules, assess, facts_of, rescored
from app.vocabulary import Certificate, RefusableShift
from tests.support.small_world import PLACES, TODAY, TRADES, openings, people, person

OTHER = replace(
    RULES,
    version="other",
    tree=(5, 10, 20, 90, 100),
    bands=((5, 70), (100, 30)),
    shuttle=50,
    below=(10,),
    ready=((7, 50), (90, 10)),
    heard=((10, 50),),
    unstated=0,
)
SEWING = Opening("8153", "30463", certificates=frozenset({Certificate.WELDING_3G}))


def written(opening: Opening, one: Person, rules: Rules = RULES) -> Any:
    """The facts as a database gives them back."""
    return json.loads(json.dumps(facts_of(opening, one, Knowledge(PLACES, TRADES, rules), TODAY)))


@given(openings(), people, st.sampled_from([RULES, OTHER]))
def test_facts_give_the_same_assessment_again(opening: Opening, one: Person, rules: Rules) -> None:
    expected = assess(opening, one, Knowledge(PLACES, TRADES, rules), TODAY)
    assert rescored(written(opening, one, rules), rules) == expected


@given(openings(), people)
def test_facts_give_what_other_rules_would_have_said(opening: Opening, one: Person) -> None:
    expected = assess(opening, one, Knowledge(PLACES, TRADES, OTHER), TODAY)
    assert rescored(written(opening, one), OTHER) == expected


@given(openings(), people)
def test_facts_are_plain_values(opening: Opening, one: Person) -> None:
    facts = facts_of(opening, one, Knowledge(PLACES, TRADES, RULES), TODAY)
    assert json.loads(json.dumps(facts)) == facts


@given(openings(), people)
def test_facts_tell_nothing_about_the_person_beyond_the_score(opening: Opening, one: Person) -> None:
    facts = written(opening, one)
    text = json.dumps(facts)
    others = {one.last_heard_on, one.ready_from, opening.starts_on, *(until for _, until in one.certificates), TODAY}
    assert one.birth_date in others or one.birth_date.isoformat() not in text
    assert str(one.id) not in text
    assert one.id.hex not in text
    assert set(facts["person"]) == {
        "commune_code", "of_age", "adult", "last_heard_on", "available", "consent", "max_travel_km", "would_move",
        "would_live_in_dormitory", "refused", "pay_wish", "ready_from", "certificates",
    }  # fmt: skip


def test_of_wishes_and_certificates_only_what_the_opening_asks_about_is_kept() -> None:
    somebody = person(
        refused=frozenset(RefusableShift),
        certificates=((Certificate.WELDING_6G, None), (Certificate.DRIVING_B, None), (Certificate.WELDING_1G, None)),
        priority=True,
    )
    kept = written(replace(SEWING, shifts=frozenset({RefusableShift.NIGHT})), somebody)["person"]
    assert (kept["refused"], kept["certificates"]) == (["night"], [["welding_6g", None]])


@pytest.mark.parametrize(
    ("born", "of_age", "adult"),
    [
        (date(2011, 11, 23), False, False),
        (date(2011, 11, 22), True, False),
        (date(2008, 11, 23), True, False),
        (date(2008, 11, 22), True, True),
    ],
)
def test_age_is_two_answers_about_the_first_day(born: date, of_age: bool, adult: bool) -> None:
    kept = written(SEWING, person(birth_date=born))["person"]
    assert (kept["of_age"], kept["adult"]) == (of_age, adult)


def test_everything_an_opening_says_is_kept() -> None:
    assert list(written(SEWING, person())["opening"]) == [field.name for field in fields(Opening)]


@pytest.mark.parametrize("version", [None, 0, 2, "1"])
def test_facts_of_an_unknown_shape_are_refused(version: Any) -> None:
    with pytest.raises(ValueError, match="not known"):
        rescored(written(SEWING, person()) | {"facts_version": version}, RULES)
