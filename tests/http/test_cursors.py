"""Lists: every row once, whatever is inserted meanwhile; cursors that cannot be bent; a fixed number of statements."""

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection

from app.core import clock
from app.infra import db
from app.infra.db import transaction
from app.models import Plan
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import V1, answered, every_page, hired, introduced, ok, refused


def organisation(api: Callers, number: int) -> None:
    body = {"code": f"to-{number}", "name": f"Tổ {number}", "kind": "partner", "province_code": "91"}
    ok(api.admin.post(f"{V1}/organisations", json=body), 201)


def zone(api: Callers, number: int) -> None:
    body = {
        "code": f"ccn-{number}",
        "name": f"CCN {number}",
        "kind": "industrial_cluster",
        "status": "planned",
        "commune_code": factories.COMMUNE,
        "source": "thử",
    }
    ok(api.admin.post(f"{V1}/zones", json=body), 201)


def plan(api: Callers, number: int) -> None:
    with transaction() as session:
        session.add(Plan(code=f"kh-{number}", title="x", issued_by="x", province_code="91", ends_on=date(2026, 12, 31)))


def survey(api: Callers, number: int) -> None:
    answered(api, factories.enterprise().id, {"asks_support": True}, {}, headcount=number)


def referral(api: Callers, number: int) -> None:
    introduced(api, factories.vacancy().id, factories.jobseeker().id)


def placement(api: Callers, number: int) -> None:
    vacancy = factories.vacancy()
    hired(api, vacancy.id, factories.jobseeker().id)
    factories.headcount(vacancy.enterprise_id, clock.today() - timedelta(days=number % 3), number)


def alias(api: Callers, number: int) -> None:
    body = {"title": f"Tên thử {number}", "occupation_code": "8153"}
    ok(api.staff.post(f"{V1}/occupation-aliases", json=body), 201)


ROWS: dict[str, Callable[[Callers, int], Any]] = {
    "organisations": organisation,
    "zones": zone,
    "plans": plan,
    "occupation-aliases": alias,
    "enterprises": lambda api, number: factories.enterprise(),
    "survey-rounds": lambda api, number: factories.survey_round(),
    "surveys": survey,
    "support-requests": survey,
    "vacancies": lambda api, number: factories.vacancy(),
    "jobseekers": lambda api, number: factories.jobseeker(),
    "referrals": referral,
    "placements": placement,
    "labour-use": placement,
}
KEYS = {"zones": "code", "plans": "code"}


@pytest.mark.parametrize("limit", [1, 2])
@pytest.mark.parametrize("name", ROWS)
def test_every_row_comes_once(api: Callers, name: str, limit: int) -> None:
    for number in range(5):
        ROWS[name](api, number)
    key = KEYS.get(name, "id")
    whole = ok(api.staff.get(f"{V1}/{name}?limit=200&total=true"))
    keys = [row[key] for row in whole["items"]]
    assert whole["next_cursor"] is None
    assert whole["total"] == len(keys) == len(set(keys)) >= 5
    assert every_page(api.staff, f"{V1}/{name}", limit, key) == keys


@pytest.mark.parametrize("path", ["communes?province_code=20", "occupations?level=3", "communes?q=binh"])
def test_reference_lists_page_through_too(api: Callers, path: str) -> None:
    first, *others = ok(api.staff.get(f"{V1}/{path}&limit=200"))["items"]
    keys = [row["code"] for row in (first, *others)]
    assert len(keys) == len(set(keys)) > 10
    assert every_page(api.staff, f"{V1}/{path}", 7, "code") == keys


def test_the_lines_of_a_round_page_through(api: Callers) -> None:
    survey = answered(api, factories.enterprise().id, *({"quantity": number} for number in range(1, 6)))
    url = f"{V1}/survey-rounds/{survey['round_id']}/lines"
    assert every_page(api.staff, url, 2) == [line["id"] for line in survey["lines"]]


