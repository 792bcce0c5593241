"""Reference lists and made-up people into the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.progress import Progress

from app.cli.options import Json, connect, notes, refuse, say
from app.config import Environment, get_settings
from app.core import clock
from app.infra import db
from app.security.passwords import hash_password
from seed.demo import AlreadySeeded, load_demo
from seed.reference import load_reference

DEMO_PASSWORD = "mat-khau-dung-thu-2026"  # noqa: S105 - printed for everybody; the demo listens on the loopback only.

People = Annotated[int, typer.Option(min=1, max=1_000_000, help="Số người tìm việc mẫu.")]


def seed(
    people: People = 20_000,
    reference_only: Annotated[bool, typer.Option("--reference-only", help="Chỉ nạp danh mục.")] = False,
    as_json: Json = False,
) -> None:
    """Nạp danh mục; và, nếu không phải hệ thống thật, số liệu mẫu."""
    settings = get_settings()
    connect(settings)
    with db.transaction() as session:
        lists = {row.name: row.row_count for row in load_reference(session, clock.now())}
    data: dict[str, Any] = {"lists": lists}
    lines = [f"Danh mục {name}: {count} dòng" for name, count in lists.items()]
    if not reference_only:
        if settings.environment is Environment.PRODUCTION:
            refuse("Không nạp số liệu mẫu vào hệ thống thật; dùng --reference-only.")
        try:
            data["demo"] = load_people(people)
        except AlreadySeeded:
            refuse("Đã có người tìm việc trong cơ sở dữ liệu; không nạp thêm số liệu mẫu.")
        lines += [f"Số liệu mẫu {name}: {count}" for name, count in data["demo"].items()]
    say(as_json, data, lines)


def load_people(people: int) -> dict[str, Any]:
    with _bars() as bars:
        tasks: dict[str, Any] = {}

        def advance(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done)

        summary = load_demo(
            people=people,
            today=clock.today(),
            now=clock.now(),
            hash_password=hash_password,
            password=DEMO_PASSWORD,
            vault=get_settings().vault,
            progress=advance,
        )
    return {name: getattr(summary, name) for name in summary.__dataclass_fields__ if name != "accounts"}


@contextmanager
def _bars() -> Iterator[Progress]:
    with Progress(console=notes, disable=not notes.is_terminal, transient=True) as bars:
        yield bars
