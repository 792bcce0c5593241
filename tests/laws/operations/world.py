"""Two sides of everything: what a caller may see, and the same records of somebody else."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from fastapi.testclient import TestClient

from app.core import clock
from app.infra import db
from app.models import Account, ApiClient, Consent, DataRequest, Invitation
from app.security.passwords import NOBODY as NO_PASSWORD
from app.vocabulary import (
    ConsentHow,
    ConsentPurpose,
    DataRequestKind,
    DataRequestStatus,
    EnterpriseStage,
    Role,
    RoundStatus,
    VacancyStatus,
)
from tests.conftest import Callers
from tests.laws.operations.listing import V1
from tests.support import factories
from tests.support.answers import NOBODY, hired, introduced, ok, staff_of

ELSEWHERE, AWAY = "kcn-binh-hoa", "30337"
STRANGERS = "sct-ag"

KINDS = {
    "enterprise_id": "enterprise",
    "round_id": "survey_round",
    "survey_id": "survey",
    "line_id": "survey_line",
    "request_id": "support_request",
    "data_request_id": "data_request",
    "support_request_id": "support_request",
    "vacancy_id": "vacancy",
    "jobseeker_id": "jobseeker",
    "referral_id": "referral",
    "placement_id": "placement",
    "labour_use_id": "labour_use",
    "session_id": "session",
    "account_id": "account",
    "invitation_id": "invitation",
    "client_id": "client",
    "consent_id": "consent",
}
"""What each name that is not public stands for; an operation with a name that is missing here fails the test."""

Keys = dict[str, str]


@dataclass(frozen=True)
class View:
    """One caller with what is theirs, and a way to make what is somebody else's."""

    name: str
    role: Role
    client: TestClient
    own: Keys
    make_foreign: Callable[[], Keys] = field(repr=False)


def opened_round(staff: TestClient) -> str:
    """A round of the staff's organisation alone, open for answers."""
    body = {"title": "Khảo sát quý", "opens_on": "2026-01-01", "closes_on": "2026-12-31", "shared_with": []}
    round_id: str = ok(staff.post(f"{V1}/survey-rounds", json=body), 201)["id"]
    ok(staff.post(f"{V1}/survey-rounds/{round_id}/open", json={}))
    return round_id


def records(api: Callers, enterprise_id: UUID, staff: TestClient, round_id: str | None = None, **person: Any) -> Keys:
    """One record of each kind about an enterprise and its people, in a round that is there or a new one."""
    seeker, another = factories.jobseeker(**person), factories.jobseeker(**person)
    day = clock.today().isoformat()
    round_id = round_id or opened_round(staff)
    lines = [
        {"need": "recruit", "occupation_code": "8153", "quantity": 9, "asks_support": True},
        {"need": "recruit", "occupation_code": "7212", "quantity": 9},
    ]
    body = {"round_id": round_id, "enterprise_id": str(enterprise_id), "answered_on": day, "headcount": 120}
    survey = ok(staff.post(f"{V1}/surveys", json=body | {"lines": lines}), 201)
    line = survey["lines"][0]
    vacancy = ok(staff.post(f"{V1}/surveys/{survey['id']}/lines/{line['id']}/vacancy", json={}), 201)
    placement_id = hired(api, vacancy["id"], seeker.id)
    headcounts = ok(staff.get(f"{V1}/labour-use?enterprise_id={enterprise_id}"))["items"]
    return {
        "enterprise": str(enterprise_id),
        "survey_round": round_id,
        "survey": survey["id"],
        "survey_line": survey["lines"][1]["id"],
        "support_request": vacancy["support_request_id"],
        "vacancy": vacancy["id"],
        "jobseeker": str(another.id),
        "referral": introduced(api, vacancy["id"], another.id),
        "placement": placement_id,
        "labour_use": headcounts[0]["id"],
        **about_people(api, enterprise_id, another.id),
    }


def about_people(api: Callers, enterprise_id: UUID, jobseeker_id: UUID) -> Keys:
    """A consent and a request of a person; an HR account, its session and an invitation of an enterprise."""
    name, day = uuid4().hex, clock.today()
    clerk = api.accounts[Role.STAFF]
    account = Account(
        username=name,
        display_name="Nhân sự",
        password_hash=NO_PASSWORD,
        role=Role.ENTERPRISE_HR,
        enterprise_id=enterprise_id,
        active=True,
        created_at=factories.now(),
    )
    consent = Consent(
        jobseeker_id=jobseeker_id,
        purpose=ConsentPurpose.CONTACT,
        text_version="2026-11",
        given_on=day,
        how=ConsentHow.WRITTEN,
        recorded_at=factories.now(),
    )
    request = DataRequest(
        jobseeker_id=jobseeker_id,
        kind=DataRequestKind.SEE,
        status=DataRequestStatus.RECEIVED,
        received_on=day,
        recorded_at=factories.now(),
        acknowledge_by=day,
        due_on=day,
    )
    rows = [account, consent, request, invited(clerk, Role.ENTERPRISE_HR, enterprise_id=enterprise_id)]
    with db.transaction() as session:
        session.add_all(rows)
        session.flush()
        kinds = ("account", "consent", "data_request", "invitation")
        keys = {kind: str(row.id) for kind, row in zip(kinds, rows, strict=True)}
    return keys | {"session": str(factories.session_of(account.id))}


def invited(by: UUID, role: Role, **place: UUID) -> Invitation:
    """An invitation that nobody has accepted yet."""
    return Invitation(
        code_hash=sha256(uuid4().bytes).hexdigest(),
        role=role,
        display_name="Người được mời",
        invited_by_id=by,
        created_at=clock.now(),
        expires_at=clock.now() + timedelta(days=7),
        **place,
    )


