"""Requests of the person, as a worklist with due days."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from app.core import clock
from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.cursors import CursorsDep
from app.http.path_ids import DataRequestIdPath, JobseekerIdPath
from app.http.problems import responses
from app.http.routes import StrictRoute
from app.http.write_gate import WriteDep
from app.infra.db import reading
from app.schemas.common.base import Page
from app.schemas.privacy.data_requests import (
    DataRequestCreate,
    DataRequestExtend,
    DataRequestOut,
    DataRequestQuery,
    DataRequestRefuse,
)
from app.services.privacy import data_request_fulfilment, data_requests

router = APIRouter(tags=["data_requests"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.DATA_REQUEST_READ))]
Writer = Annotated[Actor, Depends(allowed(Permission.DATA_REQUEST_WRITE))]


@router.post(
    "/jobseekers/{jobseeker_id}/data-requests", status_code=201, response_model=DataRequestOut, responses=responses(409)
)
def create_data_request(
    write: WriteDep, actor: Writer, jobseeker_id: JobseekerIdPath, payload: DataRequestCreate
) -> Response:
    """Ghi yêu cầu của chủ thể dữ liệu; hạn phản hồi và hạn thực hiện do hệ thống tính theo luật."""
    with write() as session:
        made = data_requests.create_data_request(session, actor, jobseeker_id, payload, clock.now())
        return write.answer(DataRequestOut.model_validate(made))


@router.get("/data-requests")
def list_data_requests(
    actor: Reader, query: Annotated[DataRequestQuery, Query()], cursors: CursorsDep
) -> Page[DataRequestOut]:
    """Yêu cầu của chủ thể dữ liệu, đến hạn trước đứng trên."""
    with reading() as session:
        found = data_requests.list_data_requests(session, actor, query, clock.today(), cursors.read(query))
        return cursors.page(found, query, DataRequestOut)


@router.get("/data-requests/{data_request_id}")
def get_data_request(actor: Reader, data_request_id: DataRequestIdPath) -> DataRequestOut:
    """Một yêu cầu của chủ thể dữ liệu."""
    with reading() as session:
        return DataRequestOut.model_validate(data_requests.get_data_request(session, actor, data_request_id))


@router.post("/data-requests/{data_request_id}/acknowledge", response_model=DataRequestOut, responses=responses(409))
def acknowledge_data_request(write: WriteDep, actor: Writer, data_request_id: DataRequestIdPath) -> Response:
    """Đã phản hồi cho người đó là yêu cầu được tiếp nhận."""
    with write() as session:
        changed = data_requests.acknowledge_data_request(session, actor, data_request_id, clock.now())
        return write.answer(DataRequestOut.model_validate(changed))


@router.post("/data-requests/{data_request_id}/extend", response_model=DataRequestOut, responses=responses(409))
def extend_data_request(
    write: WriteDep, actor: Writer, data_request_id: DataRequestIdPath, payload: DataRequestExtend
) -> Response:
    """Gia hạn một lần, tối đa 15 ngày."""
    with write() as session:
        changed = data_requests.extend_data_request(session, actor, data_request_id, payload, clock.today())
        return write.answer(DataRequestOut.model_validate(changed))


@router.post("/data-requests/{data_request_id}/complete", response_model=DataRequestOut, responses=responses(409))
def complete_data_request(write: WriteDep, actor: Writer, data_request_id: DataRequestIdPath) -> Response:
    """Thực hiện yêu cầu: xóa thì ẩn danh, hạn chế hay phản đối thì ngừng xử lý, rút thì kết thúc mọi sự đồng ý."""
    with write() as session:
        changed = data_request_fulfilment.complete_data_request(session, actor, data_request_id, clock.now())
        return write.answer(DataRequestOut.model_validate(changed))


@router.post("/data-requests/{data_request_id}/refuse", response_model=DataRequestOut, responses=responses(409))
def refuse_data_request(
    write: WriteDep, actor: Writer, data_request_id: DataRequestIdPath, payload: DataRequestRefuse
) -> Response:
    """Từ chối yêu cầu, có căn cứ."""
    with write() as session:
        changed = data_requests.refuse_data_request(session, actor, data_request_id, payload, clock.now())
        return write.answer(DataRequestOut.model_validate(changed))
