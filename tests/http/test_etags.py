"""A colleague's change is not lost: every change names the version it was made on (check R5)."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.vocabulary import Role
from tests.api.operations.test_audit import with_header
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import NOBODY, V1, nothing_written, ok, refused
from tests.support.recipes.recipe import Ask
from tests.support.recipes.table import RECIPES

VERSIONED = sorted(RECIPES.keys() & with_header("If-Match"))
STALE = f'"{"0" * 32}"'
EDITORS, EDITS, RECORDS = 8, 60, 2


def current(ask: Ask) -> str:
    answer = ask.client.get(V1 + ask.path)
    assert answer.status_code == 200, answer.text
    etag: str = answer.headers["etag"]
    return etag


def sent(ask: Ask, etag: str | None, body: Any = None) -> Any:
    """Without the help of the test client, which would name the current version."""
    headers = {} if etag is None else {"If-Match": etag}
    send = super(type(ask.client), ask.client).request
    return send(ask.method, V1 + ask.path, json=ask.body if body is None else body, headers=headers)


def test_every_change_has_a_recipe() -> None:
    assert sorted(with_header("If-Match") - RECIPES.keys()) == []
    assert len(VERSIONED) >= 4


@pytest.mark.parametrize("operation", VERSIONED)
def test_a_change_needs_the_version_that_stands_there(api: Callers, operation: str) -> None:
    """Check R5: 428 without one, 412 for a weak or a stale one with the current ETag, 200 with the next one."""
    ask = RECIPES[operation](api)
    etag = current(ask)
    with nothing_written():
        refused(sent(ask, None), 428, "if_match_missing")
        for wrong in (STALE, f"W/{etag}", etag.strip('"'), "*", f"{STALE}, W/{etag}", ""):
            stale = sent(ask, wrong)
            refused(stale, 412, "version_stale")
            assert stale.headers["etag"] == etag
    assert current(ask) == etag

    changed = sent(ask, f"{STALE}, {etag}")
    assert changed.status_code == 200, changed.text
    assert changed.headers["etag"] == current(ask) != etag
    second = sent(ask, etag)
    refused(second, 412, "version_stale")
    assert second.headers["etag"] == changed.headers["etag"]


@pytest.mark.parametrize("operation", VERSIONED)
def test_the_order_of_refusals(api: Callers, operation: str) -> None:
    """Check R5: the shape of the body first, then the missing version, then whether the record exists."""
    ask = RECIPES[operation](api)
    refused(sent(ask, None, {"khong_co": 1}), 422, "invalid_content")
    nowhere = Ask(ask.client, ask.path.replace(ask.path.split("/")[2], NOBODY), ask.body, ask.method)
    refused(sent(nowhere, None), 428, "if_match_missing")
    assert sent(nowhere, STALE).status_code == 404


@pytest.mark.parametrize("operation", VERSIONED)
def test_a_reader_who_has_it_gets_304_without_a_body(api: Callers, operation: str) -> None:
    ask = RECIPES[operation](api)
    etag = current(ask)
    for known in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        answer = ask.client.get(V1 + ask.path, headers={"If-None-Match": known})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)
    for other in (STALE, '"x"', ""):
        assert ask.client.get(V1 + ask.path, headers={"If-None-Match": other}).status_code == 200


@pytest.mark.parametrize("operation", ["create_vacancy", "create_enterprise", "create_jobseeker", "record_labour_use"])
def test_what_was_just_created_can_be_changed_at_once(api: Callers, operation: str) -> None:
    """The ETag of the 201 is that of the next GET."""
    ask = RECIPES[operation](api)
    created = ask.send()
    assert created.status_code == 201, created.text
    assert created.headers["etag"] == ask.client.get(f"{V1}{ask.path}/{created.json()['id']}").headers["etag"]


@pytest.mark.slow(seconds=8)
def test_no_update_is_lost_among_many_editors(live_api: Callers) -> None:
    """Check R5: each edit adds one to a number that was read; at the end it has grown by as many as were accepted."""
    firm = factories.enterprise()
    vacancies = [f"{V1}/vacancies/{factories.vacancy(firm.id, openings=1).id}" for _ in range(RECORDS)]
    left, guard, accepted = [EDITS], threading.Lock(), dict.fromkeys(vacancies, 0)

    def edit(number: int) -> list[int]:
        client, chance, refusals = live_api.by_role(Role.STAFF), random.Random(number), []
        while True:
            with guard:
                if not left[0]:
                    return refusals
                left[0] -= 1
            path = chance.choice(vacancies)
            while True:
                read = client.get(path)
                body = {"openings": read.json()["openings"] + 1}
                answer = client.patch(path, json=body, headers={"If-Match": read.headers["etag"]})
                if answer.status_code == 200:
                    with guard:
                        accepted[path] += 1
                    break
                refusals.append(answer.status_code)

    with ThreadPoolExecutor(EDITORS) as pool:
        refusals = [status for found in pool.map(edit, range(EDITORS)) for status in found]

    assert set(refusals) <= {412}
    assert sum(accepted.values()) == EDITS
    openings = {path: ok(live_api.staff.get(path))["openings"] for path in vacancies}
    assert openings == {path: 1 + count for path, count in accepted.items()}
