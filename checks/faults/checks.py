"""What a check under faults is, and which there are."""

import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module

from checks import faults

BOTH = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Outcome:
    """What was measured, in words, and whether it meets the pass mark."""

    figures: str
    passed: bool


@dataclass(frozen=True)
class Check:
    """One row of the table of checks: its number, the pass mark as written there, and how to run it.

    ``run`` takes the kind of database and whether to run at full size; it cleans up after itself.
    """

    number: str
    pass_mark: str
    run: Callable[[str, bool], Outcome]
    databases: tuple[str, ...] = BOTH


def all_checks() -> list[Check]:
    """Every check of every module of this package, by number."""
    found = list(_found())
    return sorted(found, key=lambda check: (len(check.number), check.number))


def _found() -> Iterator[Check]:
    for module in pkgutil.iter_modules(faults.__path__):
        if not module.name.startswith(("__", "test_")):
            yield from getattr(import_module(f"{faults.__name__}.{module.name}"), "CHECKS", ())
