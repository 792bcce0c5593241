"""What may go wrong, as types; rendered once as problem documents (RFC 9457) by ``app.http.problems``."""

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One wrong field: JSON pointer into the body, or the name of a parameter, and a stable code."""

    code: str
    pointer: str | None = None
    parameter: str | None = None
    values: dict[str, object] = field(default_factory=dict)


class AppError(Exception):
    """A refusal with a stable ``code``; ``values`` fill its text and must hold nothing personal."""

    status: ClassVar[int] = 500

    def __init__(self, code: str, *fields: FieldProblem, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields
        self.values = values


class BadRequest(AppError):
    """400: the body cannot be read at all."""

    status = 400


class Unauthenticated(AppError):
    """401: not identified."""

    status = 401


class Forbidden(AppError):
    """403: the role lacks the permission."""

    status = 403


class NotFound(AppError):
    """404: absent, or out of the actor's scope, which looks the same."""

    status = 404


class Conflict(AppError):
    """409: state or uniqueness."""

    status = 409


class PreconditionFailed(AppError):
    """412: the version named is not the one that stands there; ``etag`` is that one."""

    status = 412

    def __init__(self, code: str, *, etag: str) -> None:
        super().__init__(code)
        self.etag = etag


class PreconditionRequired(AppError):
    """428: a change must name the version it was made on."""

    status = 428


class TooManyRequests(AppError):
    """429: come back after so many seconds."""

    status = 429

    def __init__(self, code: str, *, retry_after: int) -> None:
        super().__init__(code, seconds=retry_after)
        self.retry_after = retry_after


class Unavailable(AppError):
    """503: not now; come back after so many seconds."""

    status = 503
    retry_after = 2


class KeptAnswer(Exception):
    """The answer stands already: it is kept for the caller's key; ``again`` when it was given before."""

    def __init__(self, status: int, media_type: str, etag: str | None, content: bytes, *, again: bool) -> None:
        super().__init__(status)
        self.status = status
        self.media_type = media_type
        self.etag = etag
        self.content = content
        self.again = again


class Invalid(AppError):
    """422: JSON with the wrong content."""

    status = 422


def invalid(pointer: str, code: str, **values: object) -> Invalid:
    """An ``Invalid`` for one field of the body."""
    return Invalid("invalid_content", FieldProblem(code, pointer=pointer, values=values))


def invalid_parameter(parameter: str, code: str, **values: object) -> Invalid:
    """An ``Invalid`` for one parameter of the query."""
    return Invalid("invalid_content", FieldProblem(code, parameter=parameter, values=values))
