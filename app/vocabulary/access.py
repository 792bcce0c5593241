"""Sessions and sign-in: coded values."""

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
