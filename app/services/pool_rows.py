"""Rows of jobseekers as matching reads them: everybody in columns, or some people as values."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Date, Row, SQLColumnExpression, String, Uuid, func, select, type_coerce
from sqlalchemy.orm import Session

from app.matching import Person, Places, Pool, Trade, Trades
from app.matching.pool import (
    CERTIFICATES,
    NO_END,
    REFUSABLE,
    UNKNOWN,
    CertificateRows,
    People,
    TradeRows,
    assemble,
)
from app.models import Jobseeker, JobseekerCertificate, JobseekerIdentity, JobseekerTrade
from app.vocabulary import Availability

EPOCH = date(1970, 1, 1).toordinal()


def people(session: Session, ids: Sequence[UUID]) -> list[Person]:
    """Some people; an id that does not exist any more is left out."""
    trades: dict[UUID, list[Trade]] = {}
    statement = select(JobseekerTrade).where(JobseekerTrade.jobseeker_id.in_(ids))
    for row in session.scalars(statement.order_by(JobseekerTrade.jobseeker_id, JobseekerTrade.position)):
        trades.setdefault(row.jobseeker_id, []).append(
            Trade(row.occupation_code, row.skill_rank, row.experience_months)
        )
    certificates: dict[UUID, list[Any]] = {}
    for held in session.scalars(select(JobseekerCertificate).where(JobseekerCertificate.jobseeker_id.in_(ids))):
        certificates.setdefault(held.jobseeker_id, []).append((held.certificate, held.expires_on))
    profiles = (
        select(Jobseeker, JobseekerIdentity.birth_date)
        .join(JobseekerIdentity, JobseekerIdentity.jobseeker_id == Jobseeker.id)
        .where(Jobseeker.id.in_(ids))
    )
    return [
        _person(profile, born, tuple(trades[profile.id]), tuple(certificates.get(profile.id, ())))
        for profile, born in session.execute(profiles)
    ]


def _person(profile: Jobseeker, born: date, trades: tuple[Trade, ...], certificates: tuple[Any, ...]) -> Person:
    return Person(
        id=profile.id,
        commune_code=profile.commune_code,
        birth_date=born,
        last_heard_on=profile.last_heard_on,
        trades=trades,
        available=profile.availability is Availability.AVAILABLE,
        consent=profile.matching_consent,
        max_travel_km=profile.max_travel_km,
        would_move=profile.would_move,
        would_live_in_dormitory=profile.would_live_in_dormitory,
        refused=frozenset(profile.refused_shifts),
        pay_wish=profile.pay_wish,
        ready_from=profile.ready_from,
        certificates=certificates,
    )


def whole_pool(session: Session, places: Places, trades: Trades) -> Pool:
    """Everybody in columns. The database sorts by id as bytes, which is the order of the pool."""
    everybody = _profiles(session)
    order = {identifier: i for i, identifier in enumerate(everybody["id"])}
    return assemble(
        _people(everybody, places),
        _trade_rows(session, order, trades),
        _certificate_rows(session, order),
        places,
        trades,
    )


def _raw_id(session: Session, column: SQLColumnExpression[UUID]) -> SQLColumnExpression[Any]:
    # On SQLite an id is 32 hexadecimal digits; making a UUID object of each would double the time of loading.
    return type_coerce(column, String if session.get_bind().dialect.name == "sqlite" else Uuid())


def _days(session: Session, column: SQLColumnExpression[Any]) -> SQLColumnExpression[int]:
    """Days since 1970-01-01, computed by the database; reading a million dates as objects takes seconds."""
    if session.get_bind().dialect.name == "sqlite":
        return func.julianday(column) - 2440587.5
    return column - type_coerce(date(1970, 1, 1), Date())


def _columns(rows: Sequence[Row[Any]], names: Sequence[str]) -> dict[str, tuple[Any, ...]]:
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return dict(zip(names, columns, strict=True))


def _profiles(session: Session) -> dict[str, tuple[Any, ...]]:
    columns: dict[str, SQLColumnExpression[Any]] = {
        "id": _raw_id(session, Jobseeker.id),
        "commune": Jobseeker.commune_code,
        "birth": _days(session, JobseekerIdentity.birth_date),
        "heard": _days(session, Jobseeker.last_heard_on),
        "ready": _days(session, Jobseeker.ready_from),
        "pay_wish": func.coalesce(Jobseeker.pay_wish, UNKNOWN),
        "travel_km": func.coalesce(Jobseeker.max_travel_km, UNKNOWN),
        "evening": Jobseeker.refuses_evening,
        "night": Jobseeker.refuses_night,
        "rotating": Jobseeker.refuses_rotating,
        "available": Jobseeker.availability == Availability.AVAILABLE,
        "consent": Jobseeker.matching_consent,
        "move": Jobseeker.would_move,
        "dormitory": Jobseeker.would_live_in_dormitory,
    }
    statement = select(*columns.values()).join(JobseekerIdentity, JobseekerIdentity.jobseeker_id == Jobseeker.id)
    rows = session.execute(statement.order_by(Jobseeker.id)).all()
    return _columns(rows, list(columns))


def _ordinals(values: Sequence[Any]) -> NDArray[np.int32]:
    return np.array([UNKNOWN if value is None else int(value) + EPOCH for value in values], dtype=np.int32)


def _people(columns: dict[str, tuple[Any, ...]], places: Places) -> People:
    numbers = [value.int if isinstance(value, UUID) else int(value, 16) for value in columns["id"]]
    travel = np.array(columns["travel_km"], dtype=np.int32)
    refused = np.zeros(len(numbers), dtype=np.uint8)
    for i, shift in enumerate(REFUSABLE):
        refused |= np.array(columns[shift.value], dtype=np.uint8) << i
    return People(
        high=np.array([number >> 64 for number in numbers], dtype=np.uint64),
        low=np.array([number & (2**64 - 1) for number in numbers], dtype=np.uint64),
        commune=np.array([places.index[code] for code in columns["commune"]], dtype=np.int16),
        birth=_ordinals(columns["birth"]),
        heard=_ordinals(columns["heard"]),
        ready=_ordinals(columns["ready"]),
        pay_wish=np.array(columns["pay_wish"], dtype=np.int32),
        travel_m=np.where(travel == UNKNOWN, UNKNOWN, travel * 1000).astype(np.int32),
        refused=refused,
        available=np.array(columns["available"], dtype=np.bool_),
        consent=np.array(columns["consent"], dtype=np.bool_),
        move=np.array(columns["move"], dtype=np.bool_),
        dormitory=np.array(columns["dormitory"], dtype=np.bool_),
    )


def _trade_rows(session: Session, order: dict[Any, int], trades: Trades) -> TradeRows:
    statement = select(
        _raw_id(session, JobseekerTrade.jobseeker_id),
        JobseekerTrade.occupation_code,
        func.coalesce(JobseekerTrade.skill_rank, UNKNOWN),
        func.coalesce(JobseekerTrade.experience_months, UNKNOWN),
    ).order_by(JobseekerTrade.jobseeker_id, JobseekerTrade.position)
    columns = _columns(session.execute(statement).all(), ["person", "occupation", "rank", "months"])
    return TradeRows(
        person=np.array([order[identifier] for identifier in columns["person"]], dtype=np.int32),
        occupation=np.array([trades.index[code] for code in columns["occupation"]], dtype=np.int16),
        rank=np.array(columns["rank"], dtype=np.int8),
        months=np.array(columns["months"], dtype=np.int16),
    )


def _certificate_rows(session: Session, order: dict[Any, int]) -> CertificateRows:
    statement = select(
        _raw_id(session, JobseekerCertificate.jobseeker_id),
        JobseekerCertificate.certificate,
        JobseekerCertificate.expires_on,
    ).order_by(JobseekerCertificate.jobseeker_id, JobseekerCertificate.certificate)
    columns = _columns(session.execute(statement).all(), ["person", "certificate", "until"])
    position = {code: i for i, code in enumerate(CERTIFICATES)}
    return CertificateRows(
        person=np.array([order[identifier] for identifier in columns["person"]], dtype=np.int32),
        certificate=np.array([position[code] for code in columns["certificate"]], dtype=np.int8),
        until=np.array([NO_END if day is None else day.toordinal() for day in columns["until"]], dtype=np.int32),
    )
