"""The service from a terminal: the same use cases as over HTTP, for whoever runs the machine."""

import json
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any, NoReturn
from uuid import UUID

import typer
import uvicorn
from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app import clock, db, migrating
from app.api.openapi import text as openapi_text
from app.config import Environment, Settings, get_settings
from app.errors import AppError
from app.main import create_app
from app.messages import Language, gate_sentence, label, number, problem_detail
from app.models import Jobseeker, Plan, SurveyRound, Vacancy
from app.passwords import hash_password
from app.permissions import Actor
from app.schemas.candidates import CandidateQuery, CandidatesOut
from app.schemas.occupations import TitlesResolve, TitlesResolvedOut
from app.services import accounts, candidates, occupations, progress, rescoring
from app.services.pool import PoolFollower
from app.services.rulebook import Rulebook, RulesError, read_rulebook
from app.services.titles import TitleBook
from app.vocabulary import Role, VacancyStatus
from seed.demo import AlreadySeeded, load_demo
from seed.reference import load_reference

app = typer.Typer(
    help="Cung Cầu: kết nối cung – cầu lao động khu công nghiệp.",
    no_args_is_help=True,
    # A pretty traceback prints the values of variables, and those may be personal.
    pretty_exceptions_enable=False,
)
out = Console()
notes = Console(stderr=True)

DEMO_PASSWORD = "mat-khau-dung-thu-2026"  # noqa: S105 - printed for everybody; the demo listens on the loopback only.
DEMO_DATABASE = "sqlite:///var/demo.sqlite3"
HEAD_PLAN = "ag-bqlkkt-2026"
OPERATOR = Actor(account_id=UUID(int=0), role=Role.STAFF, organisation_id=None, enterprise_id=None)

Json = Annotated[bool, typer.Option("--json", help="In ra JSON cho chương trình đọc.")]
People = Annotated[int, typer.Option(min=1, max=1_000_000, help="Số người tìm việc mẫu.")]


def main() -> None:
    """Run a command; a refusal is one line and exit code 1."""
    try:
        app()
    except AppError as error:
        _refuse(problem_detail(error.code, Language.VI, **error.values))
    except OperationalError:
        _refuse("Không dùng được cơ sở dữ liệu. Hãy kiểm tra CUNGCAU_DATABASE_URL và máy chủ.")
    except RulesError as error:
        _refuse(f"Quy tắc chấm điểm chưa đúng / Scoring rules refused (CUNGCAU_RULES, CUNGCAU_RULES_FILE): {error}")
    except ValidationError as error:
        # Names of settings and what is wrong with them; never the value, which may be a secret.
        _refuse("Thiết lập chưa đúng: " + "; ".join(f"{item['loc']}: {item['msg']}" for item in error.errors()))


def _refuse(why: str) -> NoReturn:
    notes.print(why, style="red", highlight=False, markup=False, soft_wrap=True)
    sys.exit(1)


def _connect(settings: Settings) -> Rulebook:
    """Bind the database of the settings; refuse one whose schema is not the one this program was made for.

    The rules that the settings name are read first: with broken rules nothing is touched.
    """
    rulebook = read_rulebook(settings.rules, settings.rules_file)
    engine = db.make_engine(settings.database_url, threads=settings.threads)
    if migrating.is_behind(engine):
        _refuse(
            "Cơ sở dữ liệu chưa được tạo hoặc chưa cập nhật lược đồ. "
            "Kiểm tra CUNGCAU_DATABASE_URL, rồi chạy: cungcau migrate"
        )
    db.bind(engine)
    return rulebook


def _print(as_json: bool, data: dict[str, Any], lines: list[str]) -> None:
    if as_json:
        sys.stdout.write(json.dumps(data, ensure_ascii=False, default=str) + "\n")
    else:
        # Not through rich: it would wrap the commands that people copy.
        sys.stdout.write("\n".join(lines) + "\n")


@app.command()
def migrate(as_json: Json = False, to: Annotated[str, typer.Option(help="Phiên bản đích.")] = "head") -> None:
    """Đưa cơ sở dữ liệu lên phiên bản mới nhất; có gì sai thì không đổi gì."""
    settings = get_settings()
    read_rulebook(settings.rules, settings.rules_file)
    engine = db.make_engine(settings.database_url)
    before = migrating.current(engine)
    migrating.upgrade(engine, to)
    after = migrating.current(engine)
    _print(as_json, {"from": before, "to": after}, [f"Cơ sở dữ liệu: {before or 'trống'} → {after}"])


