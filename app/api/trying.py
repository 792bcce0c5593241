"""Doors without a sign-in: each try is slowed down like a sign-in, and noted in the audit log."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.api.signing_in import note
from app.config import Settings
from app.db import transaction
from app.errors import AppError
from app.permissions import Actor
from app.services import attempts, audit
from app.vocabulary import LoginOutcome


class Trial:
    """What one anonymous request tries."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._settings: Settings = request.app.state.settings

    @contextmanager
    def __call__(self, kind: str, named: str) -> Iterator[None]:
        """Write the try down and commit it, do it outside of any transaction, write down how it ended.

        kind and named: what is tried, such as an invitation's code; only a keyed digest of them is kept.
        TooManyRequests when too much failed from there, or with that name, within a quarter of an hour.
        """
        client = self._request.client
        keys = attempts.keys_of(self._settings.secret_key, f"{kind} {named}", client.host if client else None)
        with transaction() as session:
            attempt = attempts.reserve(session, keys, clock.now())
        try:
            yield
        except (AppError, IntegrityError):
            self._settle(attempt, LoginOutcome.FAILED)
            raise
        self._settle(attempt, LoginOutcome.SUCCEEDED)

    def _settle(self, attempt: UUID, outcome: LoginOutcome) -> None:
        with transaction() as session:
            attempts.settle(session, attempt, outcome)
            if outcome is LoginOutcome.FAILED:
                self.record(session, None, ending="_failed")

    def record(
        self, session: Session, actor: Actor | None, subject: audit.Subject | None = None, *, ending: str = ""
    ) -> None:
        """Put an entry in the audit log, last in its transaction; ``ending`` makes another action of the operation."""
        note(session, self._request, actor, subject, action=self._request.scope["route"].name + ending)


async def _trial(request: Request) -> Trial:
    return Trial(request)


TrialDep = Annotated[Trial, Depends(_trial)]
