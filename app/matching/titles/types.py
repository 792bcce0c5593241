"""What goes into the titles engine and what comes out of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to name a trade: plain lower-case title, ISCO-08 4-digit code, weight 1–100, short reason in Vietnamese.

    The weight says how sure the alias means this code; one alias may stand in several rows with different codes.
    """

    alias: str
    code: str
    weight: int
    reason: str


@dataclass(frozen=True, slots=True)
class Grade:
    """Bậc thợ as written, step/of. ``is_skill`` only for the scales of 5, 6 or 7; longer ones are steps of pay."""

    step: int
    of: int
    is_skill: bool


@dataclass(frozen=True, slots=True)
class Match:
    """One ISCO-08 group with confidence 0–1 and the words of the title, as typed, that decided.

    confirmed: staff confirmed the title; nothing was reckoned.
    """

    code: str
    confidence: float
    because: tuple[str, ...]
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Resolution:
    """At most five matches, best first, unless ``ask``: then the title names no trade that we can tell.

    ``ask`` does not empty ``matches``: what is left there is low in confidence and only a hint for the question.
    """

    matches: tuple[Match, ...]
    ask: bool
    grade: Grade | None
