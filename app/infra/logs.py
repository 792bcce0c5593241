"""Structured logs, one JSON line an event, without anything personal."""

import logging
import re
import sys
from collections.abc import MutableMapping, Set
from typing import Any

import structlog

from app.core.personal_data import SECRET_ENDINGS, SECRETS

HIDDEN = "[đã che]"
# At DEBUG they would write rows of the database, and whole requests.
QUIET = ("sqlalchemy", "httpx", "httpx2", "httpcore", "httpcore2", "urllib3", "multipart", "asyncio")
# Long runs of digits are citizen ids and phones, though not inside an identifier such as a UUID.
_PATTERNS = (
    re.compile(r"(?<![0-9a-fA-F-])\+?\d{9,13}(?![0-9a-fA-F-])"),
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"),
    re.compile(r"(?i)bearer\s+[\w.~+/=-]+"),
)


class Redactor:
    """Hides by the name of a key and by the look of a value. names: lower case, of what is personal."""

    def __init__(self, names: Set[str]) -> None:
        self._names = names | SECRETS

    def __call__(self, _logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """One event, as a processor of structlog."""
        for key, value in event.items():
            event[key] = self._shown(key, value)
        return event

    def hides(self, name: str) -> bool:
        """Whether nothing that is called so is shown, whatever it looks like."""
        lower = name.lower()
        return lower in self._names or lower.endswith(SECRET_ENDINGS)

    def _shown(self, key: str, value: Any) -> Any:  # noqa: ANN401 - whatever somebody logs.
        if self.hides(key):
            return HIDDEN
        if isinstance(value, dict):
            return {name: self._shown(str(name), inner) for name, inner in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self._shown("", inner) for inner in value]
        if isinstance(value, str):
            return hide(value)
        if isinstance(value, int) and hide(str(value)) != str(value):
            return HIDDEN
        # Anything else would be written as its repr, which may hold as much as any text.
        return value if value is None or isinstance(value, int | float) else hide(repr(value))


def hide(text: str) -> str:
    """The text without what looks like a citizen id, a phone, an e-mail or a token."""
    for pattern in _PATTERNS:
        text = pattern.sub(HIDDEN, text)
    return text


def set_up(level: str, hidden: Set[str]) -> None:
    """Send our events and the server's own to the standard error as JSON. hidden: names of what is personal."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        Redactor(hidden),
    ]
    renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                renderer,
            ],
            foreign_pre_chain=shared,
        )
    )
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))


def remember(**values: str) -> None:
    """Put values on every line that this request logs from here on."""
    structlog.contextvars.bind_contextvars(**values)


def forget() -> None:
    """The request is over."""
    structlog.contextvars.clear_contextvars()


def get_logger(name: str) -> structlog.typing.FilteringBoundLogger:
    """A logger that names its room."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger(room=name)
    return logger
