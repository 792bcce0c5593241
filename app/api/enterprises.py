"""Enterprises."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from app import clock
from app.api.auth import allowed
from app.api.paging import CursorsDep
from app.api.problems import responses
from app.api.routing import StrictRoute
from app.db import reading, transaction
from app.permissions import Actor, Permission
from app.schemas.base import Page
from app.schemas.enterprises import EnterpriseCreate, EnterpriseOut, EnterpriseQuery
from app.services import enterprises

router = APIRouter(prefix="/enterprises", tags=["Doanh nghiệp"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.ENTERPRISE_READ))]
Writer = Annotated[Actor, Depends(allowed(Permission.ENTERPRISE_WRITE))]


@router.get("", responses=responses(401, 403, 422))
def list_enterprises(
    actor: Reader, query: Annotated[EnterpriseQuery, Query()], cursors: CursorsDep
) -> Page[EnterpriseOut]:
    """Doanh nghiệp, hợp tác xã, hộ kinh doanh và nhà đầu tư."""
    with reading() as session:
        found = enterprises.list_enterprises(session, actor, query, cursors.read(query))
        return cursors.page(found, query, EnterpriseOut)


@router.post("", status_code=201, responses=responses(400, 401, 403, 409, 422))
def create_enterprise(_: Writer, payload: EnterpriseCreate) -> EnterpriseOut:
    """Thêm doanh nghiệp; mã số thuế được kiểm tra chữ số cuối và không được trùng."""
    with transaction() as session:
        return EnterpriseOut.model_validate(enterprises.create_enterprise(session, payload, clock.now()))


@router.get("/{enterprise_id}", responses=responses(401, 403, 404, 422))
def get_enterprise(actor: Reader, enterprise_id: UUID) -> EnterpriseOut:
    """Một doanh nghiệp."""
    with reading() as session:
        return EnterpriseOut.model_validate(enterprises.get_enterprise(session, actor, enterprise_id))


@router.put("/{enterprise_id}", responses=responses(400, 401, 403, 404, 409, 422))
def replace_enterprise(actor: Writer, enterprise_id: UUID, payload: EnterpriseCreate) -> EnterpriseOut:
    """Ghi lại toàn bộ thông tin doanh nghiệp, ví dụ khi nhà đầu tư bắt đầu hoạt động hoặc doanh nghiệp chấm dứt."""
    with transaction() as session:
        changed = enterprises.replace_enterprise(session, actor, enterprise_id, payload, clock.now())
        return EnterpriseOut.model_validate(changed)
