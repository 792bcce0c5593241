"""Who is calling, and whether the role may: the only dependencies that refuse, with 401, 403, and then the 422 of an
unknown query parameter."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.config import Settings
from app.core import clock
from app.core.errors import Forbidden, Unauthenticated
from app.core.permissions import Actor, Permission
from app.http import cookies
from app.http.rate_limits import admit
from app.http.routes import refuse_unknown_query
from app.infra.db import reading, transaction
from app.runtime import Runtime
from app.security import access_tokens
from app.services.access import sessions
from app.services.access.sessions import Caller
from app.vocabulary import Role

bearer = HTTPBearer(
    auto_error=False,
    description="Mã truy cập lấy từ POST /api/v1/auth/login. Trình duyệt dùng cookie của POST "
    "/api/v1/auth/browser-sessions thay cho mã này, và khi ghi thì gửi kèm tiêu đề X-CSRF-Token.",
)
# Who works with the data of many people; without a second factor they only get to where they add one.
SECOND_FACTOR_ROLES = frozenset({Role.STAFF, Role.ADMIN})
SIGN_IN_PATHS = "/api/v1/auth/"


def current_actor(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> Actor:
    """The account behind the token or the browser's cookie, read anew in a short transaction of its own."""
    settings = Runtime.of(request).settings
    caller = _by_cookie(request, settings) if credentials is None else _by_token(credentials.credentials, settings)
    needed = settings.second_factor_required and caller.actor.role in SECOND_FACTOR_ROLES
    if needed and not caller.second_factor and not request.url.path.startswith(SIGN_IN_PATHS):
        raise Forbidden("second_factor_enrolment_needed")
    return admit(request, caller.actor)


def _by_token(token: str, settings: Settings) -> Caller:
    try:
        named = access_tokens.read(token, secret=settings.secret_key)
    except access_tokens.TokenExpired as error:
        raise Unauthenticated("token_expired") from error
    except access_tokens.TokenInvalid as error:
        raise Unauthenticated("not_authenticated") from error
    with reading() as session:
        caller = sessions.find_by_token(session, *named, clock.now())
    if caller is None:
        raise Unauthenticated("not_authenticated")
    return caller


def _by_cookie(request: Request, settings: Settings) -> Caller:
    secret, now = cookies.secret_in(request, settings), clock.now()
    if secret is None:
        raise Unauthenticated("not_authenticated")
    with reading() as session:
        caller = sessions.find_by_cookie(session, secret, now, idle_minutes=settings.session_idle_minutes)
    if caller is None:
        raise Unauthenticated("token_expired")
    if not cookies.may_write(request, settings, caller.actor.session_id):
        raise Forbidden("csrf_missing")
    if sessions.is_stale(caller, now):
        # The only write on this path, at most once a minute: it keeps a session that is in use from falling idle.
        with transaction() as session:
            sessions.touch(session, caller.actor.session_id, now)
    return caller


# Only the question who is calling needs a worker thread. What follows neither waits nor computes, so it runs on the
# loop itself: handing it to a thread would cost more than all of it.


def allowed(permission: Permission) -> Callable[[Request, Actor], Awaitable[Actor]]:
    """A dependency that lets only roles with the permission through."""

    async def check(request: Request, actor: Annotated[Actor, Depends(current_actor)]) -> Actor:
        if not actor.may(permission):
            raise Forbidden("permission_denied", permission=permission.value)
        refuse_unknown_query(request)
        return actor

    return check


async def signed_in(request: Request, actor: Annotated[Actor, Depends(current_actor)]) -> Actor:
    """A dependency that lets every role through."""
    refuse_unknown_query(request)
    return actor


AnyActor = Annotated[Actor, Depends(signed_in)]
