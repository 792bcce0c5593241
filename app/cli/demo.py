"""A service to try out on this machine, and what to try first."""

import os
import subprocess
import sys
from typing import Annotated, Any

import typer
from sqlalchemy import select

from app.cli.options import HEAD_PLAN, Json, notes, refuse, say
from app.cli.reference_data import DEMO_PASSWORD, People, load_people
from app.cli.serve import check_port, serve
from app.config import Environment, get_settings
from app.infra import db, schema
from app.models import Jobseeker, Plan, SurveyRound, Vacancy
from app.services.ranking.rulebook import read_rulebook
from app.vocabulary import VacancyStatus

DEMO_DATABASE = "sqlite:///var/demo.sqlite3"


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
        refuse("Lệnh demo không chạy trên hệ thống thật.")
    read_rulebook(settings.rules, settings.rules_file)
    check_port("127.0.0.1", port)
    # The inner loops are compiled beside the loading, which leaves one core idle.
    compiling = subprocess.Popen([sys.executable, "-m", "app.matching.ranking.warm_up"])
    engine = db.make_engine(settings.database_url, threads=settings.threads)
    if schema.is_behind(engine):
        schema.upgrade(engine)
    db.bind(engine)
    with db.reading() as session:
        empty = session.scalar(select(Jobseeker.id).limit(1)) is None
    if empty:
        notes.print("Đang nạp danh mục và số liệu mẫu (mọi người và doanh nghiệp đều không có thật)…")
        load_people(people)
    compiling.wait()
    say(as_json, _first_steps(port), _first_calls(port))
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
