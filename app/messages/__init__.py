"""Every text a person reads, Vietnamese first, English on request; the code elsewhere knows only keys."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from app.messages import access, common, demand, people, placement, plans, privacy, reference
from app.messages.catalogue import Language, Text, number
from app.messages.common import TITLES
from app.messages.fields import FIELD_PROBLEMS, PATTERNS
from app.messages.labels import LABELS
from app.messages.operations import ACTIONS, CHAIN_FAULTS
from app.messages.ranking import (
    ADVICE,
    DISCREET_REASONS,
    GATE_DETAILS,
    GATE_REASONS,
    PART_REASONS,
    PURGED_REASON,
    RANKS,
    RELAXATIONS,
    STANDINGS,
    STEP_EFFECTS,
    STEPS,
)
from app.messages.reference import ADDRESS_QUESTIONS, ADDRESS_REASONS, TITLE_QUESTIONS

__all__ = [
    "PROBLEMS",
    "Language",
    "action_label",
    "address_question",
    "address_reason",
    "advice_sentence",
    "chain_fault",
    "discreet_sentence",
    "field_detail",
    "gate_detail",
    "gate_sentence",
    "label",
    "number",
    "part_sentence",
    "problem_detail",
    "problem_title",
    "purged_sentence",
    "relaxation_sentence",
    "standing_sentence",
    "step_sentence",
    "title_question",
]

PROBLEMS: dict[str, Text] = (
    common.PROBLEMS
    | access.PROBLEMS
    | reference.PROBLEMS
    | demand.PROBLEMS
    | people.PROBLEMS
    | placement.PROBLEMS
    | privacy.PROBLEMS
    | plans.PROBLEMS
)
"""Texts of problem documents by code, of all domains."""


def label(value: StrEnum, language: Language = Language.VI) -> str:
    """What a person calls a coded value: ``label(ZoneKind.INDUSTRIAL_PARK)`` → "Khu công nghiệp (KCN)"."""
    return LABELS[type(value).__name__, value.value].say(language)


def action_label(action: str, summary: str | None, language: Language) -> str:
    """What a person calls an action of the audit log: an operation by its summary, others by the list; in English by
    the operation's own name.
    """
    known = ACTIONS.get(action)
    if known is not None:
        return known.say(language)
    named = action.replace("_", " ").capitalize()
    return named if summary is None or language is Language.EN else summary


def chain_fault(fault: str, language: Language, *, seq: int) -> str:
    """What is wrong with the audit log, from which entry on."""
    return CHAIN_FAULTS[fault].say(language, seq=str(seq))


def problem_title(status: int, language: Language) -> str:
    """The short title of an HTTP status."""
    return TITLES.get(status, TITLES[400 if status < 500 else 500]).say(language)


def problem_detail(code: str, language: Language, **values: object) -> str:
    """What went wrong and what to do, for a problem code."""
    return PROBLEMS[code].say(language, **values)


def field_detail(code: str, language: Language, **values: object) -> str:
    """What is wrong with one field, or what the problem that it causes says; an unknown code gets the general text."""
    text = (
        PATTERNS.get(str(values.get("pattern")))
        or FIELD_PROBLEMS.get(code)
        or PROBLEMS.get(code)
        or FIELD_PROBLEMS["invalid"]
    )
    return text.say(language, **values)


def _with_ranks(values: Mapping[str, object], language: Language) -> dict[str, object]:
    """The values with ranks 0–6 as the names of levels: a bare number means a grade to most people."""
    return {
        name: RANKS[value].say(language) if name in ("rank", "required") and isinstance(value, int) else value
        for name, value in values.items()
    }


def part_sentence(code: str, language: Language, **values: object) -> str:
    """Why a part of a score is what it is."""
    return PART_REASONS[code].say(language, **_with_ranks(values, language))


def discreet_sentence(criterion: str, language: Language) -> str:
    """The sentence that stands in for a part's reason where its facts are not for the reader."""
    return DISCREET_REASONS[criterion].say(language)


def purged_sentence(language: Language) -> str:
    """What stands in for the reason of a part whose facts were deleted."""
    return PURGED_REASON.say(language)


def gate_sentence(code: str, language: Language, **values: object) -> str:
    """Why a gate holds somebody back."""
    return GATE_REASONS[code].say(language, **values)


def gate_detail(code: str, language: Language, **values: object) -> str:
    """Why a gate is closed to one person, as a sentence of its own, with the facts where there are any to tell."""
    text = GATE_DETAILS.get(code)
    if text is not None:
        return text.say(language, **_with_ranks(values, language))
    plain = gate_sentence(code, language)
    return plain[0].upper() + plain[1:]


def standing_sentence(code: str, language: Language, **values: object) -> str:
    """Where somebody stands against the first page of a ranking."""
    return STANDINGS[code].say(language, **values)


def step_sentence(step: str, effects: Iterable[str], language: Language, **values: object) -> str:
    """What a person may do and what it would bring: "Chứng chỉ hàn 3G: thêm 6 điểm, thêm 12 việc trong 20 km."."""
    brings = ", ".join(STEP_EFFECTS[effect].say(language, **values) for effect in effects)
    return f"{STEPS[step].say(language, **_with_ranks(values, language))}: {brings}."


def advice_sentence(code: str, language: Language, **values: object) -> str:
    """What would add points to a part of a score."""
    return ADVICE[code].say(language, **_with_ranks(values, language))


def relaxation_sentence(code: str, language: Language, **values: object) -> str:
    """What easing one gate would bring."""
    return RELAXATIONS[code].say(language, **_with_ranks(values, language))


def address_reason(code: str, language: Language, **values: object) -> str:
    """Why an address means a commune."""
    return ADDRESS_REASONS[code].say(language, **values)


def address_question(code: str, language: Language) -> str:
    """Why a person must be asked about an address."""
    return ADDRESS_QUESTIONS[code].say(language)


def title_question(code: str, language: Language) -> str:
    """What to ask the person when a job title names no trade."""
    return TITLE_QUESTIONS[code].say(language)
