"""Work that is done later, each piece once."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Key


class Job(Base):
    """Việc nền: claimed for the time of a lease by one worker, ended in the transaction of its effect."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_ended_at_run_at", "ended_at", "run_at"),)

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(60))
    unique_key: Mapped[str] = mapped_column(String(200), unique=True)
    args: Mapped[dict[str, Any]] = mapped_column(JSON)
    run_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    worker: Mapped[str | None] = mapped_column(String(80))
    attempts: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
    changed: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(String(200))
