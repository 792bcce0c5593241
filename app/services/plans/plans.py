"""Plans and their targets."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.core.errors import NotFound, invalid
from app.models import Commune, Plan, PlanTarget, PlanTargetZoneKind
from app.schemas.plans.plans import AS_OF_RULES, PlanCreate, PlanQuery, PlanTargetCreate
from app.services.common import existence, keyset

WITH_TARGETS = selectinload(Plan.targets).selectinload(PlanTarget.zone_kinds)


def list_plans(session: Session, query: PlanQuery, after: keyset.PageKey | None) -> keyset.Slice[Plan]:
    """Plans by code."""
    statement = select(Plan)
    if query.province_code:
        statement = statement.where(Plan.province_code == query.province_code)
    return keyset.fetch(session, statement, [keyset.Order(Plan.code)], query, after)


def get_plan(session: Session, code: str) -> Plan:
    """One plan with its targets."""
    plan = session.scalar(select(Plan).where(Plan.code == code).options(WITH_TARGETS))
    if plan is None:
        raise NotFound("plan_not_found")
    return plan


def create_plan(session: Session, payload: PlanCreate) -> Plan:
    """Add a plan; a placement counts in every plan whose scope holds it, once in each."""
    existence.province(session, payload.province_code)
    in_province = select(Commune.map_version).where(Commune.province_code == payload.province_code)
    map_version = session.scalar(in_province.limit(1))
    if map_version is None:
        raise invalid("/province_code", "unknown_province")
    plan = Plan(
        **payload.model_dump(exclude={"targets"}),
        targets=[_target(target, payload.province_code, map_version) for target in payload.targets],
    )
    session.add(plan)
    session.flush()
    return plan


def _target(target: PlanTargetCreate, province_code: str, map_version: date) -> PlanTarget:
    return PlanTarget(
        **target.model_dump(exclude={"zone_kinds"}),
        province_code=province_code,
        map_version=map_version,
        as_of_rule=AS_OF_RULES[target.indicator],
        zone_kinds=[PlanTargetZoneKind(zone_kind=kind) for kind in target.zone_kinds],
    )
