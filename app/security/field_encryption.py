"""Field encryption: AES-256-GCM bound to the row it stands in, and a blind index to find a value without reading it.

A sealed text is ``v1.<key id>.<base64url of nonce and cipher text>``. Table, column and row id are authenticated with
it, so a text moved to another row does not open. The index is an HMAC under a key of its own: twelve digits could be
guessed through, were the key known (docs/decisions/0008-personal-data.md).
"""

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass, field
from functools import cache
from typing import Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV

VERSION = "v1"
NONCE_BYTES = 12
KEY_BYTES = 32


class VaultError(Exception):
    """A key or a sealed text that cannot be used; its text never holds either."""


@dataclass(frozen=True, slots=True)
class Vault:
    """Seals and opens with the keys of one installation; the first key of the list seals, all of them open."""

    keys: dict[str, AESGCM] = field(repr=False)
    index_key: bytes = field(repr=False)

    @classmethod
    def read(cls, field_keys: str, index_key: str) -> Self:
        """From ``id:base64,id:base64`` (newest first, 32 bytes each) and the base64 of the index key; VaultError."""
        keys: dict[str, AESGCM] = {}
        for entry in field_keys.split(","):
            name, _, text = entry.strip().partition(":")
            if not name.isalnum() or name in keys:
                raise VaultError("each field key needs an id of its own, letters and digits: id:base64")
            keys[name] = AESGCM(_key(text))
        return cls(keys, _key(index_key))

    @property
    def current(self) -> str:
        """The id of the key that seals."""
        return next(iter(self.keys))

    def seal_in(self, plain: str, table: str, column: str, row: UUID) -> str:
        """Encrypt a text for one place; the same text twice looks different."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self.keys[self.current].encrypt(nonce, plain.encode(), _place(table, column, row))
        return f"{VERSION}.{self.current}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def open_in(self, sealed: str, table: str, column: str, row: UUID) -> str:
        """The text that was sealed for this place; VaultError when key, place or any byte is another."""
        try:
            version, key_id, text = sealed.split(".")
            raw = base64.b64decode(text, altchars=b"-_", validate=True)
            if version != VERSION:
                raise VaultError("a sealed text of an unknown version")
            return self.keys[key_id].decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _place(table, column, row)).decode()
        except (ValueError, KeyError, InvalidTag) as error:
            raise VaultError("a sealed text cannot be opened: wrong key, moved, or changed") from error

    def index(self, kind: str, plain: str) -> str:
        """64 hex digits that are equal for equal texts of a kind, and tell nothing without the key."""
        return hmac.digest(self.index_key, f"{kind}|{plain}".encode(), hashlib.sha256).hex()


@dataclass(frozen=True, slots=True)
class Box:
    """Seals short texts that we hand out and get back; the same text in the same place looks the same (AES-SIV)."""

    _cipher: AESSIV = field(repr=False)

    @classmethod
    @cache
    def of(cls, secret: str, purpose: str) -> Self:
        """Under a key made from the installation's secret for one purpose."""
        return cls(AESSIV(hmac.digest(secret.encode(), f"box|{purpose}".encode(), hashlib.sha512)))

    def seal(self, plain: bytes, *place: bytes) -> bytes:
        """Encrypt for one place."""
        return self._cipher.encrypt(plain, list(place))

    def open(self, sealed: bytes, *place: bytes) -> bytes:
        """What was sealed for this place; VaultError when anything is another."""
        try:
            return self._cipher.decrypt(sealed, list(place))
        except (ValueError, InvalidTag) as error:
            raise VaultError("a sealed text cannot be opened: wrong key, moved, or changed") from error


def _place(table: str, column: str, row: UUID) -> bytes:
    return f"{table}|{column}|{row}".encode()


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise VaultError("a key must be base64") from error
    if len(key) != KEY_BYTES:
        raise VaultError("a key must have 32 bytes")
    return key
