"""Idempotency keys, the half in the database: a key is claimed and its answer kept in the transaction of the effect.

Answers hold names and contacts, so they are kept sealed; key and request stand there only as keyed digests, because a
caller may put anything into them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self
from uuid import NAMESPACE_OID, UUID, uuid5

from sqlalchemy import delete, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.core.errors import Conflict, Invalid
from app.models import IdempotencyKey, Placement, Referral
from app.security.field_encryption import Vault

KEPT = timedelta(hours=72)
WAIT = "3s"
TABLE, COLUMN = IdempotencyKey.__tablename__, "answer"


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

    @classmethod
    def of(cls, caller: str, key: str, request_hash: str, vault: Vault) -> Self:
        """From the key as it was sent and the digest of the request."""
        return cls(caller, vault.index("idempotency_key", key), vault.index("request", request_hash))

    @property
    def row(self) -> UUID:
        """What the sealed answer is bound to."""
        return uuid5(NAMESPACE_OID, f"{self.caller}|{self.key}")


def claim(session: Session, wanted: Claim, now: datetime, vault: Vault) -> Answer | None:
    """Take the key, or give the answer of the request that took it before.

    A second caller with the key waits here for the first one's commit (Conflict ``request_running`` after 3 s);
    Conflict ``answer_taken_back`` when the answer told of somebody whose data was taken back since; Invalid
    ``idempotency_key_reused`` when the request was another.
    """
    mine = (IdempotencyKey.caller == wanted.caller, IdempotencyKey.key == wanted.key)
    if _take(session, wanted, now):
        return None
    row = session.scalars(select(IdempotencyKey).where(*mine)).one()
    if row.request_hash != wanted.request_hash:
        raise Invalid("idempotency_key_reused")
    if row.status is None or row.media_type is None:
        raise Conflict("request_running")
    if row.answer is None:
        raise Conflict("answer_taken_back")
    content = vault.open_in(row.answer.decode(), TABLE, COLUMN, wanted.row).encode()
    return Answer(row.status, row.media_type, row.etag, content)


def _take(session: Session, wanted: Claim, now: datetime) -> bool:
    waits = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if waits else sqlite.insert
    values = {
        "caller": wanted.caller,
        "key": wanted.key,
        "request_hash": wanted.request_hash,
        "created_at": now,
    }
    # A key past its time is as good as none, so its row is taken over.
    anew = values | dict.fromkeys(("subject", "status", "media_type", "etag", "answer"))
    take = (
        insert(IdempotencyKey)
        .values(values)
        .on_conflict_do_update(
            index_elements=[IdempotencyKey.caller, IdempotencyKey.key],
            set_=anew,
            where=IdempotencyKey.created_at < now - KEPT,
        )
        .returning(IdempotencyKey.key)
    )
    if waits:
        session.execute(text(f"SET LOCAL lock_timeout = '{WAIT}'"))
    try:
        taken = session.scalar(take)
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) == "55P03":
            raise Conflict("request_running") from error
        raise
    if waits:
        session.execute(text("SET LOCAL lock_timeout TO DEFAULT"))
    return taken is not None


def remember(session: Session, taken: Claim, answer: Answer, vault: Vault, subject: str | None = None) -> None:
    """Keep the answer, sealed, beside its effect; subject: the id of the record that it tells of."""
    sealed = vault.seal_in(answer.content.decode(), TABLE, COLUMN, taken.row).encode()
    session.execute(
        update(IdempotencyKey)
        .where(IdempotencyKey.caller == taken.caller, IdempotencyKey.key == taken.key)
        .values(subject=subject, status=answer.status, media_type=answer.media_type, etag=answer.etag, answer=sealed)
    )


def take_back(session: Session, ids: Iterable[UUID]) -> None:
    """Drop kept answers that tell of some records: what may not be read any more must not be read by asking twice.

    The key stays taken, so the work is not done again either.
    """
    _take_back(session, [str(one) for one in ids])


def take_back_person(session: Session, jobseeker_id: UUID) -> None:
    """Drop kept answers that tell of a person: of the profile, the introductions and the placements."""
    told = [
        session.scalars(select(model.id).where(model.jobseeker_id == jobseeker_id)) for model in (Referral, Placement)
    ]
    _take_back(session, [str(jobseeker_id), *(str(key) for keys in told for key in keys)])


def _take_back(session: Session, subjects: list[str]) -> None:
    session.execute(
        update(IdempotencyKey)
        .where(IdempotencyKey.subject.in_(subjects))
        .values(answer=None)
        .execution_options(synchronize_session=False)
    )


def forget_old(session: Session, now: datetime) -> int:
    """Delete keys past their 72 hours; how many."""
    old = delete(IdempotencyKey).where(IdempotencyKey.created_at < now - KEPT).returning(IdempotencyKey.key)
    return len(session.scalars(old).all())
