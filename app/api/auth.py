"""Who is calling, and whether the role may: the only dependencies that refuse, with 401, 403, and then the 422 of an
unknown query parameter."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app import tokens
from app.api.problems import language_of
from app.api.routing import refuse_unknown_query
from app.config import Settings
from app.db import reading
from app.errors import Forbidden, Unauthenticated
from app.messages import Language
from app.permissions import Actor, Permission
from app.services import accounts
from app.services.pool import PoolFollower

bearer = HTTPBearer(auto_error=False, description="Mã truy cập lấy từ POST /api/v1/auth/login.")


def current_settings(request: Request) -> Settings:
    """The settings the app was made with."""
    settings: Settings = request.app.state.settings
    return settings


def current_actor(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> Actor:
    """The account behind the token, read anew in a short transaction of its own."""
    if credentials is None:
        raise Unauthenticated("not_authenticated")
    try:
        account_id = tokens.read(credentials.credentials, secret=current_settings(request).secret_key)
    except tokens.TokenExpired as error:
        raise Unauthenticated("token_expired") from error
    except tokens.TokenInvalid as error:
        raise Unauthenticated("not_authenticated") from error
    with reading() as session:
        account = accounts.get_account(session, account_id)
    if account is None:
        raise Unauthenticated("not_authenticated")
    return accounts.actor_of(account)


def allowed(permission: Permission) -> Callable[[Request, Actor], Actor]:
    """A dependency that lets only roles with the permission through."""

    def check(request: Request, actor: Annotated[Actor, Depends(current_actor)]) -> Actor:
        if not actor.may(permission):
            raise Forbidden("permission_denied", permission=permission.value)
        refuse_unknown_query(request)
        return actor

    return check


def signed_in(request: Request, actor: Annotated[Actor, Depends(current_actor)]) -> Actor:
    """A dependency that lets every role through."""
    refuse_unknown_query(request)
    return actor


def _language(request: Request) -> Language:
    return language_of(request.headers.get("accept-language"))


def _follower(request: Request) -> PoolFollower:
    follower: PoolFollower = request.app.state.pool
    return follower


SettingsDep = Annotated[Settings, Depends(current_settings)]
AnyActor = Annotated[Actor, Depends(signed_in)]
LanguageDep = Annotated[Language, Depends(_language)]
FollowerDep = Annotated[PoolFollower, Depends(_follower)]
