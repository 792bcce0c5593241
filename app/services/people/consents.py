"""Consents: one live row for each person and purpose, and for each enterprise that a person may be disclosed to.

``Jobseeker.matching_consent`` and ``consent_on`` repeat the live consent for matching, because rankings read them for
everybody; whatever gives or ends that consent writes both (Law 91/2025/QH15, art. 25; Decree 356/2025/NĐ-CP).
"""

import json
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.core.errors import invalid
from app.core.permissions import Actor
from app.core.reporting_days import day_of, months_after
from app.models import Consent, DataRequest, Enterprise, Jobseeker
from app.schemas.people.consents import ConsentCreate, ConsentQuery, DisclosureCreate
from app.services.common import audit, keyset, scoping
from app.services.common.pool_changes import note_change
from app.vocabulary import ConsentEnd, ConsentHow, ConsentPurpose, DataRequestKind, DataRequestStatus

MONTHS, MOST_MONTHS = 12, 24
"""How long a consent lasts when nothing else was agreed, and at most."""


@dataclass(frozen=True, slots=True)
class ConsentText:
    """What people agree to, word for word, with a gloss in English."""

    purpose: ConsentPurpose
    version: str
    current: bool
    text: str
    text_en: str


@cache
def texts() -> tuple[ConsentText, ...]:
    """Every text in every version, those in use first."""
    rows = json.loads((files("app.services.people") / "data" / "consent_texts.json").read_text(encoding="utf-8"))
    return tuple(ConsentText(**row | {"purpose": ConsentPurpose(row["purpose"])}) for row in rows)


@cache
def current_version(purpose: ConsentPurpose) -> str:
    """The version of the text by which consent is asked for now."""
    (version,) = (text.version for text in texts() if text.purpose is purpose and text.current)
    return version


@dataclass(frozen=True, slots=True)
class ConsentStatement:
    """A consent as it was given; ``expires_on`` None: after the usual term."""

    purpose: ConsentPurpose
    given_on: date
    how: ConsentHow
    evidence: str | None = None
    enterprise_id: UUID | None = None
    expires_on: date | None = None


def live(
    session: Session, jobseeker_id: UUID, purpose: ConsentPurpose, enterprise_id: UUID | None = None, *, on: date
) -> Consent | None:
    """The consent of a person for a purpose that holds on a day (its last day included), or None."""
    return session.scalar(
        select(Consent).where(
            Consent.jobseeker_id == jobseeker_id,
            Consent.purpose == purpose,
            Consent.enterprise_id == enterprise_id if enterprise_id else Consent.enterprise_id.is_(None),
            Consent.ended_at.is_(None),
            or_(Consent.expires_on.is_(None), Consent.expires_on >= on),
        )
    )


def disclosed_to(session: Session, jobseeker_ids: Set[UUID], enterprise_id: UUID, *, on: date) -> set[UUID]:
    """Who of these people agreed that an enterprise knows who they are, as it holds on a day."""
    found = select(Consent.jobseeker_id).where(
        Consent.jobseeker_id.in_(jobseeker_ids),
        Consent.purpose == ConsentPurpose.DISCLOSURE,
        Consent.enterprise_id == enterprise_id,
        Consent.ended_at.is_(None),
        or_(Consent.expires_on.is_(None), Consent.expires_on >= on),
    )
    return set(session.scalars(found))


def standing(session: Session, jobseeker_id: UUID, *purposes: ConsentPurpose) -> list[Consent]:
    """The consents of a person that have not been ended, for some purposes or for all."""
    found = select(Consent).where(Consent.jobseeker_id == jobseeker_id, Consent.ended_at.is_(None))
    if purposes:
        found = found.where(Consent.purpose.in_(purposes))
    return list(session.scalars(found.order_by(Consent.id).with_for_update()))


def list_consents(
    session: Session, actor: Actor, jobseeker_id: UUID, query: ConsentQuery, after: keyset.PageKey | None
) -> keyset.Slice[Consent]:
    """All that a person agreed to, newest first."""
    scoping.find(session, Jobseeker, jobseeker_id, actor, "jobseeker_not_found")
    statement = scoping.visible(select(Consent), Consent, actor).where(Consent.jobseeker_id == jobseeker_id)
    if query.purpose is not None:
        statement = statement.where(Consent.purpose == query.purpose)
    if query.live is not None:
        statement = statement.where(Consent.ended_at.is_(None) if query.live else Consent.ended_at.is_not(None))
    return keyset.fetch(session, statement, [keyset.Order(Consent.id, descending=True)], query, after)


def record_consent(
    session: Session, actor: Actor, jobseeker_id: UUID, payload: ConsentCreate, now: datetime
) -> Consent:
    """Record what a person agreed to; the same purpose's consent before it is replaced."""
    jobseeker = scoping.find(session, Jobseeker, jobseeker_id, actor, "jobseeker_not_found", lock=True)
    if payload.text_version != current_version(payload.purpose):
        raise invalid("/text_version", "text_version_old", current=current_version(payload.purpose))
    if payload.enterprise_id is not None:
        unknown = invalid("/enterprise_id", "unknown_enterprise")
        scoping.find(session, Enterprise, payload.enterprise_id, actor, unknown)
    given = ConsentStatement(**payload.model_dump(exclude={"text_version"}))
    return give(session, actor, jobseeker, given, now)


