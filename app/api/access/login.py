"""Signing in, with tokens or with a browser's cookie, and signing out."""

from fastapi import APIRouter, Request, Response

from app.core import clock
from app.core.errors import Unauthenticated
from app.http import cookies
from app.http.authentication import AnyActor
from app.http.dependencies import SettingsDep
from app.http.etags import JSON
from app.http.password_check import entered, note, token_answer
from app.http.problems import responses
from app.http.responses import joined
from app.http.routes import StrictRoute
from app.http.write_gate import ChangeDep
from app.infra.db import reading, transaction
from app.schemas.access.login import AccountOut, BrowserSessionOut, LoginCreate, RefreshCreate, SessionOut, TokenOut
from app.services.access import sessions, sign_in
from app.services.common.audit import Subject
from app.vocabulary import SessionEnd, SessionKind

router = APIRouter(prefix="/auth", tags=["login"], route_class=StrictRoute)


@router.post("/login", responses=responses(401))
def login(request: Request, payload: LoginCreate, settings: SettingsDep) -> TokenOut:
    """Đăng nhập, nhận mã truy cập để gửi trong tiêu đề Authorization và mã làm mới để lấy mã tiếp theo.

    Tài khoản đã bật bước xác thực thứ hai gửi kèm ``totp_code`` hoặc ``recovery_code``.
    """
    return token_answer(settings, entered(request, payload, SessionKind.API))


@router.post("/refresh", responses=responses(401))
def refresh_session(request: Request, payload: RefreshCreate, settings: SettingsDep) -> TokenOut:
    """Đổi mã làm mới lấy mã truy cập và mã làm mới tiếp theo; mã đã đổi mà dùng lại thì phiên kết thúc."""
    secret, now = payload.refresh_token, clock.now()
    with transaction() as session:
        renewed = sign_in.renew(session, secret, now, idle_minutes=settings.session_idle_minutes)
        if renewed is not None:
            note(session, request, renewed.actor, Subject("sessions", str(renewed.begun.id)))
        elif (reused := sessions.end_reused(session, secret, now)) is not None:
            note(session, request, None, Subject("sessions", str(reused.id)), action="token_reused")
    if renewed is None:
        raise Unauthenticated("refresh_refused")
    return token_answer(settings, renewed)


@router.post("/browser-sessions", status_code=201, response_model=BrowserSessionOut, responses=responses(401))
def create_browser_session(request: Request, payload: LoginCreate, settings: SettingsDep) -> Response:
    """Đăng nhập bằng trình duyệt; phiên nằm trong cookie, mỗi lần ghi gửi kèm tiêu đề X-CSRF-Token."""
    opened = entered(request, payload, SessionKind.BROWSER)
    out = BrowserSessionOut(
        csrf_token=cookies.csrf_token(settings, opened.begun.id),
        idle_seconds=settings.session_idle_minutes * 60,
        expires_at=opened.begun.expires_at,
        account=AccountOut.model_validate(opened.account),
    )
    response = Response(out.model_dump_json(), 201, media_type=JSON)
    return cookies.give(response, settings, opened.secret, opened.begun.id)


@router.post("/logout", response_model=SessionOut)
def logout(write: ChangeDep, actor: AnyActor, settings: SettingsDep) -> Response:
    """Đăng xuất; phiên đang dùng kết thúc ngay, mã truy cập, mã làm mới và cookie của nó đều hết tác dụng."""
    with write() as session:
        ended = sessions.end_one(session, actor, actor.session_id, SessionEnd.LOGGED_OUT, clock.now())
        out = joined(SessionOut, ended, current=True)
        response = write.answer(out, subject=Subject("sessions", str(out.id)))
    return cookies.take(response, settings)


@router.get("/me")
def get_me(actor: AnyActor) -> AccountOut:
    """Tài khoản đang đăng nhập và những việc được làm."""
    with reading() as session:
        return AccountOut.model_validate(sign_in.own_account(session, actor))
