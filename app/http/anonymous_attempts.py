"""Doors without a sign-in: each try is slowed down like a sign-in, and noted in the audit log."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import AppError
from app.core.permissions import Actor
from app.http.password_check import keys_of, note
from app.infra.db import transaction
from app.services.access import login_throttle, sign_in
from app.services.common import audit
from app.services.common.constraint_errors import meaning_of
from app.vocabulary import LoginOutcome


class AnonymousAttempt:
    """What one anonymous request tries."""

    def __init__(self, request: Request) -> None:
        self._request = request

    @contextmanager
    def __call__(self, kind: str, named: str) -> Iterator[None]:
        """Write the try down and commit it, do it outside of any transaction, write down how it ended.

        kind and named: what is tried, such as an invitation's code; only a keyed digest of them is kept.
        TooManyRequests when too much failed from there, or with that name, within a quarter of an hour.
        """
        keys = keys_of(self._request, f"{kind} {named}")
        with transaction() as session:
            attempt = login_throttle.reserve(session, keys, clock.now())
        try:
            yield
        except (AppError, IntegrityError) as error:
            self._settle(attempt, (meaning_of(error) if isinstance(error, IntegrityError) else error).code)
            raise
        self._settle(attempt, None)

    def _settle(self, attempt: UUID, refusal: str | None) -> None:
        with transaction() as session:
            login_throttle.settle(session, attempt, sign_in.OUTCOMES.get(refusal, LoginOutcome.FAILED))
            if refusal is not None:
                action = self._request.scope["route"].name + "_failed"
                note(session, self._request, None, None, action=action, reason=refusal)

    def record(self, session: Session, actor: Actor, subject: audit.Subject) -> None:
        """Put the entry of what succeeded in the audit log, last in its transaction."""
        note(session, self._request, actor, subject)


async def _trial(request: Request) -> AnonymousAttempt:
    return AnonymousAttempt(request)


AnonymousAttemptDep = Annotated[AnonymousAttempt, Depends(_trial)]
