"""A body that is a form, and credentials by HTTP Basic, as OAuth 2 wants them (RFC 6749)."""

import base64
import binascii
from typing import Annotated, Any
from urllib.parse import parse_qsl, unquote_plus

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from app.core.errors import BadRequest, FieldProblem, Invalid, Unauthenticated, invalid
from app.schemas.access.api_clients import ClientTokenRequest
from app.schemas.common.base import without_null

MEDIA = "application/x-www-form-urlencoded"
MOST_FIELDS = 20
BASIC = "basic "


async def _token_request(request: Request) -> ClientTokenRequest:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != MEDIA:
        raise Invalid("invalid_content", FieldProblem("form_expected", pointer=""))
    try:
        text = (await request.body()).decode()
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise BadRequest("malformed_form") from error
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise Invalid("invalid_content", FieldProblem("repeated", pointer=""))
    try:
        asked = ClientTokenRequest.model_validate(fields)
    except ValidationError as error:
        raise RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in error.errors()]) from error
    return _with_basic(asked, request.headers.get("authorization", ""))


def _with_basic(asked: ClientTokenRequest, header: str) -> ClientTokenRequest:
    """The request with the credentials of the header: user and password, each encoded like a form (RFC 6749 §2.3.1)."""
    if not header.lower().startswith(BASIC):
        return asked
    if asked.client_id is not None or asked.client_secret is not None:
        raise invalid("/client_id", "credentials_twice")
    try:
        plain = base64.b64decode(header[len(BASIC) :].strip(), validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise Unauthenticated("wrong_client") from error
    named, _, secret = plain.partition(":")
    return asked.model_copy(update={"client_id": unquote_plus(named), "client_secret": unquote_plus(secret)})


TokenRequestDep = Annotated[ClientTokenRequest, Depends(_token_request)]


def declared() -> dict[str, Any]:
    """The body in the OpenAPI; the framework knows nothing of it."""
    schema = ClientTokenRequest.model_json_schema()
    schema["properties"] = {name: without_null(said) for name, said in schema["properties"].items()}
    return {"requestBody": {"required": True, "content": {MEDIA: {"schema": schema}}}}
