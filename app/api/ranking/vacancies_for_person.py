"""Ranked vacancies for a person."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from app.core import clock
from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.cursors import CursorsDep
from app.http.dependencies import FollowerDep, LanguageDep, OpenVacanciesDep, RulesDep
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
    follower: FollowerDep,
    vacancies: OpenVacanciesDep,
    rules: RulesDep,
    language: LanguageDep,
) -> Response:
    """Việc làm trống phù hợp nhất với một người, với điểm, lý do, và làm thêm được gì để có nhiều việc hơn."""
    with reading() as session, ranking("vacancies"):
        found = vacancies_for_person.rank_vacancies(
            session,
            actor,
            follower.catalogue(session),
            follower.names(session),
            vacancies,
            jobseeker_id,
            query,
            cursors.read(query, version=rules.version),
            rules=rules,
            today=clock.today(),
            language=language,
        )
        return fast(found.out, next_cursor=cursors.write(found.next_key, query, version=rules.version))
