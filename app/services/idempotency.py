"""The database half of idempotency: a key is claimed, and its answer kept, in the transaction of the effect."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.errors import Conflict, Invalid
from app.models import IdempotencyKey

KEPT = timedelta(hours=72)
WAIT = "3s"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it left: status, media type, strong validator if any, and its bytes."""

    status: int
    media_type: str
    etag: str | None
    content: bytes


@dataclass(frozen=True, slots=True)
class Claim:
    """A key of a caller for one request."""

    caller: str
    key: str
    request_hash: str


def claim(session: Session, wanted: Claim, now: datetime) -> Answer | None:
    """Take the key, or give the answer of the request that took it before.

    A second caller with the key waits here for the first one's commit (Conflict ``request_running`` after 3 s);
    Invalid ``idempotency_key_reused`` when the request was another.
    """
    mine = (IdempotencyKey.caller == wanted.caller, IdempotencyKey.key == wanted.key)
    session.execute(delete(IdempotencyKey).where(*mine, IdempotencyKey.created_at < now - KEPT))
    if _take(session, wanted, now):
        return None
    row = session.scalars(select(IdempotencyKey).where(*mine)).one()
    if row.request_hash != wanted.request_hash:
        raise Invalid("idempotency_key_reused")
    if row.status is None or row.media_type is None or row.answer is None:
        raise Conflict("request_running")
    return Answer(row.status, row.media_type, row.etag, row.answer)


def _take(session: Session, wanted: Claim, now: datetime) -> bool:
    waits = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if waits else sqlite.insert
    values = {
        "caller": wanted.caller,
        "key": wanted.key,
        "request_hash": wanted.request_hash,
        "created_at": now,
    }
    if waits:
        session.execute(text(f"SET LOCAL lock_timeout = '{WAIT}'"))
    try:
        taken = session.scalar(
            insert(IdempotencyKey).values(values).on_conflict_do_nothing().returning(IdempotencyKey.key)
        )
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) == "55P03":
            raise Conflict("request_running") from error
        raise
    if waits:
        session.execute(text("SET LOCAL lock_timeout = 0"))
    return taken is not None


def remember(session: Session, taken: Claim, answer: Answer) -> None:
    """Keep the answer beside its effect."""
    session.execute(
        update(IdempotencyKey)
        .where(IdempotencyKey.caller == taken.caller, IdempotencyKey.key == taken.key)
        .values(status=answer.status, media_type=answer.media_type, etag=answer.etag, answer=answer.content)
    )


def forget_old(session: Session, now: datetime) -> int:
    """Delete keys past their 72 hours; how many."""
    old = delete(IdempotencyKey).where(IdempotencyKey.created_at < now - KEPT).returning(IdempotencyKey.key)
    return len(session.scalars(old).all())
