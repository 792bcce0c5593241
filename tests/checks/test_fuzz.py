"""Generated requests against the real service on each database: schemathesis, all phases, all checks."""

from typing import get_args

import pytest
from pydantic_core.core_schema import ErrorType

from app.messages.fields import FIELD_PROBLEMS
from app.schemas.demand.enterprises import tax_code_is_valid
from checks.fuzz.meanings import MEANINGS, refused_for_meaning
from checks.fuzz.repairs import tax_code
from checks.fuzz.run import fuzz

# Random requests in the suite; ./dev fuzz makes 1,000. Schemathesis adds one for each limit that the schemas state:
# some thousands. They are the same on both databases, so the suite tries them on one.
CASES = 300
LEAST = 1000


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_no_generated_request_finds_a_fault(kind: str) -> None:
    found = fuzz(kind, cases=CASES, seed=2026, limits=kind == "sqlite")
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
