"""What was written wrong can be put right, and what somebody withdraws is gone from where it was used."""

from datetime import timedelta

from app.core import clock
from app.vocabulary import Certificate, EnterpriseStage, Role, VacancyStatus
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import V1, introduced, ok, refused


def test_identity_trades_and_certificates_are_put_right(api: Callers) -> None:
    person = factories.jobseeker(certificates=(Certificate.FORKLIFT,))
    body = {
        "identity": {"full_name": "Trần Thị Đúng", "birth_date": "1990-01-02", "citizen_id": None},
        "trades": [
            {"title": "Thợ hàn", "occupation_code": factories.WELDING},
            {"title": "May", "occupation_code": factories.SEWING, "trade_grade": "3/7"},
        ],
        "certificates": [{"certificate": "welding_3g", "expires_on": "2030-01-01"}],
    }
    found = ok(api.staff.patch(f"{V1}/jobseekers/{person.id}", json=body))
    assert (found["identity"]["full_name"], found["identity"]["citizen_id"]) == ("Trần Thị Đúng", None)
    assert [trade["occupation_code"] for trade in found["trades"]] == [factories.WELDING, factories.SEWING]
    assert [row["certificate"] for row in found["certificates"]] == ["welding_3g"]
    (hit,) = ok(api.staff.post(f"{V1}/jobseekers/search", json={"name": "tran thi dung"}))["items"]
    assert hit["id"] == str(person.id)
    vacancy = factories.vacancy(occupation_code=factories.WELDING, certificates=(Certificate.WELDING_3G,))
    (ranked,) = ok(api.staff.get(f"{V1}/vacancies/{vacancy.id}/candidates"))["items"]
    assert (ranked["jobseeker_id"], ranked["trade"]) == (str(person.id), "Thợ hàn")


def test_withdrawn_consent_takes_the_person_out_of_the_ranking_at_once(api: Callers) -> None:
    vacancy, person = factories.vacancy(), factories.jobseeker()
    assert ok(api.staff.get(f"{V1}/vacancies/{vacancy.id}/candidates"))["passed"] == 1
    (consent,) = ok(api.staff.get(f"{V1}/jobseekers/{person.id}/consents"))["items"]
    told = {"withdrawn_on": clock.today().isoformat(), "how": "written"}
    ok(api.staff.post(f"{V1}/jobseekers/{person.id}/consents/{consent['id']}/withdraw", json=told))
    changed = ok(api.staff.get(f"{V1}/jobseekers/{person.id}"))
    assert (changed["matching_consent"], changed["consent_on"]) == (False, None)
    assert ok(api.staff.get(f"{V1}/vacancies/{vacancy.id}/candidates"))["passed"] == 0
    why = ok(api.staff.get(f"{V1}/jobseekers/{person.id}/vacancies"))
    assert (why["passed"], why["excluded"]) == (0, [{"gate": "consent", "vacancies": 1}])
    again = {"matching_consent": True}
    path = f"{V1}/jobseekers/{person.id}"
    refused(api.staff.patch(path, json=again), 422, "invalid_content", pointer="/consent_on", field="consent_needs_day")
    ok(api.staff.patch(path, json=again | {"consent_on": clock.today().isoformat()}))
    assert ok(api.staff.get(f"{V1}/vacancies/{vacancy.id}/candidates"))["passed"] == 1


def test_a_mistyped_headcount_is_corrected(api: Callers) -> None:
    firm = factories.enterprise()
    body = {"enterprise_id": str(firm.id), "as_of": "2026-03-01", "headcount": 32000, "source": "board"}
    row = ok(api.staff.post(f"{V1}/labour-use", json=body), 201)
    refused(api.staff.post(f"{V1}/labour-use", json=body), 409, "headcount_exists", pointer="/as_of")
    assert ok(api.staff.patch(f"{V1}/labour-use/{row['id']}", json={"headcount": 320}))["headcount"] == 320


def test_a_closed_firm_may_still_report_a_day_when_it_operated(api: Callers) -> None:
    ended = clock.today() - timedelta(days=10)
    firm = factories.enterprise(stage=EnterpriseStage.CLOSED, operating_until=ended)
    body = {"enterprise_id": str(firm.id), "headcount": 5, "source": "labour_report"}
    ok(api.staff.post(f"{V1}/labour-use", json=body | {"as_of": ended.isoformat()}), 201)
    late = body | {"as_of": clock.today().isoformat()}
    refused(api.staff.post(f"{V1}/labour-use", json=late), 409, "enterprise_not_operating")