@app.command()
def seed(
    people: People = 20_000,
    reference_only: Annotated[bool, typer.Option("--reference-only", help="Chỉ nạp danh mục.")] = False,
    as_json: Json = False,
) -> None:
    """Nạp danh mục; và, nếu không phải hệ thống thật, số liệu mẫu."""
    settings = get_settings()
    _connect(settings)
    with db.transaction() as session:
        lists = {row.name: row.row_count for row in load_reference(session, clock.now())}
    data: dict[str, Any] = {"lists": lists}
    lines = [f"Danh mục {name}: {count} dòng" for name, count in lists.items()]
    if not reference_only:
        if settings.environment is Environment.PRODUCTION:
            _refuse("Không nạp số liệu mẫu vào hệ thống thật; dùng --reference-only.")
        try:
            data["demo"] = _load_people(people)
        except AlreadySeeded:
            _refuse("Đã có người tìm việc trong cơ sở dữ liệu; không nạp thêm số liệu mẫu.")
        lines += [f"Số liệu mẫu {name}: {count}" for name, count in data["demo"].items()]
    _print(as_json, data, lines)


def _load_people(people: int) -> dict[str, Any]:
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
            progress=advance,
        )
    return {name: getattr(summary, name) for name in summary.__dataclass_fields__ if name != "accounts"}


@contextmanager
def _bars() -> Iterator[Progress]:
    with Progress(console=notes, disable=not notes.is_terminal, transient=True) as bars:
        yield bars


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Địa chỉ lắng nghe.")] = None,
    port: Annotated[int | None, typer.Option(help="Cổng.")] = None,
    as_json: Json = False,
) -> None:
    """Chạy dịch vụ HTTP."""
    settings = get_settings()
    _connect(settings)
    host, port = host or settings.host, port or settings.port
    _check_port(host, port)
    _print(as_json, {"host": host, "port": port}, [f"Cung Cầu: http://{host}:{port}  (tài liệu: /docs)"])
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


def _check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        # As the server itself does: an address that was just left may be taken again.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            _refuse(f"Cổng {port} đang được dùng; dừng tiến trình kia hoặc chọn cổng khác bằng --port.")


@app.command()
def demo(
    people: People = 20_000,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Cổng.")] = 8000,
    as_json: Json = False,
) -> None:
    """Tạo cơ sở dữ liệu mẫu nếu chưa có, rồi chạy dịch vụ và in các lệnh nên thử."""
    os.environ.setdefault("CUNGCAU_DATABASE_URL", DEMO_DATABASE)
    os.environ.setdefault("CUNGCAU_LOG_LEVEL", "WARNING")
    settings = get_settings()
    if settings.environment is Environment.PRODUCTION:
        _refuse("Lệnh demo không chạy trên hệ thống thật.")
    read_rulebook(settings.rules, settings.rules_file)
    _check_port("127.0.0.1", port)
    # The inner loops are compiled beside the loading, which leaves one core idle.
    compiling = subprocess.Popen([sys.executable, "-m", "app.matching.warm"])
    engine = db.make_engine(settings.database_url, threads=settings.threads)
    if migrating.is_behind(engine):
        migrating.upgrade(engine)
    db.bind(engine)
    with db.reading() as session:
        empty = session.scalar(select(Jobseeker.id).limit(1)) is None
    if empty:
        notes.print("Đang nạp danh mục và số liệu mẫu (mọi người và doanh nghiệp đều không có thật)…")
        _load_people(people)
    compiling.wait()
    _print(as_json, _first_steps(port), _first_calls(port))
    engine.dispose()
    serve(host="127.0.0.1", port=port, as_json=as_json)


def _first_steps(port: int) -> dict[str, Any]:
    with db.reading() as session:
        vacancy = session.scalar(
            select(Vacancy.id)
            .where(
                Vacancy.status == VacancyStatus.OPEN,
                Vacancy.filled < Vacancy.openings,
                Vacancy.support_request_id.is_not(None),
            )
            .order_by(Vacancy.id.desc())
        )
        return {
            "url": f"http://127.0.0.1:{port}",
            "accounts": ["canbo", "banquanly", "nhansu", "lanhdao", "congthongtin", "quantri"],
            "password": DEMO_PASSWORD,
            "survey_round": session.scalar(select(SurveyRound.id).limit(1)),
            "vacancy": vacancy,
            "plan": session.scalar(select(Plan.code).where(Plan.code == HEAD_PLAN)),
        }


