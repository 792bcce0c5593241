"""Argon2id, two verifications at a time."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Each verification takes 19 MiB and a core; a crowd at the login must not take the machine.
_turns = threading.BoundedSemaphore(2)
# Hash of no password: verified when the account is unknown, so that both cases take the same time.
NOBODY = _hasher.hash("no account has this password")


def hash_password(password: str) -> str:
    """The encoded hash to store."""
    return _hasher.hash(password)


def verify(stored: str, password: str) -> bool:
    """True when the password is the one that was hashed."""
    with _turns:
        try:
            return _hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False
