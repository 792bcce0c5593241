"""Tables by domain, one file a resource; importing this package knows them all."""

from app.models.access.accounts import Account
from app.models.access.api_clients import ApiClient
from app.models.access.conflict_of_interest import AccountAffiliation
from app.models.access.external_identities import ExternalIdentity
from app.models.access.invitations import Invitation
from app.models.access.login_throttle import LoginAttempt
from app.models.access.second_factor import RecoveryCode
from app.models.access.sessions import SignInSession
from app.models.base import Base
from app.models.common.audit import AuditEntry, AuditHead
from app.models.common.idempotency import IdempotencyKey
from app.models.common.jobs import Job
from app.models.common.pool_changes import PoolChange
from app.models.common.status_events import StatusEvent
from app.models.demand.enterprises import Enterprise
from app.models.demand.labour_use import LabourUse
from app.models.demand.support_requests import SupportRequest
from app.models.demand.survey_rounds import SurveyRound, SurveyRoundShare
from app.models.demand.surveys import Survey, SurveyLine
from app.models.demand.vacancies import Vacancy, VacancyCertificate, VacancyShuttle
from app.models.people.consents import Consent
from app.models.people.identities import JobseekerIdentity
from app.models.people.jobseekers import EmploymentStatusEntry, Jobseeker, JobseekerCertificate, JobseekerTrade
from app.models.people.priority_groups import JobseekerPriorityGroup
from app.models.placement.placements import Placement
from app.models.placement.referrals import Referral
from app.models.plans.plans import Plan, PlanTarget, PlanTargetZoneKind
from app.models.privacy.data_requests import DataRequest
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
