"""Enterprises."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from app.api.demand.views import enterprise_detail
from app.core import clock
from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.cursors import CursorsDep
from app.http.etags import PreconditionDep, sent
from app.http.path_ids import EnterpriseIdPath
from app.http.problems import responses
from app.http.routes import StrictRoute
from app.http.write_gate import ChangeDep, WriteDep
from app.infra.db import reading
from app.schemas.common.base import Page
from app.schemas.demand.enterprises import EnterpriseCreate, EnterpriseDetailOut, EnterpriseOut, EnterpriseQuery
from app.services.demand import enterprises

router = APIRouter(prefix="/enterprises", tags=["enterprises"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.ENTERPRISE_READ))]
Writer = Annotated[Actor, Depends(allowed(Permission.ENTERPRISE_WRITE))]


@router.get("")
def list_enterprises(
    actor: Reader, query: Annotated[EnterpriseQuery, Query()], cursors: CursorsDep
) -> Page[EnterpriseOut]:
    """Doanh nghiệp, hợp tác xã, hộ kinh doanh và nhà đầu tư."""
    with reading() as session:
        found = enterprises.list_enterprises(session, actor, query, cursors.read(query))
        return cursors.page(found, query, EnterpriseOut)


@router.post("", status_code=201, response_model=EnterpriseDetailOut, responses=responses(409))
def create_enterprise(write: WriteDep, actor: Writer, payload: EnterpriseCreate) -> Response:
    """Thêm doanh nghiệp; mã số thuế được kiểm tra chữ số cuối và không được trùng."""
    with write() as session:
        created = enterprises.create_enterprise(session, actor, payload, clock.now())
        return write.answer(enterprise_detail(session, actor, created.id), tag=True)


@router.get("/{enterprise_id}", response_model=EnterpriseDetailOut, responses=responses(304))
def get_enterprise(request: Request, actor: Reader, enterprise_id: EnterpriseIdPath) -> Response:
    """Một doanh nghiệp."""
    with reading() as session:
        return sent(enterprise_detail(session, actor, enterprise_id), request)


@router.put("/{enterprise_id}", response_model=EnterpriseDetailOut, responses=responses(409))
def replace_enterprise(
    write: ChangeDep,
    precondition: PreconditionDep,
    actor: Writer,
    enterprise_id: EnterpriseIdPath,
    payload: EnterpriseCreate,
) -> Response:
    """Ghi lại toàn bộ thông tin doanh nghiệp, ví dụ khi nhà đầu tư bắt đầu hoạt động hoặc doanh nghiệp chấm dứt."""
    with write() as session:
        held = precondition.on(lambda: enterprise_detail(session, actor, enterprise_id))
        enterprises.replace_enterprise(session, actor, enterprise_id, payload, clock.now(), held)
        return write.answer(enterprise_detail(session, actor, enterprise_id), tag=True)
