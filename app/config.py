"""Settings, read once from the environment (prefix ``CUNGCAU_``) and from files of secrets."""

from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_SECRET = "demo-only-secret-change-me-in-production"  # noqa: S105 - refused below outside demo and test.


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
    secret_key: str = Field(default=DEFAULT_SECRET, min_length=32, repr=False)
    token_minutes: int = Field(default=480, ge=1, le=1440)
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
    def _production_has_its_own_secret(self) -> "Settings":
        if self.environment is Environment.PRODUCTION and self.secret_key == DEFAULT_SECRET:
            raise ValueError("CUNGCAU_SECRET_KEY must be set in production (at least 32 characters)")
        if self.database_url.startswith("sqlite") and self.workers > 1:
            raise ValueError("SQLite is for one serving process: set CUNGCAU_WORKERS=1 or use PostgreSQL")
        return self


@cache
def get_settings() -> Settings:
    """The settings of this process."""
    return Settings()
