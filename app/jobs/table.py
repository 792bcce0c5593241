"""Job name → use case. Each does one batch in the transaction it is given and says how many rows it changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.config import Settings
from app.services.common import idempotency
from app.services.privacy import retention
from app.vocabulary import JobName


@dataclass(frozen=True, slots=True)
class Moment:
    """When a job runs, under which settings, and what it was asked."""

    today: date
    now: datetime
    settings: Settings
    args: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Work:
    """What a job does; ``batch``: so many changed rows at once mean that there may be more (None: it does all)."""

    run: Callable[[Session, Moment], int]
    batch: int | None = retention.BATCH


JobTable = Mapping[str, Work]

J = JobName
TABLE: JobTable = {
    J.EXPIRE_CONSENTS: Work(lambda session, at: retention.expire_consents(session, at.today, at.now)),
    J.PURGE_DISCLOSURES: Work(
        lambda session, at: retention.purge_disclosures(session, at.today, at.now, at.settings.disclosure_days)
    ),
    J.NOTIFY_IDLE: Work(lambda session, at: retention.notify_idle(session, at.today)),
    J.ANONYMISE_IDLE: Work(lambda session, at: retention.anonymise_idle(session, at.today, at.now)),
    J.FORGET_OLD_KEYS: Work(lambda session, at: idempotency.forget_old(session, at.now), batch=None),
    J.FORGET_OLD_ATTEMPTS: Work(lambda session, at: retention.forget_old_attempts(session, at.now)),
    J.FORGET_OLD_SESSIONS: Work(lambda session, at: retention.forget_old_sessions(session, at.now)),
    J.FORGET_OLD_JOBS: Work(lambda session, at: retention.forget_old_jobs(session, at.now)),
}
DAILY: tuple[str, ...] = tuple(TABLE)
"""Due once in each reporting day, as soon as somebody is there to do it."""
