"""Texts of problems with personal data, consent and requests of the person."""

from app.messages.catalogue import Text

PROBLEMS: dict[str, Text] = {}
