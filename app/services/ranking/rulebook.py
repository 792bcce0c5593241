"""The rules that a site has chosen: a shipped version, or a file of its own."""

from pathlib import Path

from app.matching.ranking import Rulebook, Rules, RulesError
from app.matching.ranking.rules.rulebook import parsed

__all__ = ["Rulebook", "RulesError", "read_rulebook"]

MOST_CHARACTERS = 100_000


def read_rulebook(version: str | None, file: Path | None) -> Rulebook:
    """The rulebook of the settings ``rules`` and ``rules_file``; RulesError says what is wrong and where."""
    return Rulebook.of(version, None if file is None else _own(file))


def _own(file: Path) -> Rules:
    try:
        with file.open(encoding="utf-8") as opened:
            text = opened.read(MOST_CHARACTERS)
    except OSError:
        raise RulesError(str(file), ("CUNGCAU_RULES_FILE", "không đọc được tệp này", "cannot be read")) from None
    except UnicodeDecodeError:
        raise RulesError(str(file), ("CUNGCAU_RULES_FILE", "không phải UTF-8", "is not UTF-8")) from None
    return parsed(text, str(file))
