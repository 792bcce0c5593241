"""Requests that are wrong before anybody looks at their meaning: bytes, types, addresses, parameters, sizes."""

import json
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.config import Environment, Settings
from app.main import create_app
from tests.conftest import SECRET, Callers
from tests.support import factories
from tests.support.answers import NOBODY, V1, nothing_written, ok, refused

JSON = {"Content-Type": "application/json"}
ROUND = {"title": "Khảo sát", "opens_on": "2026-01-01", "closes_on": "2026-12-31"}


@pytest.mark.parametrize(
    "body",
    [
        b'{"title": "Kh\xe1o s\xe1t"}',
        b'{"title": ',
        b"{'title': 'x'}",
        b"title=x",
        b"\xff\xfe\x00",
        b"{} {}",
        b'{"value": ' + b"9" * 5000 + b"}",
        b"[" * 30,
    ],
)
def test_what_is_not_json_is_400(api: Callers, body: bytes) -> None:
    with nothing_written():
        problem = refused(api.staff.post(f"{V1}/survey-rounds", content=body, headers=JSON), 400, "malformed_json")
    assert problem["detail"].startswith("Nội dung gửi lên không phải JSON hợp lệ.")


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"7", b"null", b"true", b""])
def test_json_that_is_no_object_is_422(api: Callers, body: bytes) -> None:
    with nothing_written():
        answer = api.staff.post(f"{V1}/survey-rounds", content=body, headers=JSON)
        problem = refused(answer, 422, "invalid_content")
    (error,) = problem["errors"]
    assert error["pointer"] == ""
    assert error["code"] in ("missing", "model_attributes_type")


@pytest.mark.parametrize("media", ["text/plain", "application/xml", "application/x-www-form-urlencoded", ""])
def test_a_body_that_is_not_said_to_be_json_is_not_read(api: Callers, media: str) -> None:
    body = json.dumps(ROUND).encode()
    with nothing_written():
        answer = api.staff.post(f"{V1}/survey-rounds", content=body, headers={"Content-Type": media})
        problem = refused(answer, 415, "unsupported_content_type")
    assert problem["detail"] == "Nội dung phải là JSON (Content-Type: application/json)."


def test_no_body_at_all_is_422(api: Callers) -> None:
    with nothing_written():
        refused(api.staff.post(f"{V1}/survey-rounds"), 422, "invalid_content", pointer="", field="missing")


def test_a_field_that_does_not_exist_is_refused(api: Callers) -> None:
    body = ROUND | {"colour": "red", "a/b~c": 1}
    with nothing_written():
        problem = refused(
            api.staff.post(f"{V1}/survey-rounds", json=body),
            422,
            "invalid_content",
            pointer="/colour",
            field="extra_forbidden",
        )
    assert {error["pointer"] for error in problem["errors"]} == {"/colour", "/a~1b~0c"}


def test_every_missing_field_is_named_at_once(api: Callers) -> None:
    problem = refused(api.staff.post(f"{V1}/survey-rounds", json={}), 422, "invalid_content")
    named = [(error["pointer"], error["code"], error["detail"]) for error in problem["errors"]]
    assert named == [
        (pointer, "missing", "Thiếu trường bắt buộc.") for pointer in ("/title", "/opens_on", "/closes_on")
    ]


@pytest.mark.parametrize("path", ["vacancies", "plans/ag-bqlkkt-2026", "reference-lists", f"vacancies/{NOBODY}"])
def test_a_parameter_that_does_not_exist_is_refused(api: Callers, path: str) -> None:
    problem = refused(api.staff.get(f"{V1}/{path}?colour=red&total2=1"), 422, "invalid_content")
    assert {error["parameter"] for error in problem["errors"]} == {"colour", "total2"}
    assert {error["detail"] for error in problem["errors"]} <= {
        "Tham số này không được nhận.",
        "Trường hoặc tham số này không được nhận.",
    }


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("limit=0", "limit", "greater_than_equal"),
        ("limit=201", "limit", "less_than_equal"),
        ("limit=-1", "limit", "greater_than_equal"),
        ("limit=many", "limit", "int_parsing"),
        ("limit=", "limit", "int_parsing"),
        ("total=maybe", "total", "bool_parsing"),
        ("status=sleeping", "status", "enum"),
        ("enterprise_id=7", "enterprise_id", "uuid_parsing"),
        ("occupation_code=81", "occupation_code", "string_pattern_mismatch"),
        ("q=", "q", "string_too_short"),
        ("q=%20%20", "q", "string_too_short"),
        ("q=a%00b", "q", "string_pattern_mismatch"),
        ("cursor=%20", "cursor", "string_pattern_mismatch"),
    ],
)
def test_a_wrong_parameter_is_named(api: Callers, query: str, parameter: str, code: str) -> None:
    refused(api.staff.get(f"{V1}/vacancies?{query}"), 422, "invalid_content", parameter=parameter, field=code)


