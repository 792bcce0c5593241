"""Who sees which rows. What is out of scope is absent: the same 404 as an unknown id (docs/decisions/0009-scope.md)."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ExecutableOption, ReadOnlyColumnCollection

from app.core.errors import AppError, NotFound, invalid
from app.core.permissions import Actor
from app.models import (
    Account,
    ApiClient,
    Base,
    Consent,
    DataRequest,
    Enterprise,
    Invitation,
    Jobseeker,
    LabourUse,
    Placement,
    Referral,
    SupportRequest,
    Survey,
    SurveyRound,
    SurveyRoundShare,
    Vacancy,
)
from app.models.base import AnySelect
from app.vocabulary import EnterpriseStage, Role, RoundStatus, VacancyStatus

VersionCheck = Callable[[], None]
"""Run once a row is locked and before it is changed; raises when the caller saw another version of it."""
B = TypeVar("B", bound=Base)
S = TypeVar("S", bound=AnySelect)
Condition = ColumnElement[bool]

OF_ENTERPRISE = (Survey, SupportRequest, Vacancy, Placement, LabourUse, Account, Invitation)
"""Rows that are an enterprise's and name it."""
OF_PERSON = (Referral, Placement, Consent, DataRequest)
"""Rows that are about a jobseeker and name the person."""
PEOPLE = (Jobseeker, *OF_PERSON)
ACCESS = (Account, Invitation, ApiClient)


def visible(statement: S, model: type[Base], actor: Actor) -> S:
    """Restrict a statement to the rows of ``model`` that the actor may see."""
    for condition in _RULES[actor.role](model, actor):
        statement = statement.where(condition)
    if model is Jobseeker:
        # What is left of somebody who is anonymous counts in figures, and is nobody's profile.
        statement = statement.where(Jobseeker.anonymised_at.is_(None))
    return statement


def _of_staff(model: type[Base], actor: Actor) -> list[Condition]:
    """The rounds that the organisation takes part in; of the rest what lies in the places one is bound to.

    Zones bind enterprises and what is theirs, communes bind people and what is about them, and the enterprises
    outside any zone. Of accounts only those of enterprises are the staff's matter.
    """
    found: list[Condition] = []
    if model is SurveyRound:
        found.append(_takes_part(actor.organisation_id))
    if model is Survey:
        found.append(Survey.round_id.in_(select(SurveyRound.id).where(_takes_part(actor.organisation_id))))
    found += [owned.role == Role.ENTERPRISE_HR for owned in (Account, Invitation) if model is owned]
    if model is ApiClient:
        found.append(false())
    return [*found, *_in_places(model, actor)]


def _in_places(model: type[Base], actor: Actor) -> list[Condition]:
    """Nothing for whoever works for the whole province, so that their questions cost no more."""
    found: list[Condition] = []
    if actor.is_bound:
        enterprises = select(Enterprise.id).where(_enterprise_in(actor))
        if model is Enterprise:
            found.append(_enterprise_in(actor))
        if model is Referral:
            theirs = select(Vacancy.id).where(Vacancy.enterprise_id.in_(enterprises))
            found.append(Referral.vacancy_id.in_(theirs))
        found += [owned.enterprise_id.in_(enterprises) for owned in OF_ENTERPRISE if model is owned]
    if actor.communes is not None:
        if model is Jobseeker:
            found.append(Jobseeker.commune_code.in_(actor.communes))
        people = select(Jobseeker.id).where(Jobseeker.commune_code.in_(actor.communes))
        found += [about.jobseeker_id.in_(people) for about in OF_PERSON if model is about]
    return found


def _enterprise_in(actor: Actor) -> Condition:
    """In one of the zones; outside any zone in one of the communes, or anywhere when neither binds."""
    inside = true() if actor.zones is None else Enterprise.zone_code.in_(actor.zones)
    if actor.communes is None:
        return inside
    outside = and_(Enterprise.zone_code.is_(None), Enterprise.commune_code.in_(actor.communes))
    return or_(and_(Enterprise.zone_code.is_not(None), inside), outside)


def _of_enterprise(model: type[Base], actor: Actor) -> list[Condition]:
    """What one enterprise's HR sees: its own rows, rounds once they are open, the people introduced to it."""
    own = select(Vacancy.id).where(Vacancy.enterprise_id == actor.enterprise_id)
    if model is Enterprise:
        return [Enterprise.id == actor.enterprise_id]
    if model is SurveyRound:
        return [SurveyRound.status != RoundStatus.DRAFT]
    if model is Referral:
        return [Referral.vacancy_id.in_(own)]
    if model is Jobseeker:
        introduced = (Referral.jobseeker_id == Jobseeker.id, Referral.vacancy_id.in_(own), Referral.purged_at.is_(None))
        hired = (Placement.jobseeker_id == Jobseeker.id, Placement.enterprise_id == actor.enterprise_id)
        return [or_(exists().where(*introduced), exists().where(*hired))]
    if model in (Consent, DataRequest, *ACCESS):
        return [false()]
    return [owned.enterprise_id == actor.enterprise_id for owned in OF_ENTERPRISE if model is owned]


