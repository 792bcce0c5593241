"""Texts: whatever code the program can raise has a sentence in both languages, and can fill it in."""

import ast
import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from itertools import product
from string import Formatter
from uuid import UUID

import pytest

from app import vocabulary
from app.matching.ranking import (
    RULES,
    Distances,
    Knowledge,
    OccupationSimilarity,
    Opening,
    Person,
    Trade,
    assess,
    load_bridges,
)
from app.messages import PROBLEMS, Language, field_detail, gate_sentence, label, part_sentence, problem_detail
from app.messages.catalogue import Text
from app.messages.common import TITLES
from app.messages.fields import FIELD_PROBLEMS
from app.messages.labels import LABELS
from app.messages.ranking import (
    ADVICE,
    GATE_DETAILS,
    GATE_REASONS,
    PART_REASONS,
    RELAXATIONS,
    STANDINGS,
    STEP_EFFECTS,
    STEPS,
)
from app.messages.reference import TITLE_QUESTIONS
from app.services.common.constraint_errors import _MEANINGS
from app.vocabulary import Availability, Criterion, Gate, Improvement, Indicator, Reading
from tests.support.paths import ROOT

APP = ROOT / "app"
ALL = {
    **{("problem", code): text for code, text in PROBLEMS.items()},
    **{("field", code): text for code, text in FIELD_PROBLEMS.items()},
    **{("title", str(status)): text for status, text in TITLES.items()},
    **{("part", code): text for code, text in PART_REASONS.items()},
    **{("gate", code): text for code, text in GATE_REASONS.items()},
    **{("gate detail", code): text for code, text in GATE_DETAILS.items()},
    **{("standing", code): text for code, text in STANDINGS.items()},
    **{("step", code): text for code, text in STEPS.items()},
    **{("effect", code): text for code, text in STEP_EFFECTS.items()},
    **{("question", code): text for code, text in TITLE_QUESTIONS.items()},
    **{("label", ".".join(key)): text for key, text in LABELS.items()},
}
# Which argument of a call is the code, and whether it is of a problem or of a field.
PLACES = {
    "Conflict": (0, "problem"),
    "NotFound": (0, "problem"),
    "Forbidden": (0, "problem"),
    "Unauthenticated": (0, "problem"),
    "Invalid": (0, "problem"),
    "problem": (2, "problem"),
    "_answer": (1, "problem"),
    "find": (4, "problem"),
    "invalid": (1, "field"),
    "invalid_parameter": (1, "field"),
    "FieldProblem": (0, "field"),
    "PydanticCustomError": (0, "field"),
    "require": (4, "field"),
}


