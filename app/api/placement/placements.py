"""Placements."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from app.api.placement.views import placement_detail
from app.core import clock
from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.cursors import CursorsDep
from app.http.path_ids import PlacementIdPath
from app.http.problems import responses
from app.http.routes import StrictRoute
from app.http.write_gate import WriteDep
from app.infra.db import reading
from app.schemas.common.base import Page
from app.schemas.common.status_events import ReasonCreate
from app.schemas.placement.placements import (
    PlacementConfirm,
    PlacementCreate,
    PlacementDetailOut,
    PlacementEnd,
    PlacementOut,
    PlacementQuery,
)
from app.services.placement import placements

router = APIRouter(prefix="/placements", tags=["placements"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.PLACEMENT_READ))]
Writer = Annotated[Actor, Depends(allowed(Permission.PLACEMENT_WRITE))]
Confirmer = Annotated[Actor, Depends(allowed(Permission.PLACEMENT_CONFIRM))]


@router.get("")
def list_placements(
    actor: Reader, query: Annotated[PlacementQuery, Query()], cursors: CursorsDep
) -> Page[PlacementOut]:
    """Việc làm đã giải quyết, mới trước."""
    with reading() as session:
        found = placements.list_placements(session, actor, query, cursors.read(query))
        return cursors.page(found, query, PlacementOut)


@router.post("", status_code=201, response_model=PlacementDetailOut, responses=responses(409))
def record_hire(write: WriteDep, actor: Writer, payload: PlacementCreate) -> Response:
    """Ghi nhận tuyển dụng và lấy một chỗ trống; hết chỗ thì 409 no_opening_left."""
    with write() as session:
        placement = placements.record_hire(session, actor, payload, clock.now())
        return write.answer(placement_detail(session, actor, placement.id))


@router.get("/{placement_id}")
def get_placement(actor: Reader, placement_id: PlacementIdPath) -> PlacementDetailOut:
    """Một việc làm đã giải quyết."""
    with reading() as session:
        return placement_detail(session, actor, placement_id)


@router.post("/{placement_id}/confirm", response_model=PlacementDetailOut, responses=responses(409))
def confirm_placement(
    write: WriteDep, actor: Confirmer, placement_id: PlacementIdPath, payload: PlacementConfirm
) -> Response:
    """Xác nhận người lao động đã vào làm."""
    with write() as session:
        placements.confirm_placement(session, actor, placement_id, payload, clock.now())
        return write.answer(placement_detail(session, actor, placement_id))


@router.post("/{placement_id}/end", response_model=PlacementDetailOut, responses=responses(409))
def end_placement(write: WriteDep, actor: Writer, placement_id: PlacementIdPath, payload: PlacementEnd) -> Response:
    """Người lao động đã nghỉ việc; vẫn là việc làm đã giải quyết."""
    with write() as session:
        placements.end_placement(session, actor, placement_id, payload, clock.now())
        return write.answer(placement_detail(session, actor, placement_id))


@router.post("/{placement_id}/cancel", response_model=PlacementDetailOut, responses=responses(409))
def cancel_placement(write: WriteDep, actor: Writer, placement_id: PlacementIdPath, payload: ReasonCreate) -> Response:
    """Hủy vì ghi nhầm hoặc không đến nhận việc; trả lại chỗ trống và không tính."""
    with write() as session:
        placements.cancel_placement(session, actor, placement_id, payload.reason, clock.now())
        return write.answer(placement_detail(session, actor, placement_id))
