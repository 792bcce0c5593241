"""Plans, their progress, and the rows behind each figure."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from app.api.plans.views import plan_progress
from app.core import clock
from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.cursors import CursorsDep
from app.http.dependencies import LanguageDep
from app.http.problems import responses
from app.http.routes import StrictRoute
from app.http.write_gate import WriteDep
from app.infra.db import reading
from app.schemas.common.base import Page
from app.schemas.plans.plans import (
    PlanCreate,
    PlanDetailOut,
    PlanOut,
    PlanQuery,
    ProgressOut,
    ProgressQuery,
    RecordOut,
    RecordQuery,
)
from app.services.plans import plans, progress
from app.vocabulary import Indicator

router = APIRouter(prefix="/plans", tags=["plans"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.PLAN_READ))]
RecordReader = Annotated[Actor, Depends(allowed(Permission.PLAN_RECORDS))]
Writer = Annotated[Actor, Depends(allowed(Permission.PLAN_WRITE))]
PlanCodePath = Annotated[
    str,
    Path(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40, description="Mã kế hoạch.", examples=["ag-bqlkkt-2026"]),
]
IndicatorPath = Annotated[Indicator, Path(description="Chỉ tiêu.", examples=["placed_on_request"])]


@router.get("")
def list_plans(_: Reader, query: Annotated[PlanQuery, Query()], cursors: CursorsDep) -> Page[PlanOut]:
    """Các kế hoạch."""
    with reading() as session:
        return cursors.page(plans.list_plans(session, query, cursors.read(query)), query, PlanOut)


@router.post("", status_code=201, response_model=PlanDetailOut, responses=responses(409))
def create_plan(write: WriteDep, _: Writer, payload: PlanCreate) -> Response:
    """Thêm kế hoạch với chỉ tiêu; một người được tuyển tính một lần trong mỗi kế hoạch có phạm vi phù hợp."""
    with write() as session:
        plans.create_plan(session, payload)
        return write.answer(PlanDetailOut.model_validate(plans.get_plan(session, payload.code)))


@router.get("/{code}")
def get_plan(_: Reader, code: PlanCodePath) -> PlanDetailOut:
    """Một kế hoạch với các chỉ tiêu và phạm vi."""
    with reading() as session:
        return PlanDetailOut.model_validate(plans.get_plan(session, code))


@router.get("/{code}/progress")
def get_progress(
    _: Reader, code: PlanCodePath, query: Annotated[ProgressQuery, Query()], language: LanguageDep
) -> ProgressOut:
    """Tiến độ đến một ngày; mỗi con số có địa chỉ mở ra các dòng làm nên nó."""
    as_of = query.as_of or clock.today()
    with reading() as session:
        return plan_progress(code, as_of, progress.plan_progress(session, code, as_of), language)


@router.get("/{code}/targets/{indicator}/records")
def list_target_records(
    actor: RecordReader,
    code: PlanCodePath,
    indicator: IndicatorPath,
    query: Annotated[RecordQuery, Query()],
    cursors: CursorsDep,
) -> Page[RecordOut]:
    """Các dòng làm nên một con số của chỉ tiêu; không có thông tin cá nhân."""
    with reading() as session:
        as_of = query.as_of or clock.today()
        found = progress.target_records(session, actor, code, indicator, query, as_of, cursors.read(query))
        return cursors.page(found, query, RecordOut)
