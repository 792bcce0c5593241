"""Job titles to occupations over HTTP: who may, what comes back in which order, and what is refused where."""

import itertools
import json
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.vocabulary import Role, skill_rank
from tests.conftest import Callers
from tests.laws.test_openapi import closed
from tests.support.answers import V1, nothing_written, ok, refused

URL = f"{V1}/occupations/resolve"
JSON = {"Content-Type": "application/json"}
SEWING, WELDING, FORKLIFT, LABOURER = "8153", "7212", "8344", "9329"


def resolved(client: TestClient, *titles: str, **headers: str) -> list[dict[str, Any]]:
    """The answers to titles, each checked for what always holds."""
    items: list[dict[str, Any]] = ok(client.post(URL, json={"titles": titles}, headers=headers))["items"]
    assert len(items) == len(titles)
    for item in items:
        check(item)
    return items


def check(item: dict[str, Any]) -> None:
    assert set(item) == {"matches", "ask", "question", "grade"}
    codes = [match["code"] for match in item["matches"]]
    assert len(codes) == len(set(codes)) <= 5
    assert item["ask"] or codes
    assert item["ask"] == (item["question"] is not None)
    assert all(
        0 < match["confidence"] <= 1 == round(match["confidence"], 2) / match["confidence"] for match in item["matches"]
    )
    grade = item["grade"]
    if grade is not None:
        expected = skill_rank(None, None, f"{grade['step']}/{grade['of']}") if grade["is_skill"] else None
        assert grade["skill_rank"] == expected


def first(item: dict[str, Any]) -> str | None:
    return item["matches"][0]["code"] if item["matches"] and not item["ask"] else None


@pytest.mark.parametrize("role", Role)
def test_every_role_may_ask(api: Callers, role: Role) -> None:
    assert first(resolved(api.by_role(role), "thợ hàn")[0]) == WELDING


def test_nobody_asks_without_signing_in(api: Callers) -> None:
    refused(api.anonymous.post(URL, json={"titles": ["thợ hàn"]}), 401, "not_authenticated")


def test_an_answer_says_which_occupation_how_sure_and_because_of_which_words(api: Callers) -> None:
    with nothing_written():
        (item,) = resolved(api.staff, "CN MAY cong nghiep 3/7")
    best = item["matches"][0]
    assert (best["code"], item["ask"], item["question"]) == (SEWING, False, None)
    assert best["title_vi"] == "Thợ vận hành máy may công nghiệp"
    assert best["confirmed"] is None
    assert "MAY" in best["because"]
    assert item["grade"] == {"step": 3, "of": 7, "is_skill": True, "skill_rank": 3}


def test_the_vietnamese_code_stands_beside_where_it_is_known(api: Callers) -> None:
    (item,) = resolved(api.staff, "thợ hàn")
    listed = {row["code"]: row for row in ok(api.staff.get(f"{V1}/occupations?level=4&under=7&limit=200"))["items"]}
    for match in item["matches"]:
        if match["code"] in listed:
            row = listed[match["code"]]
            assert (match["vsco_code"], match["title_vi"]) == (row["vsco_code"], row["title_vi"])
    assert item["matches"][0]["code"] in listed


def test_a_title_without_a_trade_is_answered_with_a_question(api: Callers) -> None:
    for item in resolved(api.staff, "Công nhân", "CN", "LĐPT", "CNSX 2/6"):
        assert (item["ask"], item["question"]) == (
            True,
            "Tên công việc chưa nêu nghề; hãy hỏi người lao động làm nghề gì.",
        )
    for item in resolved(api.staff, "", "   ", "\t\n"):
        assert (item["matches"], item["ask"], item["grade"]) == ([], True, None)
        assert item["question"] == "Chưa ghi tên công việc; hãy hỏi người lao động làm nghề gì."
    (item,) = resolved(api.staff, "Công nhân", **{"Accept-Language": "en"})
    assert item["question"] == "The job title names no trade; ask the person for it."


def test_a_step_of_pay_is_no_skill(api: Callers) -> None:
    (item,) = resolved(api.staff, "Thợ hàn 5/12")
    assert item["grade"] == {"step": 5, "of": 12, "is_skill": False, "skill_rank": None}
    assert first(item) == WELDING


