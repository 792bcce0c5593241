"""Commands of whoever runs the machine: schema, server, accounts, the document of the API."""

import secrets
import socket
import sys
from typing import Annotated

import typer

from app.cli.options import Json, connect, refuse, say
from app.config import get_settings
from app.core import clock
from app.infra import db, schema
from app.messages import label
from app.security.passwords import hash_password
from app.services.access import account_records
from app.services.common import audit
from app.services.ranking.rulebook import read_rulebook
from app.vocabulary import Role


def migrate(
    as_json: Json = False,
    to: Annotated[str, typer.Option(help="Phiên bản đích.")] = "head",
    service_role: Annotated[
        str | None,
        typer.Option(help="Vai trò PostgreSQL mà dịch vụ dùng; được đọc, ghi, trừ sửa và xóa nhật ký kiểm soát."),
    ] = None,
) -> None:
    """Đưa cơ sở dữ liệu lên phiên bản mới nhất; có gì sai thì không đổi gì."""
    settings = get_settings()
    read_rulebook(settings.rules, settings.rules_file)
    engine = db.make_engine(settings.database_url)
    before = schema.current(engine)
    schema.upgrade(engine, to)
    after = schema.current(engine)
    lines = [f"Cơ sở dữ liệu: {before or 'trống'} → {after}"]
    if service_role is not None:
        try:
            schema.grant(engine, service_role)
        except schema.RoleRefused as error:
            refuse(str(error))
        lines.append(f"Vai trò {service_role}: đọc và ghi mọi bảng; nhật ký kiểm soát chỉ đọc và thêm.")
    say(as_json, {"from": before, "to": after, "service_role": service_role}, lines)


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
    # What answers over HTTP takes a second to load, so no other command loads it.
    from app.http import server

    server.run(settings, host, port)


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
    settings = get_settings()
    connect(settings)
    password = secrets.token_urlsafe(15)
    with db.transaction() as session:
        stored = account_records.save_account(
            session,
            username,
            role,
            organisation_code=organisation,
            tax_code=tax_code,
            password_hash=hash_password(password),
            now=clock.now(),
        )
        data = {"username": stored.username, "role": stored.role.value, "password": password}
        audit.record(
            session,
            settings.audit_key,
            audit.Entry(
                "save_account", subject=audit.Subject("accounts", str(stored.id)), details={"role": stored.role.value}
            ),
            clock.now(),
        )
    say(as_json, data, [f"Tài khoản {data['username']} ({label(role)}), mật khẩu: {password}"])


def openapi() -> None:
    """In tài liệu OpenAPI của dịch vụ."""
    from app.http.openapi import text as openapi_text
    from app.main import create_app

    sys.stdout.write(openapi_text(create_app(get_settings())))
