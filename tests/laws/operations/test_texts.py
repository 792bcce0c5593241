"""Check S14: a text is a text, in every field and every question; what could not be shown as typed is refused."""

import copy
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.text import fold
from app.schemas.common.base import TEXT
from tests.conftest import Callers
from tests.laws.operations.checksums import nothing_changed
from tests.laws.operations.listing import Operation, operations
from tests.support import factories
from tests.support.answers import V1, every_page
from tests.support.recipes.table import RECIPES

HOSTILE = (
    "<script>alert(1)</script> & \"x\" onerror='y'",
    "{{7*7}} ${7*7} <%= 7*7 %> ../../etc/passwd",
    "May'; DROP TABLE accounts; -- %_\\ [a-z]*",
    "=cmd|' /C calc'!A0 +1 @SUM",
)
# Header line breaks, NUL, a mark that turns the direction of what follows, isolates, line separators.
BARRED = ("a\r\nSet-Cookie: a=b", "a\nb", "a\x00b", "cv\u202egnp.exe", "a\u2066b\u2069", "a\u2028b", "\x1b[2Jb")
SHORTEST = 60
CODES = ("text_version", "code")


def text_fields(operation: Operation, body: Any) -> Iterator[tuple[Any, str]]:
    """The objects of a body with the names of their free texts."""
    for steps, schema in operation.objects():
        target: Any = body
        for step in steps:
            exists = len(target) > step if isinstance(step, int) else bool((target or {}).get(step))
            target = target[step] if target is not None and exists else None
            if target is None:
                break
        for name, field in schema["properties"].items() if target is not None else ():
            said = operation.resolved(field)
            if said.get("pattern") == TEXT and said.get("maxLength", 0) >= SHORTEST and name not in CODES:
                yield target, name


def told(answer: Any, name: str) -> set[str]:
    """Everything that an answer says under a name, however deep."""
    if isinstance(answer, list):
        return set().union(*(told(one, name) for one in answer)) if answer else set()
    if not isinstance(answer, dict):
        return set()
    own = {answer[name]} if isinstance(answer.get(name), str) else set()
    return own.union(*(told(one, name) for one in answer.values()))


@pytest.mark.parametrize("text", HOSTILE)
def test_every_text_is_kept_and_given_back_as_typed(api: Callers, app: FastAPI, text: str) -> None:
    tried = 0
    for operation in operations(app.openapi()):
        if operation.id not in RECIPES or not list(text_fields(operation, operation.body())):
            continue
        request = RECIPES[operation.id](api)
        body = copy.deepcopy(request.body)
        fields = [(target, name) for target, name in text_fields(operation, body) if name in target]
        if not fields:
            continue
        for target, name in fields:
            target[name] = text
        answer, named = sent(request, body), {name for _, name in fields}
        tried += len(named)
        assert answer.status_code in (200, 201), (operation.id, answer.text)
        assert answer.headers["content-type"].startswith("application/json")
        for name in named:
            assert not told(answer.json(), name) or text in told(answer.json(), name), (operation.id, name)
    assert tried > 8


def sent(request: Any, body: Any) -> Any:
    """A request of a recipe with another body."""
    return type(request)(**{**vars(request), "body": body}).send()


@pytest.mark.parametrize("text", BARRED)
def test_what_is_no_visible_text_is_refused_everywhere(api: Callers, app: FastAPI, text: str) -> None:
    wrong, tried = [], 0
    with nothing_changed():
        for operation in operations(app.openapi()):
            body = operation.body()
            fields = list(text_fields(operation, body))
            if not fields or "{" in operation.path or not operation.needs_sign_in:
                continue
            for target, name in fields:
                target[name] = text
            for client in (api.staff, api.admin):
                answer = client.request(operation.method, operation.path, json=body)
                if answer.status_code == 403:
                    continue
                tried += 1
                refused = {one["pointer"].rsplit("/", 1)[1] for one in answer.json()["errors"] or ()}
                if answer.status_code != 422 or not {name for _, name in fields} <= refused:
                    wrong.append(f"{operation.id}: {answer.text}")
    assert not wrong, "\n".join(wrong)
    assert tried > 8


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(question=st.text(alphabet="%_\\/*[]'\";-ab ", min_size=1, max_size=6))
def test_signs_of_the_database_find_themselves(api: Callers, question: str) -> None:
    """Every word of the question stands in the title, letter by letter: no sign stands for another."""
    titles = ["Thợ hàn 100%", "May a_b", "Cắt 'a' \\ b", "Vận hành [a-b]*", "Kho ab;--"]
    rows = {str(factories.vacancy(title=title).id): title for title in titles}
    if not question.strip():
        return
    url, words = f"{V1}/vacancies?q={quote(question, safe='')}", fold(question).split()
    found = {rows[key] for key in every_page(api.staff, url, 200) if key in rows}
    assert found == {title for title in titles if words and all(word in fold(title) for word in words)}


def test_a_line_break_in_a_header_makes_no_header(api: Callers) -> None:
    """What an answer repeats of a request: the request id, and the address in a refusal."""
    for given_id in ("abc\r\nSet-Cookie: a=b", "x" * 5000, "ä", "<script>"):
        answer = api.staff.get(f"{V1}/auth/me", headers={"X-Request-ID": given_id.encode("latin-1", "replace")})
        assert "set-cookie" not in answer.headers
        assert "\n" not in answer.headers["x-request-id"] and len(answer.headers["x-request-id"]) < 200
    answer = api.staff.get("/api/v1/zones/a%0d%0aSet-Cookie:%20a=b")
    assert "set-cookie" not in answer.headers
    assert json.loads(answer.text)["status"] in (404, 422)
