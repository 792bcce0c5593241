"""Processes of our own: started with our Python, ended by their number, with what they took.

None outlives whoever started it. Asked to end, a bench ends what it started; killed, it cannot, so on Linux the system
asks in its place.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

COMMAND = ("-c", "from app.cli import main; main()")


@dataclass(frozen=True)
class Usage:
    """What an ended process took."""

    seconds: float
    peak_mb: float


def _libc() -> ctypes.CDLL | None:
    """The system's own library, opened before any process is divided; None where there is no such request."""
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


_LIBC = _libc()
_PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int) -> None:
    """For ``preexec_fn``: SIGTERM for this new process as soon as the one that started it is gone.

    It goes by the thread that started it, so whoever is to end with the whole bench is started by its main thread.
    """
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            # It was gone before we asked.
            os._exit(1)


def start(
    args: Sequence[str],
    settings: Mapping[str, str],
    log: Path,
    where: Path | None = None,
    command: Sequence[str] = COMMAND,
) -> subprocess.Popen[bytes]:
    """Start ``cungcau`` with settings of its own only: a CUNGCAU_* of this shell does not reach it.

    where: the folder in which another revision of it lies. command: another way to start it.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CUNGCAU_")}
    environment |= {f"CUNGCAU_{name.upper()}": value for name, value in settings.items()}
    own = os.getpid()
    with log.open("ab") as file:
        return subprocess.Popen(
            [sys.executable, *command, *args],
            cwd=where,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            preexec_fn=lambda: end_with_parent(own),
        )


def run(args: Sequence[str], settings: Mapping[str, str], log: Path, where: Path | None = None) -> Usage:
    """Run ``cungcau`` to its end; RuntimeError with its last words when it fails."""
    began = time.perf_counter()
    process = start(args, settings, log, where)
    try:
        _, status, usage = os.wait4(process.pid, 0)
    except BaseException:
        stop(process)
        raise
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"cungcau {' '.join(args)} failed:\n{tail(log)}")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Usage(time.perf_counter() - began, usage.ru_maxrss / unit)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process, first asking."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=25)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def tail(log: Path) -> str:
    """The end of a log."""
    return log.read_text(encoding="utf-8", errors="replace")[-2000:]


def peak_mb(pid: int) -> float | None:
    """The most memory a running process has held; None where the system does not say."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return None
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
