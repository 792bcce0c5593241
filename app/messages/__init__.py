"""Every text a person reads, Vietnamese first, English on request; the code elsewhere knows only keys."""

from enum import StrEnum

from app.messages.catalogue import Language, number
from app.messages.fields import FIELD_PROBLEMS, PATTERNS
from app.messages.labels import LABELS
from app.messages.problems import PROBLEMS, TITLES
from app.messages.reasons import DISCREET_REASONS, GATE_REASONS, PART_REASONS

__all__ = [
    "Language",
    "discreet_sentence",
    "field_detail",
    "gate_sentence",
    "label",
    "number",
    "part_sentence",
    "problem_detail",
    "problem_title",
]


def label(value: StrEnum, language: Language = Language.VI) -> str:
    """What a person calls a coded value: ``label(ZoneKind.INDUSTRIAL_PARK)`` → "Khu công nghiệp (KCN)"."""
    return LABELS[type(value).__name__, value.value].say(language)


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


def part_sentence(code: str, language: Language, **values: object) -> str:
    """Why a part of a score is what it is."""
    return PART_REASONS[code].say(language, **values)


def discreet_sentence(criterion: str, language: Language) -> str | None:
    """The sentence that stands in for a part's reason where its facts are not for the reader; None when they are."""
    text = DISCREET_REASONS.get(criterion)
    return None if text is None else text.say(language)


def gate_sentence(code: str, language: Language, **values: object) -> str:
    """Why a gate holds somebody back."""
    return GATE_REASONS[code].say(language, **values)
