"""Support requests."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from app.api.demand.views import support_request_detail
from app.core import clock
from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.cursors import CursorsDep
from app.http.path_ids import RequestIdPath
from app.http.problems import responses
from app.http.routes import StrictRoute
from app.http.write_gate import WriteDep
from app.infra.db import reading
from app.schemas.common.base import Page
from app.schemas.common.status_events import ReasonCreate
from app.schemas.demand.support_requests import (
    SupportRequestCreate,
    SupportRequestDetailOut,
    SupportRequestOut,
    SupportRequestQuery,
)
from app.services.demand import support_requests

router = APIRouter(prefix="/support-requests", tags=["support_requests"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.SUPPORT_REQUEST_READ))]
Writer = Annotated[Actor, Depends(allowed(Permission.SUPPORT_REQUEST_WRITE))]


@router.get("")
def list_support_requests(
    actor: Reader, query: Annotated[SupportRequestQuery, Query()], cursors: CursorsDep
) -> Page[SupportRequestOut]:
    """Yêu cầu hỗ trợ giới thiệu lao động của doanh nghiệp, mới trước."""
    with reading() as session:
        found = support_requests.list_support_requests(session, actor, query, cursors.read(query))
        return cursors.page(found, query, SupportRequestOut)


@router.post("", status_code=201, response_model=SupportRequestDetailOut, responses=responses(409))
def create_support_request(write: WriteDep, actor: Writer, payload: SupportRequestCreate) -> Response:
    """Ghi một yêu cầu hỗ trợ ngoài đợt khảo sát."""
    with write() as session:
        created = support_requests.create_support_request(session, actor, payload, clock.now())
        return write.answer(support_request_detail(session, actor, created.id))


@router.get("/{request_id}")
def get_support_request(actor: Reader, request_id: RequestIdPath) -> SupportRequestDetailOut:
    """Một yêu cầu hỗ trợ, số người đã được tuyển theo yêu cầu."""
    with reading() as session:
        return support_request_detail(session, actor, request_id)


@router.post("/{request_id}/close", response_model=SupportRequestDetailOut, responses=responses(409))
def close_support_request(write: WriteDep, actor: Writer, request_id: RequestIdPath, payload: ReasonCreate) -> Response:
    """Đóng yêu cầu đã giải quyết."""
    with write() as session:
        support_requests.close_support_request(session, actor, request_id, payload.reason, clock.now())
        return write.answer(support_request_detail(session, actor, request_id))


@router.post("/{request_id}/reopen", response_model=SupportRequestDetailOut, responses=responses(409))
def reopen_support_request(
    write: WriteDep, actor: Writer, request_id: RequestIdPath, payload: ReasonCreate
) -> Response:
    """Mở lại yêu cầu đã đóng."""
    with write() as session:
        support_requests.reopen_support_request(session, actor, request_id, payload.reason, clock.now())
        return write.answer(support_request_detail(session, actor, request_id))


@router.post("/{request_id}/withdraw", response_model=SupportRequestDetailOut, responses=responses(409))
def withdraw_support_request(
    write: WriteDep, actor: Writer, request_id: RequestIdPath, payload: ReasonCreate
) -> Response:
    """Doanh nghiệp rút yêu cầu; không còn tính vào số đề nghị."""
    with write() as session:
        support_requests.withdraw_support_request(session, actor, request_id, payload.reason, clock.now())
        return write.answer(support_request_detail(session, actor, request_id))
