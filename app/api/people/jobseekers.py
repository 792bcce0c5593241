"""Jobseekers and the vacancies that fit them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from app.api.people.views import jobseeker_detail, jobseekers_found
from app.core import clock
from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.cursors import CursorsDep
from app.http.dependencies import VaultDep
from app.http.etags import JSON, PreconditionDep, sent
from app.http.path_ids import JobseekerIdPath
from app.http.problems import responses
from app.http.routes import StrictRoute
from app.http.write_gate import ChangeDep, WriteDep
from app.infra.db import reading
from app.schemas.common.base import Page
from app.schemas.people.jobseekers import (
    EmploymentStatusCreate,
    JobseekerCreate,
    JobseekerDetailOut,
    JobseekerOut,
    JobseekerQuery,
    JobseekerUpdate,
)
from app.schemas.people.person_search import JobseekerSearch, JobseekersFoundOut
from app.services.people import jobseekers, person_search

router = APIRouter(prefix="/jobseekers", tags=["jobseekers"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.JOBSEEKER_READ))]
Writer = Annotated[Actor, Depends(allowed(Permission.JOBSEEKER_WRITE))]


@router.get("")
def list_jobseekers(
    actor: Reader, query: Annotated[JobseekerQuery, Query()], cursors: CursorsDep
) -> Page[JobseekerOut]:
    """Hồ sơ làm việc của người tìm việc, mới trước; không có danh tính."""
    with reading() as session:
        found = jobseekers.list_jobseekers(session, actor, query, cursors.read(query))
        return cursors.page(found, query, JobseekerOut)


@router.post("", status_code=201, response_model=JobseekerDetailOut, responses=responses(409))
def create_jobseeker(write: WriteDep, actor: Writer, payload: JobseekerCreate, vault: VaultDep) -> Response:
    """Đăng ký người tìm việc."""
    with write() as session:
        created = jobseekers.create_jobseeker(session, actor, payload, clock.now(), vault)
        return write.answer(jobseeker_detail(session, actor, created.id, vault), tag=True)


@router.post("/search", response_model=JobseekersFoundOut)
def search_jobseekers(write: ChangeDep, actor: Reader, payload: JobseekerSearch, vault: VaultDep) -> Response:
    """Tìm người theo họ tên (có dấu hoặc không), điện thoại hoặc số định danh; không thay đổi gì.

    Hỏi theo số điện thoại hay số định danh thì được ghi vào nhật ký kiểm soát, mỗi tài khoản 200 lần một giờ.
    """
    if not payload.numbers:
        with reading() as session:
            found = person_search.search_jobseekers(session, actor, payload, vault)
            return Response(jobseekers_found(found).model_dump_json(), media_type=JSON)
    with write() as session:
        found = person_search.find_by_number(session, actor, payload, clock.now(), vault)
        return write.answer(jobseekers_found(found))


@router.get("/{jobseeker_id}", response_model=JobseekerDetailOut, responses=responses(304))
def get_jobseeker(request: Request, actor: Reader, jobseeker_id: JobseekerIdPath, vault: VaultDep) -> Response:
    """Hồ sơ đầy đủ của một người."""
    with reading() as session:
        return sent(jobseeker_detail(session, actor, jobseeker_id, vault), request)


@router.patch("/{jobseeker_id}", response_model=JobseekerDetailOut, responses=responses(409))
def update_jobseeker(
    write: ChangeDep,
    precondition: PreconditionDep,
    actor: Writer,
    jobseeker_id: JobseekerIdPath,
    payload: JobseekerUpdate,
    vault: VaultDep,
) -> Response:
    """Sửa những trường được gửi trong hồ sơ làm việc."""
    with write() as session:
        held = precondition.on(lambda: jobseeker_detail(session, actor, jobseeker_id, vault))
        jobseekers.update_jobseeker(session, actor, jobseeker_id, payload, clock.now(), vault, held)
        return write.answer(jobseeker_detail(session, actor, jobseeker_id, vault), tag=True)


@router.post(
    "/{jobseeker_id}/employment-statuses",
    status_code=201,
    response_model=JobseekerDetailOut,
    responses=responses(409),
)
def record_employment_status(
    write: WriteDep,
    actor: Writer,
    jobseeker_id: JobseekerIdPath,
    payload: EmploymentStatusCreate,
    vault: VaultDep,
) -> Response:
    """Ghi tình trạng việc làm từ một ngày và có giới thiệu tiếp hay không."""
    with write() as session:
        jobseekers.record_employment_status(session, actor, jobseeker_id, payload, clock.now())
        return write.answer(jobseeker_detail(session, actor, jobseeker_id, vault), tag=True)
