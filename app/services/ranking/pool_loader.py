"""Rows of jobseekers as matching reads them: everybody in columns, or some people as values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    Date,
    Integer,
    SQLColumnExpression,
    String,
    Uuid,
    and_,
    exists,
    func,
    not_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from app.matching.ranking import Distances, OccupationSimilarity, Person, Pool, Trade
from app.matching.ranking.pool.columns import (
    CERTIFICATES,
    NO_END,
    REFUSABLE,
    UNKNOWN,
    CertificateRows,
    Columns,
    People,
    TradeRows,
)
from app.models import Jobseeker, JobseekerCertificate, JobseekerIdentity, JobseekerPriorityGroup, JobseekerTrade
from app.models.base import AnySelect
from app.vocabulary import Availability

EPOCH = date(1970, 1, 1).toordinal()
PART = 2_000
Ids = NDArray[np.bytes_]
"""Ids as 16 bytes each."""
Read = Callable[[tuple[Any, ...]], NDArray[Any]]
"""Values of one column as the driver gives them → the column of the pool."""


def people(session: Session, ids: Sequence[UUID]) -> list[Person]:
    """Some people; an id that does not exist any more, or has no identity or no trade, is left out."""
    trades: dict[UUID, list[Trade]] = {}
    statement = select(JobseekerTrade).where(JobseekerTrade.jobseeker_id.in_(ids))
    for row in session.scalars(statement.order_by(JobseekerTrade.jobseeker_id, JobseekerTrade.position)):
        trades.setdefault(row.jobseeker_id, []).append(
            Trade(row.occupation_code, row.skill_rank, row.experience_months)
        )
    certificates: dict[UUID, list[Any]] = {}
    for held in session.scalars(select(JobseekerCertificate).where(JobseekerCertificate.jobseeker_id.in_(ids))):
        certificates.setdefault(held.jobseeker_id, []).append((held.certificate, held.expires_on))
    in_some_group = exists().where(JobseekerPriorityGroup.jobseeker_id == Jobseeker.id)
    profiles = (
        select(Jobseeker, JobseekerIdentity.birth_date, in_some_group)
        .join(JobseekerIdentity, JobseekerIdentity.jobseeker_id == Jobseeker.id)
        .where(Jobseeker.id.in_(ids))
    )
    return [
        _person(profile, born, tuple(trades[profile.id]), tuple(certificates.get(profile.id, ())), priority)
        for profile, born, priority in session.execute(profiles)
        if profile.id in trades
    ]


def _person(
    profile: Jobseeker, born: date, trades: tuple[Trade, ...], certificates: tuple[Any, ...], priority: bool
) -> Person:
    return Person(
        id=profile.id,
        commune_code=profile.commune_code,
        birth_date=born,
        last_heard_on=profile.last_heard_on,
        trades=trades,
        available=profile.availability is Availability.AVAILABLE,
        consent=profile.matching_consent and not profile.restricted,
        max_travel_km=profile.max_travel_km,
        would_move=profile.would_move,
        would_live_in_dormitory=profile.would_live_in_dormitory,
        refused=frozenset(profile.refused_shifts),
        pay_wish=profile.pay_wish,
        ready_from=profile.ready_from,
        certificates=certificates,
        priority=priority,
    )


def whole_pool(session: Session, distances: Distances, occupations: OccupationSimilarity) -> Pool:
    """Everybody in columns. The database sorts by id as bytes, which is the order of the pool.

    Whoever has no identity or no trade is left out, as when somebody is being removed: nobody else is held up by it.
    """
    ids, people = _people(session, distances)
    rows, papers = _trade_rows(session, ids, occupations), _certificate_rows(session, ids)
    has_trade = np.bincount(rows.person, minlength=len(ids)) > 0
    if not has_trade.all():
        moved_to = np.cumsum(has_trade, dtype=np.int32) - 1
        people = People(**{field.name: getattr(people, field.name)[has_trade] for field in fields(People)})
        rows = replace(rows, person=moved_to[rows.person])
        kept = has_trade[papers.person]
        papers = CertificateRows(moved_to[papers.person[kept]], papers.certificate[kept], papers.until[kept])
    return Pool.of(Columns(people, rows, papers), distances, occupations)


def _people(session: Session, distances: Distances) -> tuple[Ids, People]:
    columns: dict[str, tuple[SQLColumnExpression[Any], Read]] = {
        "id": (_raw_id(session, Jobseeker.id), _ids),
        "commune": (Jobseeker.commune_code, _positions(distances.index, np.int16)),
        "birth": (_day(session, JobseekerIdentity.birth_date), _ordinals),
        "heard": (_day(session, Jobseeker.last_heard_on), _ordinals),
        "ready": (_day(session, Jobseeker.ready_from), _ordinals),
        "pay_wish": (func.coalesce(Jobseeker.pay_wish, UNKNOWN), _numbers(np.int32)),
        "travel_km": (func.coalesce(Jobseeker.max_travel_km, UNKNOWN), _numbers(np.int16)),
        "available": (_flag(Jobseeker.availability == Availability.AVAILABLE), _numbers(np.bool_)),
        "consent": (_flag(and_(Jobseeker.matching_consent, not_(Jobseeker.restricted))), _numbers(np.bool_)),
        "move": (_flag(Jobseeker.would_move), _numbers(np.bool_)),
        "dormitory": (_flag(Jobseeker.would_live_in_dormitory), _numbers(np.bool_)),
    }
    refusals = {shift: getattr(Jobseeker, f"refuses_{shift.value}") for shift in REFUSABLE}
    columns |= {shift: (_flag(column), _numbers(np.uint8)) for shift, column in refusals.items()}
    statement = select(*(column for column, _ in columns.values()))
    statement = statement.join(JobseekerIdentity, JobseekerIdentity.jobseeker_id == Jobseeker.id).order_by(Jobseeker.id)
    read = dict(zip(columns, _read(session, statement, [read for _, read in columns.values()]), strict=True))
    refused = np.zeros(len(read["id"]), dtype=np.uint8)
    for i, shift in enumerate(REFUSABLE):
        refused |= read.pop(shift) << i
    ids = read.pop("id")
    high, low = np.frombuffer(ids.tobytes(), dtype=">u8").reshape(-1, 2).T.astype(np.uint64, order="C")
    return ids, People(high=high, low=low, refused=refused, priority=_priority(session, ids), **read)


def _priority(session: Session, ids: Ids) -> NDArray[np.bool_]:
    """Who belongs to some priority group; to which one, the pool does not know."""
    statement = select(_raw_id(session, JobseekerPriorityGroup.jobseeker_id))
    (owners,) = _read(session, statement.order_by(JobseekerPriorityGroup.jobseeker_id), [_ids])
    marked = np.zeros(len(ids), dtype=np.bool_)
    whose, _ = _whose(owners, ids)
    marked[whose] = True
    return marked


def _trade_rows(session: Session, ids: Ids, occupations: OccupationSimilarity) -> TradeRows:
    statement = select(
        _raw_id(session, JobseekerTrade.jobseeker_id),
        JobseekerTrade.occupation_code,
        func.coalesce(JobseekerTrade.skill_rank, UNKNOWN),
        func.coalesce(JobseekerTrade.experience_months, UNKNOWN),
    ).order_by(JobseekerTrade.jobseeker_id, JobseekerTrade.position)
    reads = [_ids, _positions(occupations.index, np.int16), _numbers(np.int8), _numbers(np.int16)]
    owners, occupation, rank, months = _read(session, statement, reads)
    whose, known = _whose(owners, ids)
    return TradeRows(whose, occupation[known], rank[known], months[known])


def _certificate_rows(session: Session, ids: Ids) -> CertificateRows:
    statement = select(
        _raw_id(session, JobseekerCertificate.jobseeker_id),
        type_coerce(JobseekerCertificate.certificate, String),
        _day(session, JobseekerCertificate.expires_on),
    ).order_by(JobseekerCertificate.jobseeker_id, JobseekerCertificate.certificate)
    places = {code.value: i for i, code in enumerate(CERTIFICATES)}
    owners, certificate, until = _read(session, statement, [_ids, _positions(places, np.int8), _ordinals])
    whose, known = _whose(owners, ids)
    until = np.where(until == UNKNOWN, NO_END, until).astype(np.int32)
    return CertificateRows(whose, certificate[known], until[known])


def _read(session: Session, statement: AnySelect, reads: Sequence[Read]) -> list[NDArray[Any]]:
    """The columns of a statement, in parts: a million rows at once would be a gigabyte of small objects."""
    parts = [[read(()) for read in reads]]
    # Straight from the connection: the session would look at each row in Python, which doubles the time.
    pages = session.connection().execute(statement.execution_options(yield_per=PART)).partitions()
    parts += ([read(values) for read, values in zip(reads, zip(*rows, strict=True), strict=True)] for rows in pages)
    return [np.concatenate(column) for column in zip(*parts, strict=True)]


def _ids(values: tuple[Any, ...]) -> Ids:
    joined = bytes.fromhex("".join(value if isinstance(value, str) else value.hex for value in values))
    return np.frombuffer(joined, dtype=np.dtype("S16")) if joined else np.array([], dtype="S16")


def _positions(index: Mapping[str, int], kind: type[np.generic]) -> Read:
    return lambda values: np.array([index[value] for value in values], dtype=kind)


def _numbers(kind: type[np.generic]) -> Read:
    return lambda values: np.array(values, dtype=kind)


def _ordinals(values: tuple[Any, ...]) -> NDArray[np.int32]:
    return np.array(values, dtype=np.int32) + EPOCH


def _whose(owners: Ids, ids: Ids) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """The position of each owner who is among ``ids``, and which these are."""
    if not len(ids):
        return np.zeros(0, dtype=np.int32), np.zeros(len(owners), dtype=np.bool_)
    found = np.searchsorted(ids, owners)
    known: NDArray[np.bool_] = ids.take(found, mode="clip") == owners
    return found[known].astype(np.int32), known


def _raw_id(session: Session, column: SQLColumnExpression[UUID]) -> SQLColumnExpression[Any]:
    # On SQLite an id is 32 hexadecimal digits; making a UUID object of each would double the time of loading.
    return type_coerce(column, String if session.get_bind().dialect.name == "sqlite" else Uuid())


def _flag(column: SQLColumnExpression[bool]) -> SQLColumnExpression[Any]:
    # As the driver gives it: 0 and 1 on SQLite, True and False on PostgreSQL.
    return type_coerce(column, Integer)


def _day(session: Session, column: SQLColumnExpression[Any]) -> SQLColumnExpression[Any]:
    """Days since 1970-01-01, computed by the database; reading a million dates as objects takes seconds."""
    if session.get_bind().dialect.name == "sqlite":
        days: SQLColumnExpression[Any] = func.julianday(column) - 2440587.5
    else:
        days = column - type_coerce(date(1970, 1, 1), Date())
    return func.coalesce(days, UNKNOWN - EPOCH)
