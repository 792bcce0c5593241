"""Confirmed titles: who may confirm and withdraw, what is refused, and that any process uses them at once."""

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.core import clock
from app.infra import db
from app.models import Account, Occupation, OccupationAlias, ReferenceList
from app.schemas.reference.occupations import TitlesResolve
from app.services.common.constraint_errors import meaning_of
from app.services.reference.occupations import resolve_titles
from app.services.reference.title_index import TitleBook, alias_key
from app.vocabulary import Role
from tests.conftest import Callers
from tests.support.answers import NOBODY, V1, nothing_written, ok, refused
from tests.support.waiting import until_somebody_waits

URL = f"{V1}/occupation-aliases"
SEWING, IRONING, FISH = "8153", "8157", "7511"
TITLE = "CN tổ Hoa Mai"


def confirm(client: TestClient, title: str = TITLE, code: str = SEWING, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = ok(client.post(URL, json={"title": title, "occupation_code": code} | more), 201)
    return made


def used(client: TestClient, title: str = TITLE) -> dict[str, Any] | None:
    """The match that a confirmation decided, if one did."""
    (item,) = ok(client.post(f"{V1}/occupations/resolve", json={"titles": [title]}))["items"]
    decided = [match for match in item["matches"] if match["confirmed"]]
    if not decided:
        return None
    assert (item["ask"], item["question"], decided) == (False, None, item["matches"][:1])
    match: dict[str, Any] = decided[0]
    return match


def seen_by(book: TitleBook, title: str = TITLE) -> str | None:
    """The code that a confirmation decided, as another process with a book of its own answers."""
    with db.reading() as session:
        known = book.current(session)
    (item,) = resolve_titles(known, TitlesResolve(titles=[title]))
    return next((match.code for match in item.matches if match.confirmed), None)


def organisation(api: Callers, role: Role) -> str:
    with db.reading() as session:
        key = session.get_one(Account, api.accounts[role]).organisation_id
    name: str = ok(api.staff.get(f"{V1}/organisations/{key}"))["name"]
    return name


def test_staff_confirm_with_who_and_when(api: Callers) -> None:
    before = clock.now()
    made = confirm(api.staff, "  CN  tổ Hoa Mai ", note="Hỏi nhân sự")
    assert before <= datetime.fromisoformat(made["confirmed_at"]) <= clock.now()
    assert made | {"id": "", "confirmed_at": ""} == {
        "id": "",
        "title": "CN tổ Hoa Mai",
        "occupation_code": SEWING,
        "occupation_title": "Thợ vận hành máy may công nghiệp",
        "note": "Hỏi nhân sự",
        "confirmed_by": organisation(api, Role.STAFF),
        "confirmed_by_id": str(api.accounts[Role.STAFF]),
        "confirmed_at": "",
        "withdrawn_by": None,
        "withdrawn_by_id": None,
        "withdrawn_at": None,
    }
    assert confirm(api.admin, "CN tổ Hoa Lan")["confirmed_by"] == organisation(api, Role.ADMIN)


@pytest.mark.parametrize("role", [Role.ENTERPRISE_HR, Role.LEADER, Role.PORTAL])
def test_others_read_and_neither_confirm_nor_withdraw(api: Callers, role: Role) -> None:
    made, client = confirm(api.staff, note="chỉ cán bộ đọc"), api.by_role(role)
    (row,) = ok(client.get(URL))["items"]
    # Which body confirmed it and when; who it was and what was noted is for those who confirm titles too.
    assert row == made | {"note": None, "confirmed_by_id": None}
    with nothing_written():
        body = {"title": "Tổ B", "occupation_code": SEWING}
        problem = refused(client.post(URL, json=body), 403, "permission_denied")
        assert "alias:write" in problem["detail"]
        refused(client.post(f"{URL}/{made['id']}/withdraw", json={}), 403, "permission_denied")
    assert used(client) is not None


def test_nobody_comes_in_without_signing_in(api: Callers) -> None:
    made = confirm(api.staff)
    refused(api.anonymous.get(URL), 401, "not_authenticated")
    refused(api.anonymous.post(URL, json={"title": "x", "occupation_code": SEWING}), 401, "not_authenticated")
    refused(api.anonymous.post(f"{URL}/{made['id']}/withdraw", json={}), 401, "not_authenticated")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("title", "", "string_too_short"),
        ("title", "   ", "string_too_short"),
        ("title", "x" * 201, "string_too_long"),
        ("title", "ß" * 101, "string_too_long"),
        ("title", "thợ\x00may", "string_pattern_mismatch"),
        ("title", "thợ\nmay", "string_pattern_mismatch"),
        ("title", "thợ \u202eyam", "string_pattern_mismatch"),
        ("title", None, "string_type"),
        ("title", "3/7", "title_without_words"),
        ("title", "---", "title_without_words"),
        ("occupation_code", "9999", "unknown_occupation"),
        ("occupation_code", "815", "string_pattern_mismatch"),
        ("occupation_code", 8153, "string_type"),
        ("note", "x" * 201, "string_too_long"),
        ("confirmed_at", "2026-01-01T00:00:00Z", "extra_forbidden"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(api: Callers, field: str, value: Any, code: str) -> None:
    body = {"title": TITLE, "occupation_code": SEWING, field: value}
    with nothing_written():
        refused(api.staff.post(URL, json=body), 422, "invalid_content", pointer=f"/{field}", field=code)


@pytest.mark.parametrize(
    "title", ["🧵👷 tổ 5", "x" * 200, "ộ" * 200, "CN % _ ' \\ tổ |a|", "焊工", "C«ng nh©n tæ Hoa Lan"]
)
def test_odd_titles_are_kept_and_found_again(api: Callers, title: str) -> None:
    made = confirm(api.staff, title, IRONING)
    assert made["title"] == title
    (row,) = ok(api.staff.get(URL, params={"q": title[:40]}))["items"]
    assert row == made


@pytest.mark.parametrize(
    "again", [TITLE, "cn TỔ hoa mai", " CN   tổ Hoa Mai", "CN tổ Hoa Mai 3/7", "CN tô\u0309 Hoa Mai"]
)
@pytest.mark.parametrize("code", [IRONING, SEWING])
def test_a_title_has_one_confirmed_meaning_at_a_time(api: Callers, again: str, code: str) -> None:
    confirm(api.staff)
    with nothing_written():
        answer = api.admin.post(URL, json={"title": again, "occupation_code": code})
        problem = refused(answer, 409, "alias_taken", pointer="/title")
    said = "Tên này đã được xác nhận là nghề 8153. Muốn đổi thì rút xác nhận đó trước."
    assert problem["detail"] == problem["errors"][0]["detail"] == said


def test_marks_make_another_title(api: Callers) -> None:
    """Without its marks máy (machine) is may (sew): both may be confirmed, each with its own meaning."""
    confirm(api.staff, "đứng may Hoa Mai", SEWING)
    confirm(api.staff, "đứng máy Hoa Mai", "8189")
    found = [used(api.staff, title) for title in ("Đứng may hoa mai", "Đứng máy hoa mai 2/6")]
    assert [match and match["code"] for match in found] == [SEWING, "8189"]
    assert len(ok(api.staff.get(URL, params={"q": "dung may hoa mai"}))["items"]) == 2


def test_a_confirmed_title_is_used_by_the_next_question(api: Callers) -> None:
    assert used(api.leader) is None
    made = confirm(api.staff)
    for written in (TITLE, TITLE.upper(), f" {TITLE} 2/6"):
        match = used(api.leader, written)
        assert match is not None
        assert match["code"] == SEWING
        assert match["confirmed"] == {"organisation": organisation(api, Role.STAFF), "at": made["confirmed_at"]}
    assert used(api.leader, "CN tổ Hoa Lan") is None


@pytest.mark.parametrize("title", ["thợ hàn", "Công nhân", "C«ng nh©n tæ Hoa Lan", "Thî hµn"])
def test_a_confirmation_goes_before_what_was_reckoned_and_before_a_question(api: Callers, title: str) -> None:
    assert used(api.staff, title) is None
    confirm(api.staff, title, FISH)
    match = used(api.staff, title)
    assert match is not None
    assert match["code"] == FISH


def test_it_holds_when_the_account_goes_over_to_a_firm(api: Callers) -> None:
    made = confirm(api.staff)
    with db.transaction() as session:
        firm = session.get_one(Account, api.accounts[Role.ENTERPRISE_HR]).enterprise_id
        account = session.get_one(Account, api.accounts[Role.STAFF])
        account.role, account.organisation_id, account.enterprise_id = Role.ENTERPRISE_HR, None, firm
    match = used(api.admin)
    assert match is not None
    (row,) = ok(api.admin.get(URL))["items"]
    assert row == made | {"confirmed_by": None}


def test_a_withdrawn_title_is_used_no_more(api: Callers) -> None:
    made = confirm(api.staff, note="Hỏi nhân sự")
    assert used(api.staff) is not None
    gone = ok(api.admin.post(f"{URL}/{made['id']}/withdraw", json={"reason": "Nhà máy khác dùng cho thợ ủi"}))
    assert used(api.staff) is None
    assert gone["note"] == "Hỏi nhân sự | Nhà máy khác dùng cho thợ ủi"
    assert (gone["withdrawn_by"], gone["withdrawn_by_id"]) == (
        organisation(api, Role.ADMIN),
        str(api.accounts[Role.ADMIN]),
    )
    assert gone["withdrawn_at"] >= made["confirmed_at"] == gone["confirmed_at"]
    with nothing_written():
        refused(api.staff.post(f"{URL}/{made['id']}/withdraw", json={}), 409, "alias_withdrawn")
    again = confirm(api.staff, code=IRONING)
    match = used(api.staff)
    assert match is not None
    assert (match["code"], again["note"]) == (IRONING, None)


def test_a_withdrawal_needs_a_title_that_is_there(api: Callers) -> None:
    refused(api.staff.post(f"{URL}/{NOBODY}/withdraw", json={}), 404, "occupation_alias_not_found")
    path = f"{URL}/{confirm(api.staff)['id']}/withdraw"
    refused(
        api.staff.post(f"{URL}/abc/withdraw", json={}),
        422,
        "invalid_content",
        parameter="alias_id",
        field="uuid_parsing",
    )
    for body, field, code in (
        ({"reason": "x" * 81}, "reason", "string_too_long"),
        ({"reason": ""}, "reason", "string_too_short"),
        ({"why": "x"}, "why", "extra_forbidden"),
    ):
        refused(api.staff.post(path, json=body), 422, "invalid_content", pointer=f"/{field}", field=code)
    assert ok(api.staff.post(path, json={}))["note"] is None


def test_the_list_is_newest_first_and_filtered(api: Callers) -> None:
    made = [
        confirm(api.staff, f"Tổ {name}", code)["id"]
        for name, code in (("Ủi Đồ", IRONING), ("Vắt", SEWING), ("Cá", FISH))
    ]
    ok(api.staff.post(f"{URL}/{made[1]}/withdraw", json={}))

    def listed(**query: Any) -> list[int]:
        return [made.index(row["id"]) for row in ok(api.staff.get(URL, params=query))["items"]]

    assert listed() == [2, 1, 0]
    assert listed(withdrawn=True) == [1]
    assert listed(withdrawn=False) == [2, 0]
    assert listed(occupation_code=IRONING) == [0]
    assert listed(q="ui do") == listed(q="Ủi") == [0]
    assert listed(q="to") == [2, 1, 0]
    assert listed(q="o") == listed(q="!") == []
    assert listed(q="to", withdrawn=False, occupation_code=FISH) == [2]
    refused(api.staff.get(f"{URL}?code=8153"), 422, "invalid_content", parameter="code", field="unknown_parameter")


def test_what_was_rolled_back_is_never_used(api: Callers) -> None:
    with pytest.raises(RuntimeError, match="regret"), db.transaction() as session:
        session.add(alias(api))
        session.flush()
        raise RuntimeError("regret")
    assert used(api.staff) is None
    confirm(api.staff, "CN tổ Hoa Lan")
    assert used(api.staff) is None


def alias(api: Callers, title: str = TITLE, code: str = SEWING, **facts: Any) -> OccupationAlias:
    return OccupationAlias(
        **{
            "title": title,
            "folded": alias_key(title),
            "occupation_code": code,
            "confirmed_by_id": api.accounts[Role.STAFF],
            "confirmed_at": clock.now(),
        }
        | facts
    )


def test_the_database_holds_the_rule_too(api: Callers) -> None:
    confirm(api.staff)
    with pytest.raises(IntegrityError) as error, db.transaction() as session:
        session.add(alias(api, "cn tổ hoa mai", IRONING))
    conflict = meaning_of(error.value)
    assert (conflict.code, conflict.fields[0].pointer) == ("alias_just_confirmed", "/title")


@pytest.mark.slow(seconds=4)
def test_every_process_follows_at_once(live_api: Callers) -> None:
    """Another process has a book of its own; it also follows a new version of the list of occupations."""
    other = TitleBook()
    assert seen_by(other) is None
    made = confirm(live_api.staff)
    assert seen_by(other) == SEWING
    ok(live_api.staff.post(f"{URL}/{made['id']}/withdraw", json={}))
    assert seen_by(other) is None
    with db.reading() as session:
        before = other.current(session)
        assert other.current(session) is before
    with db.transaction() as session:
        session.get_one(ReferenceList, "occupations").checksum = "another"
        session.get_one(Occupation, "7212").title_vi = "Thợ hàn, tên mới"
    with db.reading() as session:
        assert other.current(session).occupations["7212"].title_vi == "Thợ hàn, tên mới"


# On PostgreSQL alone: SQLite has one writer at a time, so nobody can commit late there.
@pytest.mark.parametrize("template", ["postgresql"], indirect=True)
def test_who_confirmed_early_and_committed_late_is_not_lost(live: Engine, live_api: Callers) -> None:
    """Neither its id nor its instants are the greatest when it comes to be seen, and the same for a withdrawal."""
    assert used(live_api.staff) is None
    with Session(live) as slow:
        slow.add(alias(live_api, confirmed_at=datetime(2026, 1, 1, tzinfo=UTC)))
        slow.flush()
        quick = [confirm(live_api.staff, f"CN tổ Hoa {name}")["id"] for name in ("Lan", "Cúc")]
        ok(live_api.staff.post(f"{URL}/{quick[0]}/withdraw", json={}))
        assert used(live_api.staff, "CN tổ Hoa Cúc") is not None
        assert used(live_api.staff) is None
        slow.commit()
    match = used(live_api.staff)
    assert match is not None
    assert match["confirmed"]["at"] == "2026-01-01T00:00:00Z"
    with Session(live) as slow:
        row = slow.scalars(select(OccupationAlias).where(OccupationAlias.title == TITLE)).one()
        row.withdrawn_by_id, row.withdrawn_at = row.confirmed_by_id, datetime(2026, 1, 2, tzinfo=UTC)
        slow.flush()
        ok(live_api.staff.post(f"{URL}/{quick[1]}/withdraw", json={}))
        assert used(live_api.staff) is not None
        slow.commit()
    assert used(live_api.staff) is None


def test_of_two_who_confirm_at_once_one_is_told(live_api: Callers) -> None:
    start, answers = threading.Barrier(2), []

    def run(code: str) -> None:
        start.wait()
        answers.append(live_api.staff.post(URL, json={"title": TITLE, "occupation_code": code}))

    threads = [threading.Thread(target=run, args=(code,)) for code in (SEWING, IRONING)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept, told = sorted(answers, key=lambda answer: answer.status_code)
    assert (kept.status_code, told.status_code) == (201, 409)
    assert told.json()["code"] in ("alias_taken", "alias_just_confirmed")
    match = used(live_api.staff)
    assert match is not None
    assert match["code"] == kept.json()["occupation_code"]


# SQLite would make the second wait before it looks, so only PostgreSQL lets both look first.
@pytest.mark.parametrize("template", ["postgresql"], indirect=True)
def test_who_was_overtaken_between_look_and_leap_gets_a_sentence(live: Engine, live_api: Callers) -> None:
    answers = []
    with Session(live) as slow:
        slow.add(alias(live_api))
        slow.flush()
        other = threading.Thread(
            target=lambda: answers.append(live_api.staff.post(URL, json={"title": TITLE, "occupation_code": IRONING}))
        )
        other.start()
        until_somebody_waits(live)
        assert other.is_alive(), "it waits for the first to end"
        slow.commit()
    other.join()
    problem = refused(answers[0], 409, "alias_just_confirmed", pointer="/title")
    assert problem["detail"].startswith("Tên này vừa được người khác xác nhận")
