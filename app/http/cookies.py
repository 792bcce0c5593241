"""The two cookies of a browser session: its secret, and a token that only our own pages can send back as a header."""

import hashlib
import hmac
from uuid import UUID

from fastapi import Request, Response

from app.config import Settings

CSRF_COOKIE = "cungcau-csrf"
CSRF_HEADER = "x-csrf-token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def name_of(settings: Settings) -> str:
    """The session's cookie; with TLS the prefix has browsers insist on Secure, no domain, and the whole site."""
    return "__Host-cungcau" if settings.tls else "cungcau"


def secret_in(request: Request, settings: Settings) -> str | None:
    """The secret that a browser sent."""
    return request.cookies.get(name_of(settings))


def csrf_token(settings: Settings, session_id: UUID | None) -> str:
    """The token of one session; nobody makes one without the service's key, so planting a cookie is no use."""
    return hmac.digest(settings.secret_key.encode(), f"csrf|{session_id}".encode(), hashlib.sha256).hex()


def may_write(request: Request, settings: Settings, session_id: UUID | None) -> bool:
    """Whether a request that came by cookie is a safe one, or brings the token of its session."""
    given = request.headers.get(CSRF_HEADER, "")
    wanted = csrf_token(settings, session_id)
    return request.method in SAFE_METHODS or hmac.compare_digest(given.encode(), wanted.encode())


def give(response: Response, settings: Settings, secret: str, session_id: UUID) -> Response:
    """Put both cookies on an answer; they live as long as the browser, the session decides."""
    response.set_cookie(name_of(settings), secret, path="/", secure=settings.tls, httponly=True, samesite="lax")
    token = csrf_token(settings, session_id)
    response.set_cookie(CSRF_COOKIE, token, path="/", secure=settings.tls, httponly=False, samesite="lax")
    return response


def take(response: Response, settings: Settings) -> Response:
    """Have the browser drop both cookies."""
    response.delete_cookie(name_of(settings), path="/", secure=settings.tls, httponly=True, samesite="lax")
    response.delete_cookie(CSRF_COOKIE, path="/", secure=settings.tls, samesite="lax")
    return response
