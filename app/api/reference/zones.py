"""Zones."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.cursors import CursorsDep
from app.http.problems import responses
from app.http.routes import StrictRoute
from app.http.write_gate import WriteDep
from app.infra.db import reading
from app.schemas.common.base import Page
from app.schemas.reference.zones import ZoneCreate, ZoneOut, ZoneQuery
from app.services.reference import zones

router = APIRouter(prefix="/zones", tags=["zones"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.REFERENCE_READ))]
Writer = Annotated[Actor, Depends(allowed(Permission.ZONE_WRITE))]
ZoneCodePath = Annotated[
    str, Path(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40, description="Mã khu.", examples=["kcn-binh-long"])
]


@router.get("")
def list_zones(_: Reader, query: Annotated[ZoneQuery, Query()], cursors: CursorsDep) -> Page[ZoneOut]:
    """KCN, KKTCK, CCN; tìm có dấu hoặc không dấu."""
    with reading() as session:
        return cursors.page(zones.list_zones(session, query, cursors.read(query)), query, ZoneOut)


@router.post("", status_code=201, response_model=ZoneOut, responses=responses(409))
def create_zone(write: WriteDep, _: Writer, payload: ZoneCreate) -> Response:
    """Thêm khu, cụm, ví dụ một cụm công nghiệp."""
    with write() as session:
        return write.answer(ZoneOut.model_validate(zones.create_zone(session, payload)))


@router.get("/{code}")
def get_zone(_: Reader, code: ZoneCodePath) -> ZoneOut:
    """Một khu, cụm."""
    with reading() as session:
        return ZoneOut.model_validate(zones.get_zone(session, code))
