"""Errors, rendered once: every refusal of ours and of the framework becomes a problem document (RFC 9457)."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from app.core.errors import (
    AppError,
    Conflict,
    FieldProblem,
    KeptAnswer,
    PreconditionFailed,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
)
from app.infra.logs import HIDDEN, get_logger, hide
from app.messages import Language, field_detail, label, problem_detail, problem_title
from app.runtime import Runtime
from app.schemas.common.problems import Problem
from app.security.field_encryption import VaultError
from app.services.common.constraint_errors import meaning_of

log = get_logger("api")

MEDIA_TYPE = "application/problem+json"
SQLITE_FULL = 13


def language_of(header: str | None) -> Language:
    """English when it is asked for before Vietnamese, Vietnamese otherwise."""
    wanted = re.findall(r"(?:^|,)\s*(vi|en)\b", (header or "").lower())
    return Language.EN if wanted and wanted[0] == "en" else Language.VI


def document(
    scope: Mapping[str, Any],
    status: int,
    code: str,
    fields: Sequence[FieldProblem] = (),
    values: Mapping[str, object] | None = None,
) -> bytes:
    """The bytes of a problem document."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope.get("headers", ())}
    language = language_of(headers.get("accept-language"))
    body = {
        "type": f"/problems/{code}",
        "title": problem_title(status, language),
        "status": status,
        "detail": problem_detail(code, language, **_readable(values or {}, language)),
        "instance": _shown(scope.get("path", "/")),
        "code": code,
        "request_id": scope.get("state", {}).get("request_id", ""),
        "errors": [
            {
                "pointer": _shown(field.pointer),
                "parameter": _shown(field.parameter),
                "code": field.code,
                "detail": _field_detail(field, language),
            }
            for field in fields
        ],
    }
    return orjson.dumps(body)


def _shown(text: str | None) -> str | None:
    """An address or a name of the caller's own, without what looks like a number of a person."""
    return None if text is None else hide(text).replace(HIDDEN, "***")


def _field_detail(field: FieldProblem, language: Language) -> str:
    try:
        return field_detail(field.code, language, **field.values)
    except KeyError:
        return field_detail("invalid", language)


def _readable(values: Mapping[str, object], language: Language) -> dict[str, object]:
    """Statuses by their names in the person's language."""
    return {name: label(value, language) if isinstance(value, StrEnum) else value for name, value in values.items()}


