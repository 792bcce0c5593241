"""What is known of job titles, in memory: built once per version of the occupation list, with what staff confirmed."""

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.text import fold
from app.matching.titles import Titles, load_aliases
from app.matching.titles.normalise import confirmed_key
from app.models import Account, Occupation, OccupationAlias, Organisation, ReferenceList
from app.models.base import AnySelect

SEARCHED = 180
"""Characters of ``OccupationAlias.folded`` that are searched; with what follows them they fit the column."""


class NamedOccupation(NamedTuple):
    """What people call a unit group, and its code of Decision 34/2020/QĐ-TTg where it is known."""

    title_vi: str
    vsco_code: str | None


@dataclass(frozen=True, slots=True)
class ConfirmedAlias:
    """What a title was confirmed to mean, when, and by which organisation; None when its account left for a firm."""

    code: str
    organisation: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class TitleKnowledge:
    """The engine, the names of the codes it gives, and the live confirmed titles by ``Titles.key``."""

    titles: Titles
    occupations: Mapping[str, NamedOccupation]
    confirmed: Mapping[str, ConfirmedAlias]


def alias_key(title: str) -> str:
    """The content of ``OccupationAlias.folded``: words without marks to search, then what tells titles apart.

    What tells titles apart is what the engine looks them up by. Folded words alone would forbid "thợ máy" once
    "thợ may" is confirmed.
    """
    key = confirmed_key(title)
    return f"{fold(key)[:SEARCHED]}|{hashlib.sha256(key.encode()).hexdigest()[:16]}"


class TitleBook:
    """One process's ``TitleKnowledge``. May be called from any thread.

    Rows of ``occupation_aliases`` are never deleted, only withdrawn, and that once. So what one can see of the table
    only grows, and the two counts differ whenever anything differs, however late a transaction commits: no clock and no
    sequence is trusted. The instants are there for a database that was put back from a copy under a running process.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._list_version: str | None = None
        self._base: TitleKnowledge | None = None
        self._state: tuple[object, ...] | None = None
        self._known: TitleKnowledge | None = None

    def current(self, session: Session) -> TitleKnowledge:
        """The titles as the session sees them; building takes seconds, and happens once per version of the list."""
        version = session.scalar(select(ReferenceList.checksum).where(ReferenceList.name == "occupations"))
        state = tuple(session.execute(_state()).one())
        with self._lock:
            if self._base is None or version != self._list_version:
                self._base, self._list_version, self._known = _base(session), version, None
            if self._known is None or state != self._state:
                self._known, self._state = _with_confirmed(session, self._base), state
            return self._known


def _state() -> AnySelect:
    return select(
        func.count(),
        func.count(OccupationAlias.withdrawn_at),
        func.max(OccupationAlias.confirmed_at),
        func.max(OccupationAlias.withdrawn_at),
    ).select_from(OccupationAlias)


def _live() -> AnySelect:
    return (
        select(OccupationAlias.title, OccupationAlias.occupation_code, Organisation.name, OccupationAlias.confirmed_at)
        .join(Account, Account.id == OccupationAlias.confirmed_by_id)
        .outerjoin(Organisation, Organisation.id == Account.organisation_id)
        .where(OccupationAlias.withdrawn_at.is_(None))
        .order_by(OccupationAlias.id)
    )


def _base(session: Session) -> TitleKnowledge:
    columns = select(Occupation.code, Occupation.title_vi, Occupation.vsco_code).where(Occupation.level == 4)
    occupations = {
        code: NamedOccupation(title, vsco) for code, title, vsco in session.execute(columns.order_by(Occupation.code))
    }
    official = [(code, named.title_vi) for code, named in occupations.items()]
    return TitleKnowledge(Titles.build(occupations, load_aliases(), official), occupations, {})


def _with_confirmed(session: Session, base: TitleKnowledge) -> TitleKnowledge:
    confirmed = {}
    pairs = []
    for title, code, organisation, at in session.execute(_live()):
        pairs.append((title, code))
        confirmed[base.titles.key(title)] = ConfirmedAlias(code, organisation, at)
    return TitleKnowledge(base.titles.with_confirmed(pairs), base.occupations, confirmed)
