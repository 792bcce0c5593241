"""Enterprises."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from sqlalchemy.orm import Session

from app import clock
from app.api.auth import allowed
from app.api.paging import CursorsDep
from app.api.paths import EnterpriseIdPath
from app.api.problems import responses
from app.api.rendering import joined
from app.api.routing import StrictRoute
from app.db import reading, transaction
from app.permissions import Actor, Permission
from app.schemas.base import Page
from app.schemas.enterprises import EnterpriseCreate, EnterpriseDetailOut, EnterpriseOut, EnterpriseQuery
from app.services import enterprises

router = APIRouter(prefix="/enterprises", tags=["enterprises"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.ENTERPRISE_READ))]
Writer = Annotated[Actor, Depends(allowed(Permission.ENTERPRISE_WRITE))]


def _detail(session: Session, actor: Actor, enterprise_id: UUID) -> EnterpriseDetailOut:
    found, events = enterprises.enterprise_with_events(session, actor, enterprise_id)
    return joined(EnterpriseDetailOut, found, events=events)


@router.get("", responses=responses(401, 403, 422))
def list_enterprises(
    actor: Reader, query: Annotated[EnterpriseQuery, Query()], cursors: CursorsDep
) -> Page[EnterpriseOut]:
    """Doanh nghiệp, hợp tác xã, hộ kinh doanh và nhà đầu tư."""
    with reading() as session:
        found = enterprises.list_enterprises(session, actor, query, cursors.read(query))
        return cursors.page(found, query, EnterpriseOut)


@router.post("", status_code=201, responses=responses(400, 401, 403, 409, 422))
def create_enterprise(actor: Writer, payload: EnterpriseCreate) -> EnterpriseDetailOut:
    """Thêm doanh nghiệp; mã số thuế được kiểm tra chữ số cuối và không được trùng."""
    with transaction() as session:
        created = enterprises.create_enterprise(session, actor, payload, clock.today(), clock.now())
        return _detail(session, actor, created.id)


@router.get("/{enterprise_id}", responses=responses(401, 403, 404, 422))
def get_enterprise(actor: Reader, enterprise_id: EnterpriseIdPath) -> EnterpriseDetailOut:
    """Một doanh nghiệp."""
    with reading() as session:
        return _detail(session, actor, enterprise_id)


@router.put("/{enterprise_id}", responses=responses(400, 401, 403, 404, 409, 422))
def replace_enterprise(
    actor: Writer, enterprise_id: EnterpriseIdPath, payload: EnterpriseCreate
) -> EnterpriseDetailOut:
    """Ghi lại toàn bộ thông tin doanh nghiệp, ví dụ khi nhà đầu tư bắt đầu hoạt động hoặc doanh nghiệp chấm dứt."""
    with transaction() as session:
        enterprises.replace_enterprise(session, actor, enterprise_id, payload, clock.today(), clock.now())
        return _detail(session, actor, enterprise_id)
