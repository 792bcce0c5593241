"""Check S1: nobody learns anything of another's records, whatever operation is asked and wherever the id stands."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from httpx import Response

from tests.conftest import Callers
from tests.laws.operations.callers import ask, owned, seen
from tests.laws.operations.listing import PUBLIC, Operation, operations
from tests.laws.operations.test_permission_matrix import ALLOWED
from tests.laws.operations.world import KINDS, VIEWS, View
from tests.support.answers import NOBODY, statements

Note = Callable[[str, object], None]
SAME_FOR_ALL = {
    "get_progress": "the figures of a plan are published, so they count everybody's records (decision 0009)",
    "read_metrics": "how many requests there were, not what anybody holds; no ids (tests of the metrics)",
    "health_ready": "says how the service is, not what it holds",
}


@pytest.fixture(params=sorted(VIEWS))
def view(request: pytest.FixtureRequest, api: Callers) -> View:
    return VIEWS[request.param](api)


def reachable(app: FastAPI, view: View) -> list[Operation]:
    return [one for one in operations(app.openapi()) if view.role in ALLOWED.get(one.id, ()) and one.needs_sign_in]


def is_about_the_id(answer: Response) -> bool:
    """Whether an unknown id was looked for at all: otherwise two equal answers would prove nothing."""
    if answer.status_code == 200:
        return bool(answer.json().get("items") == [])
    codes = [answer.json()["code"], *(one["code"] for one in answer.json()["errors"] or ())]
    about = ("unknown_", "referral_required")
    return any(code.endswith("_not_found") or code.startswith(about) for code in codes)


def test_every_operation_with_an_id_has_an_entry(app: FastAPI, record_property: Note) -> None:
    """An operation with an id of a new kind must be entered in ``KINDS`` or ``PUBLIC`` before it passes."""
    every = operations(app.openapi())
    unknown = [f"{one.id} {slot.name}" for one in every for slot in owned(one) if KINDS.get(slot.name) is None]
    assert not unknown, unknown
    assert {one.id for one in every} == ALLOWED.keys()
    with_ids = [one for one in every if owned(one)]
    record_property("figure", f"S1: {len(every)} of {len(ALLOWED)} operations, {len(with_ids)} of them take ids")


def test_another_s_id_is_an_unknown_id(app: FastAPI, view: View, record_property: Note) -> None:
    """In path, query and body, for every operation that the role may call; validators of the truth do not help."""
    foreign, wrong, asked = view.make_foreign(), [], 0
    for operation in reachable(app, view):
        for slot in owned(operation):
            kind = KINDS.get(slot.name)
            if kind not in foreign:
                continue
            asked += 1
            theirs, nobodys = ask(view, operation, slot, foreign[kind]), ask(view, operation, slot, NOBODY)
            if seen(theirs) != seen(nobodys):
                wrong.append(f"{operation.id} {slot.name}: {theirs.text} but {nobodys.text}")
            elif not is_about_the_id(nobodys):
                wrong.append(f"{operation.id} {slot.name}: nothing was looked for: {nobodys.text}")
    assert not wrong, "\n".join(wrong)
    record_property("figure", f"S1: {view.name}: {asked} places with another's id, 0 leaks")


def test_the_caller_s_own_ids_open(app: FastAPI, view: View) -> None:
    """The control: with its own ids each reading gives the record, so the refusals above are about whose they are."""
    for operation in reachable(app, view):
        slots = [slot for slot in owned(operation) if slot.where == "path"]
        if operation.method == "GET" and slots:
            answer = ask(view, operation)
            assert answer.status_code == 200, (operation.id, answer.text)


def test_what_others_do_changes_nothing_that_one_sees(app: FastAPI, view: View) -> None:
    """Lists, totals, cursors, searches, rankings, records and validators are the same before and after."""
    asked = [one for one in reachable(app, view) if not one.writes and one.id not in SAME_FOR_ALL]
    pages = [
        (one, query) for one in asked for query in ([{"total": "true"}, {"limit": "1"}] if takes_pages(one) else [{}])
    ]
    # A first request may fill what is remembered; the answers are compared from the second on.
    before = [seen(ask(view, one, query=query)) for one, query in pages]
    foreign = view.make_foreign()
    for (one, query), earlier in zip(pages, before, strict=True):
        answer = ask(view, one, query=query)
        assert seen(answer) == earlier, (one.id, query)
        assert not [kind for kind, key in foreign.items() if key in answer.text], one.id
    assert len(asked) > 10


def takes_pages(operation: Operation) -> bool:
    """Whether it is a list that counts its rows when asked."""
    return "total" in {parameter["name"] for parameter in operation.raw.get("parameters", ())}


def test_a_validator_of_another_s_record_tells_nothing(app: FastAPI, view: View, api: Callers) -> None:
    """Neither 304 for ``If-None-Match`` nor 412 for ``If-Match``, although the validator is the right one."""
    foreign = view.make_foreign()
    names = {"leader": api.leader, "admin": api.admin}
    for operation in reachable(app, view):
        for slot in [one for one in owned(operation) if one.where == "path"]:
            kind = KINDS.get(slot.name)
            true_tag = api.staff.get(operation.path.replace(f"{{{slot.name}}}", foreign.get(str(kind), NOBODY)))
            if kind not in foreign or "etag" not in true_tag.headers or view.name in names:
                continue
            given = {"If-Match": true_tag.headers["etag"], "If-None-Match": true_tag.headers["etag"]}
            theirs = ask(view, operation, slot, foreign[kind], headers=given)
            assert theirs.status_code == 404, operation.id
            assert seen(theirs) == seen(ask(view, operation, slot, NOBODY, headers=given)), operation.id


def test_another_s_id_is_looked_for_like_an_unknown_one(app: FastAPI, view: View) -> None:
    """The database is asked the same, so neither takes longer; ``./dev faults`` takes the time."""
    foreign = view.make_foreign()
    for operation in reachable(app, view):
        for slot in owned(operation):
            kind = str(KINDS.get(slot.name))
            if slot.where != "path" or operation.method != "GET" or kind not in foreign:
                continue
            keys, asked = (foreign[kind], NOBODY), []
            for key in keys * 2:
                # What is remembered is read first.
                ask(view, operation, slot, key)
            for key in keys:
                with statements() as said:
                    ask(view, operation, slot, key)
                asked.append(said)
            assert asked[0] == asked[1], operation.id


def test_names_that_are_public_are_of_public_lists(app: FastAPI) -> None:
    """No name may be both: what is somebody's cannot be excused as public."""
    assert not [name for name in PUBLIC if KINDS.get(name) is not None]