def with_own_session(own: Keys, account_id: UUID) -> Keys:
    """With a second session of the caller in place of the enterprise's."""
    return own | {"session": str(factories.session_of(account_id))}


def hr_view(api: Callers) -> View:
    """HR of one enterprise; the other enterprise's records, and a round that is not open yet."""

    def foreign() -> Keys:
        rival = factories.enterprise(name="Công ty Đối Thủ")
        theirs = records(api, rival.id, api.staff, own["survey_round"])
        return theirs | {"survey_round": str(factories.survey_round(status=RoundStatus.DRAFT).id)}

    own = records(api, factories.enterprise_of(api.accounts[Role.ENTERPRISE_HR]), api.staff)
    own = with_own_session(own, api.accounts[Role.ENTERPRISE_HR])
    return View("hr", Role.ENTERPRISE_HR, api.hr, own, foreign)


def bound_view(api: Callers) -> View:
    """A clerk of one zone and one commune; an enterprise, people and a round of elsewhere."""

    def foreign() -> Keys:
        elsewhere = factories.enterprise(name="Công ty Nơi Khác", zone_code=ELSEWHERE, commune_code=AWAY)
        return records(api, elsewhere.id, staff_of(api, STRANGERS), commune_code=AWAY)

    own = records(api, factories.enterprise(zone_code=factories.KCN).id, api.staff)
    with db.transaction() as session:
        clerk = Account(
            username="can-bo-mot-khu",
            display_name="Cán bộ một khu",
            password_hash=NO_PASSWORD,
            role=Role.STAFF,
            organisation_id=factories.organisation_id(session),
            active=True,
            created_at=factories.now(),
            scope_zones=[factories.KCN],
            scope_communes=[factories.COMMUNE],
        )
        session.add(clerk)
        session.flush()
    return View("bound staff", Role.STAFF, api.client(clerk.id), with_own_session(own, clerk.id), foreign)


def staff_view(api: Callers) -> View:
    """A clerk of the whole province; a round of another organisation alone, an account that is no enterprise's."""

    def foreign() -> Keys:
        strangers = staff_of(api, STRANGERS)
        round_id = opened_round(strangers)
        lines = [{"need": "recruit", "occupation_code": "8153", "quantity": 9}]
        body = {"round_id": round_id, "enterprise_id": own["enterprise"], "answered_on": clock.today().isoformat()}
        survey = ok(strangers.post(f"{V1}/surveys", json=body | {"lines": lines}), 201)
        with db.transaction() as session:
            organisation_id = factories.organisation_id(session, STRANGERS)
            invitation = invited(api.accounts[Role.ADMIN], Role.STAFF, organisation_id=organisation_id)
            session.add(invitation)
        return {
            "survey_round": round_id,
            "survey": survey["id"],
            "survey_line": survey["lines"][0]["id"],
            "account": str(api.accounts[Role.LEADER]),
            "invitation": str(invitation.id),
            **anothers_session(api),
        }

    own = records(api, factories.enterprise(zone_code=factories.KCN).id, api.staff)
    own = with_own_session(own, api.accounts[Role.STAFF])
    return View("staff", Role.STAFF, api.staff, own, foreign)


def portal_view(api: Callers) -> View:
    """The portal; an investor that does not operate yet, and a vacancy that is closed."""

    def foreign() -> Keys:
        investor = factories.enterprise(name="Nhà đầu tư kín", stage=EnterpriseStage.INVESTOR_STUDY)
        closed = factories.vacancy(status=VacancyStatus.CLOSED, enterprise_id=enterprise.id)
        return {"enterprise": str(investor.id), "vacancy": str(closed.id), **anothers_session(api)}

    enterprise = factories.enterprise()
    own = {"enterprise": str(enterprise.id), "vacancy": str(factories.vacancy(enterprise.id).id)}
    return View("portal", Role.PORTAL, api.portal, own, foreign)


def leader_view(api: Callers) -> View:
    """The leader sees every record that is not about a person, so only sessions are somebody else's."""
    own = records(api, factories.enterprise(zone_code=factories.KCN).id, api.staff)
    own = with_own_session(own, api.accounts[Role.LEADER])
    return View("leader", Role.LEADER, api.leader, own, lambda: anothers_session(api))


def admin_view(api: Callers) -> View:
    """The administrator sees every record that is not about a person, so only sessions are somebody else's."""
    own = records(api, factories.enterprise(zone_code=factories.KCN).id, api.staff)
    client = ApiClient(
        name="Cổng thông tin",
        account_id=api.accounts[Role.PORTAL],
        secret_hash=sha256(b"secret").hexdigest(),
        scopes=["vacancy:read"],
        active=True,
        created_at=factories.now(),
        created_by_id=api.accounts[Role.ADMIN],
    )
    with db.transaction() as session:
        session.add(client)
    own = with_own_session(own, api.accounts[Role.ADMIN]) | {"client": str(client.id)}
    return View("admin", Role.ADMIN, api.admin, own, lambda: anothers_session(api))


def anothers_session(api: Callers) -> Keys:
    """A session of somebody else."""
    return {"session": str(factories.session_of(api.accounts[Role.ENTERPRISE_HR]))}


VIEWS = {
    "hr": hr_view,
    "bound": bound_view,
    "staff": staff_view,
    "portal": portal_view,
    "leader": leader_view,
    "admin": admin_view,
}

PATH_CODES = {"communes": "30463", "occupations": "8153", "zones": "kcn-binh-long", "plans": "ag-bqlkkt-2026"}
GIVEN = {
    "alias_id": NOBODY,
    "indicator": "placed_on_request",
    "commune_code": "30463",
    "zone_code": "kcn-binh-long",
    "shuttle_communes": "30463",
    "province_code": "91",
    "occupation_code": "8153",
    "under": "8",
}
