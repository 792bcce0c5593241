"""Searching Vietnamese names with or without accents, on folded columns that both databases understand alike."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from app.core.text import fold, is_accented, normal

Column = InstrumentedAttribute[str]


def matches(folded: Column, query: str) -> ColumnElement[bool]:
    """Every word of the query begins a word of the folded column, in any order; a query of signs alone finds none."""
    words = fold(query).split()
    return and_(*(_begins_word(folded, word) for word in words)) if words else false()


def phrase(folded: Column, query: str) -> ColumnElement[bool]:
    """The query as a whole begins at a word of the folded column: for names, where the order of words matters."""
    return _begins_word(folded, fold(query)) if fold(query) else false()


def anywhere(folded: Column, query: str) -> ColumnElement[bool]:
    """Every word of the query stands somewhere in the folded column."""
    words = fold(query).split()
    return and_(*(folded.contains(word, autoescape=True) for word in words)) if words else false()


def before_bar(folded: Column, query: str) -> ColumnElement[Any]:
    """An order for hits: 1 when every word is found before the bar that parts Vietnamese from English, 2 otherwise."""
    found = [
        or_(folded.like(f"{_escaped(word)}%|%", escape="/"), folded.like(f"% {_escaped(word)}%|%", escape="/"))
        for word in fold(query).split()
    ]
    return case((and_(true(), *found), 1), else_=2)


def _escaped(word: str) -> str:
    return word.replace("/", "//").replace("%", "/%").replace("_", "/_")


def _begins_word(folded: Column, text: str) -> ColumnElement[bool]:
    return or_(folded.startswith(text, autoescape=True), folded.contains(f" {text}", autoescape=True))


def nearness(written: Column, folded: Column, query: str) -> ColumnElement[Any]:
    """An order for hits: 1 as typed with its accents, 2 the folded name begins so, 3 the rest.

    Who types accents means them, so a hit that agrees comes before one that only folds alike.
    """
    typed, bare = normal(query), fold(query)
    whole = [(written.contains(form, autoescape=True), 1) for form in {typed, typed.capitalize(), typed.title()}]
    rules = [(folded.startswith(bare, autoescape=True), 2)]
    return case(*(whole if is_accented(query) else []), *rules, else_=3)
