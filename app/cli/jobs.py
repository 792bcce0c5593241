"""Work that the service does by itself, from a terminal: beside a service that has it switched off, or by a timer."""

import signal
import threading
from typing import Annotated

import typer

from app.cli.options import Json, connect, say
from app.config import get_settings
from app.infra import logs
from app.jobs.runner import Runner
from app.models.marks import hidden_names


def jobs(
    once: Annotated[bool, typer.Option("--once", help="Làm hết việc đang đến hạn rồi thôi.")] = False,
    as_json: Json = False,
) -> None:
    """Làm việc nền: hết hạn đồng ý, xóa dữ kiện không còn cần, ẩn danh hồ sơ lâu không liên hệ."""
    settings = get_settings()
    connect(settings)
    logs.set_up(settings.log_level, hidden_names())
    runner = Runner(settings)
    if once:
        runs = runner.drain()
        say(as_json, {"runs": runs}, [f"Đã chạy {runs} lượt việc nền."])
        return
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    say(as_json, {"worker": runner.worker}, ["Đang làm việc nền; Ctrl+C để dừng."])
    runner.run(stop)
