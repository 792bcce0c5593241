"""Tables, one file per aggregate; importing this package knows them all."""

from app.models.accounts import (
    Account,
    AccountAffiliation,
    ApiClient,
    ExternalIdentity,
    Invitation,
    LoginAttempt,
    RecoveryCode,
    SignInSession,
)
from app.models.audit import AuditEntry, AuditHead
from app.models.base import Base
from app.models.communes import Commune, LegacyCommune, Province
from app.models.enterprises import Enterprise
from app.models.idempotency import IdempotencyKey
from app.models.jobs import Job
from app.models.jobseekers import (
    EmploymentStatusEntry,
    Jobseeker,
    JobseekerCertificate,
    JobseekerIdentity,
    JobseekerPriorityGroup,
    JobseekerTrade,
    PoolChange,
)
from app.models.labour_use import LabourUse
from app.models.occupation_aliases import OccupationAlias
from app.models.occupations import Occupation
from app.models.organisations import Organisation
from app.models.personal_data import Consent, DataRequest
from app.models.placements import Placement
from app.models.plans import Plan, PlanTarget, PlanTargetZoneKind
from app.models.reference_lists import ReferenceList, SkillLevel
from app.models.referrals import Referral
from app.models.status_events import StatusEvent
from app.models.support_requests import SupportRequest
from app.models.survey_rounds import SurveyRound, SurveyRoundShare
from app.models.surveys import Survey, SurveyLine
from app.models.vacancies import Vacancy, VacancyCertificate, VacancyShuttle
from app.models.zones import Zone

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
