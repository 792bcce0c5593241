"""What is counted towards a target: for each reading of an indicator one statement that gives its rows.

A figure is the sum over its statement and its records are the rows of the same statement, so the two cannot
disagree. The readings and the articles behind them: docs/decisions/0004-counting.md.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, exists, func, literal, null, or_, select
from sqlalchemy.orm import aliased

from app.core.reporting_days import begin_of, end_of
from app.models import (
    Enterprise,
    LabourUse,
    Occupation,
    Organisation,
    Placement,
    PlanTarget,
    Referral,
    SupportRequest,
    Vacancy,
    Zone,
)
from app.models.base import AnySelect as Rows
from app.vocabulary import EnterpriseStage, Indicator, PlacementStatus, Reading, RequestStatus


def rows_of(target: PlanTarget, reading: Reading, as_of: date) -> Rows:
    """The rows of one reading up to a day, each with id, kind, amount, on, enterprise_id, enterprise_name,
    zone_code, detail, organisation_name. KeyError for a reading that the indicator does not have.
    """
    return _READINGS[target.indicator][reading](target, min(as_of, target.ends_on))


def _in_scope(target: PlanTarget) -> ColumnElement[bool]:
    return and_(Zone.kind.in_(target.kinds), Zone.province_code == target.province_code)


def _row(
    kind: str,
    identifier: ColumnElement[Any] | Any,  # noqa: ANN401 - an attribute of any table.
    amount: ColumnElement[Any] | Any,  # noqa: ANN401 - as above.
    day: ColumnElement[Any] | Any,  # noqa: ANN401 - as above.
    detail: ColumnElement[Any] | Any,  # noqa: ANN401 - as above.
    organisation: ColumnElement[Any] | Any,  # noqa: ANN401 - as above.
    zone_code: ColumnElement[Any] | Any = Enterprise.zone_code,  # noqa: ANN401 - as above.
) -> Rows:
    return select(
        identifier.label("id"),
        literal(kind).label("kind"),
        amount.label("amount"),
        day.label("on"),
        Enterprise.id.label("enterprise_id"),
        Enterprise.name.label("enterprise_name"),
        zone_code.label("zone_code"),
        detail.label("detail"),
        organisation.label("organisation_name"),
    )


# --- The stock: everybody who works in the zones on a day -------------------------------------------------------------


def _operating(day: date) -> ColumnElement[bool]:
    """In operation on a day. Closed ones fall out after their last day; investors are not in yet."""
    return and_(
        Enterprise.stage.in_((EnterpriseStage.OPERATING, EnterpriseStage.CLOSED)),
        or_(Enterprise.operating_from.is_(None), Enterprise.operating_from <= day),
        or_(Enterprise.operating_until.is_(None), Enterprise.operating_until >= day),
    )


def _of_this_time(as_of: SQLColumnExpression[date]) -> ColumnElement[bool]:
    """Not from before the enterprise began, or began again: such a headcount would be a guess."""
    return or_(Enterprise.operating_from.is_(None), as_of >= Enterprise.operating_from)


def _latest(day: date) -> Any:  # noqa: ANN401 - an aliased entity.
    """Each enterprise's latest headcount on or before a day."""
    place = func.row_number().over(partition_by=LabourUse.enterprise_id, order_by=(LabourUse.as_of.desc()))
    ranked = select(LabourUse, place.label("place")).where(LabourUse.as_of <= day).subquery()
    return aliased(LabourUse, ranked), ranked


def _headcounts(day: date, where: ColumnElement[bool]) -> Rows:
    latest, ranked = _latest(day)
    return (
        _row("labour_use", latest.id, latest.headcount, latest.as_of, null(), Organisation.name)
        .join(latest, latest.enterprise_id == Enterprise.id)
        .join(Zone, Zone.code == Enterprise.zone_code)
        .join(Organisation, Organisation.id == latest.recorded_by_id, isouter=True)
        .where(ranked.c.place == 1, _operating(day), _of_this_time(latest.as_of), where)
    )


def _workers(target: PlanTarget, day: date) -> Rows:
    return _headcounts(day, _in_scope(target))


def _workers_elsewhere(target: PlanTarget, day: date) -> Rows:
    """Followed, but not in the target: the province's other kinds of zone."""
    return _headcounts(day, and_(Zone.kind.not_in(target.kinds), Zone.province_code == target.province_code))


def _silent(target: PlanTarget, day: date) -> Rows:
    """Operating in the zones, and no headcount yet: listed, not guessed."""
    reported = exists().where(
        LabourUse.enterprise_id == Enterprise.id, LabourUse.as_of <= day, _of_this_time(LabourUse.as_of)
    )
    return (
        _row("enterprise", Enterprise.id, literal(1), Enterprise.operating_from, null(), null())
        .join(Zone, Zone.code == Enterprise.zone_code)
        .where(_operating(day), _in_scope(target), ~reported)
    )


