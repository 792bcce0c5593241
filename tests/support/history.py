"""Past introductions, hires and zones, written straight into the tables, and the plan's figures read back."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from app.core.reporting_days import REPORTING_ZONE
from app.core.text import fold
from app.infra import db
from app.models import Account, Jobseeker, Placement, Referral, Vacancy, Zone
from app.services.plans import indicators, progress
from app.services.plans.plans import get_plan
from app.vocabulary import Indicator, PlacementStatus, Reading, ReferralStatus, ZoneKind, ZoneStatus
from tests.support import factories

PLAN = "ag-bqlkkt-2026"
STOCK, FLOW = Indicator.WORKERS_IN_PARKS, Indicator.PLACED_ON_REQUEST
LANG_SON_PARK, LANG_SON_COMMUNE = "kcn-dong-banh", "06463"


def morning(day: date) -> datetime:
    """Nine o'clock in Viet Nam."""
    return datetime.combine(day, time(9), REPORTING_ZONE)


def introduction(
    vacancy: Vacancy,
    person: Jobseeker,
    at: datetime,
    *,
    by: str = "ttdvvl-ag",
    status: ReferralStatus = ReferralStatus.INTRODUCED,
) -> uuid.UUID:
    """An introduction made at an instant."""
    with db.transaction() as session:
        referral = Referral(
            vacancy_id=vacancy.id,
            jobseeker_id=person.id,
            introduced_by_id=factories.organisation_id(session, by),
            account_id=session.scalars(select(Account.id).limit(1)).one(),
            introduced_at=at,
            status=status,
            score=5000,
            rules_version="test",
            parts=[],
            gates_failed=[],
        )
        session.add(referral)
        session.flush()
        return referral.id


def hire(
    vacancy: Vacancy,
    person: Jobseeker,
    on: date,
    *,
    introduced: bool = True,
    by: str = "ttdvvl-ag",
    status: PlacementStatus = PlacementStatus.ENDED,
    confirmed_on: date | None = None,
) -> uuid.UUID:
    """A hire of a day, over by the next unless another status is said, so that the same person can be hired again."""
    referral_id = None
    if introduced:
        referral_id = introduction(vacancy, person, morning(on), by=by, status=ReferralStatus.HIRED)
    with db.transaction() as session:
        placement = Placement(
            referral_id=referral_id,
            vacancy_id=vacancy.id,
            jobseeker_id=person.id,
            enterprise_id=vacancy.enterprise_id,
            zone_code=vacancy.zone_code,
            support_request_id=vacancy.support_request_id,
            introduced_by_id=factories.organisation_id(session, by) if introduced else None,
            hired_on=on,
            starts_on=on,
            confirmed_on=confirmed_on,
            ended_on=on + timedelta(days=1) if status is PlacementStatus.ENDED else None,
            status=status,
            reported_at=morning(on),
        )
        session.add(placement)
        session.flush()
        return placement.id


def requested_vacancy(enterprise_id: uuid.UUID, quantity: int = 10, **request: Any) -> Vacancy:
    """A vacancy that answers an enterprise's request."""
    asked = factories.support_request(enterprise_id, quantity=quantity, **request)
    return factories.vacancy(enterprise_id, support_request_id=asked.id)


def cluster() -> str:
    """An industrial cluster of the province; its code."""
    with db.transaction() as session:
        session.add(
            Zone(
                code="ccn-thu",
                name="CCN Thử",
                kind=ZoneKind.INDUSTRIAL_CLUSTER,
                status=ZoneStatus.OPERATING,
                province_code="91",
                commune_code=factories.COMMUNE,
                location_basis="thử",
                source="thử",
                search=fold("CCN Thử"),
            )
        )
    return "ccn-thu"


def figures(indicator: Indicator, as_of: date, plan: str = PLAN) -> dict[Reading, int]:
    """All readings of an indicator up to a day."""
    with db.reading() as session:
        (target,) = [row for row in progress.plan_progress(session, plan, as_of) if row.target.indicator is indicator]
        return {figure.reading: figure.value for figure in target.figures}


def rows(indicator: Indicator, reading: Reading, as_of: date, plan: str = PLAN) -> list[Any]:
    """The rows behind one reading."""
    with db.reading() as session:
        (target,) = [row for row in get_plan(session, plan).targets if row.indicator is indicator]
        return list(session.execute(indicators.rows_of(target, reading, as_of)).all())
