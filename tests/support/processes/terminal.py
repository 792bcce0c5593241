"""Commands of ``cungcau``: called in this process, and, once for each, in a process of its own as a person does.

A process costs seconds before its first line, nearly all of it imports, and what a command says and does is the same
in either. So ``run`` is for whatever a command does; ``run_for_real`` is for what only a process shows: that the
command is found, that its environment reaches it, its exit code and its two streams.
"""

import io
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import structlog
from sqlalchemy import Engine

from app import cli
from app.cli import options
from app.config import get_settings
from app.infra import db, logs
from tests.support.paths import ROOT
from tests.support.patience import GENEROUS

COMMAND = Path(sys.executable).with_name("cungcau")


@dataclass(frozen=True)
class Done:
    """What a command ended with, and what it said."""

    returncode: int
    stdout: str
    stderr: str


def environment(url: str, given: dict[str, str]) -> dict[str, str]:
    """Nothing of the shell that runs the tests but where programs are."""
    ours = {"PATH": os.environ["PATH"], "CUNGCAU_DATABASE_URL": url, "CUNGCAU_LOG_LEVEL": "WARNING"}
    return ours | given


def run(*arguments: str, url: str = "", **given: str) -> Done:
    """A command in this process; environment, database, settings and logging are put back afterwards."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with (
        patch.dict(os.environ, environment(url, given), clear=True),
        patch.object(sys, "argv", ["cungcau", *arguments]),
        redirect_stdout(out),
        redirect_stderr(err),
        logging_as_before(),
        _settings_read_anew(),
        _database_as_before(),
        _as_wide_as(int(given.get("COLUMNS", "80"))),
    ):
        try:
            cli.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    return Done(code, out.getvalue(), err.getvalue())


def run_for_real(*arguments: str, url: str = "", **given: str) -> Done:
    """A command in a process of its own."""
    done = subprocess.run(
        [COMMAND, *arguments],
        cwd=ROOT,
        env=environment(url, given),
        capture_output=True,
        text=True,
        timeout=GENEROUS,
    )
    return Done(done.returncode, done.stdout, done.stderr)


@contextmanager
def logging_as_before() -> Iterator[None]:
    """Puts the logging of the test run back afterwards."""
    root, before = logging.getLogger(), structlog.get_config()
    level, handlers = root.level, list(root.handlers)
    try:
        yield
    finally:
        logs.forget()
        structlog.configure(**before)
        root.setLevel(level)
        root.handlers[:] = handlers


@contextmanager
def _as_wide_as(columns: int) -> Iterator[None]:
    """A process asks how wide its terminal is when it begins."""
    consoles = (options.out, options.notes)
    for console in consoles:
        console.width = columns
    try:
        yield
    finally:
        for console in consoles:
            console._width = None


@contextmanager
def _settings_read_anew() -> Iterator[None]:
    get_settings.cache_clear()
    try:
        yield
    finally:
        get_settings.cache_clear()


@contextmanager
def _database_as_before() -> Iterator[None]:
    """Whoever was bound is bound again, and the command's own engines are closed, as at the end of a process."""
    before, make = db._target, db.make_engine
    with ExitStack() as opened:

        def noting(*arguments: Any, **more: Any) -> Engine:
            engine = make(*arguments, **more)
            opened.callback(engine.dispose)
            return engine

        opened.enter_context(patch.object(db, "make_engine", noting))
        try:
            yield
        finally:
            db._target = before
