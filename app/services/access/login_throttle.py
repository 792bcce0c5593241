"""Slowing down whoever guesses passwords, without locking the owner out (check S4, ASVS 5.0 V6.3.1).

An attempt is written down and committed before the password is looked at, so that neither threads nor a restart pass a
limit. What failed, or is still being checked, counts for 15 minutes:

- 5 attempts of one account from one address;
- 10 of one account in all, the last 3 of them kept for addresses from which it signed in within 90 days: an attack
  from elsewhere never takes these;
- 30 from one address over all accounts, the last 10 of them kept for accounts that signed in from there before.

A refusal is written nowhere, so it makes nobody wait longer, and it is the same for a name that nobody has.
"""

import hashlib
import hmac
import ipaddress
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select, text, update
from sqlalchemy.orm import Session

from app.core.errors import TooManyRequests
from app.models import LoginAttempt
from app.vocabulary import LoginOutcome

WINDOW = timedelta(minutes=15)
KNOWN_FOR = timedelta(days=90)
PER_PAIR = 5
PER_ACCOUNT, KEPT_FOR_KNOWN_ADDRESSES = 10, 3
PER_ADDRESS, KEPT_FOR_KNOWN_ACCOUNTS = 30, 10
COUNTS = (LoginOutcome.PENDING, LoginOutcome.FAILED)
# A check is over sooner than that; one that is not ended with its process.
CHECKED_WITHIN, SOON = timedelta(minutes=1), 2


@dataclass(frozen=True, slots=True)
class AttemptKeys:
    """Who tries and from where, as digests that tell nothing without the secret."""

    account: str
    address: str


def keys_of(secret: str, username: str, host: str | None) -> AttemptKeys:
    """The keys of one attempt. User names are compared in lower case; an IPv6 address counts by its /64."""
    return AttemptKeys(_digest(secret, "account", username.lower()), _digest(secret, "address", subscriber(host or "")))


def _digest(secret: str, kind: str, value: str) -> str:
    return hmac.digest(secret.encode(), f"sign-in|{kind}|{value}".encode(), hashlib.sha256).hex()


def subscriber(host: str) -> str:
    """One subscriber: an IPv4 address, or the /64 that a single line gets of IPv6."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def refuse_if_slowed(session: Session, keys: AttemptKeys, now: datetime) -> None:
    """TooManyRequests with the seconds to wait when the next attempt would pass a limit; reads only."""
    of_account = _counting(session, LoginAttempt.account_key == keys.account, now)
    of_address = _counting(session, LoginAttempt.address_key == keys.address, now)
    known = _is_known(session, keys, now)
    pair = [row for row in of_account if row.address_key == keys.address]
    in_all = PER_ACCOUNT if known else PER_ACCOUNT - KEPT_FOR_KNOWN_ADDRESSES
    from_there = PER_ADDRESS if known else PER_ADDRESS - KEPT_FOR_KNOWN_ACCOUNTS
    wait = max(
        _wait(pair, PER_PAIR, now),
        _wait(of_account, in_all, now),
        _wait(of_address, from_there, now),
    )
    if wait > 0:
        raise TooManyRequests("sign_in_slowed", retry_after=wait)


def _counting(session: Session, whose: ColumnElement[bool], now: datetime) -> Sequence[LoginAttempt]:
    return session.scalars(
        select(LoginAttempt)
        .where(whose, LoginAttempt.at > now - WINDOW, LoginAttempt.outcome.in_(COUNTS))
        .order_by(LoginAttempt.at, LoginAttempt.id)
    ).all()


def _is_known(session: Session, keys: AttemptKeys, now: datetime) -> bool:
    found = session.scalar(
        select(LoginAttempt.id)
        .where(
            LoginAttempt.account_key == keys.account,
            LoginAttempt.address_key == keys.address,
            LoginAttempt.outcome == LoginOutcome.SUCCEEDED,
            LoginAttempt.at > now - KNOWN_FOR,
        )
        .limit(1)
    )
    return found is not None


def _wait(rows: Sequence[LoginAttempt], limit: int, now: datetime) -> int:
    """Whole seconds until fewer than ``limit`` of the attempts, oldest first, lie in the window; 0 when it is so now.

    Attempts that are being checked right now fill the limit too, but most of them are about to succeed.
    """
    if len(rows) < limit:
        return 0
    ended = [row.at for row in rows if row.outcome is LoginOutcome.FAILED or row.at <= now - CHECKED_WITHIN]
    if len(ended) < limit:
        return SOON
    return max(1, math.ceil((ended[-limit] + WINDOW - now).total_seconds()))


def reserve(session: Session, keys: AttemptKeys, now: datetime) -> UUID:
    """Write an attempt down; commit it before the password is checked. TooManyRequests when a limit is reached.

    Attempts of one account, and from one address, do this one after another: SQLite has one writer, PostgreSQL waits
    for two locks, always in this order.
    """
    if session.get_bind().dialect.name == "postgresql":
        for room, key in ((1, keys.account), (2, keys.address)):
            taken = int.from_bytes(bytes.fromhex(key[:8]), signed=True)
            session.execute(text("SELECT pg_advisory_xact_lock(:room, :key)"), {"room": room, "key": taken})
    refuse_if_slowed(session, keys, now)
    attempt = LoginAttempt(account_key=keys.account, address_key=keys.address, at=now, outcome=LoginOutcome.PENDING)
    session.add(attempt)
    session.flush()
    return attempt.id


def settle(session: Session, attempt_id: UUID, outcome: LoginOutcome) -> None:
    """Write down how an attempt ended."""
    session.execute(update(LoginAttempt).where(LoginAttempt.id == attempt_id).values(outcome=outcome))