@pytest.mark.parametrize("key", ["7", "x", "00000000-0000-0000-0000-00000000000g", "0199aaaa0000"])
def test_an_id_that_is_none_is_422(api: Callers, key: str) -> None:
    answer = api.staff.get(f"{V1}/vacancies/{key}")
    problem = refused(answer, 422, "invalid_content", parameter="vacancy_id", field="uuid_parsing")
    assert problem["errors"][0]["detail"] == "Phải là mã định danh UUID."


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (f"organisations/{NOBODY}", "organisation_not_found"),
        (f"enterprises/{NOBODY}", "enterprise_not_found"),
        (f"survey-rounds/{NOBODY}", "survey_round_not_found"),
        (f"survey-rounds/{NOBODY}/lines", "survey_round_not_found"),
        (f"surveys/{NOBODY}", "survey_not_found"),
        (f"support-requests/{NOBODY}", "support_request_not_found"),
        (f"vacancies/{NOBODY}", "vacancy_not_found"),
        (f"vacancies/{NOBODY}/candidates", "vacancy_not_found"),
        (f"jobseekers/{NOBODY}", "jobseeker_not_found"),
        (f"jobseekers/{NOBODY}/vacancies", "jobseeker_not_found"),
        (f"referrals/{NOBODY}", "referral_not_found"),
        (f"placements/{NOBODY}", "placement_not_found"),
        (f"labour-use/{NOBODY}", "labour_use_not_found"),
        ("communes/99999", "commune_not_found"),
        ("occupations/9999", "occupation_not_found"),
        ("zones/kcn-khong-co", "zone_not_found"),
        ("plans/khong-co", "plan_not_found"),
        ("plans/khong-co/progress", "plan_not_found"),
        ("plans/la-nnl-2025/targets/placed_on_request/records", "target_not_found"),
        ("plans/ag-bqlkkt-2026/targets/placed_on_request/records?reading=missing", "reading_not_found"),
    ],
)
def test_what_is_not_there_is_404(api: Callers, path: str, code: str) -> None:
    refused(api.staff.get(f"{V1}/{path}"), 404, code)


