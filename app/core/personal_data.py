"""Personal data: what a mark on a model's field means, and the names that no log line may show.

Every field of a model that holds something of a person carries one mark (``app.models.base.personal``). The marks are
the one list: what ``export`` gives, what the log hides, and what an answer must mask are held against it by tests.
"""

from enum import StrEnum


class Mark(StrEnum):
    """What kind of personal data a field holds."""

    IDENTITY = "identity"
    """Who somebody is."""
    CONTACT = "contact"
    """How to reach somebody."""
    SENSITIVE = "sensitive"
    """Sensitive data of the law: groups, and what shows that somebody belongs to one."""
    FREE_TEXT = "free_text"
    """What somebody wrote, so anything may stand in it."""
    PROFILE = "profile"
    """The working profile and what was done with it: tells little without who it is."""
    ACCOUNT = "account"
    """Who works with the service."""


# Logs may not import models, so the names stand here; tests/laws/test_marks.py fails when a marked field is missing.
REDACTED = frozenset(
    {
        "address",
        "availability",
        "birth_date",
        "certificate",
        "citizen_id",
        "commune_code",
        "consent_on",
        "disclosed_on",
        "display_name",
        "end_reason",
        "evidence",
        "experience_months",
        "expires_on",
        "extension_reason",
        "facts",
        "from_on",
        "full_name",
        "gates_failed",
        "given_on",
        "hired_on",
        "last_heard_on",
        "matching_consent",
        "max_travel_km",
        "note",
        "occupation_code",
        "parts",
        "pay_wish",
        "person",
        "phone",
        "priority_group",
        "priority_groups",
        "ready_from",
        "reason",
        "received_on",
        "refusal_reason",
        "refuses_evening",
        "refuses_night",
        "refuses_rotating",
        "restricted",
        "score",
        "search",
        "sex",
        "skill_grade",
        "skill_rank",
        "starts_on",
        "subject",
        "title",
        "trade_grade",
        "trades",
        "username",
        "would_live_in_dormitory",
        "would_move",
    }
)
SECRETS = frozenset({"password", "token", "authorization", "secret", "cookie", "access_token", "refresh_token", "totp"})
"""Not of a person, but no log line may show them either."""

LOGGED = {
    "level": "the level of the log line has this name",
    "status": "the status of an HTTP answer has this name",
    "kind": "a code of a list",
    "how": "a code of a list",
    "purpose": "a code of a list",
    "source": "a code of a list",
    "from_status": "a code of a list",
    "to_status": "a code of a list",
    "zone_code": "a place of work",
    "enterprise_id": "an identifier",
    "vacancy_id": "an identifier",
    "registered_by_id": "an identifier",
    "introduced_by_id": "an identifier",
    "rules_version": "a version",
    "text_version": "a version",
    "at": "a time",
    "registered_at": "a time",
    "recorded_at": "a time",
    "introduced_at": "a time",
    "purged_at": "a time",
    "reported_at": "a time",
    "ended_at": "a time",
    "acknowledged_at": "a time",
    "closed_at": "a time",
    "anonymised_at": "a time",
    "idle_notice_on": "a day of the service",
    "acknowledge_by": "a day of the service",
    "due_on": "a day of the service",
    "extended_on": "a day of the service",
    "ended_on": "a day of the service",
    "confirmed_on": "a day of the service",
}
"""Fields of the working profile that a line may name, and why: none tells who somebody is."""

ENDINGS = ("_sealed", "_index", "_hash", "_secret", "_key")


def is_redacted(name: str) -> bool:
    """Whether the log hides what is called so, whatever it looks like."""
    lower = name.lower()
    return lower in REDACTED or lower in SECRETS or lower.endswith(ENDINGS)
