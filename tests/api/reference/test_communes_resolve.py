"""Addresses to communes over HTTP: who may, what comes back in which order, and what is refused where."""

from typing import Any, get_args

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.core import clock
from app.infra import db
from app.main import create_app
from app.matching.addresses import AddressQuestion
from app.models import Organisation
from app.schemas.reference.communes import AskReason
from app.vocabulary import Role
from seed.reference import load_reference
from tests.conftest import Callers
from tests.support.answers import V1, nothing_written, ok, refused

URL = f"{V1}/communes/resolve"
OLD_FORM = "xã Bình Long, huyện Châu Phú"


def resolved(client: TestClient, *addresses: str, **more: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = ok(client.post(URL, json={"addresses": list(addresses)} | more))["items"]
    assert len(items) == len(addresses)
    return items


@pytest.mark.parametrize("role", Role)
def test_every_role_may_ask(api: Callers, role: Role) -> None:
    assert resolved(api.by_role(role), OLD_FORM)[0]["matches"][0]["code"] == "30463"


def test_nobody_asks_without_signing_in(api: Callers) -> None:
    refused(api.anonymous.post(URL, json={"addresses": [OLD_FORM]}), 401, "not_authenticated")


def test_an_answer_says_what_where_how_sure_and_why(api: Callers) -> None:
    with nothing_written():
        (item,) = resolved(api.staff, OLD_FORM)
    assert item == {
        "matches": [
            {
                "code": "30463",
                "name": "Xã Châu Phú",
                "province_code": "91",
                "map_year": 2024,
                "confidence": 0.95,
                "because": "Xã Bình Long, Huyện Châu Phú, An Giang (bản đồ trước 01/7/2025) nay thuộc Xã Châu Phú.",
            }
        ],
        "ask": False,
        "ask_reason": None,
        "ask_text": None,
    }


def test_a_question_comes_with_its_code_and_words_in_the_readers_language(api: Callers) -> None:
    (item,) = resolved(api.staff, "xã Bính Xá, huyện Đình Lập, Lạng Sơn")
    assert (item["ask"], item["ask_reason"]) == (True, "split")
    assert [match["code"] for match in item["matches"]] == ["06613", "06625"]
    assert item["ask_text"].startswith("Xã cũ này đã bị chia cho nhiều xã mới")
    english = api.staff.post(URL, json={"addresses": ["Phnom Penh, Campuchia"]}, headers={"Accept-Language": "en"})
    (item,) = ok(english)["items"]
    expected = {"matches": [], "ask": True, "ask_reason": "another_country"}
    assert item == expected | {"ask_text": "The address is in another country."}


def test_a_code_is_read_too(api: Callers) -> None:
    (item,) = resolved(api.staff, "30463")
    assert item["matches"][0]["because"] == "Xã Châu Phú, An Giang trên bản đồ từ 01/7/2025. Theo mã 30463."


def test_the_callers_province_decides_between_namesakes(api: Callers) -> None:
    assert resolved(api.staff, "xã Bình Hòa")[0]["ask_reason"] == "repeated"
    assert resolved(api.staff, "xã Bình Hòa", province_code="91")[0]["matches"][0]["code"] == "30607"
    assert resolved(api.staff, "xã Bình Hòa", province_code="80")[0]["matches"][0]["code"] == "27811"


def test_a_thousand_answers_come_in_the_order_of_the_questions(api: Callers) -> None:
    kinds = ["xã Bình Long, huyện Châu Phú", "?", "xã Bình Hòa", "P. Mỹ Long TP Long Xuyên"]
    items = resolved(api.staff, *(kinds[n % 4] for n in range(1000)))
    first = [(item["ask_reason"], len(item["matches"])) for item in items]
    assert first == [(None, 1), ("not_found", 0), ("repeated", 2), (None, 1)] * 250


def test_what_was_sent_does_not_come_back(api: Callers) -> None:
    secret = "số 17 hẻm Bí Mật, xã Bình Long, huyện Châu Phú"
    answer = api.staff.post(URL, json={"addresses": [secret]})
    assert "17" not in answer.text
    assert "Bí Mật" not in answer.text
    too_long = api.staff.post(URL, json={"addresses": [secret * 9]})
    assert too_long.status_code == 422
    assert "Bí Mật" not in too_long.text


@pytest.mark.parametrize("text", ["", " ", "\x00", "\u202exã\u2066", "😀" * 300, "xã\nBình Long\n", "'; DROP TABLE x"])
def test_any_text_of_the_right_length_gets_an_answer(api: Callers, text: str) -> None:
    assert resolved(api.staff, text)[0]["ask_reason"] in get_args(AskReason) or text.startswith("xã")


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({}, "/addresses", "missing"),
        ({"addresses": []}, "/addresses", "too_short"),
        ({"addresses": [OLD_FORM] * 1001}, "/addresses", "too_long"),
        ({"addresses": OLD_FORM}, "/addresses", "list_type"),
        ({"addresses": None}, "/addresses", "list_type"),
        ({"addresses": [OLD_FORM, "x" * 301]}, "/addresses/1", "string_too_long"),
        ({"addresses": [OLD_FORM, OLD_FORM, 5]}, "/addresses/2", "string_type"),
        ({"addresses": [None]}, "/addresses/0", "string_type"),
        ({"addresses": [OLD_FORM], "province_code": "9"}, "/province_code", "string_pattern_mismatch"),
        ({"addresses": [OLD_FORM], "province_code": 91}, "/province_code", "string_type"),
        ({"addresses": [OLD_FORM], "district": "x"}, "/district", "extra_forbidden"),
    ],
)
def test_a_wrong_body_is_refused_at_its_place(api: Callers, body: dict[str, Any], pointer: str, code: str) -> None:
    refused(api.staff.post(URL, json=body), 422, "invalid_content", pointer=pointer, field=code)


