"""Texts of problems with signing in, accounts and clients."""

from app.messages.catalogue import Text

PROBLEMS: dict[str, Text] = {}
