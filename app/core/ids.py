"""Time-ordered identifiers."""

import os
import time
import uuid


def new_id(unix_ms: int | None = None) -> uuid.UUID:
    """Return a UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, 12 of their fraction, then randomness.

    Ids made later (by a quarter of a microsecond or more) sort later, so logs keep their order and an index grows
    at its end, while nobody can guess a neighbour's id.
    The demonstration data passes ``unix_ms`` to give past records past ids.
    """
    random_bits = int.from_bytes(os.urandom(10))
    if unix_ms is not None:
        return from_parts(unix_ms, random_bits)
    ms, ns = divmod(time.time_ns(), 1_000_000)
    # The first twelve bits after the milliseconds hold their fraction (RFC 9562, 6.2, method 3).
    fraction = ns * 4096 // 1_000_000
    return from_parts(ms, random_bits & ~(0xFFF << 64) | fraction << 64)


def from_parts(unix_ms: int, random_bits: int) -> uuid.UUID:
    """Lay out a version 7 UUID from milliseconds and (at least 74) random bits."""
    value = (unix_ms & 0xFFFF_FFFF_FFFF) << 80 | (random_bits & ((1 << 80) - 1))
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)
