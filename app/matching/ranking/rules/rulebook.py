"""Rules as data with a history: one file a version, never changed once it has scored anybody."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any

from app.matching.ranking.rules.rules import Fault, Rules, RulesError
from app.vocabulary import Criterion

TEXTS = frozenset({"version"})
LISTS = frozenset({"tree", "below", "radii"})
PAIRS = frozenset({"bands", "ready", "heard"})


@cache
def versions() -> tuple[str, ...]:
    """The versions that come with the program, oldest first."""
    names = (file.name for file in (files("app.matching") / "data" / "rules").iterdir())
    return tuple(sorted((name.removesuffix(".json") for name in names if name.endswith(".json")), key=by_number))


def by_number(version: str) -> list[tuple[int, str]]:
    """Year, month and number as numbers: 2026-11-10 is newer than 2026-11-9."""
    return [(int(piece), "") if piece.isdigit() else (0, piece) for piece in version.split("-")]


@cache
def load_rules(version: str) -> Rules:
    """The rules of a version that comes with the program, always the same object; RulesError when there is none."""
    if version not in versions():
        raise _unknown(version, versions())
    file = files("app.matching") / "data" / "rules" / f"{version}.json"
    rules = parsed(file.read_text(encoding="utf-8"), file.name)
    if rules.version != version:
        raise RulesError(file.name, ("version", "khác tên tệp", "is not the name of the file"))
    return rules


def parsed(text: str, source: str) -> Rules:
    """Rules written as JSON, each field of ``Rules`` and no other; ``source`` is what a refusal calls them.

    Raises RulesError that names the source, each field that is wrong, and why.
    """
    try:
        data = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        where = (f"không phải JSON (dòng {error.lineno})", f"not JSON (line {error.lineno})")
        raise RulesError(source, ("JSON", *where)) from None
    except _RepeatedKey as error:
        raise RulesError(source, (str(error), "ghi hai lần", "written twice")) from None
    except (ValueError, RecursionError):
        # A number of thousands of digits, or brackets thousands deep.
        raise RulesError(source, ("JSON", "không đọc được", "cannot be read")) from None
    if not isinstance(data, dict):
        raise RulesError(source, ("JSON", "phải là một đối tượng {…}", "must be one object {…}"))
    if faults := list(_misshapen(data)):
        raise RulesError(source, *faults)
    try:
        return Rules(**{name: _value(name, value) for name, value in data.items()})
    except RulesError as error:
        raise RulesError(source, *error.faults) from None


class _RepeatedKey(Exception):
    """A name that stands twice in one object: which of the two is meant?"""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _RepeatedKey(name)
        found[name] = value
    return found


def _misshapen(data: Mapping[str, Any]) -> Iterator[Fault]:
    """Fields that are missing, unknown or not of their shape."""
    names = [field.name for field in fields(Rules)]
    yield from ((name, "thiếu", "missing") for name in names if name not in data)
    yield from ((name, "không có trường này", "no such field") for name in data if name not in names)
    for name, value in data.items():
        if name in TEXTS and not isinstance(value, str):
            yield name, "phải là chữ trong ngoặc kép", "must be a text"
        elif name == "weights" and not (isinstance(value, dict) and all(map(_whole, value.values()))):
            yield name, "phải là tiêu chí: số nguyên", "must be criterion: whole number"
        elif name in LISTS and not (isinstance(value, list) and all(map(_whole, value))):
            yield name, "phải là danh sách số nguyên", "must be a list of whole numbers"
        elif name in PAIRS and not (isinstance(value, list) and all(map(_pair, value))):
            yield name, "phải là danh sách cặp [mốc, phần trăm]", "must be a list of pairs [limit, percent]"
        elif name in names and name not in TEXTS | LISTS | PAIRS | {"weights"} and not _whole(value):
            yield name, "phải là số nguyên", "must be a whole number"


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_whole, value))


def _value(name: str, value: Any) -> Any:  # noqa: ANN401 - as JSON has it, and as the field of that name wants it.
    if name == "weights":
        return {_criterion(one): weight for one, weight in value.items()}
    if name in PAIRS:
        return tuple((limit, share) for limit, share in value)
    return tuple(value) if name in LISTS else value


def _criterion(name: str) -> str:
    # An unknown name stays as it is written, for the rules to refuse it together with whatever else is wrong.
    return Criterion(name) if name in list(Criterion) else name


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules in force, and all versions by which an older score can be computed again."""

    in_force: Rules
    known: Mapping[str, Rules]

    @classmethod
    def of(cls, version: str | None = None, own: Rules | None = None) -> "Rulebook":
        """The shipped versions and a site's own; in force is the named one, else the own, else the newest shipped.

        Raises RulesError for an unknown version, and for own rules that give a shipped version other numbers.
        """
        known = {name: load_rules(name) for name in versions()}
        if own is not None and not _same(own, known.setdefault(own.version, own)):
            why = ("đã có với số khác, hãy đặt tên mới", "is shipped with other numbers, take a new name")
            raise RulesError(own.version, ("version", *why))
        chosen = version or (own.version if own is not None else versions()[-1])
        return cls(_of(known, chosen), known)

    def find(self, version: str) -> Rules:
        """The rules of a version; RulesError when it is not known here."""
        return _of(self.known, version)


def _of(known: Mapping[str, Rules], version: str) -> Rules:
    if version not in known:
        raise _unknown(version, known)
    return known[version]


def _unknown(version: str, known: Iterable[str]) -> RulesError:
    names = ", ".join(known)
    return RulesError(version, ("version", f"không có phiên bản này; có: {names}", f"unknown; there is: {names}"))


def _same(one: Rules, other: Rules) -> bool:
    return all(getattr(one, field.name) == getattr(other, field.name) for field in fields(Rules))


RULES = load_rules(versions()[-1])
"""The newest rules that come with the program: in force unless a site names others."""
