"""Searching Vietnamese names with or without accents, on folded columns that both databases understand alike."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case
from sqlalchemy.orm import InstrumentedAttribute

from app.text import fold, is_accented, normal

Column = InstrumentedAttribute[str]


def matches(folded: Column, query: str) -> ColumnElement[bool]:
    """Every word of the query occurs in the folded column."""
    return and_(*(folded.contains(word, autoescape=True) for word in fold(query).split()))


def nearness(written: Column, folded: Column, query: str) -> ColumnElement[Any]:
    """An order for hits, 0 first: as typed with accents at the beginning, as typed within, folded beginning, the rest.

    Who types accents means them, so a hit that agrees comes before one that only folds alike.
    """
    typed, bare = normal(query), fold(query)
    whole = [(written.contains(form, autoescape=True), 1) for form in {typed, typed.capitalize(), typed.title()}]
    rules = [(folded.startswith(bare, autoescape=True), 2)]
    return case(*(whole if is_accented(query) else []), *rules, else_=3)
