"""Rows with valid defaults; each call makes new ones and says only what matters to its test."""

import itertools
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.config import Settings
from app.core import clock
from app.core.ids import new_id
from app.core.text import fold
from app.infra import db
from app.models import (
    Account,
    Consent,
    Enterprise,
    Jobseeker,
    JobseekerCertificate,
    JobseekerPriorityGroup,
    JobseekerTrade,
    LabourUse,
    Organisation,
    SupportRequest,
    SurveyRound,
    Vacancy,
    VacancyCertificate,
    VacancyShuttle,
)
from app.schemas.demand.enterprises import TAX_CODE_WEIGHTS
from app.schemas.people.identities import IdentityCreate
from app.security.passwords import hash_password
from app.services.access import sessions
from app.services.common.pool_changes import note_change
from app.services.people import identities
from app.vocabulary import (
    Availability,
    Certificate,
    ConsentHow,
    ConsentPurpose,
    EnterpriseKind,
    EnterpriseStage,
    LabourUseSource,
    PriorityGroup,
    RequestStatus,
    Role,
    RoundStatus,
    SessionKind,
    VacancyStatus,
)

VAULT = Settings().vault
PASSWORD = "mat-khau-chi-de-kiem-tra"
KCN, KKTCK, COMMUNE = "kcn-binh-long", "kktck-ha-tien", "30463"
FAR_COMMUNE = "05977"  # Lạng Sơn, 1,300 km from An Giang.
SEWING, WELDING = "8153", "7212"
AGREED = date(2026, 1, 10)
UNSAID = ("would_move", "would_live_in_dormitory", "refuses_evening", "refuses_night", "refuses_rotating")
_numbers = itertools.count(1)


def now() -> datetime:
    return datetime(2026, 3, 1, 2, 0, tzinfo=UTC)


def accounts(session: Session) -> dict[Role, uuid.UUID]:
    """One account a role; HR belongs to an enterprise of its own."""
    enterprise = _enterprise(session)
    password = hash_password(PASSWORD)
    found = {}
    for role, code in {
        Role.STAFF: "ttdvvl-ag",
        Role.LEADER: "bqlkkt-ag",
        Role.PORTAL: "snv-ag",
        Role.ADMIN: "bqlkkt-ag-vp",
        Role.ENTERPRISE_HR: None,
    }.items():
        account = Account(
            username=role.value,
            display_name=role.value,
            password_hash=password,
            role=role,
            organisation_id=None if code is None else organisation_id(session, code),
            enterprise_id=enterprise.id if code is None else None,
            active=True,
            created_at=now(),
        )
        session.add(account)
        session.flush()
        found[role] = account.id
    return found


def organisation_id(session: Session, code: str = "ttdvvl-ag") -> uuid.UUID:
    return session.scalars(select(Organisation.id).where(Organisation.code == code)).one()


def tax_code(number: int | None = None) -> str:
    """A tax code with a right check digit, in a range that is not issued."""
    first = f"99{(next(_numbers) if number is None else number):07d}"
    check = 10 - sum(w * int(d) for w, d in zip(TAX_CODE_WEIGHTS, first, strict=True)) % 11
    return tax_code() if check == 10 else f"{first}{check}"


def _enterprise(session: Session, **changes: Any) -> Enterprise:
    facts: dict[str, Any] = {
        "name": "Công ty TNHH Thử Nghiệm",
        "kind": EnterpriseKind.NON_STATE,
        "stage": EnterpriseStage.OPERATING,
        "zone_code": KCN,
        "commune_code": COMMUNE,
        "operating_from": date(2020, 1, 1),
    } | changes
    operating = facts["stage"] in (EnterpriseStage.OPERATING, EnterpriseStage.CLOSED)
    facts.setdefault("tax_code", tax_code() if operating else None)
    enterprise = Enterprise(**facts, search=fold(facts["name"]), created_at=now(), updated_at=now())
    session.add(enterprise)
    session.flush()
    return enterprise


def enterprise(**changes: Any) -> Enterprise:
    with db.transaction() as session:
        return _enterprise(session, **changes)


def session_of(account_id: uuid.UUID) -> uuid.UUID:
    """A session that an account has begun just now."""
    with db.transaction() as session:
        account = session.get_one(Account, account_id)
        return sessions.begin(session, account, SessionKind.API, now=clock.now(), hours=8).id


def enterprise_of(account_id: uuid.UUID) -> uuid.UUID:
    """The enterprise an HR account belongs to."""
    with db.reading() as session:
        found = session.get_one(Account, account_id).enterprise_id
        assert found is not None
        return found