def _first_calls(port: int) -> list[str]:
    steps = _first_steps(port)
    api = f"{steps['url']}/api/v1"
    login = f'{{"username":"canbo","password":"{DEMO_PASSWORD}"}}'
    return [
        "",
        "Tài khoản mẫu (mật khẩu chung: " + DEMO_PASSWORD + "):",
        "  canbo (cán bộ trung tâm)   banquanly (Ban Quản lý)   nhansu (nhân sự doanh nghiệp)",
        "  lanhdao (lãnh đạo)   congthongtin (cổng thông tin)   quantri (quản trị)",
        "",
        "Thử ngay ở một cửa sổ khác:",
        f"  T=$(curl -s {api}/auth/login -H 'Content-Type: application/json' -d '{login}' \\",
        "      | python3 -c 'import json,sys; print(json.load(sys.stdin)[\"access_token\"])')",
        f'  curl -s -H "Authorization: Bearer $T" "{api}/survey-rounds/{steps["survey_round"]}/lines?limit=3"',
        f'  curl -s -H "Authorization: Bearer $T" "{api}/vacancies/{steps["vacancy"]}/candidates?limit=3"',
        f'  curl -s -H "Authorization: Bearer $T" "{api}/plans/{HEAD_PLAN}/progress"',
        "",
        "Cả chuỗi từ dòng khảo sát đến con số kế hoạch: xem README.md, mục “Thử cả chuỗi”.",
        "",
    ]


@app.command()
def account(
    username: Annotated[str, typer.Argument(help="Tên đăng nhập.")],
    role: Annotated[Role, typer.Option(help="Vai trò.")],
    organisation: Annotated[str | None, typer.Option(help="Mã cơ quan, ví dụ ttdvvl-ag.")] = None,
    tax_code: Annotated[str | None, typer.Option(help="Mã số thuế, khi là nhân sự doanh nghiệp.")] = None,
    as_json: Json = False,
) -> None:
    """Lập tài khoản, hoặc đặt lại mật khẩu của tài khoản đã có; mật khẩu mới được in ra một lần."""
    _connect(get_settings())
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
    _print(as_json, data, [f"Tài khoản {data['username']} ({label(role)}), mật khẩu: {password}"])


@app.command()
def openapi() -> None:
    """In tài liệu OpenAPI của dịch vụ."""
    sys.stdout.write(openapi_text(create_app(get_settings())))


@app.command()
def match(
    vacancy: Annotated[UUID, typer.Argument(help="Mã việc làm trống.")],
    limit: Annotated[int, typer.Option(min=1, max=200, help="Số người.")] = 20,
    as_json: Json = False,
) -> None:
    """Xếp hạng người phù hợp với một việc làm trống."""
    rulebook = _connect(get_settings())
    with db.reading() as session:
        page = candidates.rank_candidates(
            session,
            OPERATOR,
            *PoolFollower().at(session),
            vacancy,
            CandidateQuery(limit=limit),
            None,
            rules=rulebook.in_force,
            today=clock.today(),
            language=Language.VI,
        )
    if as_json:
        sys.stdout.write(page.out.model_dump_json() + "\n")
    else:
        _show_candidates(page.out)


def _show_candidates(found: CandidatesOut) -> None:
    table = Table("Điểm", "Họ tên", "Nơi ở", "Nghề", "Vì sao")
    for row in found.items:
        reasons = "\n".join(
            f"{part.label} {number(part.points)}/{number(part.maximum)}: {part.reason}" for part in row.parts
        )
        table.add_row(number(row.score), row.name, row.commune, row.trade, reasons)
    out.print(table)
    out.print(f"{found.passed} người đạt mọi điều kiện trong {found.pool_size} hồ sơ.", highlight=False)


