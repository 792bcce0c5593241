"""Systems that are granted something."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from app.core import clock
from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.cursors import CursorsDep
from app.http.path_ids import ClientIdPath
from app.http.problems import responses
from app.http.responses import joined
from app.http.routes import StrictRoute
from app.http.write_gate import WriteDep
from app.infra.db import reading
from app.schemas.access.api_clients import ClientCreate, ClientOut, ClientQuery, ClientSecretOut
from app.schemas.common.base import Page
from app.services.access import api_clients

router = APIRouter(prefix="/clients", tags=["clients"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.CLIENT_READ))]
Writer = Annotated[Actor, Depends(allowed(Permission.CLIENT_WRITE))]


@router.get("")
def list_clients(actor: Reader, query: Annotated[ClientQuery, Query()], cursors: CursorsDep) -> Page[ClientOut]:
    """Hệ thống được cấp quyền (cổng thông tin, đối tác)."""
    with reading() as session:
        return cursors.page(api_clients.list_clients(session, actor, query, cursors.read(query)), query, ClientOut)


@router.post("", status_code=201, response_model=ClientSecretOut, responses=responses(409))
def create_client(write: WriteDep, actor: Writer, payload: ClientCreate) -> Response:
    """Cấp quyền cho một hệ thống; khóa chỉ hiện một lần."""
    with write() as session:
        created, secret = api_clients.create_client(session, actor, payload, clock.now())
        return write.answer(joined(ClientSecretOut, created, client_secret=secret))


@router.get("/{client_id}")
def get_client(actor: Reader, client_id: ClientIdPath) -> ClientOut:
    """Một hệ thống được cấp quyền."""
    with reading() as session:
        return ClientOut.model_validate(api_clients.get_client(session, actor, client_id))


@router.post("/{client_id}/rotate-secret", response_model=ClientSecretOut, responses=responses(409))
def rotate_client_secret(write: WriteDep, actor: Writer, client_id: ClientIdPath) -> Response:
    """Đổi khóa của hệ thống; khóa cũ còn dùng được 24 giờ."""
    with write() as session:
        client, secret = api_clients.rotate_secret(session, actor, client_id, clock.now())
        return write.answer(joined(ClientSecretOut, client, client_secret=secret))


@router.post("/{client_id}/deactivate", response_model=ClientOut, responses=responses(409))
def deactivate_client(write: WriteDep, actor: Writer, client_id: ClientIdPath) -> Response:
    """Ngừng một hệ thống; mọi mã truy cập của hệ thống mất hiệu lực ngay."""
    with write() as session:
        return write.answer(
            ClientOut.model_validate(api_clients.deactivate_client(session, actor, client_id, clock.now()))
        )