def give(
    session: Session,
    actor: Actor,
    jobseeker: Jobseeker,
    given: ConsentStatement,
    now: datetime,
    *,
    pointer: str = "/given_on",
    newcomer: bool = False,
) -> Consent:
    """Write a consent of a locked person. Who agrees to be matched since a restriction lifts it.

    newcomer: registered with this transaction, so there is nothing before it to look for.
    """
    today = day_of(now)
    expires_on = _end_of(given, today, pointer)
    before = None if newcomer else live_row(session, jobseeker.id, given.purpose, given.enterprise_id)
    if before is None and not newcomer:
        _check_not_taken_back(session, jobseeker.id, given, pointer)
    if before is not None:
        end([before], ConsentEnd.REPLACED, max(given.given_on, before.given_on), now)
        session.flush()
    consent = Consent(
        jobseeker_id=jobseeker.id,
        purpose=given.purpose,
        enterprise_id=given.enterprise_id,
        text_version=current_version(given.purpose),
        given_on=given.given_on,
        how=given.how,
        evidence=given.evidence,
        expires_on=expires_on,
        recorded_at=now,
        recorded_by_id=actor.account_id,
    )
    session.add(consent)
    if given.purpose is ConsentPurpose.MATCHING:
        jobseeker.matching_consent, jobseeker.consent_on = True, given.given_on
        jobseeker.restricted = jobseeker.restricted and given.given_on < _restricted_on(session, jobseeker.id)
        note_change(session, jobseeker.id)
    heard(jobseeker, given.given_on)
    session.flush()
    audit.note(session, purpose=given.purpose.value)
    return consent


def _end_of(given: ConsentStatement, today: date, pointer: str) -> date:
    """The last day of a consent, after checking it."""
    if given.given_on > today:
        raise invalid(pointer, "in_the_future")
    expires_on = given.expires_on or months_after(given.given_on, MONTHS)
    if expires_on > months_after(given.given_on, MOST_MONTHS):
        raise invalid("/expires_on", "consent_too_long", months=MOST_MONTHS)
    if expires_on < today:
        raise invalid(pointer if given.expires_on is None else "/expires_on", "consent_over")
    return expires_on


def _check_not_taken_back(session: Session, jobseeker_id: UUID, given: ConsentStatement, pointer: str) -> None:
    """A paper found later must not bring back what the person has withdrawn since."""
    withdrawn_on = session.scalar(
        select(func.max(Consent.ended_on)).where(
            Consent.jobseeker_id == jobseeker_id,
            Consent.purpose == given.purpose,
            Consent.enterprise_id == given.enterprise_id if given.enterprise_id else Consent.enterprise_id.is_(None),
            Consent.end_reason == ConsentEnd.WITHDRAWN,
        )
    )
    if withdrawn_on is not None and given.given_on < withdrawn_on:
        raise invalid(pointer, "before_withdrawal")


def _restricted_on(session: Session, jobseeker_id: UUID) -> date:
    """The day on which the person last asked that nothing be done with the profile."""
    asked = select(func.max(DataRequest.received_on)).where(
        DataRequest.jobseeker_id == jobseeker_id,
        DataRequest.kind.in_((DataRequestKind.RESTRICT, DataRequestKind.OBJECT)),
        DataRequest.status == DataRequestStatus.DONE,
    )
    return session.scalar(asked) or date.min


def live_row(
    session: Session, jobseeker_id: UUID, purpose: ConsentPurpose, enterprise_id: UUID | None = None
) -> Consent | None:
    """The row that has not been ended, even when its last day has passed; locked."""
    same = (row for row in standing(session, jobseeker_id, purpose) if row.enterprise_id == enterprise_id)
    return next(same, None)


def give_disclosure(
    session: Session,
    actor: Actor,
    jobseeker: Jobseeker,
    enterprise_id: UUID,
    payload: DisclosureCreate,
    now: datetime,
) -> None:
    """With an introduction: the person agrees that this one enterprise learns who it is."""
    given = ConsentStatement(ConsentPurpose.DISCLOSURE, **payload.model_dump(), enterprise_id=enterprise_id)
    give(session, actor, jobseeker, given, now, pointer="/disclosure/given_on")


def end(consents: Iterable[Consent], reason: ConsentEnd, on: date, now: datetime) -> None:
    """End consents; the rows stay as evidence."""
    for consent in consents:
        consent.ended_at, consent.ended_on, consent.end_reason = now, on, reason


def heard(jobseeker: Jobseeker, day: date) -> None:
    """The person was in touch on a day, so a notice of idleness has done its work."""
    jobseeker.last_heard_on = max(jobseeker.last_heard_on, day)
    jobseeker.idle_notice_on = None
