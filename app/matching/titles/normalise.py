"""Before the words: the grade is read off, letters with dots are closed up, keys for exact look-up are made."""

import re

from app.core.text import normal
from app.matching.titles.types import Grade
from app.vocabulary import TRADE_GRADE_RANK

_GRADE = re.compile(
    r"(?P<named>\b(?:bậc|bac|b)(?:\s*(?:thợ|tho))?\s*[.:]?\s*)?"
    r"(?<![\d/])(?P<step>\d{1,2})(?:[.,]\d)?\s?/\s?(?P<of>\d{1,2})(?![\d/])",
    re.IGNORECASE,
)
_STEP_ALONE = re.compile(r"\b(?:bậc|bac)(?:\s*(?:thợ|tho))?\s*[.:]?\s*(?:\d{1,2}|i{1,3}|iv|vi{0,2})\b", re.IGNORECASE)
_DOTTED = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.\s?)+[^\W\d_](?![^\W_])\.?")
_LONGEST_SCALE = 15


def take_grade(text: str) -> tuple[str, Grade | None]:
    """The title without its grade, and the grade n/m when it is written in full (1 ≤ n ≤ m ≤ 15).

    Without the word "bậc", m must be at least 5: "ca 1/2" is no grade. "bậc 5" alone is taken out of the title but
    gives no grade, because it does not say of how many. Half steps ("3,5/7") count as the full step below.
    """
    grade: Grade | None = None
    if "/" in text:
        for found in _GRADE.finditer(text):
            step, of = int(found["step"]), int(found["of"])
            if 1 <= step <= of <= _LONGEST_SCALE and (of >= min(TRADE_GRADE_RANK) or found["named"]):
                text = f"{text[: found.start()]} {text[found.end() :]}"
                grade = Grade(step, of, step in TRADE_GRADE_RANK.get(of, {}))
                break
    if "ậc" in text or "ac" in text or "BA" in text or "ẬC" in text:
        text = _STEP_ALONE.sub(" ", text)
    return text, grade


def close_dots(text: str) -> str:
    """ "C.N." → "CN": single letters with dots between them are one abbreviation."""
    if "." not in text:
        return text
    return _DOTTED.sub(lambda found: found.group().replace(".", "").replace(" ", "") + " ", text).replace(".", " ")


def confirmed_key(title: str) -> str:
    """What two spellings of one confirmed title share: not capitals, spaces or grade, but accents."""
    text, _ = take_grade(title)
    return normal(text).casefold()
