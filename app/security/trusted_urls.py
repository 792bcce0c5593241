"""Addresses of other services that may be asked."""

from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def is_safe(address: str, *, loopback: bool) -> bool:
    """Whether an address is https, or http to this very machine where that is allowed; without query or fragment."""
    try:
        parts = urlsplit(address)
        plain = loopback and parts.scheme == "http" and parts.hostname in LOOPBACK
    except ValueError:
        return False
    return bool(parts.hostname) and (parts.scheme == "https" or plain) and not parts.query and not parts.fragment
