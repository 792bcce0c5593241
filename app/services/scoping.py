"""Who sees which rows. What is out of scope is absent: the same 404 as an unknown id."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ExecutableOption

from app.errors import AppError, NotFound
from app.models import (
    Base,
    Enterprise,
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
from app.permissions import Actor
from app.vocabulary import EnterpriseStage, Role, RoundStatus, VacancyStatus

Held = Callable[[], None]
"""Run once a row is locked and before it is changed; raises when the caller saw another version of it."""
B = TypeVar("B", bound=Base)
S = TypeVar("S", bound=AnySelect)


def visible(statement: S, model: type[Base], actor: Actor) -> S:
    """Restrict a statement to the rows of ``model`` that the actor may see."""
    if actor.role is Role.ENTERPRISE_HR:
        return _of_enterprise(statement, model, actor.enterprise_id)
    if actor.role is Role.PORTAL and model is Enterprise:
        return statement.where(Enterprise.stage == EnterpriseStage.OPERATING)
    if actor.role is Role.PORTAL and model is Vacancy:
        return statement.where(Vacancy.status == VacancyStatus.OPEN)
    if model is SurveyRound and actor.role is Role.STAFF:
        return statement.where(_takes_part(actor.organisation_id))
    if model is Survey and actor.role is Role.STAFF:
        return statement.where(Survey.round_id.in_(select(SurveyRound.id).where(_takes_part(actor.organisation_id))))
    return statement


def _of_enterprise(statement: S, model: type[Base], enterprise_id: UUID | None) -> S:
    """What one enterprise's HR sees: its own rows, and rounds once they are open."""
    if model is Enterprise:
        return statement.where(Enterprise.id == enterprise_id)
    if model is SurveyRound:
        return statement.where(SurveyRound.status != RoundStatus.DRAFT)
    if model is Referral:
        own = select(Vacancy.id).where(Vacancy.enterprise_id == enterprise_id)
        return statement.where(Referral.vacancy_id.in_(own))
    for owned in (Survey, SupportRequest, Vacancy, Placement, LabourUse):
        if model is owned:
            return statement.where(owned.enterprise_id == enterprise_id)
    return statement


def _takes_part(organisation_id: UUID | None) -> Any:  # noqa: ANN401 - a condition; its exact class is SQLAlchemy's matter.
    shared = exists().where(
        SurveyRoundShare.round_id == SurveyRound.id, SurveyRoundShare.organisation_id == organisation_id
    )
    return or_(SurveyRound.owner_id == organisation_id, shared)


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
