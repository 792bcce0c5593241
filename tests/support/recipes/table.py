"""How to make each write of the API succeed once: what stands there before, who asks, and with what body.

One recipe an operation, by its operationId; ``READS`` names what is a POST and writes nothing. A new operation
without a recipe fails the tests that walk over all of them.
"""

from typing import Any

from app.core import clock
from app.vocabulary import RequestStatus, RoundStatus, VacancyStatus
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import V1, answered, hired, introduced, ok
from tests.support.recipes import access, privacy
from tests.support.recipes.recipe import Ask, Recipe

# POST, because what is asked must not stand in an address or is too long for one.
READS = {
    "resolve_communes": "looks addresses up",
    "resolve_titles": "looks job titles up",
    "preview_match": "ranks for a vacancy that is not stored",
    "search_jobseekers": "a name or number must not stand in an address; finds masked rows only",
}
# Writes that need more than a request: where else their entry is checked.
ELSEWHERE = {"login_outside": "needs an issuer of its own: tests/api/access/test_external_login.py"}


_today = clock.today().isoformat


def _enterprise_body() -> dict[str, Any]:
    return {
        "name": "Công ty TNHH Mới",
        "kind": "fdi",
        "stage": "operating",
        "tax_code": factories.tax_code(),
        "zone_code": factories.KCN,
        "commune_code": factories.COMMUNE,
        "operating_from": "2024-05-01",
    }


def _jobseeker_body() -> dict[str, Any]:
    return {
        "identity": {"full_name": "Nguyễn Thị Mẫu", "birth_date": "1998-05-17"},
        "commune_code": factories.COMMUNE,
        "trades": [{"title": "May công nghiệp", "occupation_code": "8153", "experience_months": 24}],
        "matching_consent": True,
        "consent_on": "2026-02-01",
        "employment_status": "seeking",
    }


def _plan_body() -> dict[str, Any]:
    return {
        "code": "ke-hoach-moi",
        "title": "Kế hoạch thử",
        "issued_by": "Sở Nội vụ tỉnh An Giang",
        "province_code": "91",
        "starts_on": "2027-01-01",
        "ends_on": "2027-12-31",
        "targets": [
            {
                "indicator": "placed_on_request",
                "value": 100,
                "approximate": False,
                "zone_kinds": ["industrial_park"],
                "starts_on": "2027-01-01",
                "ends_on": "2027-12-31",
                "article": "I.1",
                "reading": "Người được giới thiệu và được tuyển.",
            }
        ],
    }


def _alias(api: Callers) -> Ask:
    return Ask(api.staff, "/occupation-aliases", {"title": "CN vắt sổ chuyền 3", "occupation_code": "8153"})


def _withdrawn_alias(api: Callers) -> Ask:
    alias = ok(_alias(api).send(), 201)
    return Ask(api.staff, f"/occupation-aliases/{alias['id']}/withdraw", {})


def _zone(api: Callers) -> Ask:
    body = {"name": "CCN Mỹ Quý", "kind": "industrial_cluster", "status": "operating", "source": "Quyết định"}
    return Ask(api.admin, "/zones", body | {"code": "ccn-moi", "commune_code": factories.COMMUNE})


def _organisation(api: Callers) -> Ask:
    body = {"code": "ubnd-moi", "name": "Ủy ban nhân dân xã", "kind": "commune", "province_code": "91"}
    return Ask(api.admin, "/organisations", body)


def _replaced_enterprise(api: Callers) -> Ask:
    firm = factories.enterprise()
    stated = ok(api.staff.get(f"{V1}/enterprises/{firm.id}"))
    body = {name: value for name, value in stated.items() if name not in ("id", "events")}
    return Ask(api.staff, f"/enterprises/{firm.id}", body | {"name": "Tên mới"}, "PUT")


def _round(status: RoundStatus, verb: str) -> Recipe:
    return lambda api: Ask(api.staff, f"/survey-rounds/{factories.survey_round(status=status).id}/{verb}", {})


def _survey(api: Callers) -> Ask:
    body = {
        "round_id": str(factories.survey_round().id),
        "enterprise_id": str(factories.enterprise().id),
        "answered_on": _today(),
        "lines": [{"need": "recruit", "occupation_code": "8153", "quantity": 3}],
    }
    return Ask(api.staff, "/surveys", body)


def _line_vacancy(api: Callers) -> Ask:
    survey = answered(api, factories.enterprise().id, {})
    return Ask(api.staff, f"/surveys/{survey['id']}/lines/{survey['lines'][0]['id']}/vacancy", {})


def _support_request(api: Callers) -> Ask:
    body = {"enterprise_id": str(factories.enterprise().id), "requested_on": _today(), "quantity": 5}
    return Ask(api.staff, "/support-requests", body | {"occupation_code": "8153"})


