"""The audit log from a terminal: is it whole, and what to note elsewhere."""

import re
import sys
from typing import Annotated

import typer

from app.cli.options import Json, connect, refuse, say
from app.config import get_settings
from app.infra import db
from app.messages import Language, chain_fault, number
from app.services.common import audit as log

app = typer.Typer(help="Nhật ký kiểm soát: kiểm tra chuỗi, ghi lại mục cuối.", no_args_is_help=True)


@app.command()
def verify(
    expect: Annotated[
        str | None,
        typer.Option(metavar="SỐ:MÃ_BĂM", help="Mục đã ghi lại trước đây bằng “cungcau audit head”."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Kiểm tra mọi mục; mã thoát 1 khi có mục bị sửa, lấy đi, đổi chỗ, hoặc khác với mục đã ghi lại."""
    expected = None if expect is None else _noted(expect)
    settings = get_settings()
    connect(settings)
    with db.reading() as session:
        found = log.verify(session, settings.audit_key, expected=expected)
    whole = found.fault is None or found.seq is None
    said = None if whole else chain_fault(str(found.fault), Language.VI, seq=found.seq or 0)
    data = {"entries": found.entries, "last_hash": found.last_hash, "fault": found.fault, "seq": found.seq}
    say(
        as_json,
        data,
        [
            f"Nhật ký nguyên vẹn: {number(found.entries)} mục, mục cuối {found.entries}:{found.last_hash}"
            if said is None
            else f"{said} Các mục trước đó ({number(found.entries)} mục) nguyên vẹn."
        ],
    )
    if not whole:
        sys.exit(1)


@app.command()
def head(as_json: Json = False) -> None:
    """In số thứ tự và mã băm của mục cuối, để ghi lại ở nơi khác."""
    connect(get_settings())
    with db.reading() as session:
        seq, last = log.head(session)
    say(as_json, {"seq": seq, "hash": last}, [f"{seq}:{last}"])


def _noted(text: str) -> tuple[int, str]:
    found = re.fullmatch(r"([0-9]{1,18}):([0-9a-f]{64})", text)
    if found is None:
        refuse("--expect cần đúng dạng SỐ:MÃ_BĂM như “cungcau audit head” in ra.")
    return int(found[1]), found[2]