@app.command()
def rescore(
    referral: Annotated[UUID, typer.Argument(help="Mã lượt giới thiệu.")],
    rules: Annotated[str | None, typer.Option(help="Phiên bản quy tắc; mặc định là phiên bản lúc giới thiệu.")] = None,
    as_json: Json = False,
) -> None:
    """Tính lại điểm của một lượt giới thiệu từ dữ kiện đã giữ; mã thoát 0 khi khớp từng điểm."""
    rulebook = _connect(get_settings())
    with db.reading() as session:
        found = rescoring.rescore(session, OPERATOR, referral, rulebook, rules)
    if as_json:
        sys.stdout.write(json.dumps(rescoring.as_data(found), ensure_ascii=False) + "\n")
    else:
        _show_rescored(found)
    if not found.equal:
        sys.exit(1)


def _show_rescored(found: rescoring.Rescored) -> None:
    def verdict(equal: bool) -> str:
        return "khớp" if equal else "không khớp"

    versions = f"đã lưu theo {found.referral.rules_version}, tính lại theo {found.rules_version}"
    out.print(f"Lượt giới thiệu {found.referral.id}: {versions}", highlight=False, markup=False, soft_wrap=True)
    table = Table("Tiêu chí", "Đã lưu", "Tính lại", "Kết quả")
    for part in found.parts:
        points = ("–" if one is None else _points(one.points, one.maximum) for one in (part.before, part.again))
        table.add_row(label(part.criterion), *points, verdict(part.equal))
    scores = (found.referral.score, found.again.score)
    table.add_row("Điểm", *(_points(score, 10_000) for score in scores), verdict(scores[0] == scores[1]))
    gates = (found.gates_before, found.again.gates_failed)
    why = ("\n".join(gate_sentence(gate.value, Language.VI) for gate in failed) or "đạt cả" for failed in gates)
    table.add_row("Điều kiện", *why, verdict(gates[0] == gates[1]))
    out.print(table)
    out.print(verdict(found.equal).capitalize() + ".")


def _points(points: int, maximum: int) -> str:
    return f"{number(points / 100)}/{number(maximum / 100)}"


@app.command()
def titles(
    written: Annotated[list[str], typer.Argument(metavar="TÊN...", help="Tên công việc như người ta viết.")],
    as_json: Json = False,
) -> None:
    """Tìm mã nghề của những tên công việc ghi tự do."""
    _connect(get_settings())
    try:
        asked = TitlesResolve(titles=written)
    except ValidationError:
        _refuse("Mỗi lần từ 1 đến 1.000 tên bằng chữ Unicode, mỗi tên không quá 300 ký tự.")
    with db.reading() as session:
        known = TitleBook().current(session)
    found = occupations.resolve_titles(known, asked, Language.VI)
    if as_json:
        sys.stdout.write(found.model_dump_json() + "\n")
    else:
        _show_titles(asked, found)


def _show_titles(asked: TitlesResolve, found: TitlesResolvedOut) -> None:
    table = Table("Tên", "Mã", "Nghề", "Độ chắc", "Nhờ chữ", "Bậc thợ")
    for title, row in zip(asked.titles, found.items, strict=True):
        grade = "" if row.grade is None else f"{row.grade.step}/{row.grade.of}"
        lines = [] if row.question is None else [("?", row.question, "", "")]
        lines += [
            (one.code, one.title_vi, number(one.confidence), escape(", ".join(one.because))) for one in row.matches
        ]
        for at, line in enumerate(lines):
            table.add_row(*(escape(title), *line, grade) if at == 0 else ("", *line, ""))
    out.print(table)


@app.command(name="progress")
def show_progress(
    plan: Annotated[str, typer.Argument(help="Mã kế hoạch.")] = HEAD_PLAN,
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Tính đến ngày.")] = None,
    as_json: Json = False,
) -> None:
    """Tiến độ kế hoạch đến một ngày."""
    _connect(get_settings())
    day = as_of.date() if as_of else clock.today()
    with db.reading() as session:
        found = progress.plan_progress(session, plan, day)
    data = [
        {
            "indicator": one.target.indicator.value,
            "target": one.target.value,
            "figures": {figure.reading.value: figure.value for figure in one.figures},
        }
        for one in found
    ]
    if as_json:
        sys.stdout.write(json.dumps({"plan": plan, "as_of": day.isoformat(), "targets": data}) + "\n")
        return
    for one in found:
        head = one.figures[0].value
        title = f"{label(one.target.indicator)}: {number(head)} / {number(one.target.value)}"
        table = Table("Con số", "Giá trị", title=title, title_justify="left")
        for figure in one.figures:
            table.add_row(label(figure.reading), number(figure.value))
        out.print(table)
