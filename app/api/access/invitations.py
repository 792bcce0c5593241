"""Invitations."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from app.core import clock
from app.core.permissions import Actor, Permission
from app.http.anonymous_attempts import AnonymousAttemptDep
from app.http.authentication import allowed
from app.http.cursors import CursorsDep
from app.http.path_ids import InvitationIdPath
from app.http.problems import responses
from app.http.responses import joined
from app.http.routes import StrictRoute
from app.http.write_gate import WriteDep
from app.infra.db import reading, transaction
from app.schemas.access.invitations import (
    InvitationAccept,
    InvitationAcceptedOut,
    InvitationCreate,
    InvitationMadeOut,
    InvitationOut,
    InvitationQuery,
)
from app.schemas.common.base import Page
from app.security import passwords
from app.services.access import account_records, invitations
from app.services.common import audit

router = APIRouter(prefix="/invitations", tags=["invitations"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.INVITATION_READ))]
Writer = Annotated[Actor, Depends(allowed(Permission.INVITATION_WRITE))]


@router.get("")
def list_invitations(
    actor: Reader, query: Annotated[InvitationQuery, Query()], cursors: CursorsDep
) -> Page[InvitationOut]:
    """Lời mời lập tài khoản, mới trước."""
    with reading() as session:
        found = invitations.list_invitations(session, actor, query, cursors.read(query), clock.now())
        return cursors.page(found, query, InvitationOut)


@router.post("", status_code=201, response_model=InvitationMadeOut, responses=responses(409))
def create_invitation(write: WriteDep, actor: Writer, payload: InvitationCreate) -> Response:
    """Mời một người lập tài khoản; mã mời chỉ hiện một lần, dùng được trong 7 ngày."""
    with write() as session:
        made, code = invitations.invite(session, actor, payload, clock.now())
        return write.answer(joined(InvitationMadeOut, made, code=code))


@router.post("/accept", status_code=201, response_model=InvitationAcceptedOut, responses=responses(409))
def accept_invitation(payload: InvitationAccept, trial: AnonymousAttemptDep) -> InvitationAcceptedOut:
    """Nhận lời mời và lập tài khoản; tài khoản nhân sự doanh nghiệp chờ cán bộ duyệt rồi mới đăng nhập được."""
    with trial("invitation", payload.code), reading() as session:
        names = invitations.look_up(session, payload.code, clock.now())
    passwords.check_new(payload.password, words=(payload.username, *names))
    hashed = passwords.hash_password(payload.password)
    with trial("invitation", payload.code), transaction() as session:
        account = invitations.accept(session, payload.code, payload.username, hashed, clock.now())
        trial.record(session, account_records.actor_of(account), audit.Subject("accounts", str(account.id)))
        return InvitationAcceptedOut.model_validate(account)


@router.get("/{invitation_id}")
def get_invitation(actor: Reader, invitation_id: InvitationIdPath) -> InvitationOut:
    """Một lời mời."""
    with reading() as session:
        return InvitationOut.model_validate(invitations.get_invitation(session, actor, invitation_id))


@router.post("/{invitation_id}/withdraw", response_model=InvitationOut, responses=responses(409))
def withdraw_invitation(write: WriteDep, actor: Writer, invitation_id: InvitationIdPath) -> Response:
    """Rút lời mời chưa được nhận."""
    with write() as session:
        invitations.withdraw(session, actor, invitation_id, clock.now())
        return write.answer(InvitationOut.model_validate(invitations.get_invitation(session, actor, invitation_id)))
