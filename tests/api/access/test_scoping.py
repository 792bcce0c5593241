"""Which rows an account sees: an enterprise its own, an organisation the rounds it takes part in."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from app.core import clock
from app.infra import db
from app.models import SurveyRoundShare
from app.vocabulary import Role, RoundStatus
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import (
    NOBODY,
    V1,
    answered,
    every_page,
    hired,
    nothing_written,
    ok,
    refused,
    staff_of,
    without_traces,
)

LISTS = ("enterprises", "surveys", "support-requests", "vacancies", "referrals", "placements", "labour-use")


@dataclass(frozen=True)
class Firm:
    """One enterprise with one record of each kind, and all their ids by list."""

    id: UUID
    ids: dict[str, list[str]]
    jobseeker_id: str
    line_id: str
    round_id: str


def firm_with_everything(api: Callers, enterprise_id: UUID) -> Firm:
    person = factories.jobseeker()
    survey = answered(api, enterprise_id, {"asks_support": True}, headcount=120)
    line = survey["lines"][0]
    vacancy = ok(api.staff.post(f"{V1}/surveys/{survey['id']}/lines/{line['id']}/vacancy", json={}), 201)
    placement = ok(api.staff.get(f"{V1}/placements/{hired(api, vacancy['id'], person.id)}"))
    headcounts = ok(api.staff.get(f"{V1}/labour-use?enterprise_id={enterprise_id}"))["items"]
    ids = {
        "enterprises": [str(enterprise_id)],
        "surveys": [survey["id"]],
        "support-requests": [vacancy["support_request_id"]],
        "vacancies": [vacancy["id"]],
        "referrals": [placement["referral_id"]],
        "placements": [placement["id"]],
        "labour-use": [row["id"] for row in headcounts],
    }
    return Firm(enterprise_id, ids, str(person.id), line["id"], survey["round_id"])


@pytest.fixture
def own(api: Callers) -> Firm:
    return firm_with_everything(api, factories.enterprise_of(api.accounts[Role.ENTERPRISE_HR]))


@pytest.fixture
def other(api: Callers) -> Firm:
    return firm_with_everything(api, factories.enterprise(name="Công ty của người khác").id)


def test_hr_lists_hold_its_own_rows_only(api: Callers, own: Firm, other: Firm) -> None:
    for name in LISTS:
        assert every_page(api.hr, f"{V1}/{name}", 1) == own.ids[name], name
        assert set(own.ids[name] + other.ids[name]) <= set(every_page(api.staff, f"{V1}/{name}", 50)), name


def test_hr_totals_count_its_own_rows_only(api: Callers, own: Firm, other: Firm) -> None:
    for name in LISTS:
        assert ok(api.hr.get(f"{V1}/{name}?total=true"))["total"] == 1, name


def test_hr_filters_do_not_reach_another_enterprise(api: Callers, own: Firm, other: Firm) -> None:
    for name in ("surveys", "support-requests", "vacancies", "placements", "labour-use"):
        assert ok(api.hr.get(f"{V1}/{name}?enterprise_id={other.id}"))["items"] == [], name
    for name in ("referrals", "placements"):
        assert ok(api.hr.get(f"{V1}/{name}?vacancy_id={other.ids['vacancies'][0]}"))["items"] == [], name
        assert ok(api.hr.get(f"{V1}/{name}?jobseeker_id={other.jobseeker_id}"))["items"] == [], name
    assert ok(api.hr.get(f"{V1}/enterprises?q=nguoi khac"))["items"] == []


def test_another_enterprises_record_looks_like_no_record(api: Callers, own: Firm, other: Firm) -> None:
    for name in LISTS:
        assert api.hr.get(f"{V1}/{name}/{own.ids[name][0]}").status_code == 200, name
        code = f"{name.removesuffix('s').replace('-', '_').replace('vacancie', 'vacancy')}_not_found"
        others = refused(api.hr.get(f"{V1}/{name}/{other.ids[name][0]}"), 404, code)
        unknown = refused(api.hr.get(f"{V1}/{name}/{NOBODY}"), 404, code)
        assert without_traces(others) == without_traces(unknown), name


def test_hr_cannot_touch_another_enterprises_record(api: Callers, own: Firm, other: Firm) -> None:
    day = clock.today().isoformat()
    placement, vacancy, referral = (f"{name}/{other.ids[name][0]}" for name in ("placements", "vacancies", "referrals"))
    request, survey = f"support-requests/{other.ids['support-requests'][0]}", f"surveys/{other.ids['surveys'][0]}"
    changes: dict[str, dict[str, Any]] = {
        f"{placement}/end": {"ended_on": day},
        f"{placement}/cancel": {},
        f"{vacancy}/close": {},
        f"{vacancy}/reopen": {},
        f"{vacancy}/cancel": {},
        f"{referral}/interview": {},
        f"{referral}/decline": {},
        f"{request}/close": {},
        f"{request}/withdraw": {},
        f"{survey}/lines/{other.line_id}/vacancy": {},
        # Through its own survey it does not reach another's line either.
        f"surveys/{own.ids['surveys'][0]}/lines/{other.line_id}/vacancy": {},
    }
    with nothing_written():
        for path, body in changes.items():
            assert api.hr.post(f"{V1}/{path}", json=body).status_code == 404, path
        assert api.hr.patch(f"{V1}/{vacancy}", json={"openings": 9}).status_code == 404


def test_hr_names_another_enterprise_in_vain(api: Callers, own: Firm, other: Firm) -> None:
    day = clock.today().isoformat()
    vacancy = {"title": "May", "occupation_code": "8153", "openings": 1}
    bodies = [
        ("surveys", {"round_id": own.round_id, "answered_on": day, "lines": []}),
        ("support-requests", {"requested_on": day, "title": "May", "quantity": 1}),
        ("vacancies", vacancy),
        ("labour-use", {"as_of": "2026-01-02", "headcount": 3, "source": "board"}),
    ]
    with nothing_written():
        for name, body in bodies:
            seen = [
                without_traces(
                    refused(
                        api.hr.post(f"{V1}/{name}", json=body | {"enterprise_id": str(key)}),
                        422,
                        "invalid_content",
                        pointer="/enterprise_id",
                        field="unknown_enterprise",
                    )
                )
                for key in (other.id, NOBODY)
            ]
            assert seen[0] == seen[1], name
        for key in (other.ids["support-requests"][0], NOBODY):
            body = vacancy | {"enterprise_id": str(own.id), "support_request_id": key}
            refused(
                api.hr.post(f"{V1}/vacancies", json=body),
                422,
                "invalid_content",
                pointer="/support_request_id",
                field="unknown_support_request",
            )


def test_hr_hires_through_an_introduction_only(api: Callers, own: Firm, other: Firm) -> None:
    person, day = factories.jobseeker(), clock.today().isoformat()
    with nothing_written():
        for jobseeker_id in (str(person.id), NOBODY):
            body = {"vacancy_id": own.ids["vacancies"][0], "jobseeker_id": jobseeker_id, "hired_on": day}
            refused(
                api.hr.post(f"{V1}/placements", json=body),
                422,
                "invalid_content",
                pointer="/referral_id",
                field="referral_required",
            )
        for referral_id in (other.ids["referrals"][0], NOBODY):
            refused(
                api.hr.post(f"{V1}/placements", json={"referral_id": referral_id, "hired_on": day}),
                422,
                "invalid_content",
                pointer="/referral_id",
                field="unknown_referral",
            )


def test_hr_answers_its_own_introductions(api: Callers, own: Firm) -> None:
    person = factories.jobseeker()
    body = {"vacancy_id": own.ids["vacancies"][0], "jobseeker_id": str(person.id)}
    referral_id = ok(api.staff.post(f"{V1}/referrals", json=body), 201)["id"]
    assert ok(api.hr.post(f"{V1}/referrals/{referral_id}/interview", json={}))["status"] == "interview"
    body = {"referral_id": referral_id, "hired_on": clock.today().isoformat()}
    placement = ok(api.hr.post(f"{V1}/placements", json=body), 201)
    assert ok(api.hr.get(f"{V1}/placements/{placement['id']}"))["enterprise_id"] == str(own.id)


def test_hr_reads_no_name_in_a_referral(api: Callers, own: Firm) -> None:
    person = factories.jobseeker(
        identity={
            "full_name": "Trần Thị Bí Mật",
            "citizen_id": "000999888777",
            "phone": "0900111222",
            "address": "Ấp Kín",
            "birth_date": clock.today().replace(year=1991, month=1, day=1),
        }
    )
    body = {"vacancy_id": own.ids["vacancies"][0], "jobseeker_id": str(person.id)}
    referral_id = ok(api.staff.post(f"{V1}/referrals", json=body), 201)["id"]
    for path in ("referrals", f"referrals/{referral_id}"):
        text = api.hr.get(f"{V1}/{path}").text
        assert str(person.id) in text
        for secret in ("Bí Mật", "000999888777", "0900111222", "Ấp Kín", "1991-01-01"):
            assert secret not in text, (path, secret)


def test_a_round_is_seen_by_its_owner_and_its_partners_only(api: Callers) -> None:
    organisations = ok(api.staff.get(f"{V1}/organisations?limit=200"))["items"]
    partner_id = next(row["id"] for row in organisations if row["code"] == "bqlkkt-ag-bdd")
    created = ok(
        api.staff.post(
            f"{V1}/survey-rounds",
            json={
                "title": "Khảo sát chung",
                "opens_on": "2026-01-01",
                "closes_on": "2026-12-31",
                "shared_with": [partner_id],
            },
        ),
        201,
    )
    ok(api.staff.post(f"{V1}/survey-rounds/{created['id']}/open", json={}))
    body = {
        "round_id": created["id"],
        "enterprise_id": str(factories.enterprise().id),
        "answered_on": clock.today().isoformat(),
        "lines": [{"need": "recruit", "occupation_code": "8153", "quantity": 3}],
    }
    partner, stranger = staff_of(api, "bqlkkt-ag-bdd"), staff_of(api, "sct-ag")
    survey = ok(partner.post(f"{V1}/surveys", json=body), 201)
    assert survey["collected_by_id"] == partner_id
    for client in (api.staff, partner):
        assert created["id"] in every_page(client, f"{V1}/survey-rounds", 50)
        assert ok(client.get(f"{V1}/survey-rounds/{created['id']}"))["shared_with"] == [partner_id]
        assert survey["id"] in every_page(client, f"{V1}/surveys", 50)
        assert len(ok(client.get(f"{V1}/survey-rounds/{created['id']}/lines"))["items"]) == 1
    assert created["id"] not in every_page(stranger, f"{V1}/survey-rounds", 50)
    assert survey["id"] not in every_page(stranger, f"{V1}/surveys", 50)
    for path in ("", "/lines"):
        refused(stranger.get(f"{V1}/survey-rounds/{created['id']}{path}"), 404, "survey_round_not_found")
    refused(stranger.get(f"{V1}/surveys/{survey['id']}"), 404, "survey_not_found")
    refused(stranger.post(f"{V1}/survey-rounds/{created['id']}/close", json={}), 404, "survey_round_not_found")
    # A partner collects answers; opening and closing is the owner's.
    refused(partner.post(f"{V1}/survey-rounds/{created['id']}/close", json={}), 403, "not_round_owner")
    line_id = survey["lines"][0]["id"]
    refused(stranger.post(f"{V1}/surveys/{survey['id']}/lines/{line_id}/vacancy", json={}), 404, "survey_not_found")
    another = body | {"enterprise_id": str(factories.enterprise().id)}
    refused(
        stranger.post(f"{V1}/surveys", json=another), 422, "invalid_content", pointer="/round_id", field="unknown_round"
    )


def test_hr_sees_a_round_once_it_is_open_and_only_its_own_answer(api: Callers, own: Firm) -> None:
    draft, round_ = factories.survey_round(status=RoundStatus.DRAFT), factories.survey_round()
    for enterprise_id in (own.id, factories.enterprise(name="Đối thủ").id):
        body = {
            "round_id": str(round_.id),
            "enterprise_id": str(enterprise_id),
            "answered_on": clock.today().isoformat(),
            "lines": [{"need": "recruit", "occupation_code": "8153", "quantity": 3}],
        }
        ok(api.staff.post(f"{V1}/surveys", json=body), 201)
    seen = every_page(api.hr, f"{V1}/survey-rounds", 50)
    assert str(round_.id) in seen
    assert str(draft.id) not in seen
    refused(api.hr.get(f"{V1}/survey-rounds/{draft.id}"), 404, "survey_round_not_found")
    lines = ok(api.hr.get(f"{V1}/survey-rounds/{round_.id}/lines?total=true"))
    assert ([line["enterprise_id"] for line in lines["items"]], lines["total"]) == ([str(own.id)], 1)


def test_a_share_that_ends_takes_the_round_away(api: Callers) -> None:
    partner = staff_of(api, "snv-ag")
    round_ = factories.survey_round()
    with db.transaction() as session:
        shared_with = factories.organisation_id(session, "snv-ag")
        session.add(SurveyRoundShare(round_id=round_.id, organisation_id=shared_with))
    ok(partner.get(f"{V1}/survey-rounds/{round_.id}"))
    with db.transaction() as session:
        session.delete(session.get_one(SurveyRoundShare, (round_.id, shared_with)))
    refused(partner.get(f"{V1}/survey-rounds/{round_.id}"), 404, "survey_round_not_found")