def problem(
    request: Request,
    status: int,
    code: str,
    fields: Sequence[FieldProblem] = (),
    values: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem document as a response."""
    content = document(request.scope, status, code, fields, values)
    return Response(content, status, dict(headers or {}), media_type=MEDIA_TYPE)


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route declares of its refusals."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {status: _declared(status, {} if status == 304 else {MEDIA_TYPE: schema}) for status in statuses}


def _declared(status: int, content: dict[str, Any]) -> dict[str, Any]:
    return {"description": problem_title(status, Language.VI), "model": None} | (
        {"content": content} if content else {}
    )


def install(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(AppError, _app_error)
    app.add_exception_handler(KeptAnswer, _answered)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(IntegrityError, _integrity_error)
    app.add_exception_handler(SQLAlchemyError, _database_error)
    app.add_exception_handler(VaultError, _unreadable)


def _app_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, AppError)  # noqa: S101 - the registration above guarantees it.
    return problem(request, error.status, error.code, error.fields, error.values, _headers(error))


def _headers(error: AppError) -> dict[str, str]:
    if isinstance(error, Unauthenticated):
        return {"WWW-Authenticate": "Bearer"}
    if isinstance(error, PreconditionFailed):
        return {"ETag": error.etag}
    if isinstance(error, TooManyRequests):
        return {"Retry-After": str(error.retry_after)}
    if isinstance(error, Unavailable):
        return {"Retry-After": str(error.retry_after)}
    return {}


def _answered(_request: Request, error: Exception) -> Response:
    assert isinstance(error, KeptAnswer)  # noqa: S101 - the registration above guarantees it.
    headers = {} if error.etag is None else {"ETag": error.etag}
    if error.again:
        headers["Idempotent-Replayed"] = "true"
    return Response(error.content, error.status, headers, media_type=error.media_type)


def problem_of(request: Request, error: AppError | IntegrityError) -> tuple[int, bytes]:
    """Status and bytes of the problem document of a refusal."""
    refusal = meaning_of(error) if isinstance(error, IntegrityError) else error
    return refusal.status, document(request.scope, refusal.status, refusal.code, refusal.fields, refusal.values)


def _integrity_error(request: Request, error: Exception) -> Response:
    conflict = meaning_of(error) if isinstance(error, IntegrityError) else Conflict("conflicting_change")
    return _app_error(request, conflict)


def _is_storage_full(error: Exception) -> bool:
    """SQLITE_FULL, or disk_full of PostgreSQL."""
    cause = getattr(error, "orig", None)
    return getattr(cause, "sqlite_errorcode", None) == SQLITE_FULL or getattr(cause, "sqlstate", None) == "53100"


def _database_error(request: Request, error: Exception) -> Response:
    if _is_storage_full(error):
        log.error("storage_full")
        return problem(request, 507, "storage_full", headers={"Retry-After": "60"})
    if isinstance(error, OperationalError | InterfaceError | PoolTimeoutError):
        log.warning("database_unavailable", error=type(error).__name__)
        return problem(request, 503, "database_unavailable", headers={"Retry-After": "2"})
    log_unexpected(error)
    return problem(request, 500, "internal_error")


def _unreadable(request: Request, error: Exception) -> Response:
    """A key is missing, or a sealed text was moved or changed; which one is for whoever runs the machine."""
    log.error("sealed_unreadable", error=type(error).__name__)
    return problem(request, 503, "sealed_unreadable", headers={"Retry-After": "60"})


def log_unexpected(error: Exception) -> None:
    """Kind and place only: the text of an unknown error may quote a row."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = None if frame is None else f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}"
    log.error("unexpected_error", error=type(error).__name__, place=place)


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - the registration above guarantees it.
    if error.status_code == 405:
        # Pages and files stand outside the OpenAPI; they are only read.
        allowed = ", ".join(Runtime.of(request).contract.methods(request.url.path) or ["GET"])
        values = {"allowed": allowed}
        return problem(request, 405, "method_not_allowed", values=values, headers={"Allow": allowed})
    if error.status_code == 404:
        return problem(request, 404, "route_not_found")
    if error.status_code == 413:
        limit = Runtime.of(request).settings.max_body_bytes
        return problem(request, 413, "content_too_large", values={"limit": limit}, headers=error.headers)
    if error.status_code == 408:
        return problem(request, 408, "request_too_slow", headers=error.headers)
    if error.status_code == 400:
        # FastAPI raises this when the body cannot be decoded at all.
        return problem(request, 400, "malformed_json")
    return problem(request, error.status_code, "bad_request", headers=error.headers)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - the registration above guarantees it.
    found = error.errors()
    if any(item["type"] == "json_invalid" for item in found):
        return problem(request, 400, "malformed_json")
    if any(item["type"] == "json_too_deep" for item in found):
        return problem(request, 400, "json_too_deep", values=found[0]["ctx"])
    if any(tuple(item["loc"]) == ("body",) for item in found) and _is_of_another_type(request):
        return problem(request, 415, "unsupported_content_type")
    return problem(request, 422, "invalid_content", [field_problem(item) for item in found])


def _is_of_another_type(request: Request) -> bool:
    """Whether there is a body that does not say that it is JSON."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    sent = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
    return sent and kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json"))


def field_problem(item: Mapping[str, Any]) -> FieldProblem:
    """One of Pydantic's errors as a field problem: by its type and context, never by its English text or the input."""
    where, *path = item["loc"]
    context = {name: value for name, value in (item.get("ctx") or {}).items() if name != "error"}
    if "expected" in context:
        # Pydantic joins the choices with an English "or".
        context["expected"] = str(context["expected"]).replace("' or '", "', '")
    # A rule over several fields names the one to mend.
    extra = str(context.pop("pointer", ""))
    if where == "body":
        pointer = "".join(f"/{_escaped(part)}" for part in path) + extra
        return FieldProblem(item["type"], pointer=pointer, values=context)
    return FieldProblem(item["type"], parameter=str(path[0]) if path else str(where), values=context)


def _escaped(part: object) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")


def problem_schema() -> dict[str, Any]:
    """The JSON schema of a problem document, for the OpenAPI."""
    return Problem.model_json_schema(ref_template="#/components/schemas/{model}")
