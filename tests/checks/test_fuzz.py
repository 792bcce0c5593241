"""Generated requests against the real service on each database: schemathesis, all phases, all checks."""

from typing import get_args

import pytest
from pydantic_core.core_schema import ErrorType

from app.messages.fields import FIELD_PROBLEMS
from app.schemas.demand.enterprises import tax_code_is_valid
from checks.fuzz.meanings import MEANINGS, refused_for_meaning
from checks.fuzz.repairs import tax_code
from checks.fuzz.run import fuzz

CASES, STORIES = 100, 3
LEAST = 500
LIMITS = {"sqlite": (0, 8), "postgresql": (4, 8)}


@pytest.mark.server
@pytest.mark.slow(seconds=40)
@pytest.mark.parametrize("kind", LIMITS)
def test_no_generated_request_finds_a_fault(kind: str) -> None:
    """Every operation on each database: the examples of its schema, one random request, and a few chains of calls.

    The cases for each limit that the schemas state are some thousands, and nothing about them depends on the database:
    each has those of another eighth of the operations. ``./dev fuzz`` makes ten times as many random requests and
    chains, and all limits on both.
    """
    found = fuzz(kind, cases=CASES, seed=2026, limits=LIMITS[kind], stories=STORIES)
    print(found)
    assert found.passed, found.output
    assert found.cases >= LEAST
    assert found.operations >= 130
    # Otherwise the repairs no longer fit the schemas, and nothing behind the validation is tried.
    assert found.accepted > found.valid / 2, found


def test_codes_of_meaning_are_ours_and_none_of_shape() -> None:
    assert FIELD_PROBLEMS.keys() >= MEANINGS
    assert set(get_args(ErrorType)) & MEANINGS == set()
    assert "missing" in get_args(ErrorType)
    assert [code for code in MEANINGS if code.endswith("_form")] == []


@pytest.mark.parametrize(
    ("codes", "right"),
    [(["in_the_future"], True), (["in_the_future", "missing"], False), (["string_type"], False), ([], False)],
)
def test_a_refusal_is_right_only_when_every_field_is_refused_for_its_meaning(codes: list[str], right: bool) -> None:
    assert refused_for_meaning({"errors": [{"code": code} for code in codes]}) is right


def test_made_up_tax_codes_are_valid_and_differ() -> None:
    codes = [tax_code(number) for number in range(1, 500)]
    assert all(tax_code_is_valid(code) for code in codes)
    assert len(set(codes)) == len(codes)
