"""Check S3: a field that is not the caller's to set is refused wherever it stands, and nothing is changed."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI

from app.vocabulary import Role
from tests.conftest import Callers
from tests.laws.operations.callers import ask, body_of, value_of
from tests.laws.operations.checksums import nothing_changed
from tests.laws.operations.listing import Operation, filled, operations
from tests.laws.operations.test_permission_matrix import ALLOWED
from tests.laws.operations.world import View, hr_view

Note = Callable[[str, object], None]
# Names that no schema has, and that somebody who guesses would try.
GUESSED = frozenset(
    """
    is_admin admin superuser permissions scopes owner_id created_by version etag deleted password_hash organisation
    account enterprise person_id tenant_id __proto__ constructor _method
    """.split()
)


def names_of(app: FastAPI) -> frozenset[str]:
    """Every property of every schema: what answers hold is what somebody would try to set."""
    schemas = app.openapi()["components"]["schemas"].values()
    return frozenset(name for schema in schemas for name in schema.get("properties", ())) | GUESSED


def deepest(body: Any, steps: tuple[str | int, ...]) -> Any:
    """What stands at a way through a body; None when the body has nothing there."""
    for step in steps:
        if isinstance(step, int) and not body:
            return None
        body = body[step]
    return body


@pytest.fixture
def world(api: Callers) -> View:
    return hr_view(api)


def attempts(operation: Operation, body: Any, names: frozenset[str]) -> Iterator[tuple[str, Any, set[str]]]:
    """The body with every foreign field at once, in each of its objects by turns; the pointers to be named."""
    for steps, schema in operation.objects():
        foreign = names - schema["properties"].keys()
        if steps and deepest(body, steps) is None:
            continue
        changed = copy.deepcopy(body)
        target = deepest(changed, steps)
        target.update(dict.fromkeys(sorted(foreign), "admin"))
        before = "".join(f"/{step}" for step in steps)
        yield before, changed, {f"{before}/{name}" for name in foreign}


def test_every_foreign_field_is_refused_everywhere(
    api: Callers, app: FastAPI, world: View, record_property: Note
) -> None:
    """Each is named as ``extra_forbidden`` and nothing else is wrong with the body; not one row changes."""
    names, tried, fields, wrong = names_of(app), 0, 0, []
    clients = {role: api.by_role(role) for role in Role}
    bodies = [one for one in operations(app.openapi()) if one.schema is not None]
    with nothing_changed():
        for operation in bodies:
            role = next((role for role in Role if role in ALLOWED.get(operation.id, ())), Role.STAFF)
            view = View(role, role, clients[role], world.own, dict)
            for where, body, pointers in attempts(operation, body_of(view, operation), names):
                answer = send(view, operation, body)
                errors = answer.json().get("errors") or []
                refused = {one["pointer"] for one in errors if one["code"] == "extra_forbidden"}
                others = [(one["pointer"], one["code"]) for one in errors if one["code"] != "extra_forbidden"]
                tried, fields = tried + 1, fields + len(pointers)
                if answer.status_code != 422 or refused != pointers or others:
                    missed = sorted(pointers - refused)[:5]
                    wrong.append(f"{operation.id}{where}: {answer.status_code}, taken {missed}, other faults {others}")
    assert not wrong, "\n".join(wrong)
    record_property("figure", f"S3: {len(bodies)} bodies, {tried} objects, {fields} foreign fields, all refused")


def send(view: View, operation: Operation, body: Any) -> Any:
    """A request with this very body and the caller's own ids in the path."""
    ids = {slot.name: value_of(view, operation, slot.name) for slot in operation.slots() if slot.where == "path"}
    return view.client.request(operation.method, filled(operation.path, ids), json=body)


def test_every_foreign_parameter_is_refused(api: Callers, app: FastAPI, world: View) -> None:
    """Whatever the operation: an unknown parameter of the query is named, and nothing is done."""
    clients = {role: api.by_role(role) for role in Role}
    names = ("role", "is_admin", "enterprise_id")
    with nothing_changed():
        for operation in operations(app.openapi()):
            role = next((role for role in Role if role in ALLOWED.get(operation.id, ())), Role.STAFF)
            view = View(role, role, clients[role], world.own, dict)
            taken = {one["name"] for one in operation.raw.get("parameters", ()) if one["in"] == "query"}
            for name in [one for one in names if one not in taken]:
                answer = ask(view, operation, query={name: "admin"})
                assert answer.status_code == 422, (operation.id, name, answer.text)
                assert name in {one["parameter"] for one in answer.json()["errors"]}, operation.id
