"""The data files of the titles engine, read and checked once per process."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from app.matching.titles.types import Alias


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """``written`` (folded, no dots) means ``meaning``, when the neighbours (folded words, ^ start, $ end) allow."""

    written: str
    meaning: str
    previous: frozenset[str]
    following: frozenset[str]


@dataclass(frozen=True, slots=True)
class Head:
    """A word that says what kind of post it is. codes: prefixes that fit; others: factor 0–1 for the rest.

    A head of a post ("giám đốc", "kỹ sư") outranks every later one; a head of a trade only the generic ones.
    """

    phrase: str
    codes: tuple[str, ...]
    others: float
    is_post: bool


@dataclass(frozen=True, slots=True)
class TitleRules:
    """What ``rules.csv`` says: words that weigh little (0–1), where a tail begins, what names no trade, heads.

    asks: whole titles; blanks: statuses and fillers, which name no trade beside generic words and each other either;
    employers: a title that begins so says only where one works; names: one that begins so is a person's name, or says
    what somebody does not do or has yet to learn (refusal);
    departments: what follows is the work done there, as a payroll writes "bộ phận đóng gói" for the post.
    """

    weak: dict[str, float]
    tails: frozenset[str]
    asks: frozenset[str]
    blanks: frozenset[str]
    employers: frozenset[str]
    departments: frozenset[str]
    names: frozenset[str]
    heads: tuple[Head, ...]


def _folder() -> Traversable:
    return files("app.matching") / "data" / "titles"


def _rows(file: Traversable, columns: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each row with "file, line n" for a message. ValueError when the header or a row is not as it must be."""
    reader = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    if tuple(reader.fieldnames or ()) != columns:
        raise ValueError(f"{file.name}: the header must be {','.join(columns)}")
    for row in reader:
        where = f"{file.name}, line {reader.line_num}"
        if None in row or None in row.values():
            raise ValueError(f"{where}: {len(columns)} columns are needed; quote a text that holds a comma")
        if not row["reason"].strip():
            raise ValueError(f"{where}: the reason is missing")
        yield where, row


@cache
def load_aliases() -> tuple[Alias, ...]:
    """All aliases of ``data/titles/aliases/*.csv`` and ``decision34.csv``, each pair of alias and code once.

    Files that name the same alias are heard alike: a code gets the mean of their weights, nothing where one does not
    name it. A title of the Decision counts only where no other list has it.
    ValueError names the file, the line and what is wrong.
    """
    folder = _folder()
    sources = sorted((f for f in (folder / "aliases").iterdir() if f.name.endswith(".csv")), key=lambda f: f.name)
    weights: dict[str, dict[str, int]] = {}
    files_of: dict[str, set[str]] = {}
    reasons: dict[tuple[str, str], str] = {}
    same: dict[str, str] = {}
    decision = folder / "decision34.csv"
    for source in [*sources, decision]:
        named = frozenset(weights) if source is decision else frozenset()
        for alias, code, weight, reason in _alias_rows(source):
            if alias not in named:
                codes = weights.setdefault(alias, {})
                codes[code] = codes.get(code, 0) + weight
                files_of.setdefault(alias, set()).add(source.name)
                reasons.setdefault((alias, code), same.setdefault(reason, reason))
    return tuple(
        Alias(alias, code, max(1, round(weight / len(files_of[alias]))), reasons[alias, code])
        for alias, codes in weights.items()
        for code, weight in codes.items()
    )


def _alias_rows(source: Traversable) -> Iterator[tuple[str, str, int, str]]:
    """The checked rows of one alias file."""
    for where, row in _rows(source, ("alias", "code", "weight", "reason")):
        alias, code, weight = row["alias"], row["code"], row["weight"]
        if not alias.strip():
            raise ValueError(f"{where}: the alias is empty")
        if not (len(code) == 4 and code.isascii() and code.isdigit()):
            raise ValueError(f"{where}: the code {code!r} is not of four digits")
        if not (weight.isascii() and weight.isdigit() and 1 <= int(weight) <= 100):
            raise ValueError(f"{where}: the weight {weight!r} is not a whole number from 1 to 100")
        yield alias, code, int(weight), row["reason"]


@cache
def load_abbreviations() -> tuple[Abbreviation, ...]:
    """``abbreviations.csv`` in its order: the first row whose neighbours fit is taken."""
    rows = _rows(_folder() / "abbreviations.csv", ("written", "meaning", "previous", "following", "reason"))
    return tuple(
        Abbreviation(
            row["written"],
            row["meaning"],
            frozenset(row["previous"].split("|")) - {""},
            frozenset(row["following"].split("|")) - {""},
        )
        for _, row in rows
    )


@cache
def load_synonyms() -> tuple[tuple[str, str], ...]:
    """``synonyms.csv``: (what is said, what we say for it)."""
    return tuple(
        (row["said"], row["meant"]) for _, row in _rows(_folder() / "synonyms.csv", ("said", "meant", "reason"))
    )


@cache
def load_rules() -> TitleRules:
    """``rules.csv``: weak (value = percent of weight), tail, ask, blank, employer, department, name, refusal,
    post and trade.

    The value of post and trade is the percentage for other codes.
    """
    weak: dict[str, float] = {}
    kinds = ("tail", "ask", "blank", "employer", "department", "name", "refusal")
    named: dict[str, set[str]] = {kind: set() for kind in kinds}
    heads = []
    for where, row in _rows(_folder() / "rules.csv", ("kind", "phrase", "value", "codes", "reason")):
        kind, phrase = row["kind"], row["phrase"]
        if kind == "weak":
            weak[phrase] = int(row["value"]) / 100
        elif kind in named:
            named[kind].add(phrase)
        elif kind in ("post", "trade"):
            heads.append(Head(phrase, tuple(row["codes"].split()), int(row["value"]) / 100, kind == "post"))
        else:
            raise ValueError(f"{where}: the kind {kind!r} is none of weak, post, trade, {', '.join(named)}")
    tails, asks, blanks, employers, departments, names, refusals = (frozenset(phrases) for phrases in named.values())
    return TitleRules(weak, tails, asks, blanks, employers, departments, names | refusals, tuple(heads))


@cache
def load_calibration() -> dict[str, float]:
    """``calibration.csv``: constants of scores and confidences by name."""
    rows = _rows(_folder() / "calibration.csv", ("name", "value", "reason"))
    return {row["name"]: float(row["value"]) for _, row in rows}


@cache
def load_wreckage() -> dict[str, dict[str, str]]:
    """``wreckage.csv``: kind of damage → what is seen → what was meant. "U+00AD" stands for an invisible character."""
    found: dict[str, dict[str, str]] = {}
    for _, row in _rows(_folder() / "wreckage.csv", ("kind", "seen", "meant", "reason")):
        found.setdefault(row["kind"], {})[_character(row["seen"])] = _character(row["meant"])
    return found


def _character(written: str) -> str:
    return chr(int(written[2:], 16)) if written.startswith("U+") else written