def _request(status: RequestStatus, verb: str) -> Recipe:
    def recipe(api: Callers) -> Ask:
        row = factories.support_request(factories.enterprise().id, status=status)
        return Ask(api.staff, f"/support-requests/{row.id}/{verb}", {})

    return recipe


def _vacancy(api: Callers) -> Ask:
    body = {"enterprise_id": str(factories.enterprise().id), "title": "Công nhân may", "occupation_code": "8153"}
    return Ask(api.staff, "/vacancies", body | {"openings": 3})


def _moved_vacancy(status: VacancyStatus, verb: str) -> Recipe:
    return lambda api: Ask(api.staff, f"/vacancies/{factories.vacancy(status=status).id}/{verb}", {})


def _employment_status(api: Callers) -> Ask:
    body = {"status": "training", "from_on": _today(), "availability": "paused"}
    return Ask(api.staff, f"/jobseekers/{factories.jobseeker().id}/employment-statuses", body)


def _introduction(api: Callers) -> Ask:
    body = {"vacancy_id": str(factories.vacancy().id), "jobseeker_id": str(factories.jobseeker().id)}
    return Ask(api.staff, "/referrals", body)


def _referral(verb: str) -> Recipe:
    def recipe(api: Callers) -> Ask:
        referral = introduced(api, factories.vacancy().id, factories.jobseeker().id)
        return Ask(api.staff, f"/referrals/{referral}/{verb}", {})

    return recipe


def _hire(api: Callers) -> Ask:
    referral = introduced(api, factories.vacancy().id, factories.jobseeker().id)
    return Ask(api.staff, "/placements", {"referral_id": referral, "hired_on": _today()})


def _placement(verb: str, day: str | None = None) -> Recipe:
    def recipe(api: Callers) -> Ask:
        placement = hired(api, factories.vacancy().id, factories.jobseeker().id)
        return Ask(api.staff, f"/placements/{placement}/{verb}", {} if day is None else {day: _today()})

    return recipe


def _headcount(api: Callers) -> Ask:
    body = {"enterprise_id": str(factories.enterprise().id), "as_of": _today(), "headcount": 320, "source": "board"}
    return Ask(api.staff, "/labour-use", body)


def _corrected_headcount(api: Callers) -> Ask:
    row = factories.headcount(factories.enterprise().id, clock.today(), 300)
    return Ask(api.staff, f"/labour-use/{row.id}", {"headcount": 310}, "PATCH")


RECIPES: dict[str, Recipe] = {
    **access.RECIPES,
    **privacy.RECIPES,
    "confirm_occupation_alias": _alias,
    "withdraw_occupation_alias": _withdrawn_alias,
    "create_zone": _zone,
    "create_organisation": _organisation,
    "create_enterprise": lambda api: Ask(api.staff, "/enterprises", _enterprise_body()),
    "replace_enterprise": _replaced_enterprise,
    "create_survey_round": lambda api: Ask(
        api.staff, "/survey-rounds", {"title": "Đợt mới", "opens_on": "2026-01-01", "closes_on": "2026-12-31"}
    ),
    "open_survey_round": _round(RoundStatus.DRAFT, "open"),
    "close_survey_round": _round(RoundStatus.OPEN, "close"),
    "create_survey": _survey,
    "create_line_vacancy": _line_vacancy,
    "create_support_request": _support_request,
    "close_support_request": _request(RequestStatus.OPEN, "close"),
    "reopen_support_request": _request(RequestStatus.CLOSED, "reopen"),
    "withdraw_support_request": _request(RequestStatus.OPEN, "withdraw"),
    "create_vacancy": _vacancy,
    "update_vacancy": lambda api: Ask(
        api.staff, f"/vacancies/{factories.vacancy().id}", {"title": "Thợ may", "openings": 7}, "PATCH"
    ),
    "close_vacancy": _moved_vacancy(VacancyStatus.OPEN, "close"),
    "reopen_vacancy": _moved_vacancy(VacancyStatus.CLOSED, "reopen"),
    "cancel_vacancy": _moved_vacancy(VacancyStatus.OPEN, "cancel"),
    "create_jobseeker": lambda api: Ask(api.staff, "/jobseekers", _jobseeker_body()),
    "update_jobseeker": lambda api: Ask(
        api.staff, f"/jobseekers/{factories.jobseeker().id}", {"pay_wish": 8_500_000}, "PATCH"
    ),
    "record_employment_status": _employment_status,
    "introduce": _introduction,
    "invite_to_interview": _referral("interview"),
    "decline_referral": _referral("decline"),
    "withdraw_referral": _referral("withdraw"),
    "record_hire": _hire,
    "confirm_placement": _placement("confirm", "confirmed_on"),
    "end_placement": _placement("end", "ended_on"),
    "cancel_placement": _placement("cancel"),
    "record_labour_use": _headcount,
    "correct_labour_use": _corrected_headcount,
    "create_plan": lambda api: Ask(api.admin, "/plans", _plan_body()),
}
