"""Who may do what: one table of roles and permissions.

Which rows they may do it to: ``app.services.common.scoping``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.vocabulary import Role


class Permission(StrEnum):
    """resource:action."""

    REFERENCE_READ = "reference:read"
    ALIAS_WRITE = "alias:write"
    ZONE_WRITE = "zone:write"
    ORGANISATION_READ = "organisation:read"
    ORGANISATION_WRITE = "organisation:write"
    ENTERPRISE_READ = "enterprise:read"
    ENTERPRISE_WRITE = "enterprise:write"
    SURVEY_ROUND_READ = "survey_round:read"
    SURVEY_ROUND_WRITE = "survey_round:write"
    SURVEY_READ = "survey:read"
    SURVEY_WRITE = "survey:write"
    SUPPORT_REQUEST_READ = "support_request:read"
    SUPPORT_REQUEST_WRITE = "support_request:write"
    VACANCY_READ = "vacancy:read"
    VACANCY_WRITE = "vacancy:write"
    CANDIDATE_READ = "candidate:read"
    JOBSEEKER_READ = "jobseeker:read"
    JOBSEEKER_WRITE = "jobseeker:write"
    REFERRAL_READ = "referral:read"
    REFERRAL_WRITE = "referral:write"
    REFERRAL_ANSWER = "referral:answer"
    PLACEMENT_READ = "placement:read"
    PLACEMENT_WRITE = "placement:write"
    PLACEMENT_CONFIRM = "placement:confirm"
    LABOUR_USE_READ = "labour_use:read"
    LABOUR_USE_WRITE = "labour_use:write"
    PLAN_READ = "plan:read"
    PLAN_RECORDS = "plan:records"
    PLAN_WRITE = "plan:write"
    # Who somebody is, in clear; each reading leaves an entry in the audit log.
    IDENTITY_REVEAL = "identity:reveal"
    CONTACT_READ = "contact:read"
    PERSONAL_EXPORT = "personal:export"
    # Priority groups: sensitive data, and only for organisations that are trusted with them (services.priorities).
    SENSITIVE_READ = "sensitive:read"
    SENSITIVE_WRITE = "sensitive:write"
    CONSENT_READ = "consent:read"
    CONSENT_WRITE = "consent:write"
    DATA_REQUEST_READ = "data_request:read"
    DATA_REQUEST_WRITE = "data_request:write"
    INVITATION_READ = "invitation:read"
    INVITATION_WRITE = "invitation:write"
    # Staff approve and switch off the HR accounts of enterprises; the administrator manages all accounts.
    HR_ACCOUNT_WRITE = "hr_account:write"
    ACCOUNT_READ = "account:read"
    ACCOUNT_WRITE = "account:write"
    CLIENT_READ = "client:read"
    CLIENT_WRITE = "client:write"
    AUDIT_READ = "audit:read"
    JOB_READ = "job:read"
    METRICS_READ = "metrics:read"


P = Permission

_EVERYBODY = frozenset({P.REFERENCE_READ, P.ORGANISATION_READ, P.ENTERPRISE_READ, P.VACANCY_READ})

PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    # The clerk does the whole chain; lists that the whole province shares are the administrator's.
    Role.STAFF: frozenset(P)
    - {
        P.ZONE_WRITE,
        P.ORGANISATION_WRITE,
        P.PLAN_WRITE,
        P.ACCOUNT_WRITE,
        P.CLIENT_READ,
        P.CLIENT_WRITE,
        P.AUDIT_READ,
        P.JOB_READ,
        P.METRICS_READ,
    },
    # HR sees its own enterprise only (scoping) and of people no more than who was introduced to it.
    Role.ENTERPRISE_HR: _EVERYBODY
    | {
        P.SURVEY_ROUND_READ,
        P.SURVEY_READ,
        P.SURVEY_WRITE,
        P.SUPPORT_REQUEST_READ,
        P.SUPPORT_REQUEST_WRITE,
        P.VACANCY_WRITE,
        P.REFERRAL_READ,
        P.REFERRAL_ANSWER,
        P.CONTACT_READ,
        P.PLACEMENT_READ,
        P.PLACEMENT_WRITE,
        P.LABOUR_USE_READ,
        P.LABOUR_USE_WRITE,
    },
    # A leader reads figures and what they are made of, and no person.
    Role.LEADER: _EVERYBODY | {P.SURVEY_ROUND_READ, P.LABOUR_USE_READ, P.PLAN_READ, P.PLAN_RECORDS},
    # The portal publishes: figures, operating enterprises, open vacancies.
    Role.PORTAL: _EVERYBODY | {P.PLAN_READ},
    Role.ADMIN: _EVERYBODY
    | {
        P.ALIAS_WRITE,
        P.ZONE_WRITE,
        P.ORGANISATION_WRITE,
        P.ENTERPRISE_WRITE,
        P.SURVEY_ROUND_READ,
        P.PLAN_READ,
        P.PLAN_RECORDS,
        P.PLAN_WRITE,
        P.INVITATION_READ,
        P.INVITATION_WRITE,
        P.HR_ACCOUNT_WRITE,
        P.ACCOUNT_READ,
        P.ACCOUNT_WRITE,
        P.CLIENT_READ,
        P.CLIENT_WRITE,
        P.AUDIT_READ,
        P.JOB_READ,
        P.METRICS_READ,
    },
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking: an account, its role, and the organisation or enterprise it belongs to.

    ``zones`` and ``communes``: the places that staff are bound to (None: the whole province). ``scopes``: what a system
    was granted of its role's permissions (None: all of them).
    """

    account_id: UUID
    role: Role
    organisation_id: UUID | None
    enterprise_id: UUID | None
    zones: frozenset[str] | None = None
    communes: frozenset[str] | None = None
    session_id: UUID | None = None
    client_id: UUID | None = None
    scopes: frozenset[str] | None = None

    def may(self, permission: Permission) -> bool:
        """True when the role has the permission, and it was granted."""
        return permission in PERMISSIONS[self.role] and (self.scopes is None or permission.value in self.scopes)

    @property
    def is_bound(self) -> bool:
        """Whether the actor is bound to some zones or communes."""
        return self.zones is not None or self.communes is not None

    @property
    def caller(self) -> str:
        """Whose idempotency keys these are: the account's, or one system's of it."""
        return f"{self.account_id}:{self.client_id or ''}"
