"""The OpenAPI as a product: committed, complete, in Vietnamese, and true to what the service answers."""

import copy
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from jsonschema import Draft202012Validator

from app.http import openapi
from app.http.routes import StrictRoute
from tests.conftest import Callers
from tests.support import factories
from tests.support.paths import ROOT

COMMITTED = ROOT / "docs" / "openapi.json"
VIETNAMESE = re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
ENGLISH_OF_THE_FRAMEWORK = ("Successful Response", "Validation Error")


class Operation(NamedTuple):
    path: str
    method: str
    said: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


@pytest.fixture(scope="module")
def document(app: FastAPI) -> dict[str, Any]:
    return app.openapi()


@pytest.fixture(scope="module")
def operations(document: dict[str, Any]) -> list[Operation]:
    return [
        Operation(path, method, said) for path, methods in document["paths"].items() for method, said in methods.items()
    ]


@pytest.fixture(scope="module")
def schemas(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["components"]["schemas"]
    return found


def test_the_committed_document_is_the_one_of_the_app(app: FastAPI) -> None:
    assert COMMITTED.read_text("utf-8") == openapi.text(app), "run ./dev openapi and commit docs/openapi.json"


def test_operations_are_named_after_their_handlers_and_each_once(app: FastAPI, operations: list[Operation]) -> None:
    routes = [one for one in iter_route_contexts(app.routes) if isinstance(one.original_route, StrictRoute)]
    handlers = sorted(route.endpoint.__name__ for route in routes)
    names = [operation.said["operationId"] for operation in operations]
    assert sorted(names) == handlers
    assert len(set(names)) == len(names) > 60


def test_operations_speak_vietnamese(operations: list[Operation]) -> None:
    silent = [one.name for one in operations if not VIETNAMESE.search(one.said.get("description", ""))]
    assert silent == []
    # A summary is the beginning of the description, not the function's name taken apart.
    assert [one.name for one in operations if not one.said["description"].startswith(one.said["summary"])] == []


def test_tags_are_stems_with_vietnamese_names(document: dict[str, Any], operations: list[Operation]) -> None:
    """Generated clients make a module of each tag, so a tag is plain letters; people read its description."""
    used = {tag for one in operations for tag in one.said["tags"]}
    assert used == {tag["name"] for tag in document["tags"]}
    assert [tag for tag in used if not re.fullmatch("[a-z_]+", tag)] == []
    assert [tag["name"] for tag in document["tags"] if not VIETNAMESE.search(tag["description"])] == []


def test_the_framework_left_nothing_of_its_own(app: FastAPI, schemas: dict[str, Any]) -> None:
    assert "HTTPValidationError" not in schemas
    assert [words for words in ENGLISH_OF_THE_FRAMEWORK if words in openapi.text(app)] == []


def test_schemas_speak_vietnamese(schemas: dict[str, Any]) -> None:
    # Lists of codes are explained where they are used, and a page says of its fields what there is to say.
    own = {name: schema for name, schema in schemas.items() if "enum" not in schema and not name.startswith("Page_")}
    described = {name: schema.get("description", "") for name, schema in own.items()}
    assert [name for name, text in described.items() if not VIETNAMESE.search(text)] == []


def test_every_parameter_has_description_and_example(operations: list[Operation]) -> None:
    parameters = [(one.name, parameter) for one in operations for parameter in one.said.get("parameters", ())]
    assert len(parameters) > 100
    assert [(name, p["name"]) for name, p in parameters if not VIETNAMESE.search(p.get("description", ""))] == []
    assert [(name, p["name"]) for name, p in parameters if not p["schema"].get("examples")] == []


def targets(field: dict[str, Any], schemas: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The component schemas that a field consists of: itself, one of a choice, or the items of a list."""
    for part in (field, *field.get("anyOf", ()), field.get("items", {})):
        if "$ref" in part:
            yield schemas[part["$ref"].rsplit("/", 1)[1]]


def test_every_field_has_description_and_example(schemas: dict[str, Any]) -> None:
    fields = [
        (f"{name}.{field}", said)
        for name, schema in schemas.items()
        for field, said in schema.get("properties", {}).items()
    ]
    assert len(fields) > 300
    for where, said in fields:
        parts = list(targets(said, schemas))
        assert said.get("description") or any(part.get("description") for part in parts), where
        # An object is shown by the examples of its own fields.
        assert said.get("examples") or any("properties" in part for part in parts), where


def reachable(operations: list[Operation], schemas: dict[str, Any]) -> set[str]:
    """Names of the schemas that answers of success consist of."""
    waiting = [
        answer for one in operations for status, answer in one.said["responses"].items() if status.startswith("2")
    ]
    found: set[str] = set()
    while waiting:
        for name in set(re.findall(r"#/components/schemas/(\w+)", str(waiting.pop()))) - found:
            found.add(name)
            waiting.append(schemas[name])
    return found


def test_answers_have_no_optional_field_and_no_default(operations: list[Operation], schemas: dict[str, Any]) -> None:
    answers = {name: schemas[name] for name in reachable(operations, schemas) if "properties" in schemas[name]}
    assert len(answers) > 50
    answers["Problem"] = schemas["Problem"]
    assert [name for name, said in answers.items() if set(said["required"]) != set(said["properties"])] == []
    assert [
        f"{name}.{field}" for name, said in answers.items() for field, v in said["properties"].items() if "default" in v
    ] == []


def test_every_error_is_a_problem_document_and_nothing_else(operations: list[Operation]) -> None:
    errors = [
        (one.name, status, answer["content"])
        for one in operations
        for status, answer in one.said["responses"].items()
        if status.startswith(("4", "5"))
    ]
    assert len(errors) > 200
    assert [(name, status) for name, status, content in errors if content != PROBLEM] == []


def test_errors_that_can_happen_are_documented(operations: list[Operation]) -> None:
    for one in operations:
        needed = {"422"}
        needed |= {"401"} if one.said.get("security") else set()
        needed |= {"400"} if "requestBody" in one.said else set()
        needed |= {"404"} if "{" in one.path else set()
        assert needed <= set(one.said["responses"]), one.name


def test_bodies_refuse_fields_they_do_not_have(operations: list[Operation], schemas: dict[str, Any]) -> None:
    for one in operations:
        if "requestBody" in one.said:
            ((media, body),) = one.said["requestBody"]["content"].items()
            # OAuth 2 clients ask for a token by a form (RFC 6749 §4.4.2); the form is described where it is used.
            asks_for_token = one.said["operationId"] == "issue_client_token"
            assert media == ("application/x-www-form-urlencoded" if asks_for_token else "application/json")
            (schema,) = [body["schema"]] if asks_for_token else targets(body["schema"], schemas)
            assert schema["additionalProperties"] is False, one.name


def test_no_other_host_is_named(app: FastAPI) -> None:
    assert re.findall(r"https?://[^\"\s]+", openapi.text(app)) == []


def closed(document: dict[str, Any], name: str) -> Draft202012Validator:
    """A validator of one component that also refuses fields that are not declared."""
    own = copy.deepcopy(document)
    for schema in own["components"]["schemas"].values():
        if "properties" in schema:
            schema["additionalProperties"] = False
    return Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": own["components"]},
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )


@pytest.mark.parametrize("limit", [1, 20])
def test_answers_that_orjson_writes_are_as_declared(api: Callers, document: dict[str, Any], limit: int) -> None:
    """FastAPI does not check these two any more, so this does."""
    vacancy = factories.vacancy(pay_from=7_000_000, pay_to=9_000_000)
    people = [factories.jobseeker(), factories.jobseeker(pay_wish=8_000_000)]
    factories.jobseeker(commune_code=factories.FAR_COMMUNE, max_travel_km=30)
    for address, name in (
        (f"/api/v1/vacancies/{vacancy.id}/candidates", "CandidatesOut"),
        (f"/api/v1/jobseekers/{people[0].id}/vacancies", "MatchingVacanciesOut"),
    ):
        answer = api.staff.get(address, params={"limit": limit})
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/json"
        body = answer.json()
        assert body["items"]
        assert body["items"][0]["parts"]
        closed(document, name).validate(body)


def test_a_wrong_answer_would_be_seen(document: dict[str, Any]) -> None:
    right = {"items": [], "next_cursor": None, "passed": 0, "excluded": [], "unlocks": [], "rules_version": "2"}
    check = closed(document, "MatchingVacanciesOut")
    check.validate(right)
    for wrong in (right | {"more": 1}, right | {"passed": "0"}, {k: v for k, v in right.items() if k != "next_cursor"}):
        assert not check.is_valid(wrong)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/v1/jobseekers/search", "POST"),
        ("PATCH", "/api/v1/jobseekers/search", "POST"),
        ("PUT", "/api/v1/vacancies/0199aaaa-0000-7000-8000-000000000000", "GET, PATCH"),
    ],
)
def test_a_method_that_is_not_documented_is_refused_with_those_that_are(
    api: Callers, method: str, path: str, allowed: str
) -> None:
    answer = api.staff.request(method, path, json={})
    assert (answer.status_code, answer.headers.get("allow")) == (405, allowed)


@pytest.mark.parametrize("field", ["title", "openings", "dormitory", "minors_allowed"])
def test_what_cannot_be_emptied_is_not_null_in_the_document_either(
    api: Callers, schemas: dict[str, Any], field: str
) -> None:
    said = schemas["VacancyUpdate"]
    assert "null" not in str(said["properties"][field])
    assert "required" not in said
    answer = api.staff.patch(f"/api/v1/vacancies/{factories.vacancy().id}", json={field: None})
    assert answer.status_code == 422
    assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [(f"/{field}", "missing")]


def test_a_whole_number_may_be_written_with_a_point(api: Callers) -> None:
    vacancy = factories.vacancy()
    answer = api.staff.patch(f"/api/v1/vacancies/{vacancy.id}", json={"openings": 12.0})
    assert (answer.status_code, answer.json()["openings"]) == (200, 12)
    assert type(answer.json()["openings"]) is int
    refused = api.staff.patch(f"/api/v1/vacancies/{vacancy.id}", json={"openings": 12.5})
    assert [one["code"] for one in refused.json()["errors"]] == ["int_type"]
