"""What every domain uses: why the service itself changed a status."""

from enum import StrEnum


class EventReason(StrEnum):
    """Lý do đổi trạng thái khi hệ thống tự đổi, theo sau một việc khác."""

    ENTERPRISE_CLOSED = "enterprise_closed"
    FOUND_OTHER_WORK = "found_other_work"
    NO_LONGER_AGREED = "no_longer_agreed"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    CONSENT_EXPIRED = "consent_expired"
    RESTRICTION_ASKED = "restriction_asked"
    ANONYMISED = "anonymised"
