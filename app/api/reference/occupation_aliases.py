"""Job titles that staff confirmed to mean an occupation."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from sqlalchemy.orm import Session

from app.core import clock
from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.cursors import CursorsDep
from app.http.path_ids import AliasIdPath
from app.http.problems import responses
from app.http.routes import StrictRoute
from app.http.write_gate import WriteDep
from app.infra.db import reading
from app.schemas.common.base import Page
from app.schemas.reference.occupation_aliases import (
    AliasWithdraw,
    OccupationAliasCreate,
    OccupationAliasOut,
    OccupationAliasQuery,
)
from app.services.reference import occupation_aliases

router = APIRouter(prefix="/occupation-aliases", tags=["occupation_aliases"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.REFERENCE_READ))]
Writer = Annotated[Actor, Depends(allowed(Permission.ALIAS_WRITE))]


def _out(session: Session, actor: Actor, alias_id: UUID) -> OccupationAliasOut:
    return OccupationAliasOut.model_validate(occupation_aliases.occupation_alias(session, actor, alias_id))


@router.get("")
def list_occupation_aliases(
    actor: Reader, query: Annotated[OccupationAliasQuery, Query()], cursors: CursorsDep
) -> Page[OccupationAliasOut]:
    """Tên công việc đã được xác nhận là một nghề, mới trước."""
    with reading() as session:
        found = occupation_aliases.list_occupation_aliases(session, actor, query, cursors.read(query))
        return cursors.page(found, query, OccupationAliasOut)


@router.post("", status_code=201, response_model=OccupationAliasOut, responses=responses(409))
def confirm_occupation_alias(write: WriteDep, actor: Writer, payload: OccupationAliasCreate) -> Response:
    """Xác nhận một tên công việc là một nghề; lần tìm mã nghề kế tiếp dùng ngay."""
    with write() as session:
        alias = occupation_aliases.confirm_occupation_alias(session, actor, payload, clock.now())
        return write.answer(_out(session, actor, alias.id))


@router.post("/{alias_id}/withdraw", response_model=OccupationAliasOut, responses=responses(409))
def withdraw_occupation_alias(
    write: WriteDep, actor: Writer, alias_id: AliasIdPath, payload: AliasWithdraw
) -> Response:
    """Rút một tên gọi đã xác nhận; dòng vẫn còn, không dùng nữa."""
    with write() as session:
        occupation_aliases.withdraw_occupation_alias(session, actor, alias_id, payload.reason, clock.now())
        return write.answer(_out(session, actor, alias_id))