def blanks(template: str) -> set[str]:
    """What a text wants filled in."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def raised() -> Iterator[tuple[str, str, set[object], str]]:
    """Every code in a call that refuses: kind, code, names of the values given, and where."""
    for file in sorted(APP.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name not in PLACES or len(node.args) <= PLACES[name][0]:
                continue
            place, kind = PLACES[name]
            given: set[object] = {keyword.arg for keyword in node.keywords}
            given |= {
                inner.value
                for part in [*node.args, *(keyword.value for keyword in node.keywords)]
                if isinstance(part, ast.Dict)
                for inner in part.keys
                if isinstance(inner, ast.Constant)
            }
            for inner in codes_in(node.args[place]):
                yield kind, inner, given, f"{file.relative_to(APP)}:{node.lineno}"


def codes_in(argument: ast.expr) -> Iterator[str]:
    """The codes an argument may be: a constant, or either side of a choice."""
    if isinstance(argument, ast.IfExp):
        yield from codes_in(argument.body)
        yield from codes_in(argument.orelse)
    elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value


RAISED = list(raised())


def test_the_codes_are_found() -> None:
    found = {(kind, code) for kind, code, _, _ in RAISED}
    assert len(found) > 70
    assert {
        ("problem", "vacancy_not_found"),
        ("problem", "no_opening_left"),
        ("problem", "permission_denied"),
        ("problem", "wrong_credentials"),
        ("problem", "internal_error"),
        ("field", "tax_code_check_digit"),
        ("field", "unknown_commune"),
        ("field", "cursor_invalid"),
    } <= found


def test_every_code_that_is_raised_has_a_text() -> None:
    known = {"problem": PROBLEMS, "field": FIELD_PROBLEMS}
    assert [(code, where) for kind, code, _, where in RAISED if code not in known[kind]] == []
    assert [code for _, _, code, _ in _MEANINGS if code not in PROBLEMS] == []
    assert "unknown_parameter" in FIELD_PROBLEMS


def test_every_code_that_is_raised_brings_what_its_text_wants() -> None:
    known = {"problem": PROBLEMS, "field": FIELD_PROBLEMS}
    missing = {
        code for kind, code, given, _ in RAISED if "values" not in given and not blanks(known[kind][code].vi) <= given
    }
    assert missing == set()


@pytest.mark.parametrize("key", ALL, ids="-".join)
def test_a_text_is_whole_in_both_languages(key: tuple[str, str]) -> None:
    text: Text = ALL[key]
    assert text.vi.strip() == text.vi != ""
    assert text.en.strip() == text.en != ""
    if key[0] != "part":
        assert blanks(text.vi) == blanks(text.en)
    if key[0] in ("problem", "field", "part", "gate", "gate detail", "standing", "question"):
        assert text.vi[-1] in ".}…"
        assert text.en[-1] in ".}…"
        assert text.vi != text.en


def test_every_gate_and_every_criterion_has_words() -> None:
    assert set(GATE_REASONS) == {gate.value for gate in Gate}
    assert set(STEPS) == {kind.value for kind in Improvement}
    for value in (*Criterion, *Indicator, *Reading, *Availability):
        assert label(value, Language.VI) != label(value, Language.EN)


def test_every_status_that_a_table_moves_has_a_name() -> None:
    tables = [getattr(vocabulary, name) for name in dir(vocabulary) if name.endswith("_TRANSITIONS")]
    assert len(tables) == 7
    for status in (status for table in tables for status in table):
        assert label(status, Language.VI), status


def test_a_list_with_names_names_all_its_values() -> None:
    named: dict[str, set[str]] = {}
    for name, code in LABELS:
        named.setdefault(name, set()).add(code)
    for name, codes in named.items():
        values: type[StrEnum] = getattr(vocabulary, name)
        assert codes == {value.value for value in values}, name


TODAY = date(2026, 3, 1)
PLACES_NEAR_AND_FAR = Distances.build([("00001", 10.5, 105.2), ("00002", 10.55, 105.25), ("00003", 21.8, 106.7)])
OPENINGS = [
    Opening(
        occupation_code="8153",
        commune_code="00001",
        required_rank=rank,
        experience_floor_months=floor,
        pay_from=low,
        pay_to=pay,
        shuttle_communes=frozenset(shuttle),
        dormitory=dormitory,
    )
    for (rank, floor, low, pay), shuttle, dormitory in product(
        [(None, None, None, None), (0, 0, None, 7_000_000), (2, 24, None, 7_000_000), (2, 24, 5_000_000, None)],
        [(), ("00002", "00003")],
        [False, True],
    )
] + [Opening(occupation_code="9112", commune_code="00001")]
PEOPLE = [
    Person(
        id=UUID(int=1),
        commune_code=commune,
        birth_date=date(1995, 1, 1),
        last_heard_on=TODAY - timedelta(days=3),
        trades=(Trade(trade, rank, months),),
        would_move=move,
        would_live_in_dormitory=move,
        pay_wish=wish,
        ready_from=ready,
    )
    for trade, (commune, move), (rank, months, wish, ready) in product(
        ["8153", "8154", "8110", "8219", "9329", "2611", "7531"],
        [("00001", False), ("00002", False), ("00003", False), ("00003", True)],
        [
            (None, None, None, None),
            (1, 6, 6_000_000, TODAY),
            (2, 24, 9_000_000, TODAY + timedelta(days=5)),
            (5, 99, 7, None),
        ],
    )
]


def test_every_reason_of_a_score_can_be_said() -> None:
    trades = OccupationSimilarity.build(
        [trade.occupation_code for person in PEOPLE for trade in person.trades], load_bridges()
    )
    said = set()
    for opening, person in product(OPENINGS, PEOPLE):
        found = assess(opening, person, Knowledge(PLACES_NEAR_AND_FAR, trades, RULES), TODAY)
        for part in found.parts:
            said.add(part.reason)
            for language in Language:
                sentence = part_sentence(part.reason, language, **{"why": "", **part.facts})
                assert "{" not in sentence
                assert "None" not in sentence, (part.reason, sentence)
    assert said == set(PART_REASONS)


def test_advice_and_relaxations_can_be_said() -> None:
    facts = {"points": 6.5, "required": 2, "floor": 12, "top": 9_000_000, "people": 37, "km": 40, "rank": 1}
    for text in (*ADVICE.values(), *RELAXATIONS.values()):
        for language in Language:
            sentence = text.say(language, **facts, shifts="ca đêm", certificate="chứng chỉ hàn 3G")
            assert "{" not in sentence
            assert sentence.endswith(".")


def test_numbers_are_written_as_the_reader_writes_them() -> None:
    assert "1.048.576 byte" in problem_detail("content_too_large", Language.VI, limit=1_048_576)
    assert "1,048,576 bytes" in problem_detail("content_too_large", Language.EN, limit=1_048_576)
    text = Text("{share} {flag} {name}", "{share} {flag} {name}")
    assert text.say(Language.VI, share=1234.5, flag=True, name="a,b.c") == "1.234,5 True a,b.c"
    assert text.say(Language.EN, share=1234.0, flag=False, name="a,b.c") == "1,234 False a,b.c"


def test_a_code_nobody_foresaw_gets_a_general_sentence() -> None:
    assert field_detail("something_new", Language.VI) == "Giá trị chưa đúng."
    assert field_detail("tax_code_taken", Language.EN).startswith("This tax code is registered already.")


def test_gates_are_said_in_small_letters_to_follow_a_colon() -> None:
    for gate, language in product(Gate, Language):
        assert re.match(r"[a-zđ]", gate_sentence(gate.value, language))