def _of_portal(model: type[Base], _: Actor) -> list[Condition]:
    """What is for publication."""
    if model is Enterprise:
        return [Enterprise.stage == EnterpriseStage.OPERATING]
    if model is Vacancy:
        return [Vacancy.status == VacancyStatus.OPEN]
    closed = model in (*PEOPLE, *ACCESS, Survey, SurveyRound, SupportRequest, LabourUse)
    return [false()] if closed else []


def _of_leader(model: type[Base], _: Actor) -> list[Condition]:
    """Everything but people and accounts."""
    return [false()] if model in (*PEOPLE, *ACCESS) else []


def _of_admin(model: type[Base], _: Actor) -> list[Condition]:
    """Everything but people."""
    return [false()] if model in PEOPLE else []


_RULES: dict[Role, Callable[[type[Base], Actor], list[Condition]]] = {
    Role.STAFF: _of_staff,
    Role.ENTERPRISE_HR: _of_enterprise,
    Role.LEADER: _of_leader,
    Role.PORTAL: _of_portal,
    Role.ADMIN: _of_admin,
}


def _takes_part(organisation_id: UUID | None) -> Any:  # noqa: ANN401 - a condition; its exact class is SQLAlchemy's matter.
    shared = exists().where(
        SurveyRoundShare.round_id == SurveyRound.id, SurveyRoundShare.organisation_id == organisation_id
    )
    return or_(SurveyRound.owner_id == organisation_id, shared)


def visible_records(statement: S, record: ReadOnlyColumnCollection[str, Any], actor: Actor) -> S:
    """Restrict the rows behind a figure: columns id, kind and enterprise_id. Only staff are bound to places."""
    if not actor.is_bound:
        return statement
    statement = statement.where(record.enterprise_id.in_(visible(select(Enterprise.id), Enterprise, actor)))
    for kind, model in (("placement", Placement), ("referral", Referral)):
        theirs = record.id.in_(visible(select(model.__mapper__.primary_key[0]), model, actor))
        statement = statement.where(or_(record.kind != kind, theirs))
    return statement


def check_enterprise_place(actor: Actor, zone_code: str | None, commune_code: str) -> None:
    """Refuse an enterprise stated where the actor could not see it afterwards."""
    if zone_code is not None:
        if actor.zones is not None and zone_code not in actor.zones:
            raise invalid("/zone_code", "outside_your_places")
    elif actor.communes is not None:
        check_home(actor, commune_code)
    elif actor.zones is not None:
        raise invalid("/zone_code", "outside_your_places")


def check_home(actor: Actor, commune_code: str) -> None:
    """Refuse a commune where the actor could not see the person, or the enterprise, afterwards."""
    if actor.communes is not None and commune_code not in actor.communes:
        raise invalid("/commune_code", "outside_your_places")


def homes(actor: Actor, asked: frozenset[str]) -> frozenset[str]:
    """The communes whose people a ranking may hold; empty means everybody, ``NOWHERE`` nobody.

    Asked for communes outside the actor's, a ranking is as empty as one of communes where nobody lives.
    """
    if actor.communes is None:
        return asked
    return (asked & actor.communes if asked else actor.communes) or NOWHERE


NOWHERE = frozenset({""})
"""No commune has an empty code."""


def find(
    session: Session,
    model: type[B],
    key: UUID | str,
    actor: Actor,
    missing: AppError | str,
    *options: ExecutableOption,
    lock: bool = False,
    share: bool = False,
) -> B:
    """One row within the actor's scope. ``missing`` is the 404 code, or the error to raise for an id in a body.

    ``lock`` holds the row until the end of the transaction (PostgreSQL; SQLite has one writer anyway), so that
    what was checked still holds when it is changed; ``share`` only keeps others from changing it.
    """
    statement = visible(select(model).where(model.__mapper__.primary_key[0] == key), model, actor)
    statement = statement.options(*options).execution_options(populate_existing=lock or share)
    if lock or share:
        statement = statement.with_for_update(of=model, read=share)
    row = session.scalar(statement)
    if row is None:
        raise NotFound(missing) if isinstance(missing, str) else missing
    return row
