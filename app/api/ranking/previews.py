"""Ranking for what is not saved."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from app.api.ranking import views
from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.cursors import CursorsDep
from app.http.dependencies import LanguageDep, RankerDep
from app.http.responses import fast
from app.http.routes import StrictRoute
from app.infra.db import reading
from app.infra.metrics import ranking
from app.schemas.ranking.candidates import CandidateFilter, CandidatesOut
from app.schemas.ranking.previews import MatchPreview
from app.services.ranking import previews

router = APIRouter(prefix="/match", tags=["match"], route_class=StrictRoute)
CandidateReader = Annotated[Actor, Depends(allowed(Permission.CANDIDATE_READ))]


@router.post("/preview", response_model=CandidatesOut)
def preview_match(
    actor: CandidateReader,
    payload: MatchPreview,
    query: Annotated[CandidateFilter, Query()],
    cursors: CursorsDep,
    ranker: RankerDep,
    language: LanguageDep,
) -> Response:
    """Xếp hạng thử người phù hợp với một việc chưa lưu; không lưu gì, lưu rồi thì bảng xếp hạng vẫn như vậy."""
    about, version = payload.model_dump_json(), ranker.rules_version
    with reading() as session, ranking("preview"):
        context, pool = ranker.context_and_pool(session)
        after = cursors.read(query, version=version, about=about)
        found = previews.preview_match(session, actor, context, pool, payload, query, after)
        out = views.candidates(found, context, language)
        return fast(out, next_cursor=cursors.write(found.next_key, query, version=version, about=about))
