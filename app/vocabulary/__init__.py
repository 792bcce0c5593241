"""Coded values and status tables, each defined once; schema, model, OpenAPI and seed read them from here.

Labels that a person reads stand in ``app.messages``; the codes here are what is stored and sent.
A retired value stays in its list with the reason in a comment, so that old rows can still be read.
"""

from app.vocabulary.access import (
    LoginOutcome,
    SessionEnd,
    SessionKind,
)
from app.vocabulary.demand import (
    REQUEST_TRANSITIONS,
    ROUND_TRANSITIONS,
    VACANCY_TRANSITIONS,
    LabourUseSource,
    Need,
    RequestStatus,
    RoundStatus,
    VacancyStatus,
)
from app.vocabulary.employers import (
    STAGE_TRANSITIONS,
    EnterpriseKind,
    EnterpriseStage,
    Industry,
    SizeBand,
)
from app.vocabulary.fit import (
    ADULT_AGE,
    BLOCKING_GATES,
    WORKING_AGE,
    Criterion,
    Gate,
    Improvement,
)
from app.vocabulary.people import (
    OrganisationKind,
    Role,
)
from app.vocabulary.personal import (
    DATA_REQUEST_TRANSITIONS,
    ConsentEnd,
    ConsentHow,
    ConsentPurpose,
    DataRequestKind,
    DataRequestStatus,
    RevealReason,
)
from app.vocabulary.places import (
    CommuneKind,
    ZoneKind,
    ZoneStatus,
)
from app.vocabulary.priorities import (
    PriorityGroup,
)
from app.vocabulary.progression import (
    ACTIVE_REFERRALS,
    CURRENT_PLACEMENTS,
    PLACEMENT_TRANSITIONS,
    REFERRAL_TRANSITIONS,
    Availability,
    EmploymentStatus,
    PlacementStatus,
    ReferralStatus,
    Sex,
    StatusSource,
)
from app.vocabulary.skills import (
    CERTIFICATE_COVERS,
    EXPERIENCE_FLOOR_MONTHS,
    QUALIFICATION_RANK,
    SHIFTS_IN_PATTERN,
    SKILL_GRADE_RANK,
    SKILL_RANK_MAX,
    TRADE_GRADE_RANK,
    Certificate,
    ExperienceBand,
    QualificationLevel,
    RefusableShift,
    ShiftPattern,
    skill_rank,
)
from app.vocabulary.targets import (
    READINGS,
    AsOfRule,
    Indicator,
    Reading,
)

__all__ = [
    "ACTIVE_REFERRALS",
    "ADULT_AGE",
    "BLOCKING_GATES",
    "CERTIFICATE_COVERS",
    "CURRENT_PLACEMENTS",
    "DATA_REQUEST_TRANSITIONS",
    "EXPERIENCE_FLOOR_MONTHS",
    "PLACEMENT_TRANSITIONS",
    "QUALIFICATION_RANK",
    "READINGS",
    "REFERRAL_TRANSITIONS",
    "REQUEST_TRANSITIONS",
    "ROUND_TRANSITIONS",
    "SHIFTS_IN_PATTERN",
    "SKILL_GRADE_RANK",
    "SKILL_RANK_MAX",
    "STAGE_TRANSITIONS",
    "TRADE_GRADE_RANK",
    "VACANCY_TRANSITIONS",
    "WORKING_AGE",
    "AsOfRule",
    "Availability",
    "Certificate",
    "CommuneKind",
    "ConsentEnd",
    "ConsentHow",
    "ConsentPurpose",
    "Criterion",
    "DataRequestKind",
    "DataRequestStatus",
    "EmploymentStatus",
    "EnterpriseKind",
    "EnterpriseStage",
    "ExperienceBand",
    "Gate",
    "Improvement",
    "Indicator",
    "Industry",
    "LabourUseSource",
    "LoginOutcome",
    "Need",
    "OrganisationKind",
    "PlacementStatus",
    "PriorityGroup",
    "QualificationLevel",
    "Reading",
    "ReferralStatus",
    "RefusableShift",
    "RequestStatus",
    "RevealReason",
    "Role",
    "RoundStatus",
    "SessionEnd",
    "SessionKind",
    "Sex",
    "ShiftPattern",
    "SizeBand",
    "StatusSource",
    "VacancyStatus",
    "ZoneKind",
    "ZoneStatus",
    "skill_rank",
]
