"""Access tokens: signed, short-lived, naming the account and its session; role and scope are read for each request."""

from datetime import datetime, timedelta
from uuid import UUID

import jwt

ALGORITHM = "HS256"
ISSUER = "cungcau"
LEEWAY_SECONDS = 5


class TokenInvalid(Exception):
    """The token cannot be trusted."""


class TokenExpired(TokenInvalid):
    """The token was good and its time is over."""


def issue(account_id: UUID, session_id: UUID, *, secret: str, now: datetime, minutes: int) -> str:
    """A token for an account within one of its sessions."""
    claims = {
        "sub": str(account_id),
        "sid": str(session_id),
        "iss": ISSUER,
        "iat": now,
        "exp": now + timedelta(minutes=minutes),
    }
    return jwt.encode(claims, secret, algorithm=ALGORITHM)


def read(token: str, *, secret: str) -> tuple[UUID, UUID]:
    """The account and the session a token names; TokenExpired or TokenInvalid when it must not be believed."""
    try:
        claims = jwt.decode(
            token,
            secret,
            algorithms=[ALGORITHM],
            issuer=ISSUER,
            leeway=LEEWAY_SECONDS,
            options={"require": ["sub", "sid", "iss", "iat", "exp"]},
        )
        return UUID(claims["sub"]), UUID(claims["sid"])
    except jwt.ExpiredSignatureError as error:
        raise TokenExpired from error
    except (jwt.InvalidTokenError, ValueError, TypeError, AttributeError) as error:
        raise TokenInvalid from error