@pytest.mark.parametrize("name", ["enterprises", "vacancies", "jobseekers", "labour-use"])
def test_a_row_that_comes_in_meanwhile_moves_no_other(api: Callers, name: str) -> None:
    for number in range(4):
        ROWS[name](api, number)
    before = every_page(api.staff, f"{V1}/{name}", 200)
    seen, cursor = [], None
    for number in range(100):
        page = ok(api.staff.get(f"{V1}/{name}", params={"limit": 1} | ({"cursor": cursor} if cursor else {})))
        seen += [row["id"] for row in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
        if number < 3:
            ROWS[name](api, number + 10)
    assert len(seen) == len(set(seen))
    assert [key for key in seen if key in before] == before


def test_a_ranking_pages_through(api: Callers) -> None:
    vacancy = factories.vacancy()
    people = {str(factories.jobseeker().id) for _ in range(5)}
    url = f"{V1}/vacancies/{vacancy.id}/candidates"
    assert set(every_page(api.staff, url, 2, "jobseeker_id")) == people
    person = factories.jobseeker()
    for _ in range(4):
        factories.vacancy()
    url = f"{V1}/jobseekers/{person.id}/vacancies"
    paged = every_page(api.staff, url, 2, "vacancy_id")
    assert paged == [row["vacancy_id"] for row in ok(api.staff.get(url))["items"]]
    assert len(set(paged)) == 5


@pytest.mark.parametrize(
    "bend",
    [
        lambda cursor: cursor[:-1],
        lambda cursor: "x" + cursor,
        lambda cursor: cursor.swapcase(),
        lambda cursor: cursor.partition(".")[0],
        lambda cursor: cursor.partition(".")[0] + ".",
        lambda cursor: cursor + "." + cursor,
        lambda cursor: "." + cursor.partition(".")[2],
        lambda cursor: "====",
        lambda cursor: "WyIwMTkzIl0=.c2lnbmVk",
    ],
)
def test_a_cursor_that_was_changed_is_refused(api: Callers, bend: Callable[[str], str]) -> None:
    for _ in range(2):
        factories.vacancy()
    cursor = ok(api.staff.get(f"{V1}/vacancies?limit=1"))["next_cursor"]
    answer = api.staff.get(f"{V1}/vacancies", params={"limit": 1, "cursor": bend(cursor)})
    problem = refused(answer, 422, "invalid_content", parameter="cursor", field="cursor_invalid")
    assert problem["errors"][0]["detail"].startswith("Con trỏ trang không đúng")


def test_a_cursor_tells_nothing_and_is_the_same_each_time(api: Callers) -> None:
    """Check S8: it holds the id of the last row, and whoever holds it cannot read that."""
    people = [factories.jobseeker() for _ in range(3)]
    pages = [ok(api.staff.get(f"{V1}/jobseekers?limit=1")) for _ in range(2)]
    assert pages[0] == pages[1]
    cursor = pages[0]["next_cursor"]
    text = base64.urlsafe_b64decode(cursor.partition(".")[2])
    for person in people:
        assert not [one for one in (str(person.id).encode(), person.id.hex.encode(), person.id.bytes) if one in text]


def test_a_cursor_belongs_to_its_list_and_filters(api: Callers) -> None:
    for _ in range(2):
        factories.vacancy()
    cursor = ok(api.staff.get(f"{V1}/vacancies?limit=1&status=open"))["next_cursor"]
    ok(api.staff.get(f"{V1}/vacancies?limit=2&status=open&total=true&cursor={cursor}"))
    for path in ("vacancies?limit=1", "vacancies?limit=1&status=closed", "jobseekers?limit=1", "enterprises?limit=1"):
        answer = api.staff.get(f"{V1}/{path}&cursor={cursor}")
        refused(answer, 422, "invalid_content", parameter="cursor", field="cursor_invalid")


def test_the_last_page_ends_the_list_even_when_it_is_full(api: Callers) -> None:
    for _ in range(4):
        factories.vacancy()
    first = ok(api.staff.get(f"{V1}/vacancies?limit=2"))
    last = ok(api.staff.get(f"{V1}/vacancies?limit=2&cursor={first['next_cursor']}"))
    assert (len(last["items"]), last["next_cursor"]) == (2, None)


def test_an_empty_list_is_a_list(api: Callers) -> None:
    assert ok(api.staff.get(f"{V1}/vacancies?total=true")) == {"items": [], "next_cursor": None, "total": 0}
    assert ok(api.staff.get(f"{V1}/vacancies"))["total"] is None


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL that runs meanwhile."""
    seen: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    bound = db.bound()
    engine: Engine = bound if isinstance(bound, Engine) else bound.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def cost(api: Callers, url: str) -> tuple[int, int]:
    """Rows and SQL statements of one answer."""
    ok(api.staff.get(url))
    with statements() as seen:
        items = ok(api.staff.get(url))["items"]
    assert any("SELECT" in statement for statement in seen)
    return len(items), len(seen)


@pytest.mark.parametrize("name", ROWS)
def test_twenty_rows_cost_as_many_statements_as_one(api: Callers, name: str) -> None:
    ROWS[name](api, 0)
    one = cost(api, f"{V1}/{name}?limit=1")
    for number in range(1, 20):
        ROWS[name](api, number)
    many = cost(api, f"{V1}/{name}?limit=20")
    assert (one[0], many[0]) == (1, 20)
    assert one[1] == many[1]


@pytest.mark.parametrize("path", ["communes", "occupations", "communes?q=binh", "occupations?q=tho"])
def test_reference_lists_cost_the_same_too(api: Callers, path: str) -> None:
    mark = "&" if "?" in path else "?"
    one, many = (cost(api, f"{V1}/{path}{mark}limit={limit}") for limit in (1, 20))
    assert (one[0], many[0]) == (1, 20)
    assert one[1] == many[1]


def test_rankings_lines_and_records_cost_the_same_too(api: Callers) -> None:
    vacancy, person = factories.vacancy(), factories.jobseeker()
    factories.enterprise()
    round_id = answered(api, factories.enterprise().id, {})["round_id"]
    factories.headcount(vacancy.enterprise_id, date(2026, 2, 1), 10)
    urls = (
        f"{V1}/vacancies/{vacancy.id}/candidates",
        f"{V1}/jobseekers/{person.id}/vacancies",
        f"{V1}/survey-rounds/{round_id}/lines",
        f"{V1}/plans/ag-bqlkkt-2026/targets/workers_in_parks/records?reading=missing",
    )
    one = [cost(api, f"{url}{'&' if '?' in url else '?'}limit=1") for url in urls]
    for number in range(20):
        factories.jobseeker(identity={"full_name": f"Người {number}"}, commune_code=factories.COMMUNE)
        firm = factories.enterprise()
        factories.vacancy(firm.id)
        body = {
            "round_id": round_id,
            "enterprise_id": str(firm.id),
            "answered_on": clock.today().isoformat(),
            "lines": [{"need": "recruit", "occupation_code": "8153", "quantity": 3}],
        }
        ok(api.staff.post(f"{V1}/surveys", json=body), 201)
    many = [cost(api, f"{url}{'&' if '?' in url else '?'}limit=20") for url in urls]
    assert [rows for rows, _ in one] == [1] * 4
    assert [rows for rows, _ in many] == [20] * 4
    assert [sql for _, sql in one] == [sql for _, sql in many]
