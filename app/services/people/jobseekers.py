"""Jobseekers: registering, listing, keeping up to date."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.core.errors import Conflict, Forbidden, invalid
from app.core.ids import new_id
from app.core.permissions import Actor
from app.core.reporting_days import day_of
from app.matching.ranking.score.criteria import years_before
from app.models import (
    Jobseeker,
    JobseekerCertificate,
    JobseekerPriorityGroup,
    JobseekerTrade,
    StatusEvent,
)
from app.schemas.people.jobseekers import (
    EmploymentStatusCreate,
    JobseekerCreate,
    JobseekerQuery,
    JobseekerUpdate,
    TradeCreate,
)
from app.security.field_encryption import Vault
from app.services.common import existence, keyset, scoping, status_events
from app.services.common.pool_changes import note_change
from app.services.people import consents, identities, priority_groups
from app.services.people.availability import _entry, _note_availability, set_availability
from app.services.people.consent_in_profile import state_matching
from app.vocabulary import WORKING_AGE, Availability, EmploymentStatus, RefusableShift, StatusSource, skill_rank

DETAIL = (
    joinedload(Jobseeker.identity),
    selectinload(Jobseeker.trades),
    selectinload(Jobseeker.certificates),
    selectinload(Jobseeker.priority_groups),
    selectinload(Jobseeker.history),
)
STATED_ANEW = {"identity", "trades", "certificates", "priority_groups"}
CONSENT = {"matching_consent", "consent_on", "consent_how", "consent_evidence"}


def list_jobseekers(
    session: Session, actor: Actor, query: JobseekerQuery, after: keyset.PageKey | None
) -> keyset.Slice[Jobseeker]:
    """Working profiles, newest first."""
    statement = scoping.visible(select(Jobseeker), Jobseeker, actor).options(selectinload(Jobseeker.trades))
    if query.commune_code:
        statement = statement.where(Jobseeker.commune_code == query.commune_code)
    if query.availability:
        statement = statement.where(Jobseeker.availability == query.availability)
    if query.idle is not None:
        noticed = Jobseeker.idle_notice_on
        statement = statement.where(noticed.is_not(None) if query.idle else noticed.is_(None))
    if query.occupation_code:
        has_trade = exists().where(
            JobseekerTrade.jobseeker_id == Jobseeker.id, JobseekerTrade.occupation_code == query.occupation_code
        )
        statement = statement.where(has_trade)
    return keyset.fetch(session, statement, [keyset.Order(Jobseeker.id, descending=True)], query, after)


def get_jobseeker(session: Session, actor: Actor, jobseeker_id: UUID) -> Jobseeker:
    """One person's whole profile."""
    return scoping.find(session, Jobseeker, jobseeker_id, actor, "jobseeker_not_found", *DETAIL)


@dataclass(frozen=True, slots=True)
class Detail:
    """One person's whole profile: the row, its log, the identity masked, the priority groups for who may know them."""

    row: Jobseeker
    events: list[status_events.StatusChange]
    identity: identities.IdentityInClear
    priority_groups: list[JobseekerPriorityGroup] | None


def jobseeker_detail(session: Session, actor: Actor, jobseeker_id: UUID, vault: Vault) -> Detail:
    """One person's whole profile; citizen id, phone and address are masked here, for everybody."""
    found = get_jobseeker(session, actor, jobseeker_id)
    log = status_events.history(session, StatusEvent.jobseeker_id, jobseeker_id, actor)
    identity = identities.masked(identities.opened(found.identity, vault))
    return Detail(found, log, identity, priority_groups.shown(session, actor, found))


def create_jobseeker(
    session: Session, actor: Actor, payload: JobseekerCreate, now: datetime, vault: Vault
) -> Jobseeker:
    """Register a person with at least one trade."""
    today = day_of(now)
    if actor.organisation_id is None:
        raise Forbidden("permission_denied", permission="jobseeker:write")
    _check(session, payload, today)
    scoping.check_home(actor, payload.commune_code)
    if payload.priority_groups:
        priority_groups.check(session, actor, payload.priority_groups, today)
    available = payload.employment_status in (EmploymentStatus.SEEKING, EmploymentStatus.OUT_OF_WORK)
    jobseeker_id = new_id()
    jobseeker = Jobseeker(
        id=jobseeker_id,
        registered_by_id=actor.organisation_id,
        registered_at=now,
        commune_code=payload.commune_code,
        max_travel_km=payload.max_travel_km,
        would_move=payload.would_move,
        would_live_in_dormitory=payload.would_live_in_dormitory,
        **_refusals(payload.refused_shifts),
        pay_wish=payload.pay_wish,
        ready_from=payload.ready_from,
        last_heard_on=today,
        availability=Availability.AVAILABLE if available else Availability.PAUSED,
        matching_consent=False,
        idle_notice_on=None,
        identity=identities.made(jobseeker_id, payload.identity, vault),
        trades=[_trade(position, trade) for position, trade in enumerate(payload.trades)],
        certificates=[JobseekerCertificate(**row.model_dump()) for row in payload.certificates],
        priority_groups=priority_groups.rows(payload.priority_groups),
        history=[_entry(payload.employment_status, today, StatusSource.DECLARED, now)],
    )
    session.add(jobseeker)
    session.flush()
    priority_groups.agree(session, actor, jobseeker, payload.priority_groups, now)
    _note_availability(session, jobseeker, None, actor, now, None)
    note_change(session, jobseeker.id)
    state_matching(session, actor, jobseeker, payload, now, newcomer=True)
    session.flush()
    return jobseeker


