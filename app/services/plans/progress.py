"""Progress of a plan: figures, and the rows behind each."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.permissions import Actor
from app.core.reporting_days import day_of
from app.models import PlanTarget
from app.schemas.plans.plans import RecordQuery
from app.services.common import keyset, scoping
from app.services.plans import indicators
from app.services.plans.plans import get_plan
from app.vocabulary import READINGS, Indicator, Reading


@dataclass(frozen=True, slots=True)
class Figure:
    """One reading: its sum, and how many rows make it."""

    reading: Reading
    value: int
    rows: int


@dataclass(frozen=True, slots=True)
class TargetProgress:
    """A target with its figures; the first figure is the one that is counted."""

    target: PlanTarget
    figures: tuple[Figure, ...]
    oldest_as_of: date | None

    @property
    def value(self) -> int:
        """What counts towards the target."""
        return self.figures[0].value

    @property
    def left(self) -> int:
        """How much is still missing; 0 when the target is reached."""
        return max(0, self.target.value - self.value)

    @property
    def percent(self) -> float:
        """The share of the target that is reached, in hundredths to one decimal."""
        return round(self.value * 100 / self.target.value, 1)


def plan_progress(session: Session, code: str, as_of: date) -> list[TargetProgress]:
    """Every target of a plan up to a day."""
    return [_progress(session, target, as_of) for target in get_plan(session, code).targets]


def _progress(session: Session, target: PlanTarget, as_of: date) -> TargetProgress:
    figures = tuple(_figure(session, target, reading, as_of) for reading in READINGS[target.indicator])
    oldest = None
    if target.indicator is Indicator.WORKERS_IN_PARKS:
        rows = indicators.rows_of(target, Reading.COUNTED, as_of).subquery()
        oldest = session.scalar(select(func.min(rows.c.on)))
    return TargetProgress(target, figures, oldest)


def _figure(session: Session, target: PlanTarget, reading: Reading, as_of: date) -> Figure:
    rows = indicators.rows_of(target, reading, as_of).subquery()
    value, count = session.execute(select(func.coalesce(func.sum(rows.c.amount), 0), func.count())).one()
    return Figure(reading, int(value), count)


@dataclass(frozen=True, slots=True)
class TargetRecord:
    """One row behind a figure: a hire, an introduction, a request or a headcount, and nothing of a person."""

    id: UUID
    kind: str
    amount: int
    on: date | None
    enterprise_id: UUID
    enterprise_name: str
    zone_code: str | None
    detail: str | None
    organisation_name: str | None


def target_records(
    session: Session,
    actor: Actor,
    code: str,
    indicator: Indicator,
    query: RecordQuery,
    as_of: date,
    after: keyset.PageKey | None,
) -> keyset.Slice[TargetRecord]:
    """The rows behind one figure that the actor may see, in order of id."""
    target = next((target for target in get_plan(session, code).targets if target.indicator is indicator), None)
    if target is None:
        raise NotFound("target_not_found")
    if query.reading not in READINGS[indicator]:
        raise NotFound("reading_not_found", readings=", ".join(READINGS[indicator]))
    rows = indicators.rows_of(target, query.reading, as_of).subquery()
    statement = scoping.visible_records(select(rows), rows.c, actor)
    found = keyset.fetch(session, statement, [keyset.Order(rows.c.id)], query, after)
    return replace(found, items=[_record(row) for row in found.items])


def _record(row: Any) -> TargetRecord:  # noqa: ANN401 - a row of nine named columns.
    return TargetRecord(
        id=row.id,
        kind=row.kind,
        amount=row.amount,
        on=day_of(row.on) if isinstance(row.on, datetime) else row.on,
        enterprise_id=row.enterprise_id,
        enterprise_name=row.enterprise_name,
        zone_code=row.zone_code,
        detail=row.detail,
        organisation_name=row.organisation_name,
    )
