"""Signing in."""

from fastapi import APIRouter

from app import clock, passwords, tokens
from app.api.auth import AnyActor, SettingsDep
from app.api.problems import responses
from app.api.rendering import joined
from app.api.routing import StrictRoute
from app.db import reading, transaction
from app.errors import Unauthenticated
from app.permissions import PERMISSIONS
from app.schemas.accounts import AccountOut, LoginCreate, TokenOut
from app.services import accounts, sessions
from app.vocabulary import SessionKind

router = APIRouter(prefix="/auth", tags=["login"], route_class=StrictRoute)


@router.post("/login", responses=responses(400, 401, 422))
def login(payload: LoginCreate, settings: SettingsDep) -> TokenOut:
    """Đăng nhập, nhận mã truy cập để gửi trong tiêu đề Authorization."""
    with reading() as session:
        account = accounts.find_by_username(session, payload.username)
    if not passwords.verify(account.password_hash if account else passwords.NOBODY, payload.password) or not account:
        raise Unauthenticated("wrong_credentials")
    with transaction() as session:
        begun = sessions.begin(session, account, SessionKind.API, now=clock.now(), hours=settings.session_hours)
    token = tokens.issue(
        account.id, begun.id, secret=settings.secret_key, now=clock.now(), minutes=settings.token_minutes
    )
    return TokenOut(
        access_token=token,
        token_type="bearer",  # noqa: S106 - the name of the scheme.
        expires_in=settings.token_minutes * 60,
        account=joined(AccountOut, account, permissions=sorted(PERMISSIONS[account.role])),
    )


@router.get("/me", responses=responses(401, 422))
def get_me(actor: AnyActor) -> AccountOut:
    """Tài khoản đang đăng nhập và những việc được làm."""
    with reading() as session:
        account = accounts.get_account(session, actor.account_id)
    return joined(AccountOut, account, permissions=sorted(PERMISSIONS[actor.role]))