def test_a_thousand_answers_come_in_the_order_of_the_questions(api: Callers) -> None:
    codes = {"thợ hàn": WELDING, "lái xe nâng": FORKLIFT, "công nhân": None, "CN may công nghiệp": SEWING}
    titles = list(itertools.islice(itertools.cycle(codes), 1000))
    assert [first(item) for item in resolved(api.staff, *titles)] == [codes[title] for title in titles]
    refused(
        api.staff.post(URL, json={"titles": [*titles, "thợ hàn"]}),
        422,
        "invalid_content",
        pointer="/titles",
        field="too_long",
    )


@pytest.mark.parametrize(
    ("titles", "pointer", "code"),
    [
        ([], "/titles", "too_short"),
        (["thợ hàn"] * 17 + ["x" * 301, "thợ hàn"], "/titles/17", "string_too_long"),
        (["thợ hàn", 7], "/titles/1", "string_type"),
        (["thợ hàn", None], "/titles/1", "string_type"),
        ("thợ hàn", "/titles", "list_type"),
        (None, "/titles", "list_type"),
        ({"0": "thợ hàn"}, "/titles", "list_type"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(api: Callers, titles: Any, pointer: str, code: str) -> None:
    refused(api.staff.post(URL, json={"titles": titles}), 422, "invalid_content", pointer=pointer, field=code)


def test_the_body_has_titles_and_nothing_else(api: Callers) -> None:
    refused(api.staff.post(URL, json={}), 422, "invalid_content", pointer="/titles", field="missing")
    more = {"titles": ["thợ hàn"], "title": "thợ hàn"}
    refused(api.staff.post(URL, json=more), 422, "invalid_content", pointer="/title", field="extra_forbidden")
    cut = api.staff.post(URL, content=b'{"titles": [', headers=JSON)
    refused(cut, 400, "malformed_json")


def test_half_a_character_is_refused_by_its_place(api: Callers) -> None:
    answer = api.staff.post(URL, content=rb'{"titles": ["th", "\ud83d"]}', headers=JSON)
    refused(answer, 422, "invalid_content", pointer="/titles/1", field="string_unicode")


HOSTILE = {
    "null": "\x00",
    "null inside": "thợ\x00hàn",
    "controls": "".join(map(chr, range(1, 32))),
    "higher controls": "".join(map(chr, range(0x7F, 0xA0))),
    "emoji": "👩‍🏭" * 100,
    "direction": "thợ \u202eàn\u202c",
    "no characters": "\ufdd0\ufffe\uffff\U0010ffff",
    "accents in a heap": "e" + "\u0301" * 299,
    "grows when folded": "ﷺ" * 300,
    "grows in capitals": "ß" * 300,
    "spaces of all kinds": "\u00a0\u2003\u3000\ufeff" * 75,
    "other letters": "焊工 сварщик لحام",
    "digits": "\u0663/\u0667 " * 75,
    "grades in a heap": "3/7 " * 75,
    "dots": "C." * 150,
    "slashes": "/" * 300,
    "entities": "&#0;&#x110000;&lt;script&gt;&" * 10,
    "pattern": "(a+)+$" * 50,
    "sql": "'; DROP TABLE occupations; --",
    "one long word": "nghiêng" * 42,
    "many words": "a b " * 75,
    "old encoding": "C«ng nh©n may c«ng nghiÖp",
    "long": "công nhân vận hành máy " * 13,
}


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_any_characters_are_answered(api: Callers, title: str) -> None:
    assert len(title) <= 300
    before, item, after = resolved(api.staff, "thợ hàn", title, "lái xe nâng")
    assert (first(before), first(after)) == (WELDING, FORKLIFT)
    json.dumps(item, ensure_ascii=False).encode()


def test_the_answer_does_not_repeat_the_titles(api: Callers) -> None:
    answer = api.staff.post(URL, json={"titles": ["thợ hàn của anh Trần Văn Bí Mật số 0909090909"]})
    assert "0909090909" not in answer.text
    assert "Bí Mật" not in answer.text


def test_the_answer_is_as_declared(api: Callers, app: FastAPI) -> None:
    """orjson writes it, so FastAPI does not check it."""
    answer = api.staff.post(URL, json={"titles": ["thợ hàn 3/7", "Công nhân", ""]})
    assert answer.headers["content-type"] == "application/json"
    closed(app.openapi(), "TitlesResolvedOut").validate(answer.json())


def test_the_address_is_not_read_as_a_code(api: Callers) -> None:
    assert refused(api.staff.get(URL), 405, "method_not_allowed")
