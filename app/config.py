"""Settings, read once from the environment (prefix ``CUNGCAU_``) and from files of secrets."""

from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.security.field_encryption import Vault, VaultError
from app.security.trusted_urls import is_safe

# Known to everybody, so production refuses each of them.
DEMO_SECRETS = {
    "secret_key": "demo-only-secret-change-me-in-production",
    "field_keys": "demo:ZGVtby1vbmx5LWZpZWxkLWtleS1jaGFuZ2UtbWUtISE=",
    "index_key": "ZGVtby1vbmx5LWluZGV4LWtleS1jaGFuZ2UtbWUtISE=",
    "audit_key": "demo-only-audit-key-change-me-in-production",
}


class Environment(StrEnum):
    """Where the service runs; only ``production`` insists on its own secrets."""

    DEMO = "demo"
    TEST = "test"
    PRODUCTION = "production"


class Fault(StrEnum):
    """Where a test has the service die at once, as if the machine lost its power."""

    AFTER_COMMIT = "after_commit"


class Settings(BaseSettings):
    """Everything that an operator may set; each field is the variable ``CUNGCAU_<FIELD>``."""

    model_config = SettingsConfigDict(env_prefix="CUNGCAU_", extra="ignore", frozen=True)

    environment: Environment = Environment.DEMO
    database_url: str = "sqlite:///var/cungcau.sqlite3"
    # Signs access tokens and cursors. Fields are sealed with the first of ``field_keys`` (id:base64 of 32 bytes,
    # newest first) and found by ``index_key``; ``audit_key`` chains the audit log.
    secret_key: str = Field(default=DEMO_SECRETS["secret_key"], min_length=32, repr=False)
    field_keys: str = Field(default=DEMO_SECRETS["field_keys"], repr=False)
    index_key: str = Field(default=DEMO_SECRETS["index_key"], repr=False)
    audit_key: str = Field(default=DEMO_SECRETS["audit_key"], min_length=32, repr=False)
    # An access token is short; whoever works on renews it, for as long as the session may last.
    token_minutes: int = Field(default=15, ge=1, le=60)
    session_idle_minutes: int = Field(default=30, ge=5, le=480)
    session_hours: int = Field(default=8, ge=1, le=24)
    # Whether browsers reach the service by https, through a web server that stands before it: they are then told to
    # insist on it (HSTS), and cookies are Secure, with the prefix __Host-. In production it is always so.
    tls: bool = Field(default_factory=lambda given: given.get("environment") is Environment.PRODUCTION)
    # Whether staff and administrators must have a second factor; in production, unless it is set otherwise.
    second_factor_required: bool = Field(
        default_factory=lambda given: given.get("environment") is Environment.PRODUCTION
    )
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    workers: int = Field(default=1, ge=1, le=32)
    threads: int = Field(default=8, ge=1, le=64)
    # Whether this process also does the daily jobs; switched off where ``cungcau jobs`` does them.
    jobs: bool = True
    # Days after a refusal until what was disclosed to the enterprise is deleted; the text of the consent says 15.
    disclosure_days: int = Field(default=15, ge=0, le=15)
    max_body_bytes: int = Field(default=1_048_576, ge=1024)
    # How long a request may take to arrive: its head, and then its body in all.
    head_seconds: float = Field(default=10, gt=0, le=120)
    body_seconds: float = Field(default=20, gt=0, le=300)
    # Requests by role and account, ``anonymous`` by address, in each process. A role left out has no limit.
    rate_limits: str = Field(
        default="staff=1200/minute,enterprise_hr=600/minute,leader=600/minute,portal=1200/minute,admin=1200/minute,"
        "anonymous=600/minute",
        pattern=r"^((staff|enterprise_hr|leader|portal|admin|anonymous)=[1-9]\d{0,6}/(second|minute|hour)(,|$))*$",
    )
    # The one OpenID Connect issuer whose ID tokens sign people in, and our name there; both or neither.
    oidc_issuer: str | None = Field(default=None, max_length=300)
    oidc_audience: str | None = Field(default=None, min_length=1, max_length=300)
    # Where to send traces (OTLP over HTTP); needs the extra ``otel``.
    otlp_endpoint: str | None = None
    log_level: str = "INFO"
    # The version of the scoring rules in force (default: the newest), and a JSON file of the site's own rules.
    rules: str | None = None
    rules_file: Path | None = None
    # For tests of what happens then: the service kills itself between the commit and the answer to a request with a
    # key against doing it twice.
    fault: Fault | None = None

    @model_validator(mode="after")
    def _production_has_its_own_secrets(self) -> "Settings":
        if self.environment is Environment.PRODUCTION:
            shared = [f"CUNGCAU_{name.upper()}" for name, known in DEMO_SECRETS.items() if getattr(self, name) == known]
            if shared:
                raise ValueError(f"production needs secrets of its own: set {', '.join(shared)}")
        if self.environment is Environment.PRODUCTION and not self.tls:
            raise ValueError("production is reached by https only: leave CUNGCAU_TLS unset, or set it to true")
        if self.fault is not None and self.environment is not Environment.TEST:
            raise ValueError("CUNGCAU_FAULT is for tests only: set CUNGCAU_ENVIRONMENT=test")
        if (self.oidc_issuer is None) != (self.oidc_audience is None):
            raise ValueError("set CUNGCAU_OIDC_ISSUER and CUNGCAU_OIDC_AUDIENCE, or neither")
        if self.oidc_issuer is not None and not is_safe(self.oidc_issuer, loopback=self.oidc_loopback):
            raise ValueError("CUNGCAU_OIDC_ISSUER must be an https address, without query")
        try:
            self.vault  # noqa: B018 - read once, so that a bad key stops the start and not the first request.
        except VaultError as error:
            raise ValueError(f"CUNGCAU_FIELD_KEYS or CUNGCAU_INDEX_KEY: {error}") from None
        if self.database_url.startswith("sqlite") and self.workers > 1:
            raise ValueError("SQLite is for one serving process: set CUNGCAU_WORKERS=1 or use PostgreSQL")
        return self

    @property
    def oidc_loopback(self) -> bool:
        """Whether an issuer on this very machine may be asked without TLS; never in production."""
        return self.environment is not Environment.PRODUCTION

    @cached_property
    def vault(self) -> Vault:
        """What seals and opens personal fields with this installation's keys."""
        return Vault.read(self.field_keys, self.index_key)


@cache
def get_settings() -> Settings:
    """The settings of this process."""
    return Settings()
