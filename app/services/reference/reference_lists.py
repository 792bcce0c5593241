"""Which reference lists are loaded, in which version."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import ReferenceList, SkillLevel


def list_reference_lists(session: Session) -> tuple[Sequence[ReferenceList], Sequence[SkillLevel]]:
    """All lists by name, and the level scales by scale and rank."""
    lists = session.scalars(select(ReferenceList).order_by(ReferenceList.name)).all()
    levels = session.scalars(select(SkillLevel).order_by(SkillLevel.scale, SkillLevel.rank, SkillLevel.value)).all()
    return lists, levels
