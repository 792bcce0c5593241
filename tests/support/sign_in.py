"""What the tests of sign-in share: clients at an address, signing in, moving the clock, reading the audit log."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import time_machine
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import select

from app.core import clock
from app.infra import db
from app.models import Account, AuditEntry, SignInSession
from tests.support.answers import V1, ok
from tests.support.factories import PASSWORD

NEW_PASSWORD = "con mèo trắng ngủ trên mái nhà"
HOME, ELSEWHERE = "192.0.2.10", "198.51.100.7"


def at(app: FastAPI, host: str = HOME, **more: Any) -> TestClient:
    """A client that nobody has signed in on, at an address."""
    return TestClient(app, client=(host, 50000), raise_server_exceptions=False, **more)


def login(client: TestClient, username: str = "staff", password: str = PASSWORD, **more: Any) -> Response:
    """Try to sign in for a token."""
    return client.post(f"{V1}/auth/login", json={"username": username, "password": password} | more)


def signed_in(client: TestClient, **more: Any) -> dict[str, Any]:
    """Sign in and carry the token from here on; what the service answered."""
    answer: dict[str, Any] = ok(login(client, **more))
    client.headers["Authorization"] = f"Bearer {answer['access_token']}"
    return answer


def refresh(client: TestClient, token: str) -> Response:
    return client.post(f"{V1}/auth/refresh", json={"refresh_token": token})


@contextmanager
def later(**time: float) -> Iterator[None]:
    """The clock so much further, and standing."""
    with time_machine.travel(clock.now() + timedelta(**time), tick=False):
        yield


def entries(*actions: str) -> list[AuditEntry]:
    """The audit entries of these actions, oldest first."""
    with db.reading() as session:
        found = session.scalars(select(AuditEntry).where(AuditEntry.action.in_(actions)).order_by(AuditEntry.seq))
        return list(found)


def account(username: str = "staff") -> Account:
    with db.reading() as session:
        return session.scalars(select(Account).where(Account.username == username)).one()


def session_row(session_id: Any) -> SignInSession:
    with db.reading() as session:
        return session.get_one(SignInSession, UUID(str(session_id)))
