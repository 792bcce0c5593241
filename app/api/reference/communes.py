"""Communes."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from app.api.reference.views import communes_resolved
from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.cursors import CursorsDep
from app.http.dependencies import LanguageDep, RuntimeDep
from app.http.responses import joined
from app.http.routes import StrictRoute
from app.infra.db import reading
from app.schemas.common.base import Page
from app.schemas.reference.communes import (
    CommuneDetailOut,
    CommuneOut,
    CommuneQuery,
    CommunesResolve,
    CommunesResolvedOut,
)
from app.services.reference import communes

router = APIRouter(prefix="/communes", tags=["communes"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.REFERENCE_READ))]
CommuneCodePath = Annotated[str, Path(pattern=r"^[0-9]{5}$", description="Mã 5 chữ số.", examples=["30463"])]


@router.get("")
def list_communes(_: Reader, query: Annotated[CommuneQuery, Query()], cursors: CursorsDep) -> Page[CommuneOut]:
    """Xã, phường, đặc khu; tìm có dấu hoặc không dấu, theo tên mới hoặc tên cũ."""
    with reading() as session:
        found = communes.list_communes(session, query, cursors.read(query))
        return cursors.page(found, query, CommuneOut)


@router.post("/resolve")
def resolve_communes(
    _: Reader, payload: CommunesResolve, runtime: RuntimeDep, language: LanguageDep
) -> CommunesResolvedOut:
    """Từ địa chỉ ghi tự do, theo bản đồ cũ hoặc mới, ra xã, phường hiện hành; không thay đổi và không lưu gì."""
    with reading() as session:
        addresses = runtime.addresses.current(session)
    return communes_resolved(communes.resolve_communes(addresses, payload), language)


@router.get("/{code}")
def get_commune(_: Reader, code: CommuneCodePath) -> CommuneDetailOut:
    """Một đơn vị cấp xã và những xã cũ đã nhập vào."""
    with reading() as session:
        found = communes.get_commune(session, code)
        return joined(CommuneDetailOut, found.commune, former=found.former)
