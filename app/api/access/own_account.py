"""What is one's own: sessions, password, second factor.

None of these takes an Idempotency-Key where a password is sent or a secret answered: neither may be kept with the key.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from app.core import clock
from app.core.errors import invalid
from app.core.permissions import Actor
from app.http.authentication import AnyActor
from app.http.cursors import CursorsDep
from app.http.dependencies import SettingsDep, VaultDep
from app.http.password_check import proved
from app.http.problems import responses
from app.http.responses import joined
from app.http.routes import StrictRoute
from app.http.write_gate import ChangeDep, WriteDep
from app.infra.db import reading
from app.schemas.access.login import (
    AccountOut,
    PasswordChange,
    RecoveryCodesOut,
    SecondFactorConfirm,
    SecondFactorCreate,
    SecondFactorOut,
    SecondFactorRemove,
    SessionOut,
    SessionQuery,
)
from app.schemas.common.base import EXAMPLE_ID, Page
from app.security import passwords
from app.services.access import sessions, sign_in
from app.services.common.audit import Subject
from app.vocabulary import SessionEnd

router = APIRouter(prefix="/auth", tags=["login"], route_class=StrictRoute)
SessionIdPath = Annotated[UUID, Path(description="Mã phiên đăng nhập.", examples=[EXAMPLE_ID])]


def _of(actor: Actor) -> Subject:
    return Subject("accounts", str(actor.account_id))


def _own(actor: Actor) -> sign_in.OwnAccount:
    with reading() as session:
        return sign_in.own_account(session, actor)


@router.get("/sessions")
def list_sessions(
    actor: AnyActor, query: Annotated[SessionQuery, Query()], cursors: CursorsDep, settings: SettingsDep
) -> Page[SessionOut]:
    """Phiên đăng nhập của chính mình còn dùng được, mới trước."""
    idle, after = settings.session_idle_minutes, cursors.read(query)
    with reading() as session:
        found = sessions.list_live(session, actor, clock.now(), query, after, idle_minutes=idle)
    items = [joined(SessionOut, row, current=row.id == actor.session_id) for row in found.items]
    return Page[SessionOut](items=items, next_cursor=cursors.write(found.next_key, query), total=found.total)


@router.post("/sessions/{session_id}/end", response_model=SessionOut, responses=responses(409))
def end_session(write: WriteDep, actor: AnyActor, session_id: SessionIdPath) -> Response:
    """Kết thúc một phiên của chính mình, ví dụ ở máy khác."""
    with write() as session:
        ended = sessions.end_one(session, actor, session_id, SessionEnd.REVOKED, clock.now())
        out = joined(SessionOut, ended, current=ended.id == actor.session_id)
        return write.answer(out, subject=Subject("sessions", str(out.id)))


@router.post("/password", response_model=AccountOut)
def change_password(request: Request, write: ChangeDep, actor: AnyActor, payload: PasswordChange) -> Response:
    """Đổi mật khẩu của chính mình; các phiên khác của tài khoản kết thúc."""
    with reading() as session:
        account = sign_in.own_account(session, actor)
        words = sign_in.words_of(session, account)
    passwords.check_new(payload.new_password, words=words, second_factor=account.second_factor, pointer="/new_password")
    if payload.new_password == payload.current_password:
        raise invalid("/new_password", "password_same")
    proved(request, account, payload.current_password, pointer="/current_password")
    fresh = passwords.hash_password(payload.new_password)
    with write() as session:
        changed = sign_in.change_password(session, actor, fresh, clock.now())
        return write.answer(AccountOut.model_validate(changed), subject=_of(actor))


@router.post("/second-factor", status_code=201, response_model=SecondFactorOut, responses=responses(409))
def begin_second_factor(
    request: Request, write: ChangeDep, actor: AnyActor, vault: VaultDep, payload: SecondFactorCreate
) -> Response:
    """Bắt đầu bật bước xác thực thứ hai; khóa chỉ hiện một lần và có hiệu lực khi đã xác nhận bằng một mã."""
    proved(request, _own(actor), payload.password)
    with write() as session:
        secret, uri = sign_in.begin_second_factor(session, actor, vault)
        return write.answer(SecondFactorOut(secret=secret, uri=uri), subject=_of(actor))


@router.post("/second-factor/confirm", response_model=RecoveryCodesOut, responses=responses(409))
def confirm_second_factor(write: ChangeDep, actor: AnyActor, vault: VaultDep, payload: SecondFactorConfirm) -> Response:
    """Xác nhận bước xác thực thứ hai bằng một mã; nhận 8 mã dự phòng, các phiên khác kết thúc."""
    with write() as session:
        codes = sign_in.confirm_second_factor(session, actor, vault, payload.code, clock.now())
        return write.answer(RecoveryCodesOut(recovery_codes=codes), subject=_of(actor))


@router.post("/second-factor/remove", response_model=AccountOut, responses=responses(409))
def remove_second_factor(request: Request, write: ChangeDep, actor: AnyActor, payload: SecondFactorRemove) -> Response:
    """Tắt bước xác thực thứ hai, bằng mật khẩu và một mã."""
    account = _own(actor)
    proved(request, account, payload.password, payload.code)
    sign_in.refuse_removal(account, payload.password, shortest=passwords.SHORTEST)
    with write() as session:
        changed = sign_in.remove_second_factor(session, actor)
        return write.answer(AccountOut.model_validate(changed), subject=_of(actor))
