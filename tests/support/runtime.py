"""The app with another part in its runtime."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from fastapi import FastAPI


@contextmanager
def runtime_with(app: FastAPI, **parts: Any) -> Iterator[None]:
    """Serve with other rules, settings or limits until the end of the block."""
    before = app.state.runtime
    app.state.runtime = replace(before, **parts)
    try:
        yield
    finally:
        app.state.runtime = before