def support_request(enterprise_id: uuid.UUID, quantity: int = 10, **changes: Any) -> SupportRequest:
    with db.transaction() as session:
        request = SupportRequest(
            **{
                "enterprise_id": enterprise_id,
                "requested_on": date(2026, 2, 1),
                "occupation_code": SEWING,
                "quantity": quantity,
                "status": RequestStatus.OPEN,
                "created_at": now(),
            }
            | changes
        )
        session.add(request)
        return request


def vacancy(
    enterprise_id: uuid.UUID | None = None,
    *,
    certificates: tuple[Certificate, ...] = (),
    shuttles: tuple[str, ...] = (),
    **changes: Any,
) -> Vacancy:
    with db.transaction() as session:
        owner = _enterprise(session) if enterprise_id is None else session.get_one(Enterprise, enterprise_id)
        facts: dict[str, Any] = {
            "title": "Công nhân may",
            "occupation_code": SEWING,
            "openings": 5,
            "filled": 0,
            "status": VacancyStatus.OPEN,
            "level_is_hard": False,
            "shift_choice": False,
            "zone_code": owner.zone_code,
            "commune_code": owner.commune_code,
            "dormitory": False,
            "minors_allowed": False,
        } | changes
        row = Vacancy(
            **facts,
            enterprise_id=owner.id,
            search=fold(facts["title"]),
            created_at=now(),
            updated_at=now(),
            certificates=[VacancyCertificate(certificate=code) for code in certificates],
            shuttles=[VacancyShuttle(commune_code=code) for code in shuttles],
        )
        session.add(row)
        return row


def jobseeker(
    *,
    trades: tuple[dict[str, Any], ...] = ({},),
    identity: dict[str, Any] | None = None,
    certificates: tuple[Certificate, ...] = (),
    priority_groups: tuple[PriorityGroup, ...] = (),
    **changes: Any,
) -> Jobseeker:
    number, jobseeker_id = next(_numbers), new_id()
    with db.transaction() as session:
        facts: dict[str, Any] = {
            "registered_by_id": organisation_id(session),
            "registered_at": now(),
            "commune_code": COMMUNE,
            **dict.fromkeys(UNSAID, False),
            "last_heard_on": clock.today() - timedelta(days=5),
            "availability": Availability.AVAILABLE,
            "matching_consent": True,
            "consent_on": AGREED,
        } | changes
        who: dict[str, Any] = {
            "full_name": f"Nguyễn Thị Mẫu {number}",
            "birth_date": date(1995, 5, 17),
            "citizen_id": f"000{number:09d}",
        } | (identity or {})
        plain = {"title": "Công nhân may", "occupation_code": SEWING, "skill_rank": 1, "experience_months": 24}
        row = Jobseeker(
            **facts,
            id=jobseeker_id,
            identity=identities.made(jobseeker_id, IdentityCreate(**who), VAULT),
            trades=[JobseekerTrade(**plain | trade, position=position) for position, trade in enumerate(trades)],
            certificates=[JobseekerCertificate(certificate=code) for code in certificates],
            priority_groups=[
                JobseekerPriorityGroup(priority_group=one, disclosed_on=AGREED) for one in priority_groups
            ],
        )
        session.add(row)
        session.flush()
        if row.matching_consent:
            session.add(_agreement(row))
        note_change(session, row.id)
        return row


def _agreement(row: Jobseeker) -> Consent:
    """The consent for matching that a profile repeats."""
    return Consent(
        jobseeker_id=row.id,
        purpose=ConsentPurpose.MATCHING,
        text_version="truoc-2026-11",
        given_on=row.consent_on,
        how=ConsentHow.WRITTEN,
        recorded_at=now(),
    )


def survey_round(owner: str = "ttdvvl-ag", status: RoundStatus = RoundStatus.OPEN) -> SurveyRound:
    with db.transaction() as session:
        row = SurveyRound(
            title="Khảo sát thử",
            owner_id=organisation_id(session, owner),
            opens_on=date(2026, 1, 1),
            closes_on=date(2026, 12, 31),
            status=status,
            created_at=now(),
            shares=[],
        )
        session.add(row)
        return row


def headcount(enterprise_id: uuid.UUID, as_of: date, people: int) -> LabourUse:
    with db.transaction() as session:
        row = LabourUse(
            enterprise_id=enterprise_id,
            as_of=as_of,
            headcount=people,
            source=LabourUseSource.LABOUR_REPORT,
            recorded_at=now(),
        )
        session.add(row)
        return row
