"""Survey rounds."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from app.api.demand.views import round_line, survey_round_detail
from app.core import clock
from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.cursors import CursorsDep
from app.http.path_ids import RoundIdPath
from app.http.problems import responses
from app.http.routes import StrictRoute
from app.http.write_gate import WriteDep
from app.infra.db import reading
from app.schemas.common.base import Page
from app.schemas.common.status_events import ReasonCreate
from app.schemas.demand.survey_rounds import (
    RoundLineQuery,
    SurveyRoundCreate,
    SurveyRoundDetailOut,
    SurveyRoundOut,
    SurveyRoundQuery,
)
from app.schemas.demand.surveys import RoundLineOut
from app.services.common import keyset
from app.services.demand import survey_rounds

router = APIRouter(prefix="/survey-rounds", tags=["survey_rounds"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.SURVEY_ROUND_READ))]
LineReader = Annotated[Actor, Depends(allowed(Permission.SURVEY_READ))]
Writer = Annotated[Actor, Depends(allowed(Permission.SURVEY_ROUND_WRITE))]


@router.get("")
def list_survey_rounds(
    actor: Reader, query: Annotated[SurveyRoundQuery, Query()], cursors: CursorsDep
) -> Page[SurveyRoundOut]:
    """Các đợt khảo sát mà cơ quan mình chủ trì hoặc cùng tham gia, mới trước."""
    with reading() as session:
        found = survey_rounds.list_survey_rounds(session, actor, query, cursors.read(query))
        return cursors.page(found, query, SurveyRoundOut)


@router.post("", status_code=201, response_model=SurveyRoundDetailOut, responses=responses(409))
def create_survey_round(write: WriteDep, actor: Writer, payload: SurveyRoundCreate) -> Response:
    """Lập đợt khảo sát; cơ quan mình chủ trì."""
    with write() as session:
        created = survey_rounds.create_survey_round(session, actor, payload, clock.now())
        return write.answer(survey_round_detail(session, actor, created.id))


@router.get("/{round_id}")
def get_survey_round(actor: Reader, round_id: RoundIdPath) -> SurveyRoundDetailOut:
    """Một đợt khảo sát."""
    with reading() as session:
        return survey_round_detail(session, actor, round_id)


@router.get("/{round_id}/lines")
def list_round_lines(
    actor: LineReader, round_id: RoundIdPath, query: Annotated[RoundLineQuery, Query()], cursors: CursorsDep
) -> Page[RoundLineOut]:
    """Tất cả dòng nhu cầu của một đợt, với doanh nghiệp đã nêu."""
    with reading() as session:
        found = survey_rounds.list_round_lines(session, actor, round_id, query, cursors.read(query))
        lines = [round_line(one) for one in found.items]
        return cursors.page(keyset.Slice(lines, found.next_key, found.total), query, RoundLineOut)


@router.post("/{round_id}/open", response_model=SurveyRoundDetailOut, responses=responses(409))
def open_survey_round(write: WriteDep, actor: Writer, round_id: RoundIdPath, payload: ReasonCreate) -> Response:
    """Mở đợt khảo sát để nhận phiếu."""
    with write() as session:
        survey_rounds.open_survey_round(session, actor, round_id, payload.reason, clock.now())
        return write.answer(survey_round_detail(session, actor, round_id))


@router.post("/{round_id}/close", response_model=SurveyRoundDetailOut, responses=responses(409))
def close_survey_round(write: WriteDep, actor: Writer, round_id: RoundIdPath, payload: ReasonCreate) -> Response:
    """Đóng đợt khảo sát."""
    with write() as session:
        survey_rounds.close_survey_round(session, actor, round_id, payload.reason, clock.now())
        return write.answer(survey_round_detail(session, actor, round_id))
