"""Versions of the reference lists."""

from typing import Annotated

from fastapi import APIRouter, Depends

from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.routes import StrictRoute
from app.infra.db import reading
from app.schemas.reference.reference_lists import ReferenceListOut, ReferenceListsOut, SkillLevelOut
from app.services.reference import reference_lists

router = APIRouter(prefix="/reference-lists", tags=["reference_lists"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.REFERENCE_READ))]


@router.get("")
def list_reference_lists(_: Reader) -> ReferenceListsOut:
    """Các danh mục đang dùng với phiên bản, ngày áp dụng, nguồn; và thang trình độ."""
    with reading() as session:
        lists, levels = reference_lists.list_reference_lists(session)
        return ReferenceListsOut(
            lists=[ReferenceListOut.model_validate(row) for row in lists],
            skill_levels=[SkillLevelOut.model_validate(row) for row in levels],
        )
