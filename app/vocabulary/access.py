"""Accounts, organisations, sessions and sign-in: coded values."""

from enum import StrEnum


class SessionKind(StrEnum):
    """Loại phiên đăng nhập."""

    API = "api"
    BROWSER = "browser"
    CLIENT = "client"


class LoginOutcome(StrEnum):
    """Kết quả một lần đăng nhập; ``pending`` while the password is being checked.

    ``refused`` counts for nothing: the password was never checked, or was right and only the code was missing.
    """

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    REFUSED = "refused"


class SessionEnd(StrEnum):
    """Vì sao một phiên kết thúc."""

    LOGGED_OUT = "logged_out"
    REVOKED = "revoked"
    ACCOUNT_CHANGED = "account_changed"
    TOKEN_REUSED = "token_reused"  # noqa: S105 - a reason, not a secret.


class Role(StrEnum):
    """Vai trò của tài khoản."""

    STAFF = "staff"
    ENTERPRISE_HR = "enterprise_hr"
    LEADER = "leader"
    PORTAL = "portal"
    ADMIN = "admin"


class OrganisationKind(StrEnum):
    """Loại cơ quan, đơn vị tham gia kế hoạch (docs/domain.md §0)."""

    ZONE_BOARD = "zone_board"
    BOARD_ROOM = "board_room"
    ZONE_REPRESENTATIVE = "zone_representative"
    JOB_CENTRE = "job_centre"
    DEPARTMENT = "department"
    COMMUNE = "commune"
    SCHOOL = "school"
    PARTNER = "partner"
