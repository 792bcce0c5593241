"""Commands of whoever runs the machine: schema, server, accounts, the document of the API."""

import secrets
import socket
import sys
from typing import Annotated

import typer
import uvicorn

from app import clock, db, migrating
from app.api.openapi import text as openapi_text
from app.cli.base import Json, connect, refuse, say
from app.config import get_settings
from app.main import create_app
from app.messages import label
from app.passwords import hash_password
from app.services import accounts
from app.services.rulebook import read_rulebook
from app.vocabulary import Role


def migrate(as_json: Json = False, to: Annotated[str, typer.Option(help="Phiên bản đích.")] = "head") -> None:
    """Đưa cơ sở dữ liệu lên phiên bản mới nhất; có gì sai thì không đổi gì."""
    settings = get_settings()
    read_rulebook(settings.rules, settings.rules_file)
    engine = db.make_engine(settings.database_url)
    before = migrating.current(engine)
    migrating.upgrade(engine, to)
    after = migrating.current(engine)
    say(as_json, {"from": before, "to": after}, [f"Cơ sở dữ liệu: {before or 'trống'} → {after}"])


def serve(
    host: Annotated[str | None, typer.Option(help="Địa chỉ lắng nghe.")] = None,
    port: Annotated[int | None, typer.Option(help="Cổng.")] = None,
    as_json: Json = False,
) -> None:
    """Chạy dịch vụ HTTP."""
    settings = get_settings()
    connect(settings)
    host, port = host or settings.host, port or settings.port
    check_port(host, port)
    say(as_json, {"host": host, "port": port}, [f"Cung Cầu: http://{host}:{port}  (tài liệu: /docs)"])
    sys.stdout.flush()
    uvicorn.run(
        "app.main:create_app",
        factory=True,
        host=host,
        port=port,
        workers=settings.workers,
        access_log=False,
        server_header=False,
        log_config=None,
        timeout_graceful_shutdown=20,
    )


def check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        # As the server itself does: an address that was just left may be taken again.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            refuse(f"Cổng {port} đang được dùng; dừng tiến trình kia hoặc chọn cổng khác bằng --port.")


def account(
    username: Annotated[str, typer.Argument(help="Tên đăng nhập.")],
    role: Annotated[Role, typer.Option(help="Vai trò.")],
    organisation: Annotated[str | None, typer.Option(help="Mã cơ quan, ví dụ ttdvvl-ag.")] = None,
    tax_code: Annotated[str | None, typer.Option(help="Mã số thuế, khi là nhân sự doanh nghiệp.")] = None,
    as_json: Json = False,
) -> None:
    """Lập tài khoản, hoặc đặt lại mật khẩu của tài khoản đã có; mật khẩu mới được in ra một lần."""
    connect(get_settings())
    password = secrets.token_urlsafe(15)
    with db.transaction() as session:
        stored = accounts.save_account(
            session,
            username,
            role,
            organisation_code=organisation,
            tax_code=tax_code,
            password_hash=hash_password(password),
            now=clock.now(),
        )
        data = {"username": stored.username, "role": stored.role.value, "password": password}
    say(as_json, data, [f"Tài khoản {data['username']} ({label(role)}), mật khẩu: {password}"])


def openapi() -> None:
    """In tài liệu OpenAPI của dịch vụ."""
    sys.stdout.write(openapi_text(create_app(get_settings())))
