"""The keys of an installation from a terminal: fresh ones, and what is sealed or indexed moved over to them."""

import base64
import secrets
import sys
import time
from uuid import UUID

import typer
from sqlalchemy.orm import Session

from app.cli.options import Json, connect, notes, refuse, say
from app.config import Settings, get_settings
from app.core import clock
from app.infra import db
from app.messages import number
from app.security.field_encryption import KEY_BYTES, VaultError
from app.services.common import audit
from app.services.privacy import key_rotation

app = typer.Typer(help="Khóa bí mật: tạo mới, mã hóa lại, lập lại chỉ mục.", no_args_is_help=True)


@app.command()
def new(as_json: Json = False) -> None:
    """In bốn khóa mới thành dòng export; không ghi vào đâu cả.

    Khi thay khóa trường, đặt khóa mới lên trước khóa cũ: CUNGCAU_FIELD_KEYS=mới,cũ.
    """
    values = {
        "CUNGCAU_SECRET_KEY": secrets.token_urlsafe(48),
        "CUNGCAU_FIELD_KEYS": f"k{clock.today():%Y%m%d}{secrets.token_hex(2)}:{_key()}",
        "CUNGCAU_INDEX_KEY": _key(),
        "CUNGCAU_AUDIT_KEY": secrets.token_urlsafe(48),
    }
    say(as_json, values, [f"export {name}='{value}'" for name, value in values.items()])


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


@app.command()
def reseal(as_json: Json = False) -> None:
    """Mã hóa lại bằng khóa mới nhất, từng lô 500 dòng, trong khi dịch vụ vẫn chạy; dừng giữa chừng thì chạy lại.

    Khóa cũ còn phải giữ 72 giờ nữa, cho những câu trả lời được giữ theo Idempotency-Key.
    """
    settings = get_settings()
    connect(settings)
    began = time.monotonic()
    done, unreadable = 0, 0
    for table in key_rotation.TABLES:
        after: UUID | None = None
        while True:
            with db.transaction() as session:
                batch = key_rotation.reseal_batch(session, settings.vault, table, after)
                if batch.resealed:
                    _record(session, "reseal_keys", settings, batch.resealed)
            done, unreadable, after = done + batch.resealed, unreadable + batch.unreadable, batch.next_key
            if after is None:
                break
    with db.reading() as session:
        left = key_rotation.behind(session, settings.vault)
    seconds = round(time.monotonic() - began, 1)
    data = {"resealed": done, "unreadable": unreadable, "left": left, "seconds": seconds}
    say(as_json, data, [f"Đã mã hóa lại {number(done)} dòng trong {number(seconds)} giây, còn {number(left)} dòng."])
    if left:
        notes.print(left_behind(left, unreadable), style="red")
        sys.exit(1)


def left_behind(left: int, unreadable: int) -> str:
    """Why rows are still sealed with an older key, and what to do about it."""
    if unreadable:
        return f"{number(unreadable)} dòng không mở được bằng khóa nào đang có; chưa được bỏ khóa cũ."
    return (
        f"Trong lúc đó dịch vụ còn ghi {number(left)} dòng bằng khóa cũ; chưa được bỏ khóa cũ. "
        "Hãy khởi động lại dịch vụ với khóa mới rồi chạy lại lệnh này."
    )


@app.command()
def reindex(as_json: Json = False) -> None:
    """Lập lại chỉ mục số định danh, điện thoại theo CUNGCAU_INDEX_KEY mới; hãy dừng dịch vụ trước.

    Một giao dịch: hoặc đổi hết, hoặc không đổi gì.
    """
    settings = get_settings()
    connect(settings)
    try:
        with db.transaction() as session:
            done = key_rotation.reindex(session, settings.vault)
            _record(session, "reindex_keys", settings, done)
    except VaultError:
        refuse("Có dòng không mở được bằng khóa nào đang có; chưa đổi gì. Kiểm tra CUNGCAU_FIELD_KEYS.")
    say(as_json, {"reindexed": done}, [f"Đã lập lại chỉ mục của {number(done)} người."])


def _record(session: Session, action: str, settings: Settings, done: int) -> None:
    """The audit entry, in the transaction of what it tells of: whoever is stopped half way has told of that half."""
    details = {"rows": done, "key": settings.vault.current}
    audit.record(session, settings.audit_key, audit.Entry(action, details=details), clock.now())