def test_what_is_no_request_is_refused(api: Callers) -> None:
    broken = api.staff.post(URL, content=b'{"addresses": [', headers={"Content-Type": "application/json"})
    refused(broken, 400, "malformed_json")
    lone = api.staff.post(URL, content=b'{"addresses": ["\\ud800"]}', headers={"Content-Type": "application/json"})
    refused(lone, 422, "invalid_content", pointer="/addresses/0", field="string_unicode")
    unknown = api.staff.post(f"{URL}?x=1", json={"addresses": [OLD_FORM]})
    refused(unknown, 422, "invalid_content", parameter="x", field="unknown_parameter")
    assert api.staff.get(URL).status_code == 405


def test_a_zone_added_by_hand_is_known_from_the_next_call(api: Callers) -> None:
    assert resolved(api.staff, "CCN Thử Nghiệm")[0]["ask_reason"] == "not_found"
    with db.reading() as session:
        board = str(session.query(Organisation.id).filter_by(code="bqlkkt-ag").scalar())
    zone = {
        "code": "ccn-thu-nghiem",
        "name": "CCN Thử Nghiệm",
        "kind": "industrial_cluster",
        "status": "operating",
        "commune_code": "30463",
        "managing_organisation_id": board,
        "source": "Kiểm thử",
    }
    ok(api.admin.post(f"{V1}/zones", json=zone), 201)
    assert resolved(api.staff, "CCN Thử Nghiệm")[0]["matches"][0]["code"] == "30463"


def test_the_lists_are_read_once(api: Callers, app: FastAPI) -> None:
    resolved(api.staff, OLD_FORM)
    book = app.state.runtime.addresses
    with db.transaction() as session:
        before = book.current(session)
        load_reference(session, clock.now())
        assert book.current(session) is before
    assert create_app(app.state.runtime.settings).state.runtime.addresses is not book


def test_the_questions_of_the_document_are_those_of_the_engine() -> None:
    assert set(get_args(AskReason)) == {question.value for question in AddressQuestion}
