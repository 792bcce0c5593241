"""A request to any operation: valid by its schema, with ids that exist, and one of them in question."""

import copy
from typing import Any

from httpx import Response

from app.core import clock
from tests.laws.operations.listing import PUBLIC, Operation, Slot, filled, put
from tests.laws.operations.world import GIVEN, KINDS, PATH_CODES, View
from tests.support.answers import NOBODY, without_traces

# Days that have come.
DAYS = frozenset("answered_on as_of requested_on hired_on confirmed_on ended_on from_on given_on consent_on".split())
# Fields that would be refused, or would lead past the question, before the id in question is looked at.
LEFT_OUT = {
    "record_hire": ("vacancy_id", "jobseeker_id", "starts_on"),
    "search_jobseekers": ("phone", "citizen_id"),
    "update_jobseeker": ("matching_consent", "consent_on", "consent_how", "consent_evidence", "consent_text_version"),
}
INSTEAD: dict[tuple[str, str], dict[str, object]] = {
    # A direct hire names vacancy and person and no referral.
    ("record_hire", "vacancy_id"): {"referral_id": None, "vacancy_id": "vacancy", "jobseeker_id": "jobseeker"},
    ("record_hire", "jobseeker_id"): {"referral_id": None, "vacancy_id": "vacancy", "jobseeker_id": "jobseeker"},
}
SAID = {
    "search_jobseekers": {"name": "nguyen"},
    "record_consent": {"purpose": "disclosure"},
}


def value_of(view: View, operation: Operation, name: str) -> str:
    """The id that is the caller's own, or a public one."""
    kind = KINDS.get(name)
    if kind is not None:
        return view.own.get(kind, NOBODY)
    if name == "code":
        return PATH_CODES[operation.path.split("/")[3]]
    return GIVEN.get(name, NOBODY)


def body_of(view: View, operation: Operation, question: Slot | None = None) -> Any:
    """A body of the examples with the caller's own ids."""
    body = copy.deepcopy(operation.body())
    if not isinstance(body, dict):
        return body
    for slot in operation.slots():
        if slot.where == "body" and slot.name not in ("code", "organisation_id", "shared_with", "parent_id"):
            put(body, slot.steps, value_of(view, operation, slot.name))
    for name in LEFT_OUT.get(operation.id, ()):
        body.pop(name, None)
    body |= SAID.get(operation.id, {})
    for name in DAYS:
        if name in body:
            body[name] = clock.today().isoformat()
    if question is not None:
        for name, kind in INSTEAD.get((operation.id, question.name), {}).items():
            body[name] = None if kind is None else view.own.get(str(kind), NOBODY)
    return body


def ask(
    view: View,
    operation: Operation,
    slot: Slot | None = None,
    key: str | None = None,
    *,
    query: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """Send it, with one id in the place of the caller's own."""
    path = {one.name: value_of(view, operation, one.name) for one in operation.slots() if one.where == "path"}
    asked = dict(query or {})
    body = body_of(view, operation, slot)
    if slot is not None and key is not None:
        if slot.where == "path":
            path[slot.name] = key
        elif slot.where == "query":
            asked[slot.name] = key
        else:
            put(body, slot.steps, key)
    return view.client.request(
        operation.method, filled(operation.path, path), json=body, params=asked, headers=headers or {}
    )


def owned(operation: Operation) -> list[Slot]:
    """The places that take an id of somebody's."""
    return [slot for slot in operation.slots() if slot.name not in PUBLIC]


def seen(response: Response) -> tuple[int, Any, str | None]:
    """What the caller learns: status, content but for the request's own marks, validator."""
    content = response.json() if response.content else None
    return response.status_code, without_traces(content) if isinstance(content, dict) else content, etag(response)


def etag(response: Response) -> str | None:
    """The validator, if there is one."""
    value: str | None = response.headers.get("etag")
    return value