def _check(session: Session, payload: JobseekerCreate, today: date) -> None:
    existence.commune(session, payload.commune_code)
    for i, trade in enumerate(payload.trades):
        existence.occupation(session, trade.occupation_code, f"/trades/{i}/occupation_code")
    if payload.identity.birth_date > today:
        raise invalid("/identity/birth_date", "in_the_future")
    pointer = "/ready_from" if payload.ready_from else "/identity/birth_date"
    check_ready(payload.identity.birth_date, max(payload.ready_from or today, today), pointer)


def check_ready(birth_date: date, day: date, pointer: str) -> None:
    """Refuse a day of work before the worker is 15 (Employment Law 74/2025, Labour Code)."""
    if birth_date > years_before(day, WORKING_AGE):
        raise invalid(pointer, "under_working_age")


def _refusals(refused: list[RefusableShift]) -> dict[str, bool]:
    return {f"refuses_{shift.value}": shift in refused for shift in RefusableShift}


def _trade(position: int, trade: TradeCreate) -> JobseekerTrade:
    rank = skill_rank(trade.level, trade.skill_grade, trade.trade_grade)
    return JobseekerTrade(position=position, skill_rank=rank, **trade.model_dump())


def update_jobseeker(
    session: Session,
    actor: Actor,
    jobseeker_id: UUID,
    payload: JobseekerUpdate,
    now: datetime,
    vault: Vault,
    held: scoping.VersionCheck,
) -> Jobseeker:
    """Change what was sent; hearing from the person today is assumed unless the body says when.

    Trades, certificates and priority groups are stated anew as a whole; of the identity what was sent.
    """
    today = day_of(now)
    jobseeker = scoping.find(session, Jobseeker, jobseeker_id, actor, "jobseeker_not_found", *DETAIL, lock=True)
    held()
    changes = payload.model_dump(exclude_unset=True, exclude=STATED_ANEW | CONSENT)
    if "commune_code" in changes:
        existence.commune(session, changes["commune_code"])
        scoping.check_home(actor, changes["commune_code"])
    if changes.get("last_heard_on", today) > today:
        raise invalid("/last_heard_on", "in_the_future")
    if payload.priority_groups is not None:
        priority_groups.check(session, actor, payload.priority_groups, today)
    priority_groups.agree(session, actor, jobseeker, payload.priority_groups or (), now)
    _restate(session, jobseeker, payload, vault)
    ready_from = changes.get("ready_from")
    if ready_from is not None:
        check_ready(jobseeker.identity.birth_date, max(ready_from, today), "/ready_from")
    if payload.identity is not None and payload.identity.birth_date is not None:
        check_ready(payload.identity.birth_date, today, "/identity/birth_date")
    changes |= _refusals(changes.pop("refused_shifts")) if "refused_shifts" in changes else {}
    for name, value in ({"last_heard_on": today, "idle_notice_on": None} | changes).items():
        setattr(jobseeker, name, value)
    state_matching(session, actor, jobseeker, payload, now)
    note_change(session, jobseeker.id)
    session.flush()
    return jobseeker


def _restate(session: Session, jobseeker: Jobseeker, payload: JobseekerUpdate, vault: Vault) -> None:
    """Put the lists of the body in the place of the stored ones, old rows out before new ones come in."""
    for i, trade in enumerate(payload.trades or ()):
        existence.occupation(session, trade.occupation_code, f"/trades/{i}/occupation_code")
    if payload.identity is not None:
        identities.change(jobseeker.identity, payload.identity, vault)
    if payload.trades is not None:
        jobseeker.trades.clear()
    if payload.certificates is not None:
        jobseeker.certificates.clear()
    if payload.priority_groups is not None:
        jobseeker.priority_groups.clear()
    session.flush()
    jobseeker.trades += [_trade(position, trade) for position, trade in enumerate(payload.trades or ())]
    jobseeker.certificates += [JobseekerCertificate(**row.model_dump()) for row in payload.certificates or ()]
    jobseeker.priority_groups += priority_groups.rows(payload.priority_groups or ())


def record_employment_status(
    session: Session, actor: Actor, jobseeker_id: UUID, payload: EmploymentStatusCreate, now: datetime
) -> Jobseeker:
    """Add a line to a person's employment history and say whether to go on introducing."""
    today = day_of(now)
    jobseeker = scoping.find(session, Jobseeker, jobseeker_id, actor, "jobseeker_not_found", *DETAIL, lock=True)
    if payload.from_on > today:
        raise invalid("/from_on", "in_the_future")
    if Availability.PLACED in (jobseeker.availability, payload.availability):
        # Only hiring places a person, and only the end of the placement frees one.
        raise Conflict("transition_not_allowed", from_status=jobseeker.availability, to_status=payload.availability)
    jobseeker.history.append(_entry(payload.status, payload.from_on, StatusSource.DECLARED, now))
    consents.heard(jobseeker, today)
    set_availability(session, jobseeker, payload.availability, actor, now)
    session.flush()
    return jobseeker
