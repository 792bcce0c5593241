"""Ranked people for a vacancy."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from app.api.ranking import views
from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.cursors import CursorsDep
from app.http.dependencies import LanguageDep, RankerDep
from app.http.path_ids import JobseekerIdPath, VacancyIdPath
from app.http.responses import fast
from app.http.routes import StrictRoute
from app.infra.db import reading
from app.infra.metrics import ranking
from app.schemas.ranking.candidates import CandidateDetailOut, CandidateDetailQuery, CandidateQuery, CandidatesOut
from app.services.ranking import candidate_detail, candidates

router = APIRouter(prefix="/vacancies", tags=["vacancies"], route_class=StrictRoute)
CandidateReader = Annotated[Actor, Depends(allowed(Permission.CANDIDATE_READ))]


@router.get("/{vacancy_id}/candidates", response_model=CandidatesOut)
def list_candidates(
    actor: CandidateReader,
    vacancy_id: VacancyIdPath,
    query: Annotated[CandidateQuery, Query()],
    cursors: CursorsDep,
    ranker: RankerDep,
    language: LanguageDep,
) -> Response:
    """Người phù hợp nhất theo nghề, trình độ, nơi ở; mỗi người có điểm, từng phần điểm và lý do."""
    version = ranker.rules_version
    with reading() as session, ranking("candidates"):
        context, pool = ranker.context_and_pool(session)
        after = cursors.read(query, version=version)
        found = candidates.rank_candidates(session, actor, context, pool, ranker.openings, vacancy_id, query, after)
        out = views.candidates(found, context, language)
        return fast(out, next_cursor=cursors.write(found.next_key, query, version=version))


@router.get("/{vacancy_id}/candidates/{jobseeker_id}")
def get_candidate(
    actor: CandidateReader,
    vacancy_id: VacancyIdPath,
    jobseeker_id: JobseekerIdPath,
    query: Annotated[CandidateDetailQuery, Query()],
    ranker: RankerDep,
    language: LanguageDep,
) -> CandidateDetailOut:
    """Một người so với một việc: vướng điều kiện nào, thứ mấy, còn thiếu bao nhiêu điểm, làm thêm gì thì được."""
    with reading() as session:
        context, pool = ranker.context_and_pool(session)
        found = candidate_detail.get_candidate(
            session, actor, context, pool, ranker.openings, vacancy_id, jobseeker_id, query
        )
        return views.candidate_detail(found, context, language)
