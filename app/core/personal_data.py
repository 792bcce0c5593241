"""Personal data: what a mark on a model's field means, and what a log line may say all the same.

Every field of a model that holds something of a person carries one mark (``app.models.base.personal``). The marks are
the one list: the export gives what is marked, the log is handed the marked names at the start
(``app.models.marks``), and what an answer must mask is held against them by tests.
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


RECORDS = frozenset({"person", "trades", "priority_groups"})
"""What an answer calls records whose fields are marked."""
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

SECRET_ENDINGS = ("_sealed", "_index", "_hash", "_secret", "_key")
