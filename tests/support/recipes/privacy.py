"""Recipes (see ``tests.support.recipes.table``) for identities, consents and the requests of a person."""

from typing import Any

from app.core import clock
from app.vocabulary import Role
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import V1, ok
from tests.support.recipes.recipe import Ask, Recipe

_today = clock.today().isoformat


def _of_person(path: str, body: Any, subject: str | None = None) -> Recipe:
    return lambda api: Ask(api.staff, f"/jobseekers/{factories.jobseeker().id}/{path}", body, subject=subject)


def _contact(api: Callers) -> Ask:
    own = factories.enterprise_of(api.accounts[Role.ENTERPRISE_HR])
    body = {
        "vacancy_id": str(factories.vacancy(own).id),
        "jobseeker_id": str(factories.jobseeker(identity={"phone": "0000123456"}).id),
        "disclosure": {"given_on": _today(), "how": "recorded"},
    }
    referral = ok(api.staff.post(f"{V1}/referrals", json=body), 201)["id"]
    ok(api.hr.post(f"{V1}/referrals/{referral}/interview", json={}))
    return Ask(api.hr, f"/referrals/{referral}/contact", None)


def _consent(api: Callers) -> Ask:
    body = {"purpose": "contact", "text_version": "2026-11", "given_on": _today(), "how": "written"}
    return Ask(api.staff, f"/jobseekers/{factories.jobseeker().id}/consents", body)


def _withdrawn_consent(api: Callers) -> Ask:
    ask = _consent(api)
    given = ok(ask.send(), 201)
    body = {"withdrawn_on": _today(), "how": "recorded"}
    return Ask(api.staff, f"{ask.path}/{given['id']}/withdraw", body)


def _request(api: Callers) -> Ask:
    body = {"kind": "see", "received_on": _today()}
    return Ask(api.staff, f"/jobseekers/{factories.jobseeker().id}/data-requests", body)


def _of_request(verb: str, body: Any = None) -> Recipe:
    return lambda api: Ask(api.staff, f"/data-requests/{ok(_request(api).send(), 201)['id']}/{verb}", body)


def _completed(api: Callers) -> Ask:
    ask = _request(api)
    request = ok(ask.send(), 201)
    ok(api.staff.post(V1 + ask.path.replace("data-requests", "export"), json={"reason": "data_request"}))
    return Ask(api.staff, f"/data-requests/{request['id']}/complete", None)


RECIPES: dict[str, Recipe] = {
    "reveal_identity": _of_person("identity/reveal", {"reason": "verify"}),
    "reveal_contact": _contact,
    "export_jobseeker": _of_person("export", {"reason": "data_request"}),
    "record_consent": _consent,
    "withdraw_consent": _withdrawn_consent,
    "create_data_request": _request,
    "acknowledge_data_request": _of_request("acknowledge"),
    "extend_data_request": _of_request("extend", {"reason": "Phải đối chiếu hồ sơ giấy"}),
    "complete_data_request": _completed,
    "refuse_data_request": _of_request("refuse", {"reason": "Không chứng minh được là chủ thể dữ liệu"}),
}
