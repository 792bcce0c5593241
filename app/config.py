"""Settings, read once from the environment (prefix ``CUNGCAU_``) and from files of secrets."""

from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.vault import Vault, VaultError

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
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    workers: int = Field(default=1, ge=1, le=32)
    threads: int = Field(default=8, ge=1, le=64)
    max_body_bytes: int = Field(default=1_048_576, ge=1024)
    log_level: str = "INFO"
    # The version of the scoring rules in force (default: the newest), and a JSON file of the site's own rules.
    rules: str | None = None
    rules_file: Path | None = None

    @model_validator(mode="after")
    def _production_has_its_own_secrets(self) -> "Settings":
        if self.environment is Environment.PRODUCTION:
            shared = [f"CUNGCAU_{name.upper()}" for name, known in DEMO_SECRETS.items() if getattr(self, name) == known]
            if shared:
                raise ValueError(f"production needs secrets of its own: set {', '.join(shared)}")
        try:
            self.vault  # noqa: B018 - read once, so that a bad key stops the start and not the first request.
        except VaultError as error:
            raise ValueError(f"CUNGCAU_FIELD_KEYS or CUNGCAU_INDEX_KEY: {error}") from None
        if self.database_url.startswith("sqlite") and self.workers > 1:
            raise ValueError("SQLite is for one serving process: set CUNGCAU_WORKERS=1 or use PostgreSQL")
        return self

    @cached_property
    def vault(self) -> Vault:
        """What seals and opens personal fields with this installation's keys."""
        return Vault.read(self.field_keys, self.index_key)


@cache
def get_settings() -> Settings:
    """The settings of this process."""
    return Settings()
