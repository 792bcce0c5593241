"""Every status table through HTTP: what it forbids is refused and leaves nothing, what it allows leaves one event."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import pytest
from httpx import Response

from app.core import clock
from app.infra import db
from app.messages import Language, label
from app.models import Placement, Referral
from app.vocabulary import (
    CURRENT_PLACEMENTS,
    PLACEMENT_TRANSITIONS,
    REFERRAL_TRANSITIONS,
    REQUEST_TRANSITIONS,
    ROUND_TRANSITIONS,
    STAGE_TRANSITIONS,
    VACANCY_TRANSITIONS,
    Availability,
    EnterpriseStage,
    PlacementStatus,
    ReferralStatus,
    RequestStatus,
    Role,
    RoundStatus,
    VacancyStatus,
)
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import V1, introduced, nothing_written, ok, refused

REASON = "Theo đề nghị của doanh nghiệp"


@dataclass(frozen=True)
class Record:
    """One resource with statuses: its list, its table, how to make one in a status, how to ask for another."""

    path: str
    table: Mapping[Any, frozenset[Any]]
    make: Callable[[Callers, Any], UUID]
    actions: Mapping[StrEnum, str]


def a_round(_: Callers, status: RoundStatus) -> UUID:
    return factories.survey_round(status=status).id


def a_request(_: Callers, status: RequestStatus) -> UUID:
    return factories.support_request(factories.enterprise().id, status=status).id


def a_vacancy(_: Callers, status: VacancyStatus) -> UUID:
    return factories.vacancy(status=status).id


def a_referral(api: Callers, status: ReferralStatus) -> UUID:
    referral_id = UUID(introduced(api, factories.vacancy().id, factories.jobseeker().id))
    with db.transaction() as session:
        session.get_one(Referral, referral_id).status = status
    return referral_id


def a_placement(_: Callers, status: PlacementStatus) -> UUID:
    day = clock.today()
    current = status in CURRENT_PLACEMENTS
    person = factories.jobseeker(availability=Availability.PLACED if current else Availability.AVAILABLE)
    vacancy = factories.vacancy(filled=0 if status is PlacementStatus.CANCELLED else 1)
    with db.transaction() as session:
        placement = Placement(
            vacancy_id=vacancy.id,
            jobseeker_id=person.id,
            enterprise_id=vacancy.enterprise_id,
            zone_code=vacancy.zone_code,
            hired_on=day - timedelta(days=9),
            starts_on=day - timedelta(days=9),
            confirmed_on=day if status is PlacementStatus.CONFIRMED else None,
            ended_on=day if status is PlacementStatus.ENDED else None,
            status=status,
            reported_at=factories.now(),
        )
        session.add(placement)
        session.flush()
        return placement.id


RECORDS = (
    Record("survey-rounds", ROUND_TRANSITIONS, a_round, {RoundStatus.OPEN: "open", RoundStatus.CLOSED: "close"}),
    Record(
        "support-requests",
        REQUEST_TRANSITIONS,
        a_request,
        {RequestStatus.OPEN: "reopen", RequestStatus.CLOSED: "close", RequestStatus.WITHDRAWN: "withdraw"},
    ),
    Record(
        "vacancies",
        VACANCY_TRANSITIONS,
        a_vacancy,
        {VacancyStatus.OPEN: "reopen", VacancyStatus.CLOSED: "close", VacancyStatus.CANCELLED: "cancel"},
    ),
    Record(
        "referrals",
        REFERRAL_TRANSITIONS,
        a_referral,
        {
            ReferralStatus.INTERVIEW: "interview",
            ReferralStatus.DECLINED: "decline",
            ReferralStatus.WITHDRAWN: "withdraw",
            ReferralStatus.HIRED: "",
        },
    ),
    Record(
        "placements",
        PLACEMENT_TRANSITIONS,
        a_placement,
        {
            PlacementStatus.CONFIRMED: "confirm",
            PlacementStatus.ENDED: "end",
            PlacementStatus.CANCELLED: "cancel",
        },
    ),
)
STEPS = [(record, before, after) for record in RECORDS for before in record.table for after in record.actions]
NAMES = [f"{record.path}: {before} to {after}" for record, before, after in STEPS]


def ask(api: Callers, record: Record, key: UUID, to: StrEnum) -> Response:
    """Ask for a status; a referral becomes hired by recording the hire."""
    day = clock.today().isoformat()
    if to is ReferralStatus.HIRED:
        return api.staff.post(f"{V1}/placements", json={"referral_id": str(key), "hired_on": day})
    bodies = {"confirm": {"confirmed_on": day}, "end": {"ended_on": day, "reason": REASON}}
    action = record.actions[to]
    return api.staff.post(f"{V1}/{record.path}/{key}/{action}", json=bodies.get(action, {"reason": REASON}))


def seen(api: Callers, record: Record, key: UUID) -> dict[str, Any]:
    found: dict[str, Any] = ok(api.staff.get(f"{V1}/{record.path}/{key}"))
    return found


@pytest.mark.parametrize(("record", "before", "after"), STEPS, ids=NAMES)
def test_the_table_decides(api: Callers, record: Record, before: StrEnum, after: StrEnum) -> None:
    key = record.make(api, before)
    events = seen(api, record, key)["events"]
    if after not in record.table[before]:
        with nothing_written():
            problem = refused(ask(api, record, key, after), 409, "transition_not_allowed")
        names = (label(before, Language.VI), label(after, Language.VI))
        assert problem["detail"] == "Không thể chuyển từ “{}” sang “{}”.".format(*names)
        found = seen(api, record, key)
        assert (found["status"], found["events"]) == (before.value, events)
        return
    assert ask(api, record, key, after).status_code in (200, 201)
    found = seen(api, record, key)
    assert found["status"] == after.value
    (event,) = found["events"][len(events) :]
    assert found["events"][: len(events)] == events
    assert (event["from_status"], event["to_status"]) == (before.value, after.value)
    assert event["account_id"] == str(api.accounts[Role.STAFF])
    by_itself = after in (ReferralStatus.HIRED, PlacementStatus.CONFIRMED)
    assert event["reason"] == (None if by_itself else REASON)


def test_the_steps_above_are_all_there_are() -> None:
    beginnings = {RoundStatus.DRAFT, ReferralStatus.INTRODUCED, PlacementStatus.REPORTED}
    for record in RECORDS:
        reachable = {after for allowed in record.table.values() for after in allowed}
        # An introduction comes back when the hire that followed it is cancelled.
        assert reachable - set(record.actions) <= {ReferralStatus.INTRODUCED}, record.path
        assert set(record.table) - set(record.actions) <= beginnings, record.path


REOPENED = (EnterpriseStage.CLOSED, EnterpriseStage.OPERATING)


@pytest.mark.parametrize("before", EnterpriseStage)
@pytest.mark.parametrize("after", EnterpriseStage)
def test_an_enterprises_stage_follows_its_table(api: Callers, before: EnterpriseStage, after: EnterpriseStage) -> None:
    registered = (EnterpriseStage.OPERATING, EnterpriseStage.CLOSED)
    ended = clock.today() - timedelta(days=1) if before is EnterpriseStage.CLOSED else None
    firm = factories.enterprise(stage=before, operating_until=ended)
    body = {
        "name": "Tên mới",
        "kind": "fdi",
        "stage": after.value,
        "tax_code": (firm.tax_code or factories.tax_code()) if after in registered else None,
        "commune_code": factories.COMMUNE,
        "operating_from": clock.today().isoformat() if (before, after) == REOPENED else None,
        "operating_until": clock.today().isoformat() if after is EnterpriseStage.CLOSED else None,
    }
    answer = api.staff.put(f"{V1}/enterprises/{firm.id}", json=body)
    if before is not after and after not in STAGE_TRANSITIONS[before]:
        refused(answer, 409, "transition_not_allowed")
        assert ok(api.staff.get(f"{V1}/enterprises/{firm.id}"))["name"] == firm.name
        return
    assert (ok(answer)["name"], ok(answer)["stage"]) == ("Tên mới", after.value)
    events = ok(api.staff.get(f"{V1}/enterprises/{firm.id}"))["events"]
    steps = [(event["from_status"], event["to_status"]) for event in events]
    assert steps == ([] if before is after else [(before.value, after.value)])


def test_a_firm_that_closes_closes_its_vacancies(api: Callers) -> None:
    firm = factories.enterprise()
    vacancies = [factories.vacancy(firm.id, status=status).id for status in VacancyStatus]
    body = {
        "name": firm.name,
        "kind": "fdi",
        "stage": "closed",
        "tax_code": firm.tax_code,
        "commune_code": factories.COMMUNE,
        "operating_until": clock.today().isoformat(),
    }
    ok(api.staff.put(f"{V1}/enterprises/{firm.id}", json=body))
    found = [ok(api.staff.get(f"{V1}/vacancies/{key}")) for key in vacancies]
    assert [row["status"] for row in found] == ["closed", "closed", "cancelled"]
    assert [len(row["events"]) for row in found] == [1, 0, 0]
    assert found[0]["events"][0]["reason"] == "Doanh nghiệp chấm dứt hoạt động"
    assert found[0]["events"][0]["reason_code"] == "enterprise_closed"


@pytest.mark.parametrize("before", Availability)
@pytest.mark.parametrize("after", Availability)
def test_only_a_hire_places_a_person(api: Callers, before: Availability, after: Availability) -> None:
    person = factories.jobseeker(availability=before)
    body = {"status": "training", "from_on": clock.today().isoformat(), "availability": after.value}
    path = f"{V1}/jobseekers/{person.id}"
    if Availability.PLACED in (before, after):
        with nothing_written():
            refused(api.staff.post(f"{path}/employment-statuses", json=body), 409, "transition_not_allowed")
        return
    changed = ok(api.staff.post(f"{path}/employment-statuses", json=body), 201)
    steps = [(event["from_status"], event["to_status"]) for event in changed["events"]]
    assert steps == ([] if before is after else [(before.value, after.value)])
    assert (changed["availability"], changed["history"][-1]["status"]) == (after.value, "training")


def test_a_refusal_reads_in_english(api: Callers) -> None:
    key = factories.vacancy(status=VacancyStatus.CANCELLED).id
    answer = api.staff.post(f"{V1}/vacancies/{key}/reopen", json={}, headers={"Accept-Language": "en"})
    assert refused(answer, 409, "transition_not_allowed")["detail"] == "Cannot go from “Cancelled” to “Open”."