@pytest.mark.parametrize("path", ["/api", "/api/v1", f"{V1}/vacancy", f"{V1}/vacancies/", "/api/v2/zones"])
def test_an_address_that_does_not_exist_is_404(api: Callers, path: str) -> None:
    problem = refused(api.staff.get(path), 404, "route_not_found")
    assert problem["detail"] == "Không có địa chỉ này. Xem danh sách tại /docs."


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "enterprises", "GET, POST"),
        ("DELETE", f"enterprises/{NOBODY}", "GET, PUT"),
        ("PUT", f"vacancies/{NOBODY}", "GET, PATCH"),
        ("GET", f"vacancies/{NOBODY}/close", "POST"),
        ("POST", "communes/30463", "GET"),
        ("OPTIONS", "plans", "GET, POST"),
        ("GET", "auth/login", "POST"),
        ("GET", "jobseekers/search", "POST"),
    ],
)
def test_a_wrong_method_is_told_all_right_ones(api: Callers, method: str, path: str, allowed: str) -> None:
    answer = api.staff.request(method, f"{V1}/{path}")
    problem = refused(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == allowed
    assert problem["detail"].endswith(f"các thao tác được nhận: {allowed}.")


@pytest.mark.parametrize("path", ["/docs", "/static/docs.css", "/openapi.json"])
def test_pages_say_what_they_take_too(api: Callers, path: str) -> None:
    answer = api.anonymous.post(path)
    refused(answer, 405, "method_not_allowed")
    assert "GET" in answer.headers["allow"].split(", ")


@pytest.fixture
def small(api: Callers) -> TestClient:
    """A client of an app that takes 2,000 bytes."""
    settings = Settings(environment=Environment.TEST, secret_key=SECRET, log_level="ERROR", max_body_bytes=2000)
    return TestClient(create_app(settings), headers=api.staff.headers, raise_server_exceptions=False)


def test_a_body_over_the_limit_is_413(small: TestClient) -> None:
    ok(small.post(f"{V1}/survey-rounds", json=ROUND), 201)
    with nothing_written():
        answer = small.post(f"{V1}/survey-rounds", content=b" " * 2001, headers=JSON)
        problem = refused(answer, 413, "content_too_large")
    assert problem["detail"] == "Nội dung vượt quá 2.000 byte. Hãy chia nhỏ rồi gửi lại."
    assert answer.headers["connection"] == "close"


def test_a_body_without_a_length_is_counted_while_it_is_read(small: TestClient) -> None:
    with nothing_written():
        answer = small.post(f"{V1}/survey-rounds", content=iter([b"{", b" " * 1500, b" " * 1500]), headers=JSON)
        refused(answer, 413, "content_too_large")


def test_a_body_of_just_the_limit_is_read(small: TestClient) -> None:
    body = json.dumps(ROUND).encode()
    ok(small.post(f"{V1}/survey-rounds", content=body + b" " * (2000 - len(body)), headers=JSON), 201)


BARRED = ["\x00", "\x1b", "\n", "\u202e", "\u2066", "\u200f", "\u2028", "\x85"]


@pytest.mark.parametrize("mark", BARRED)
def test_marks_that_hide_text_are_refused(api: Callers, mark: str) -> None:
    with nothing_written():
        refused(
            api.staff.post(f"{V1}/survey-rounds", json=ROUND | {"title": f"Khảo{mark}sát"}),
            422,
            "invalid_content",
            pointer="/title",
            field="string_pattern_mismatch",
        )


@pytest.mark.parametrize("mark", ["\x00", "\u202e", "\ud800"])
def test_a_search_for_people_takes_plain_text_only(api: Callers, mark: str) -> None:
    body = json.dumps({"name": f"Nguyễn{mark}Thị"}).encode()
    problem = refused(api.staff.post(f"{V1}/jobseekers/search", content=body, headers=JSON), 422, "invalid_content")
    assert problem["errors"][0]["pointer"] == "/name"


@pytest.mark.parametrize("name", ["--", " . , ", "()"])
def test_a_search_for_nothing_finds_nobody(api: Callers, name: str) -> None:
    factories.jobseeker()
    answer = api.staff.post(f"{V1}/jobseekers/search", json={"name": name})
    assert answer.status_code == 422 or answer.json()["items"] == [], answer.text


@pytest.mark.parametrize("path", ["communes", "zones", "occupations", "organisations", "enterprises", "vacancies"])
@pytest.mark.parametrize("q", ["-", "...", "(", "%", "_", "\\", "'", '"', "đ", "́"])
def test_a_search_for_signs_is_answered(api: Callers, path: str, q: str) -> None:
    assert api.staff.get(f"{V1}/{path}", params={"q": q}).status_code in (200, 422)


@pytest.mark.parametrize("text", ["\u0958" * 200, "\ufb03" * 200, "\u0390" * 200, "ß" * 200])
def test_text_that_grows_when_it_is_normalised_is_stored_or_refused(api: Callers, text: str) -> None:
    body = {"name": text, "kind": "non_state", "stage": "investor_study", "commune_code": "30463"}
    answer = api.staff.post(f"{V1}/enterprises", json=body)
    assert answer.status_code in (201, 422), answer.text


def test_half_a_character_is_refused(api: Callers) -> None:
    body = json.dumps(ROUND | {"title": "Kh\ud800"}).encode()
    answer = api.staff.post(f"{V1}/survey-rounds", content=body, headers=JSON)
    refused(answer, 422, "invalid_content", pointer="/title", field="string_unicode")
    body = json.dumps({"username": "staff", "password": "\ud800"}).encode()
    answer = api.anonymous.post(f"{V1}/auth/login", content=body, headers=JSON)
    refused(answer, 422, "invalid_content", pointer="/password", field="string_unicode")


def test_accents_written_in_two_ways_are_stored_in_one(api: Callers) -> None:
    created = ok(api.staff.post(f"{V1}/survey-rounds", json=ROUND | {"title": "Khảo  sát"}), 201)
    assert created["title"] == "Khảo sát"


@pytest.mark.parametrize(
    ("header", "title"),
    [
        (None, "Không tìm thấy"),
        ("vi", "Không tìm thấy"),
        ("fr", "Không tìm thấy"),
        ("vi,en", "Không tìm thấy"),
        ("en", "Not found"),
        ("en-US,vi;q=0.5", "Not found"),
    ],
)
def test_the_language_is_the_readers(api: Callers, header: str | None, title: str) -> None:
    headers = {"Accept-Language": header} if header else {"Accept-Language": ""}
    assert refused(api.staff.get(f"{V1}/nowhere", headers=headers), 404, "route_not_found")["title"] == title


def test_every_answer_carries_its_guards(api: Callers, app: FastAPI) -> None:
    seen: dict[str, Any] = {}
    for path in ("/health/live", f"{V1}/zones", f"{V1}/nowhere", "/docs"):
        answer = api.anonymous.get(path)
        assert answer.headers["x-content-type-options"] == "nosniff", path
        assert answer.headers["referrer-policy"] == "no-referrer", path
        assert "default-src 'none'" in answer.headers["content-security-policy"], path
        seen[answer.headers["x-request-id"]] = path
    assert len(seen) == 4
