"""Tables, one file per aggregate; importing this package knows them all."""

from app.models.access.accounts import (
    Account,
    AccountAffiliation,
    ApiClient,
    ExternalIdentity,
    Invitation,
    LoginAttempt,
    RecoveryCode,
    SignInSession,
)
from app.models.base import Base
from app.models.common.audit import AuditEntry, AuditHead
from app.models.common.idempotency import IdempotencyKey
from app.models.common.jobs import Job
from app.models.common.status_events import StatusEvent
from app.models.demand.enterprises import Enterprise
from app.models.demand.labour_use import LabourUse
from app.models.demand.support_requests import SupportRequest
from app.models.demand.survey_rounds import SurveyRound, SurveyRoundShare
from app.models.demand.surveys import Survey, SurveyLine
from app.models.demand.vacancies import Vacancy, VacancyCertificate, VacancyShuttle
from app.models.people.jobseekers import (
    EmploymentStatusEntry,
    Jobseeker,
    JobseekerCertificate,
    JobseekerIdentity,
    JobseekerPriorityGroup,
    JobseekerTrade,
    PoolChange,
)
from app.models.placement.placements import Placement
from app.models.placement.referrals import Referral
from app.models.plans.plans import Plan, PlanTarget, PlanTargetZoneKind
from app.models.privacy.data_requests import Consent, DataRequest
from app.models.reference.communes import Commune, LegacyCommune, Province
from app.models.reference.occupation_aliases import OccupationAlias
from app.models.reference.occupations import Occupation
from app.models.reference.organisations import Organisation
from app.models.reference.reference_lists import ReferenceList, SkillLevel
from app.models.reference.zones import Zone

__all__ = [
    "Account",
    "AccountAffiliation",
    "ApiClient",
    "AuditEntry",
    "AuditHead",
    "Base",
    "Commune",
    "Consent",
    "DataRequest",
    "EmploymentStatusEntry",
    "Enterprise",
    "ExternalIdentity",
    "IdempotencyKey",
    "Invitation",
    "Job",
    "Jobseeker",
    "JobseekerCertificate",
    "JobseekerIdentity",
    "JobseekerPriorityGroup",
    "JobseekerTrade",
    "LabourUse",
    "LegacyCommune",
    "LoginAttempt",
    "Occupation",
    "OccupationAlias",
    "Organisation",
    "Placement",
    "Plan",
    "PlanTarget",
    "PlanTargetZoneKind",
    "PoolChange",
    "Province",
    "RecoveryCode",
    "ReferenceList",
    "Referral",
    "SignInSession",
    "SkillLevel",
    "StatusEvent",
    "SupportRequest",
    "Survey",
    "SurveyLine",
    "SurveyRound",
    "SurveyRoundShare",
    "Vacancy",
    "VacancyCertificate",
    "VacancyShuttle",
    "Zone",
]
