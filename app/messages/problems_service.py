"""Texts of problems with limits and the state of the service."""

from app.messages.catalogue import Text

PROBLEMS: dict[str, Text] = {}
