"""The one gate for writes: a transaction, the key against doing it twice, and the entry in the audit log.

A route writes ``with write() as session: …; return write.answer(out)``. Effect, audit entry and kept answer are one
commit, so no write can be without its entry, and an answer that was lost on the way is given again from the store.
"""

import hashlib
import os
import signal
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.config import Fault
from app.core import clock
from app.core.errors import Conflict, Invalid, KeptAnswer, NotFound
from app.core.permissions import Actor
from app.http.authentication import current_actor
from app.http.etags import JSON, etag_of
from app.http.problems import MEDIA_TYPE, problem_of
from app.infra.db import transaction
from app.runtime import Runtime
from app.services.common import audit, idempotency
from app.services.common.constraint_errors import meaning_of
from app.services.people import person_search

KEY_PATTERN = r"^[\x21-\x7e]{1,255}$"


class WriteGate:
    """What one request may write."""

    def __init__(self, request: Request, actor: Actor | None, claim: idempotency.Claim | None) -> None:
        self._request = request
        self._actor = actor
        self._claim = claim
        self._settings = Runtime.of(request).settings
        self._session: Session | None = None
        self._answered = False

    @contextmanager
    def __call__(self) -> Iterator[Session]:
        """One transaction. With a key: the answer of the first request when there was one; a refusal is kept too."""
        refusal: idempotency.Answer | None = None
        try:
            with transaction() as session:
                self._session = session
                if self._claim is None:
                    yield session
                else:
                    refusal = yield from self._at_most_once(session, self._claim)
                if refusal is None and not self._answered:
                    raise RuntimeError("a write ends with answer(): without it, it would leave no audit entry")
        except IntegrityError as error:
            if _tells_a_number(error):
                with transaction() as session:
                    self._note_taken(session)
            raise
        if self._claim is not None and self._settings.fault is Fault.AFTER_COMMIT:
            os.kill(os.getpid(), signal.SIGKILL)
        if refusal is not None:
            raise KeptAnswer(refusal.status, refusal.media_type, None, refusal.content, again=False)

    def _at_most_once(
        self, session: Session, claim: idempotency.Claim
    ) -> Generator[Session, None, idempotency.Answer | None]:
        """The work, unless its answer stands already; gives the refusal, when it was one that is kept.

        What says nothing of the request itself (not allowed now, too many now, stale) is not kept: asked again later,
        it may be otherwise.
        """
        before = idempotency.claim(session, claim, clock.now(), self._settings.vault)
        if before is not None:
            raise KeptAnswer(before.status, before.media_type, before.etag, before.content, again=True)
        try:
            with session.begin_nested():
                yield session
        except (NotFound, Conflict, Invalid, IntegrityError) as error:
            session.info.pop(audit.NOTES, None)
            status, content = problem_of(self._request, error)
            refusal = idempotency.Answer(status, MEDIA_TYPE, None, content)
            idempotency.remember(session, claim, refusal, self._settings.vault)
            if _tells_a_number(error):
                self._note_taken(session)
            return refusal
        return None

    def answer(
        self, out: BaseModel, *, subject: audit.Subject | None = None, reason: str | None = None, tag: bool = False
    ) -> Response:
        """The answer's bytes, after writing the audit entry and keeping the answer for the key.

        subject: what was written; by default the resource of the path and the id of the answer. tag: the answer is the
        representation that a GET of the resource gives, so it carries its validator.
        """
        session = self._session
        if session is None or self._answered:
            raise RuntimeError("answer() belongs inside the transaction, once")
        self._answered = True
        session.flush()
        content = out.model_dump_json().encode()
        route = self._request.scope["route"]
        status: int = route.status_code or 200
        etag = etag_of(content) if tag else None
        about = subject or self._subject(out)
        if self._claim is not None:
            kept = idempotency.Answer(status, JSON, etag, content)
            idempotency.remember(session, self._claim, kept, self._settings.vault, about.key)
        # Last: from here to the commit, other writers wait.
        audit.record(
            session,
            self._settings.audit_key,
            audit.Entry(
                route.name,
                actor=self._actor,
                subject=about,
                reason=reason,
                request_id=self._request.scope["state"]["request_id"],
            ),
            clock.now(),
        )
        return Response(content, status, {} if etag is None else {"ETag": etag}, media_type=JSON)

    def _note_taken(self, session: Session) -> None:
        if self._actor is not None:
            request_id = self._request.scope["state"]["request_id"]
            person_search.note_taken(session, self._actor, self._settings.audit_key, request_id, clock.now())

    def _subject(self, out: BaseModel) -> audit.Subject:
        key = getattr(out, "id", None) or getattr(out, "code", None)
        named = list(self._request.path_params.values())
        return audit.Subject(self._request.scope["route"].tags[0], str(key or (named[-1] if named else "")) or None)


def _tells_a_number(error: Exception) -> bool:
    return isinstance(error, IntegrityError) and meaning_of(error).code == person_search.TAKEN


IdempotencyKeyHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=KEY_PATTERN,
        description="Khóa do bên gọi đặt để gửi lại mà không làm hai lần; giữ 72 giờ.",
        examples=["0b9c6a3e-2f5d-4c57-9a3e-5f7f0f1f2a10"],
    ),
]


async def _changes(request: Request, actor: Annotated[Actor, Depends(current_actor)]) -> WriteGate:
    return WriteGate(request, actor, None)


async def _creates(
    request: Request, actor: Annotated[Actor, Depends(current_actor)], key: IdempotencyKeyHeader = None
) -> WriteGate:
    if key is None:
        return WriteGate(request, actor, None)
    parts = (request.method.encode(), request.url.path.encode(), request.url.query.encode(), await request.body())
    digest = hashlib.sha256(b"\0".join(parts)).hexdigest()
    vault = Runtime.of(request).settings.vault
    return WriteGate(request, actor, idempotency.Claim.of(actor.caller, key, digest, vault))


WriteDep = Annotated[WriteGate, Depends(_creates)]
"""For a POST that creates or moves something: takes an Idempotency-Key."""
ChangeDep = Annotated[WriteGate, Depends(_changes)]
"""For a change that names its version by If-Match, and for an answer in clear that must not be kept."""
