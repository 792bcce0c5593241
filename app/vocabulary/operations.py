"""Work that the service does by itself: coded names."""

from enum import StrEnum


class JobName(StrEnum):
    """Việc nền."""

    EXPIRE_CONSENTS = "expire_consents"
    PURGE_DISCLOSURES = "purge_disclosures"
    NOTIFY_IDLE = "notify_idle"
    ANONYMISE_IDLE = "anonymise_idle"
    FORGET_OLD_KEYS = "forget_old_keys"
    FORGET_OLD_ATTEMPTS = "forget_old_attempts"
    FORGET_OLD_SESSIONS = "forget_old_sessions"
    FORGET_OLD_JOBS = "forget_old_jobs"