# --- The flow: people introduced and placed ---------------------------------------------------------------------------


def _placements(target: PlanTarget, day: date, *conditions: ColumnElement[bool]) -> Rows:
    """Each person's first placement in scope and period that meets the conditions: once per person and plan."""
    qualifying = (
        select(
            Placement.id,
            func.row_number()
            .over(partition_by=Placement.jobseeker_id, order_by=(Placement.hired_on, Placement.id))
            .label("place"),
        )
        .join(Zone, Zone.code == Placement.zone_code)
        .where(
            _in_scope(target),
            Placement.hired_on.between(target.starts_on, day),
            Placement.status != PlacementStatus.CANCELLED,
            *conditions,
        )
        .subquery()
    )
    return (
        _row(
            "placement",
            Placement.id,
            literal(1),
            Placement.hired_on,
            Vacancy.title,
            Organisation.name,
            Placement.zone_code,
        )
        .join(Placement, Placement.enterprise_id == Enterprise.id)
        .join(qualifying, and_(qualifying.c.id == Placement.id, qualifying.c.place == 1))
        .join(Vacancy, Vacancy.id == Placement.vacancy_id)
        .join(Organisation, Organisation.id == Placement.introduced_by_id, isouter=True)
    )


_INTRODUCED = Placement.referral_id.is_not(None)
_REQUESTED = Placement.support_request_id.is_not(None)


def _placed(target: PlanTarget, day: date) -> Rows:
    return _placements(target, day, _INTRODUCED, _REQUESTED)


def _confirmed(target: PlanTarget, day: date) -> Rows:
    """Of the counted rows, those that were confirmed by the day."""
    confirmed = select(Placement.id).where(Placement.confirmed_on <= day)
    return _placed(target, day).where(Placement.id.in_(confirmed))


def _direct(target: PlanTarget, day: date) -> Rows:
    return _placements(target, day, Placement.referral_id.is_(None))


def _unrequested(target: PlanTarget, day: date) -> Rows:
    return _placements(target, day, _INTRODUCED, Placement.support_request_id.is_(None))


def _introduced(target: PlanTarget, day: date) -> Rows:
    """Each person's first introduction in scope and period, whatever became of it."""
    first = (
        select(
            Referral.id,
            func.row_number()
            .over(partition_by=Referral.jobseeker_id, order_by=(Referral.introduced_at, Referral.id))
            .label("place"),
        )
        .join(Vacancy, Vacancy.id == Referral.vacancy_id)
        .join(Zone, Zone.code == Vacancy.zone_code)
        .where(
            _in_scope(target),
            Referral.introduced_at >= begin_of(target.starts_on),
            Referral.introduced_at < end_of(day),
        )
        .subquery()
    )
    return (
        _row(
            "referral",
            Referral.id,
            literal(1),
            Referral.introduced_at,
            Vacancy.title,
            Organisation.name,
            Vacancy.zone_code,
        )
        .join(Vacancy, Vacancy.enterprise_id == Enterprise.id)
        .join(Referral, Referral.vacancy_id == Vacancy.id)
        .join(first, and_(first.c.id == Referral.id, first.c.place == 1))
        .join(Organisation, Organisation.id == Referral.introduced_by_id)
    )


def _requests(target: PlanTarget, day: date) -> Rows:
    """Heads that enterprises in scope asked for in the period; withdrawn requests are out."""
    trade = func.coalesce(SupportRequest.title, Occupation.title_vi)
    return (
        _row(
            "support_request",
            SupportRequest.id,
            SupportRequest.quantity,
            SupportRequest.requested_on,
            trade,
            Organisation.name,
        )
        .join(SupportRequest, SupportRequest.enterprise_id == Enterprise.id)
        .join(Zone, Zone.code == Enterprise.zone_code)
        .join(Occupation, Occupation.code == SupportRequest.occupation_code, isouter=True)
        .join(Organisation, Organisation.id == SupportRequest.received_by_id, isouter=True)
        .where(
            _in_scope(target),
            SupportRequest.requested_on.between(target.starts_on, day),
            SupportRequest.status != RequestStatus.WITHDRAWN,
        )
    )


_READINGS: dict[Indicator, dict[Reading, Callable[[PlanTarget, date], Rows]]] = {
    Indicator.WORKERS_IN_PARKS: {
        Reading.COUNTED: _workers,
        Reading.MISSING: _silent,
        Reading.FOLLOWED: _workers_elsewhere,
    },
    Indicator.PLACED_ON_REQUEST: {
        Reading.COUNTED: _placed,
        Reading.REQUESTED: _requests,
        Reading.INTRODUCED: _introduced,
        Reading.HIRED_WITHOUT_INTRODUCTION: _direct,
        Reading.HIRED_WITHOUT_REQUEST: _unrequested,
        Reading.CONFIRMED: _confirmed,
    },
}
