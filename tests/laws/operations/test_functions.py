"""Check S2: each operation for each role and nobody as the table says; leaders write nothing, GET changes nothing."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI

from app.core.permissions import PERMISSIONS
from app.vocabulary import Role
from checks.pages.access_page import PAGE, page, permissions
from tests.conftest import Callers
from tests.laws.operations.callers import ask
from tests.laws.operations.checksums import nothing_changed
from tests.laws.operations.listing import Operation, operations
from tests.laws.operations.test_permission_matrix import ALLOWED, OPEN_TO_ANYBODY
from tests.laws.operations.world import View, hr_view, records
from tests.support import factories
from tests.support.answers import refused

Note = Callable[[str, object], None]


def every(app: FastAPI) -> list[Operation]:
    return operations(app.openapi())


@pytest.fixture
def world(api: Callers) -> View:
    return hr_view(api)


def seen_by(api: Callers, world: View, role: Role | None) -> View:
    client = api.anonymous if role is None else api.by_role(role)
    return View(str(role), role or Role.PORTAL, client, world.own, dict)


@pytest.mark.parametrize("role", [*Role, None])
def test_a_whole_request_reaches_what_the_table_says(
    api: Callers, app: FastAPI, world: View, role: Role | None, record_property: Note
) -> None:
    """With ids that exist and a body of every field, not only with an empty one; what is refused changes nothing."""
    view, refusals = seen_by(api, world, role), 0
    with nothing_changed():
        for operation in every(app):
            may = operation.id in OPEN_TO_ANYBODY or (role is not None and role in ALLOWED.get(operation.id, ()))
            if may:
                continue
            answer = ask(view, operation)
            refusals += 1
            if role is None:
                refused(answer, 401, "not_authenticated")
            else:
                refused(answer, 403, "permission_denied")
    record_property("figure", f"S2: {role or 'anonymous'}: {refusals} of {len(ALLOWED)} operations refused, 0 changed")


def test_a_leader_and_the_portal_can_write_nothing(api: Callers, app: FastAPI, world: View) -> None:
    writing = [one for one in every(app) if one.writes and one.needs_sign_in]
    assert len(writing) > 30
    for role in (Role.LEADER, Role.PORTAL):
        reachable = {one.id for one in writing if role in ALLOWED.get(one.id, ())}
        assert reachable <= OWN_ACCOUNT, reachable


OWN_ACCOUNT = frozenset(
    """
    logout end_session change_password begin_second_factor confirm_second_factor remove_second_factor
    """.split()
)
"""What everybody may write: about their own sign-in, and nothing else."""


@pytest.mark.parametrize("role", list(Role))
def test_reading_changes_nothing(api: Callers, app: FastAPI, role: Role, record_property: Note) -> None:
    """Every GET that the role may call, with ids that exist: all rows of all tables are as before."""
    world = records(api, factories.enterprise_of(api.accounts[Role.ENTERPRISE_HR]), api.staff)
    view, asked = View(role, role, api.by_role(role), world, dict), 0
    reading = [one for one in every(app) if one.method == "GET" and role in ALLOWED.get(one.id, ())]
    with nothing_changed():
        for operation in reading:
            assert ask(view, operation).status_code < 500, operation.id
            asked += 1
    assert asked == len(reading) > 15
    record_property("figure", f"S2: {role}: {asked} GET operations, 0 rows changed")


def test_the_table_in_the_app_is_the_one_written_by_hand(app: FastAPI) -> None:
    """Roles by the permission at each route against ``ALLOWED``, which nobody derives from it."""
    asked = permissions(app)
    for operation in every(app):
        permission = asked[operation.id]
        roles = frozenset(role for role in Role if permission is None or permission in PERMISSIONS[role])
        assert roles == ALLOWED.get(operation.id), operation.id


def test_the_page_of_roles_is_up_to_date(app: FastAPI) -> None:
    """``./dev pages`` writes it anew."""
    assert PAGE.read_text("utf-8") == page(app)
