"""Ranked vacancies for a person."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from app.api.ranking import views
from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.cursors import CursorsDep
from app.http.dependencies import LanguageDep, RankerDep
from app.http.path_ids import JobseekerIdPath
from app.http.responses import fast
from app.http.routes import StrictRoute
from app.infra.db import reading
from app.infra.metrics import ranking
from app.schemas.ranking.candidates import MatchingVacanciesOut, MatchingVacancyQuery
from app.services.ranking import vacancies_for_person

router = APIRouter(prefix="/jobseekers", tags=["jobseekers"], route_class=StrictRoute)
CandidateReader = Annotated[Actor, Depends(allowed(Permission.CANDIDATE_READ))]


@router.get("/{jobseeker_id}/vacancies", response_model=MatchingVacanciesOut)
def list_matching_vacancies(
    actor: CandidateReader,
    jobseeker_id: JobseekerIdPath,
    query: Annotated[MatchingVacancyQuery, Query()],
    cursors: CursorsDep,
    ranker: RankerDep,
    language: LanguageDep,
) -> Response:
    """Việc làm trống phù hợp nhất với một người, với điểm, lý do, và làm thêm được gì để có nhiều việc hơn."""
    version = ranker.rules_version
    with reading() as session, ranking("vacancies"):
        context, after = ranker.context(session), cursors.read(query, version=version)
        found = vacancies_for_person.rank_vacancies(
            session, actor, context, ranker.openings, jobseeker_id, query, after
        )
        out = views.matching_vacancies(found, context, language)
        return fast(out, next_cursor=cursors.write(found.next_key, query, version=version))
