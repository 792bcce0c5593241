"""Bodies with the wrong content: each gets a stable code, a pointer to the field, a sentence in Vietnamese, and
nothing is written."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.core import clock
from app.vocabulary import RoundStatus, VacancyStatus
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import NOBODY, V1, hired, introduced, nothing_written, ok, refused

ENTERPRISE = {
    "name": "Công ty TNHH Thử",
    "kind": "non_state",
    "stage": "operating",
    "tax_code": "9909000010",
    "commune_code": "30463",
}
VACANCY = {"title": "Công nhân may", "occupation_code": "8153", "openings": 2}
LINE = {"need": "recruit", "occupation_code": "8153", "quantity": 3}
JOBSEEKER = {
    "commune_code": "30463",
    "identity": {"full_name": "Nguyễn Thị Mẫu", "birth_date": "1998-05-17"},
    "trades": [{"title": "Thợ may", "occupation_code": "8153"}],
    "matching_consent": True,
    "consent_on": "2026-01-10",
    "employment_status": "seeking",
}
ORGANISATION = {"code": "ubnd-thu", "name": "UBND xã Thử", "kind": "commune", "province_code": "91"}
ZONE = {
    "code": "ccn-thu",
    "name": "CCN Thử",
    "kind": "industrial_cluster",
    "status": "operating",
    "commune_code": "30307",
    "source": "Quyết định thử",
}
TARGET = {
    "indicator": "placed_on_request",
    "value": 100,
    "approximate": False,
    "zone_kinds": ["industrial_park"],
    "starts_on": "2026-01-01",
    "ends_on": "2026-12-31",
    "article": "I.1",
    "reading": "Như lời văn.",
}
PLAN = {
    "code": "ke-hoach-thu",
    "title": "Kế hoạch thử",
    "issued_by": "Sở Nội vụ",
    "province_code": "91",
    "starts_on": "2026-01-01",
    "ends_on": "2026-12-31",
    "targets": [TARGET],
}


def changed(body: dict[str, Any], pointer: str, value: Any) -> dict[str, Any]:
    """A copy of a body with one place changed, named like ``identity/birth_date``."""
    first, _, rest = pointer.partition("/")
    if not rest:
        return body | {first: value}
    inner = body[first]
    if isinstance(inner, list):
        position, _, name = rest.partition("/")
        row = changed(inner[int(position)], name, value)
        return body | {first: [*inner[: int(position)], row, *inner[int(position) + 1 :]]}
    return body | {first: changed(inner, rest, value)}


def wrong_field(api: Callers, path: str, body: Any, pointer: str, code: str) -> dict[str, Any]:
    """Send a body as administrator or staff; it is refused at one place and nothing is written."""
    client = api.admin if path in ("organisations", "zones", "plans") else api.staff
    with nothing_written():
        return refused(
            client.post(f"{V1}/{path}", json=body), 422, "invalid_content", pointer=f"/{pointer}", field=code
        )


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("enterprises", ENTERPRISE),
        ("jobseekers", JOBSEEKER),
        ("organisations", ORGANISATION),
        ("zones", ZONE),
        ("plans", PLAN),
    ],
)
def test_the_bodies_that_are_spoiled_below_are_right(api: Callers, path: str, body: dict[str, Any]) -> None:
    client = api.staff if path in ("enterprises", "jobseekers") else api.admin
    ok(client.post(f"{V1}/{path}", json=body), 201)


@pytest.mark.parametrize(
    ("path", "pointer", "value", "code"),
    [
        ("enterprises", "tax_code", "123", "tax_code_form"),
        ("enterprises", "tax_code", "9909000010-1", "tax_code_form"),
        ("enterprises", "tax_code", "990900001a", "tax_code_form"),
        ("enterprises", "tax_code", "٩٩00000019", "tax_code_form"),
        ("enterprises", "tax_code", "9909000017", "tax_code_check_digit"),
        ("enterprises", "tax_code", "9909000017-001", "tax_code_check_digit"),
        ("enterprises", "tax_code", None, "tax_code_required"),
        ("enterprises", "stage", "closed", "closed_needs_end"),
        ("enterprises", "operating_until", "2026-01-01", "closed_needs_end"),
        ("enterprises", "commune_code", "99999", "unknown_commune"),
        ("enterprises", "commune_code", "3046", "string_pattern_mismatch"),
        ("enterprises", "zone_code", "kcn-khong-co", "unknown_zone"),
        ("enterprises", "kind", "company", "enum"),
        ("enterprises", "name", "   ", "string_too_short"),
        ("enterprises", "name", "x" * 201, "string_too_long"),
        ("enterprises", "name", 7, "string_type"),
        ("enterprises", "operating_from", "2026-02-30", "date_from_datetime_parsing"),
        ("enterprises", "operating_from", "1899-12-31", "date_out_of_range"),
        ("enterprises", "operating_from", 20260101, "date_type"),
        ("enterprises", "operating_from", "1767225600", "date_parsing"),
        ("jobseekers", "commune_code", "99999", "unknown_commune"),
        ("jobseekers", "trades", [], "too_short"),
        ("jobseekers", "trades/0/occupation_code", "9999", "unknown_occupation"),
        ("jobseekers", "trades/0/occupation_code", "81", "string_pattern_mismatch"),
        ("jobseekers", "trades/0/level", "doctor", "enum"),
        ("jobseekers", "trades/0/skill_grade", 6, "less_than_equal"),
        ("jobseekers", "trades/0/trade_grade", "8/7", "trade_grade_form"),
        ("jobseekers", "trades/0/trade_grade", "3/4", "trade_grade_form"),
        ("jobseekers", "trades/0/experience_months", -1, "greater_than_equal"),
        ("jobseekers", "consent_on", None, "consent_needs_day"),
        ("jobseekers", "consent_on", "2099-01-01", "in_the_future"),
        ("jobseekers", "matching_consent", "yes", "bool_type"),
        ("jobseekers", "pay_wish", 0, "greater_than_equal"),
        ("jobseekers", "pay_wish", 7_000_000.5, "int_type"),
        ("jobseekers", "refused_shifts", ["night", "night"], "repeated"),
        ("jobseekers", "identity/citizen_id", "12345", "string_pattern_mismatch"),
        ("jobseekers", "identity/phone", "84912345678", "string_pattern_mismatch"),
        ("organisations", "province_code", "99", "unknown_province"),
        ("organisations", "commune_code", "99999", "unknown_commune"),
        ("organisations", "parent_id", NOBODY, "unknown_organisation"),
        ("organisations", "code", "Có Dấu", "string_pattern_mismatch"),
        ("zones", "commune_code", "99999", "unknown_commune"),
        ("zones", "managing_organisation_id", NOBODY, "unknown_organisation"),
        ("zones", "area_ha", 0.0, "greater_than_equal"),
        ("plans", "province_code", "99", "unknown_province"),
        ("plans", "starts_on", "2027-01-01", "dates_reversed"),
        ("plans", "targets/0/zone_kinds", [], "too_short"),
        ("plans", "targets/0/value", 0, "greater_than_equal"),
        ("plans", "targets/0/starts_on", "2027-01-01", "dates_reversed"),
        ("plans", "targets", [TARGET, TARGET], "repeated"),
    ],
)
def test_a_wrong_field_is_named(api: Callers, path: str, pointer: str, value: Any, code: str) -> None:
    right = {"enterprises": ENTERPRISE, "jobseekers": JOBSEEKER, "organisations": ORGANISATION, "zones": ZONE}
    body = changed(right.get(path, PLAN), pointer, value)
    # A closed enterprise without its last day is told where the day belongs.
    wrong_field(api, path, body, "operating_until" if code == "closed_needs_end" else pointer, code)


def test_an_investor_has_no_tax_code_yet(api: Callers) -> None:
    investor = ENTERPRISE | {"stage": "investor_project", "expected_workers": 300}
    wrong_field(api, "enterprises", investor, "tax_code", "tax_code_before_operating")
    assert ok(api.staff.post(f"{V1}/enterprises", json=investor | {"tax_code": None}), 201)["tax_code"] is None


@pytest.mark.parametrize("tax_code", ["9909000010", "9909000010-001"])
def test_a_branch_has_its_own_tax_code(api: Callers, tax_code: str) -> None:
    ok(api.staff.post(f"{V1}/enterprises", json=ENTERPRISE | {"tax_code": tax_code}), 201)
    with nothing_written():
        again = api.staff.post(f"{V1}/enterprises", json=ENTERPRISE | {"tax_code": tax_code})
        problem = refused(again, 409, "tax_code_taken", pointer="/tax_code")
    assert problem["errors"][0]["detail"].startswith("Mã số thuế này đã có")


def test_a_tax_code_cannot_be_taken_over_by_a_change(api: Callers) -> None:
    first, second = factories.enterprise(), factories.enterprise()
    body = ENTERPRISE | {"tax_code": first.tax_code, "name": "Tên mới"}
    refused(api.staff.put(f"{V1}/enterprises/{second.id}", json=body), 409, "tax_code_taken", pointer="/tax_code")
    assert ok(api.staff.get(f"{V1}/enterprises/{second.id}"))["name"] == second.name


@pytest.mark.parametrize(
    ("path", "body", "code", "pointer"),
    [
        ("organisations", ORGANISATION, "organisation_code_taken", "/code"),
        ("zones", ZONE, "zone_code_taken", "/code"),
        ("plans", PLAN, "plan_code_taken", "/code"),
    ],
)
def test_a_code_is_given_once(api: Callers, path: str, body: dict[str, Any], code: str, pointer: str) -> None:
    ok(api.admin.post(f"{V1}/{path}", json=body), 201)
    with nothing_written():
        refused(api.admin.post(f"{V1}/{path}", json=body), 409, code, pointer=pointer)


def test_a_person_is_registered_once(api: Callers) -> None:
    body = changed(JOBSEEKER, "identity/citizen_id", "000123456789")
    ok(api.staff.post(f"{V1}/jobseekers", json=body), 201)
    # The refusal tells that the number is known, so it leaves an entry in the audit log, and nothing else.
    with nothing_written("audit_entries", "audit_head"):
        again = api.staff.post(f"{V1}/jobseekers", json=body)
        refused(again, 409, "citizen_id_taken", pointer="/identity/citizen_id")
    assert "000123456789" not in again.text


@pytest.mark.parametrize(
    ("pointer", "value", "code"),
    [
        ("occupation_code", "9999", "unknown_occupation"),
        ("occupation_code", "81", "string_pattern_mismatch"),
        ("commune_code", "99999", "unknown_commune"),
        ("openings", 0, "greater_than_equal"),
        ("openings", -3, "greater_than_equal"),
        ("openings", "2", "int_type"),
        ("openings", 100_001, "less_than_equal"),
        ("required_level", 7, "enum"),
        ("required_level", "doctor", "enum"),
        ("certificates", ["forklift", "forklift"], "repeated"),
        ("experience", "ten_years", "enum"),
        ("support_request_id", NOBODY, "unknown_support_request"),
        ("enterprise_id", NOBODY, "unknown_enterprise"),
        ("deadline", "22/11/2026", "date_parsing"),
    ],
)
def test_a_wrong_vacancy_is_refused(api: Callers, pointer: str, value: Any, code: str) -> None:
    body = VACANCY | {"enterprise_id": str(factories.enterprise().id), pointer: value}
    wrong_field(api, "vacancies", body, pointer, code)


def test_each_wrong_item_is_named_by_its_place(api: Callers) -> None:
    body = VACANCY | {"enterprise_id": str(factories.enterprise().id)}
    wrong_field(
        api, "vacancies", body | {"shuttle_communes": ["30463", "99999"]}, "shuttle_communes/1", "unknown_commune"
    )
    wrong_field(api, "vacancies", body | {"certificates": ["forklift", "rocket"]}, "certificates/1", "enum")


def test_pay_runs_upwards(api: Callers) -> None:
    body = VACANCY | {"enterprise_id": str(factories.enterprise().id), "pay_from": 9_000_000, "pay_to": 7_000_000}
    problem = wrong_field(api, "vacancies", body, "pay_from", "pay_reversed")
    assert problem["errors"][0]["detail"] == (
        "Lương từ (pay_from) không được cao hơn lương đến (pay_to); có thể đã ghi ngược."
    )
    vacancy = factories.vacancy(pay_from=6_000_000, pay_to=7_000_000)
    for change in ({"pay_from": 8_000_000}, {"pay_to": 5_000_000}):
        answer = api.staff.patch(f"{V1}/vacancies/{vacancy.id}", json=change)
        refused(answer, 422, "invalid_content", pointer="/pay_from", field="pay_reversed")
    assert ok(api.staff.get(f"{V1}/vacancies/{vacancy.id}"))["pay_to"] == 7_000_000


def test_a_hard_level_is_named(api: Callers) -> None:
    body = VACANCY | {"enterprise_id": str(factories.enterprise().id), "level_is_hard": True}
    wrong_field(api, "vacancies", body, "required_level", "hard_level_missing")


@pytest.mark.parametrize("name", ["title", "openings", "dormitory", "minors_allowed"])
def test_what_a_vacancy_needs_cannot_be_emptied(api: Callers, name: str) -> None:
    answer = api.staff.patch(f"{V1}/vacancies/{factories.vacancy().id}", json={name: None})
    refused(answer, 422, "invalid_content", pointer=f"/{name}", field="missing")


@pytest.mark.parametrize(
    ("line", "pointer", "code"),
    [
        ({"occupation_code": "99"}, "occupation_code", "unknown_occupation"),
        ({"occupation_code": "815"}, "occupation_code", "string_pattern_mismatch"),
        ({"occupation_code": None}, "title", "trade_missing"),
        ({"women": 4}, "women", "women_over_quantity"),
        ({"quantity": 0}, "quantity", "greater_than_equal"),
        ({"level": "master"}, "level", "enum"),
        ({"pay_from": 9, "pay_to": 8}, "pay_from", "pay_reversed"),
        ({"need": "hire"}, "need", "enum"),
    ],
)
def test_a_wrong_survey_line_is_named(api: Callers, line: dict[str, Any], pointer: str, code: str) -> None:
    body = {
        "round_id": str(factories.survey_round().id),
        "enterprise_id": str(factories.enterprise().id),
        "answered_on": clock.today().isoformat(),
        "headcount": 50,
        "lines": [LINE | {"asks_support": True}, LINE | line],
    }
    wrong_field(api, "surveys", body, f"lines/1/{pointer}", code)


def test_one_survey_an_enterprise_and_round(api: Callers) -> None:
    body = {
        "round_id": str(factories.survey_round().id),
        "enterprise_id": str(factories.enterprise().id),
        "answered_on": clock.today().isoformat(),
        "headcount": 50,
        "lines": [LINE | {"asks_support": True}],
    }
    ok(api.staff.post(f"{V1}/surveys", json=body), 201)
    with nothing_written():
        refused(api.staff.post(f"{V1}/surveys", json=body), 409, "survey_exists", pointer="/enterprise_id")


@pytest.mark.parametrize("status", [RoundStatus.DRAFT, RoundStatus.CLOSED])
def test_a_round_that_is_not_open_takes_no_survey(api: Callers, status: RoundStatus) -> None:
    body = {
        "round_id": str(factories.survey_round(status=status).id),
        "enterprise_id": str(factories.enterprise().id),
        "answered_on": clock.today().isoformat(),
        "lines": [LINE],
    }
    with nothing_written():
        refused(api.staff.post(f"{V1}/surveys", json=body), 409, "round_not_open")


def test_one_headcount_an_enterprise_and_day(api: Callers) -> None:
    enterprise = factories.enterprise()
    body = {"enterprise_id": str(enterprise.id), "as_of": "2026-01-05", "headcount": 10, "source": "board"}
    ok(api.staff.post(f"{V1}/labour-use", json=body), 201)
    with nothing_written():
        refused(api.staff.post(f"{V1}/labour-use", json=body), 409, "headcount_exists", pointer="/as_of")
    wrong_field(api, "labour-use", body | {"women": 11}, "women", "women_over_quantity")
    wrong_field(api, "labour-use", body | {"headcount": -1}, "headcount", "greater_than_equal")


def fourteen() -> tuple[date, date]:
    """A birthday of somebody not yet fifteen, and the day that changes it."""
    year = clock.today().year
    return date(year - 14, 6, 15), date(year + 1, 6, 15)


def test_nobody_works_before_15(api: Callers) -> None:
    born, fifteen = fourteen()
    young = changed(JOBSEEKER, "identity/birth_date", born.isoformat())
    problem = wrong_field(api, "jobseekers", young, "identity/birth_date", "under_working_age")
    assert "15 tuổi" in problem["errors"][0]["detail"]
    day_before = (fifteen - timedelta(days=1)).isoformat()
    wrong_field(api, "jobseekers", young | {"ready_from": day_before}, "ready_from", "under_working_age")
    created = ok(api.staff.post(f"{V1}/jobseekers", json=young | {"ready_from": fifteen.isoformat()}), 201)
    answer = api.staff.patch(f"{V1}/jobseekers/{created['id']}", json={"ready_from": day_before})
    refused(answer, 422, "invalid_content", pointer="/ready_from", field="under_working_age")


def test_nobody_is_hired_to_start_before_15(api: Callers) -> None:
    today, (born, fifteen) = clock.today(), fourteen()
    vacancy = factories.vacancy(minors_allowed=True)
    person = factories.jobseeker(identity={"birth_date": born})
    body = {"vacancy_id": str(vacancy.id), "jobseeker_id": str(person.id), "hired_on": today.isoformat()}
    wrong_field(api, "placements", body, "hired_on", "under_working_age")
    day_before = (fifteen - timedelta(days=1)).isoformat()
    wrong_field(api, "placements", body | {"starts_on": day_before}, "starts_on", "under_working_age")
    ok(api.staff.post(f"{V1}/placements", json=body | {"starts_on": fifteen.isoformat()}), 201)


def test_a_minor_is_hired_where_minors_are_taken_only(api: Callers) -> None:
    today = clock.today()
    minor = {"birth_date": today.replace(year=today.year - 17, day=1)}
    body = {"jobseeker_id": str(factories.jobseeker(identity=minor).id), "hired_on": today.isoformat()}
    adults_only, open_to_minors = factories.vacancy(), factories.vacancy(minors_allowed=True)
    wrong_field(api, "placements", body | {"vacancy_id": str(adults_only.id)}, "hired_on", "minor_not_allowed")
    ok(api.staff.post(f"{V1}/placements", json=body | {"vacancy_id": str(open_to_minors.id)}), 201)


def test_a_hire_names_a_referral_or_a_vacancy_and_a_person(api: Callers) -> None:
    vacancy, person = factories.vacancy(), factories.jobseeker()
    referral_id = introduced(api, vacancy.id, person.id)
    hired_on = {"hired_on": clock.today().isoformat()}
    for names in (
        {},
        {"vacancy_id": str(vacancy.id)},
        {"jobseeker_id": str(person.id)},
        {"referral_id": referral_id, "vacancy_id": str(vacancy.id)},
        {"referral_id": referral_id, "jobseeker_id": str(person.id)},
    ):
        wrong_field(api, "placements", hired_on | names, "referral_id", "referral_or_vacancy")
    for names, pointer, code in (
        ({"referral_id": NOBODY}, "referral_id", "unknown_referral"),
        ({"vacancy_id": NOBODY, "jobseeker_id": str(person.id)}, "vacancy_id", "unknown_vacancy"),
        ({"vacancy_id": str(vacancy.id), "jobseeker_id": NOBODY}, "jobseeker_id", "unknown_jobseeker"),
    ):
        wrong_field(api, "placements", hired_on | names, pointer, code)


def test_days_of_a_job_are_in_order(api: Callers) -> None:
    today = clock.today()
    yesterday, tomorrow = (today + timedelta(days=days) for days in (-1, 1))
    vacancy, person = factories.vacancy(), factories.jobseeker()
    body = {"referral_id": introduced(api, vacancy.id, person.id)}
    wrong_field(api, "placements", body | {"hired_on": tomorrow.isoformat()}, "hired_on", "in_the_future")
    wrong_field(api, "placements", body | {"hired_on": yesterday.isoformat()}, "hired_on", "before_introduction")
    early = body | {"hired_on": today.isoformat(), "starts_on": yesterday.isoformat()}
    wrong_field(api, "placements", early, "starts_on", "before_hire")
    placement = f"placements/{hired(api, vacancy.id, factories.jobseeker().id)}"
    wrong_field(api, f"{placement}/confirm", {"confirmed_on": tomorrow.isoformat()}, "confirmed_on", "in_the_future")
    wrong_field(api, f"{placement}/confirm", {"confirmed_on": yesterday.isoformat()}, "confirmed_on", "before_start")
    wrong_field(api, f"{placement}/end", {"ended_on": tomorrow.isoformat()}, "ended_on", "in_the_future")
    wrong_field(api, f"{placement}/end", {"ended_on": yesterday.isoformat()}, "ended_on", "before_start")


def test_a_report_of_the_future_is_refused(api: Callers) -> None:
    enterprise_id, tomorrow = str(factories.enterprise().id), (clock.today() + timedelta(days=1)).isoformat()
    headcount = {"enterprise_id": enterprise_id, "as_of": tomorrow, "headcount": 1, "source": "board"}
    wrong_field(api, "labour-use", headcount, "as_of", "in_the_future")
    request = {"enterprise_id": enterprise_id, "requested_on": tomorrow, "title": "May", "quantity": 1}
    wrong_field(api, "support-requests", request, "requested_on", "in_the_future")
    survey = {"round_id": str(factories.survey_round().id), "enterprise_id": enterprise_id, "lines": []}
    wrong_field(api, "surveys", survey | {"answered_on": tomorrow}, "answered_on", "in_the_future")
    person = factories.jobseeker()
    status = {"status": "training", "from_on": tomorrow, "availability": "paused"}
    wrong_field(api, f"jobseekers/{person.id}/employment-statuses", status, "from_on", "in_the_future")
    answer = api.staff.patch(f"{V1}/jobseekers/{person.id}", json={"last_heard_on": tomorrow})
    refused(answer, 422, "invalid_content", pointer="/last_heard_on", field="in_the_future")


def test_an_introduction_names_what_there_is(api: Callers) -> None:
    vacancy, person = factories.vacancy(), factories.jobseeker()
    wrong_field(
        api, "referrals", {"vacancy_id": NOBODY, "jobseeker_id": str(person.id)}, "vacancy_id", "unknown_vacancy"
    )
    body = {"vacancy_id": str(vacancy.id), "jobseeker_id": NOBODY}
    wrong_field(api, "referrals", body, "jobseeker_id", "unknown_jobseeker")
    closed = factories.vacancy(status=VacancyStatus.CLOSED)
    with nothing_written():
        body = {"vacancy_id": str(closed.id), "jobseeker_id": str(person.id)}
        refused(api.staff.post(f"{V1}/referrals", json=body), 409, "vacancy_not_open")


def test_the_same_problem_reads_in_english(api: Callers) -> None:
    body = changed(ENTERPRISE, "tax_code", "9909000017")
    english = api.staff.post(f"{V1}/enterprises", json=body, headers={"Accept-Language": "en-GB,en;q=0.9,vi;q=0.1"})
    problem = refused(english, 422, "invalid_content", pointer="/tax_code", field="tax_code_check_digit")
    assert problem["title"] == "Content is not valid"
    assert problem["errors"][0]["detail"] == "The tax code's check digit is wrong; compare it with the certificate."
    vietnamese = api.staff.post(f"{V1}/enterprises", json=body, headers={"Accept-Language": "vi,en"})
    problem = refused(vietnamese, 422, "invalid_content", pointer="/tax_code", field="tax_code_check_digit")
    assert problem["errors"][0]["detail"] == "Mã số thuế sai chữ số kiểm tra; hãy so lại với giấy đăng ký."


def test_a_list_of_choices_is_vietnamese_to_the_end(api: Callers) -> None:
    problem = wrong_field(api, "enterprises", changed(ENTERPRISE, "stage", "sleeping"), "stage", "enum")
    assert problem["errors"][0]["detail"] == (
        "Phải là một trong: 'investor_study', 'investor_project', 'operating', 'closed'."
    )
