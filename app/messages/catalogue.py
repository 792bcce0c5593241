"""The shape of one text in two languages."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """Languages a person may ask for with ``Accept-Language``."""

    VI = "vi"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in Vietnamese and English; ``{name}`` is filled in."""

    vi: str
    en: str

    def say(self, language: Language, **values: object) -> str:
        """The sentence in a language, filled in; numbers in Vietnamese use the point for thousands."""
        template = self.vi if language is Language.VI else self.en
        return template.format(**{name: _written(value, language) for name, value in values.items()})


def number(value: float, language: Language = Language.VI) -> str:
    """A number as people of the language write it, two decimals at most: 6.000.000 and 94,75 in Vietnamese."""
    written = f"{round(value, 2):,}".removesuffix(".0")
    return written.translate(str.maketrans(",.", ".,")) if language is Language.VI else written


def _written(value: object, language: Language) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return number(value, language)
