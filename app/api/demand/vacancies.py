"""Vacancies and the people who fit them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from app.api.demand.views import vacancy_detail
from app.core import clock
from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.cursors import CursorsDep
from app.http.etags import PreconditionDep, sent
from app.http.path_ids import VacancyIdPath
from app.http.problems import responses
from app.http.routes import StrictRoute
from app.http.write_gate import ChangeDep, WriteDep
from app.infra.db import reading
from app.schemas.common.base import Page
from app.schemas.common.status_events import ReasonCreate
from app.schemas.demand.vacancies import VacancyCreate, VacancyDetailOut, VacancyOut, VacancyQuery, VacancyUpdate
from app.services.demand import vacancies

router = APIRouter(prefix="/vacancies", tags=["vacancies"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.VACANCY_READ))]
Writer = Annotated[Actor, Depends(allowed(Permission.VACANCY_WRITE))]


@router.get("")
def list_vacancies(actor: Reader, query: Annotated[VacancyQuery, Query()], cursors: CursorsDep) -> Page[VacancyOut]:
    """Việc làm trống, mới trước."""
    with reading() as session:
        return cursors.page(vacancies.list_vacancies(session, actor, query, cursors.read(query)), query, VacancyOut)


@router.post("", status_code=201, response_model=VacancyDetailOut, responses=responses(409))
def create_vacancy(write: WriteDep, actor: Writer, payload: VacancyCreate) -> Response:
    """Thêm việc làm trống của một doanh nghiệp đang hoạt động."""
    with write() as session:
        vacancy = vacancies.create_vacancy(session, actor, payload, clock.now())
        return write.answer(vacancy_detail(session, actor, vacancy.id), tag=True)


@router.get("/{vacancy_id}", response_model=VacancyDetailOut, responses=responses(304))
def get_vacancy(request: Request, actor: Reader, vacancy_id: VacancyIdPath) -> Response:
    """Một việc làm trống."""
    with reading() as session:
        return sent(vacancy_detail(session, actor, vacancy_id), request)


@router.patch("/{vacancy_id}", response_model=VacancyDetailOut, responses=responses(409))
def update_vacancy(
    write: ChangeDep, precondition: PreconditionDep, actor: Writer, vacancy_id: VacancyIdPath, payload: VacancyUpdate
) -> Response:
    """Sửa những trường được gửi."""
    with write() as session:
        held = precondition.on(lambda: vacancy_detail(session, actor, vacancy_id))
        vacancies.update_vacancy(session, actor, vacancy_id, payload, clock.now(), held)
        return write.answer(vacancy_detail(session, actor, vacancy_id), tag=True)


@router.post("/{vacancy_id}/close", response_model=VacancyDetailOut, responses=responses(409))
def close_vacancy(write: WriteDep, actor: Writer, vacancy_id: VacancyIdPath, payload: ReasonCreate) -> Response:
    """Ngừng nhận người; có thể mở lại."""
    with write() as session:
        vacancies.close_vacancy(session, actor, vacancy_id, payload.reason, clock.now())
        return write.answer(vacancy_detail(session, actor, vacancy_id), tag=True)


@router.post("/{vacancy_id}/reopen", response_model=VacancyDetailOut, responses=responses(409))
def reopen_vacancy(write: WriteDep, actor: Writer, vacancy_id: VacancyIdPath, payload: ReasonCreate) -> Response:
    """Mở lại việc làm đã đóng."""
    with write() as session:
        vacancies.reopen_vacancy(session, actor, vacancy_id, payload.reason, clock.now())
        return write.answer(vacancy_detail(session, actor, vacancy_id), tag=True)


@router.post("/{vacancy_id}/cancel", response_model=VacancyDetailOut, responses=responses(409))
def cancel_vacancy(write: WriteDep, actor: Writer, vacancy_id: VacancyIdPath, payload: ReasonCreate) -> Response:
    """Hủy việc làm trống; chỗ chưa có người trả lại cho dòng khảo sát."""
    with write() as session:
        vacancies.cancel_vacancy(session, actor, vacancy_id, payload.reason, clock.now())
        return write.answer(vacancy_detail(session, actor, vacancy_id), tag=True)
