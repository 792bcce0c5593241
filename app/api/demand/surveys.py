"""Surveys, and vacancies made of their lines."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from app.api.demand.views import vacancy_detail
from app.core import clock
from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.cursors import CursorsDep
from app.http.path_ids import LineIdPath, SurveyIdPath
from app.http.problems import responses
from app.http.routes import StrictRoute
from app.http.write_gate import WriteDep
from app.infra.db import reading
from app.schemas.common.base import Page
from app.schemas.demand.surveys import SurveyCreate, SurveyDetailOut, SurveyOut, SurveyQuery
from app.schemas.demand.vacancies import LineVacancyCreate, VacancyDetailOut
from app.services.demand import surveys, vacancies

router = APIRouter(prefix="/surveys", tags=["surveys"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.SURVEY_READ))]
Writer = Annotated[Actor, Depends(allowed(Permission.SURVEY_WRITE))]
VacancyWriter = Annotated[Actor, Depends(allowed(Permission.VACANCY_WRITE))]


@router.get("")
def list_surveys(actor: Reader, query: Annotated[SurveyQuery, Query()], cursors: CursorsDep) -> Page[SurveyOut]:
    """Phiếu khảo sát."""
    with reading() as session:
        return cursors.page(surveys.list_surveys(session, actor, query, cursors.read(query)), query, SurveyOut)


@router.post("", status_code=201, response_model=SurveyDetailOut, responses=responses(409))
def create_survey(write: WriteDep, actor: Writer, payload: SurveyCreate) -> Response:
    """Ghi phiếu trả lời của một doanh nghiệp; mỗi doanh nghiệp một phiếu trong một đợt."""
    with write() as session:
        survey = surveys.create_survey(session, actor, payload, clock.now())
        return write.answer(SurveyDetailOut.model_validate(survey))


@router.get("/{survey_id}")
def get_survey(actor: Reader, survey_id: SurveyIdPath) -> SurveyDetailOut:
    """Một phiếu với các dòng nhu cầu."""
    with reading() as session:
        return SurveyDetailOut.model_validate(surveys.get_survey(session, actor, survey_id))


@router.post(
    "/{survey_id}/lines/{line_id}/vacancy",
    status_code=201,
    response_model=VacancyDetailOut,
    responses=responses(409),
)
def create_line_vacancy(
    write: WriteDep, actor: VacancyWriter, survey_id: SurveyIdPath, line_id: LineIdPath, payload: LineVacancyCreate
) -> Response:
    """Đưa một dòng khảo sát thành việc làm trống; yêu cầu hỗ trợ của dòng đó đi theo."""
    with write() as session:
        vacancy = vacancies.create_line_vacancy(session, actor, survey_id, line_id, payload, clock.now())
        return write.answer(vacancy_detail(session, actor, vacancy.id), tag=True)
