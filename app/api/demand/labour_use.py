"""Headcounts."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from app.core import clock
from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.cursors import CursorsDep
from app.http.etags import PreconditionDep, sent
from app.http.path_ids import LabourUseIdPath
from app.http.problems import responses
from app.http.routes import StrictRoute
from app.http.write_gate import ChangeDep, WriteDep
from app.infra.db import reading
from app.schemas.common.base import Page
from app.schemas.demand.labour_use import LabourUseCreate, LabourUseOut, LabourUseQuery, LabourUseUpdate
from app.services.demand import labour_use

router = APIRouter(prefix="/labour-use", tags=["labour_use"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.LABOUR_USE_READ))]
Writer = Annotated[Actor, Depends(allowed(Permission.LABOUR_USE_WRITE))]


@router.get("")
def list_labour_use(
    actor: Reader, query: Annotated[LabourUseQuery, Query()], cursors: CursorsDep
) -> Page[LabourUseOut]:
    """Số lao động theo doanh nghiệp và ngày, ngày mới trước."""
    with reading() as session:
        found = labour_use.list_labour_use(session, actor, query, cursors.read(query))
        return cursors.page(found, query, LabourUseOut)


@router.post("", status_code=201, response_model=LabourUseOut, responses=responses(409))
def record_labour_use(write: WriteDep, actor: Writer, payload: LabourUseCreate) -> Response:
    """Ghi số lao động của một doanh nghiệp vào một ngày; mỗi ngày một số."""
    with write() as session:
        recorded = labour_use.record_labour_use(session, actor, payload, clock.now())
        return write.answer(LabourUseOut.model_validate(recorded), tag=True)


@router.get("/{labour_use_id}", response_model=LabourUseOut, responses=responses(304))
def get_labour_use(request: Request, actor: Reader, labour_use_id: LabourUseIdPath) -> Response:
    """Một số lao động."""
    with reading() as session:
        return sent(LabourUseOut.model_validate(labour_use.get_labour_use(session, actor, labour_use_id)), request)


@router.patch("/{labour_use_id}", response_model=LabourUseOut, responses=responses(409))
def correct_labour_use(
    write: ChangeDep,
    precondition: PreconditionDep,
    actor: Writer,
    labour_use_id: LabourUseIdPath,
    payload: LabourUseUpdate,
) -> Response:
    """Sửa một số lao động ghi nhầm."""
    with write() as session:
        held = precondition.on(
            lambda: LabourUseOut.model_validate(labour_use.get_labour_use(session, actor, labour_use_id))
        )
        corrected = labour_use.correct_labour_use(session, actor, labour_use_id, payload, clock.now(), held)
        return write.answer(LabourUseOut.model_validate(corrected), tag=True)
