"""Job titles that staff confirmed to mean an occupation; used by the next resolution in any process."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, null, select
from sqlalchemy.orm import Session, aliased

from app.core.errors import Conflict, FieldProblem, invalid
from app.core.permissions import Actor, Permission
from app.matching.titles.normalise import confirmed_key
from app.models import Account, Occupation, OccupationAlias, Organisation
from app.models.base import AnySelect
from app.schemas.reference.occupation_aliases import OccupationAliasCreate, OccupationAliasQuery
from app.services.common import existence, keyset, scoping, text_search
from app.services.reference.title_index import alias_key


def list_occupation_aliases(
    session: Session, actor: Actor, query: OccupationAliasQuery, after: keyset.PageKey | None
) -> keyset.Slice[Row[Any]]:
    """Confirmed titles, newest first."""
    statement = _shown(actor)
    if query.q:
        statement = statement.where(text_search.matches(OccupationAlias.folded, query.q))
    if query.occupation_code:
        statement = statement.where(OccupationAlias.occupation_code == query.occupation_code)
    if query.withdrawn is not None:
        statement = statement.where(OccupationAlias.withdrawn_at.is_not(None) == query.withdrawn)
    return keyset.fetch(session, statement, [keyset.Order(OccupationAlias.id, descending=True)], query, after)


def occupation_alias(session: Session, actor: Actor, alias_id: UUID) -> Row[Any]:
    """One confirmed title as the actor may see it."""
    return session.execute(_shown(actor).where(OccupationAlias.id == alias_id)).one()


def _shown(actor: Actor) -> AnySelect:
    """Confirmed titles with the organisations behind them; accounts and notes only for those who confirm titles too."""
    whole = actor.may(Permission.ALIAS_WRITE)
    confirmer, withdrawer = aliased(Account), aliased(Account)
    confirming, withdrawing = aliased(Organisation), aliased(Organisation)
    return (
        select(
            OccupationAlias.id,
            OccupationAlias.title,
            OccupationAlias.occupation_code,
            Occupation.title_vi.label("occupation_title"),
            (OccupationAlias.note if whole else null()).label("note"),
            confirming.name.label("confirmed_by"),
            (OccupationAlias.confirmed_by_id if whole else null()).label("confirmed_by_id"),
            OccupationAlias.confirmed_at,
            withdrawing.name.label("withdrawn_by"),
            (OccupationAlias.withdrawn_by_id if whole else null()).label("withdrawn_by_id"),
            OccupationAlias.withdrawn_at,
        )
        .join(Occupation, Occupation.code == OccupationAlias.occupation_code)
        .join(confirmer, confirmer.id == OccupationAlias.confirmed_by_id)
        .outerjoin(confirming, confirming.id == confirmer.organisation_id)
        .outerjoin(withdrawer, withdrawer.id == OccupationAlias.withdrawn_by_id)
        .outerjoin(withdrawing, withdrawing.id == withdrawer.organisation_id)
    )


def confirm_occupation_alias(
    session: Session, actor: Actor, payload: OccupationAliasCreate, now: datetime
) -> OccupationAlias:
    """Record that a title means an occupation; a title has one confirmed meaning at a time."""
    if not any(map(str.isalpha, confirmed_key(payload.title))):
        raise invalid("/title", "title_without_words")
    existence.occupation(session, payload.occupation_code)
    key = alias_key(payload.title)
    live = OccupationAlias.withdrawn_at.is_(None)
    taken = session.scalar(select(OccupationAlias.occupation_code).where(OccupationAlias.folded == key, live))
    if taken is not None:
        raise _taken(taken)
    alias = OccupationAlias(**payload.model_dump(), folded=key, confirmed_by_id=actor.account_id, confirmed_at=now)
    session.add(alias)
    # Who confirmed it in the same moment is stopped by the database (services/conflicts.py).
    session.flush()
    return alias


def _taken(occupation: str) -> Conflict:
    code = "alias_taken"
    problem = FieldProblem(code, pointer="/title", values={"occupation": occupation})
    return Conflict(code, problem, occupation=occupation)


def withdraw_occupation_alias(
    session: Session, actor: Actor, alias_id: UUID, reason: str | None, now: datetime
) -> OccupationAlias:
    """The title is resolved without it from now on; the row stays, with who and when."""
    alias = scoping.find(session, OccupationAlias, alias_id, actor, "occupation_alias_not_found", lock=True)
    if alias.withdrawn_at is not None:
        raise Conflict("alias_withdrawn")
    alias.withdrawn_by_id, alias.withdrawn_at = actor.account_id, now
    alias.note = " | ".join(filter(None, (alias.note, reason))) or None
    session.flush()
    return alias