def test_an_enterprise_reports_for_itself_only(api: Callers) -> None:
    own = str(factories.enterprise_of(api.accounts[Role.ENTERPRISE_HR]))
    body = {"enterprise_id": own, "as_of": "2026-03-01", "headcount": 9, "source": "board"}
    refused(
        api.hr.post(f"{V1}/labour-use", json=body), 422, "invalid_content", pointer="/source", field="source_not_yours"
    )
    boards = ok(api.staff.post(f"{V1}/labour-use", json=body), 201)
    refused(api.hr.patch(f"{V1}/labour-use/{boards['id']}", json={"headcount": 1}), 409, "source_not_yours")


def test_an_enterprise_reads_neither_wishes_nor_clerks_notes(api: Callers) -> None:
    own = factories.enterprise_of(api.accounts[Role.ENTERPRISE_HR])
    vacancy = factories.vacancy(own, pay_from=7_000_000, pay_to=9_000_000)
    person = factories.jobseeker(pay_wish=8_000_000)
    referral = introduced(api, vacancy.id, person.id)
    ok(api.hr.post(f"{V1}/referrals/{referral}/interview", json={"reason": "Hẹn thứ Hai"}))
    ok(api.staff.post(f"{V1}/referrals/{referral}/withdraw", json={"reason": "Lý do riêng của người lao động"}))
    for reader, reasons in ((api.staff, ["Hẹn thứ Hai", "Lý do riêng của người lao động"]), (api.hr, ["Hẹn thứ Hai"])):
        found = ok(reader.get(f"{V1}/referrals/{referral}"))
        assert [event["reason"] for event in found["events"] if event["reason"]] == reasons
        assert ("8.000.000" in str(found["parts"])) == (reader is api.staff)
        assert ("Châu Phú" in str(found["parts"])) == (reader is api.staff)


def test_the_portal_sees_what_it_may_publish(api: Callers) -> None:
    firm = factories.enterprise()
    investor = factories.enterprise(stage=EnterpriseStage.INVESTOR_STUDY)
    shown, hidden = factories.vacancy(firm.id), factories.vacancy(firm.id, status=VacancyStatus.CANCELLED)
    assert ok(api.portal.get(f"{V1}/vacancies/{shown.id}"))["events"] == []
    refused(api.portal.get(f"{V1}/vacancies/{hidden.id}"), 404, "vacancy_not_found")
    refused(api.portal.get(f"{V1}/enterprises/{investor.id}"), 404, "enterprise_not_found")


def test_a_zone_and_its_enterprise_lie_in_one_province(api: Callers) -> None:
    body = {
        "name": "Sai tỉnh",
        "kind": "fdi",
        "stage": "operating",
        "tax_code": factories.tax_code(),
        "zone_code": factories.KCN,
        "commune_code": factories.FAR_COMMUNE,
    }
    refused(
        api.staff.post(f"{V1}/enterprises", json=body),
        422,
        "invalid_content",
        pointer="/zone_code",
        field="zone_elsewhere",
    )


def test_a_hire_counts_in_the_zone_of_its_day(api: Callers) -> None:
    firm = factories.enterprise(zone_code=None)
    vacancy = factories.vacancy(firm.id)
    stated = ok(api.staff.get(f"{V1}/enterprises/{firm.id}"))
    facts = {name: value for name, value in stated.items() if name not in ("id", "events")}
    ok(api.staff.put(f"{V1}/enterprises/{firm.id}", json=facts | {"zone_code": factories.KCN}))
    referral = introduced(api, vacancy.id, factories.jobseeker().id)
    hire = {"referral_id": referral, "hired_on": clock.today().isoformat()}
    assert ok(api.staff.post(f"{V1}/placements", json=hire), 201)["zone_code"] == factories.KCN


def test_no_minor_works_at_night(api: Callers) -> None:
    years = clock.today().year - 17
    factories.jobseeker(identity={"birth_date": clock.today().replace(year=years, day=1)})
    day = factories.vacancy(minors_allowed=True, shift_pattern="day")
    night = factories.vacancy(minors_allowed=True, shift_pattern="night")
    assert ok(api.staff.get(f"{V1}/vacancies/{day.id}/candidates"))["passed"] == 1
    assert ok(api.staff.get(f"{V1}/vacancies/{night.id}/candidates"))["passed"] == 0
