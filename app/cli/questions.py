"""Questions to the database: who fits, how a score came about, what a title means, how far the plan is."""

import json
import sys
from datetime import datetime
from functools import partial
from typing import Annotated
from uuid import UUID

import typer
from pydantic import ValidationError
from rich.markup import escape
from rich.table import Table

from app.api.ranking import views
from app.cli.options import HEAD_PLAN, Json, connect, out, refuse
from app.config import get_settings
from app.core import clock
from app.core.permissions import Actor
from app.infra import db
from app.messages import Language, gate_sentence, label, number, title_question
from app.schemas.ranking.candidates import CandidateQuery, CandidatesOut
from app.schemas.reference.occupations import TitlesResolve, TitlesResolvedOut
from app.services.placement import rescoring
from app.services.plans import progress
from app.services.ranking import candidates
from app.services.ranking.opening_cache import OpeningCache
from app.services.ranking.pool_follower import PoolFollower
from app.services.reference import occupations
from app.services.reference.title_index import TitleBook
from app.vocabulary import Role

OPERATOR = Actor(account_id=UUID(int=0), role=Role.STAFF, organisation_id=None, enterprise_id=None)


def match(
    vacancy: Annotated[UUID, typer.Argument(help="Mã việc làm trống.")],
    limit: Annotated[int, typer.Option(min=1, max=200, help="Số người.")] = 20,
    as_json: Json = False,
) -> None:
    """Xếp hạng người phù hợp với một việc làm trống."""
    rulebook = connect(get_settings())
    with db.reading() as session:
        context, pool = PoolFollower().context_and_pool(session, rulebook.in_force, clock.now())
        query = CandidateQuery(limit=limit)
        page = candidates.rank_candidates(session, OPERATOR, context, pool, OpeningCache(), vacancy, query, None)
    found = views.candidates(page, context, Language.VI)
    if as_json:
        sys.stdout.write(found.model_dump_json() + "\n")
    else:
        _show_candidates(found)


def _show_candidates(found: CandidatesOut) -> None:
    table = Table("Điểm", "Họ tên", "Nơi ở", "Nghề", "Vì sao")
    for row in found.items:
        reasons = "\n".join(
            f"{part.label} {number(part.points)}/{number(part.maximum)}: {part.reason}" for part in row.parts
        )
        table.add_row(number(row.score), row.name, row.commune, row.trade, reasons)
    out.print(table)
    out.print(f"{found.passed} người đạt mọi điều kiện trong {found.pool_size} hồ sơ.", highlight=False)


def rescore(
    referral: Annotated[UUID, typer.Argument(help="Mã lượt giới thiệu.")],
    rules: Annotated[str | None, typer.Option(help="Phiên bản quy tắc; mặc định là phiên bản lúc giới thiệu.")] = None,
    as_json: Json = False,
) -> None:
    """Tính lại điểm của một lượt giới thiệu từ dữ kiện đã giữ; mã thoát 0 khi khớp từng điểm."""
    rulebook = connect(get_settings())
    with db.reading() as session:
        found = rescoring.rescore(session, OPERATOR, referral, rulebook, rules)
    if as_json:
        sys.stdout.write(json.dumps(rescoring.as_data(found), ensure_ascii=False) + "\n")
    else:
        _show_rescored(found)
    if not found.equal:
        sys.exit(1)


def _show_rescored(found: rescoring.RescoreResult) -> None:
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


def titles(
    written: Annotated[list[str], typer.Argument(metavar="TÊN...", help="Tên công việc như người ta viết.")],
    as_json: Json = False,
) -> None:
    """Tìm mã nghề của những tên công việc ghi tự do."""
    connect(get_settings())
    try:
        asked = TitlesResolve(titles=written)
    except ValidationError:
        refuse("Mỗi lần từ 1 đến 1.000 tên bằng chữ Unicode, mỗi tên không quá 300 ký tự.")
    with db.reading() as session:
        known = TitleBook().current(session)
    found = occupations.resolve_titles(known, asked)
    if as_json:
        dressed = TitlesResolvedOut.worded(found, partial(title_question, language=Language.VI))
        sys.stdout.write(dressed.model_dump_json() + "\n")
    else:
        _show_titles(asked, found)


def _show_titles(asked: TitlesResolve, found: list[occupations.ResolvedTitle]) -> None:
    table = Table("Tên", "Mã", "Nghề", "Độ chắc", "Nhờ chữ", "Bậc thợ")
    for title, row in zip(asked.titles, found, strict=True):
        grade = "" if row.grade is None else f"{row.grade.step}/{row.grade.of}"
        lines = [] if row.question is None else [("?", title_question(row.question, Language.VI), "", "")]
        lines += [
            (one.code, one.title_vi, number(one.confidence), escape(", ".join(one.because))) for one in row.matches
        ]
        for at, line in enumerate(lines):
            table.add_row(*(escape(title), *line, grade) if at == 0 else ("", *line, ""))
    out.print(table)


def show_progress(
    plan: Annotated[str, typer.Argument(help="Mã kế hoạch.")] = HEAD_PLAN,
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Tính đến ngày.")] = None,
    as_json: Json = False,
) -> None:
    """Tiến độ kế hoạch đến một ngày."""
    connect(get_settings())
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
