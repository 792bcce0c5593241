"""The real service with two routes beside it: a hello, and the engine with nothing before or after it but HTTP."""

from dataclasses import dataclass, field
from uuid import UUID

import orjson
from fastapi import FastAPI, Response
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.api.ranking.views import dressed
from app.core import clock
from app.http.responses import encoded
from app.infra import db
from app.main import create_app
from app.matching.ranking import RULES, Opening, Pool, Window, rank
from app.messages import Language
from app.models import Vacancy
from app.runtime import Runtime
from app.schemas.ranking.candidates import CandidateOut
from app.services.ranking.explanations import Explainer, NameBook
from app.services.ranking.opening_mapper import opening_of
from app.vocabulary import VacancyStatus

LIMIT = 50


@dataclass
class Ready:
    """What the bare engine works on: read once, never followed."""

    pool: Pool
    names: NameBook
    openings: dict[UUID, Opening]
    explainer: Explainer = field(init=False)

    def __post_init__(self) -> None:
        """Sentences in Vietnamese."""
        self.explainer = Explainer(self.names, Language.VI, RULES)


def create() -> FastAPI:
    """For ``uvicorn --factory``."""
    app = create_app()

    @app.get("/bench/hello", include_in_schema=False)
    async def hello() -> dict[str, str]:
        return {"hello": "world"}

    @app.get("/bench/ready", include_in_schema=False)
    def ready() -> list[str]:
        runtime: Runtime = app.state.runtime
        with db.reading() as session:
            context, pool = runtime.pool.context_and_pool(session, RULES, clock.now())
            terms = (selectinload(Vacancy.certificates), selectinload(Vacancy.shuttles))
            found = session.scalars(select(Vacancy).where(Vacancy.status == VacancyStatus.OPEN).options(*terms))
            app.state.ready = Ready(pool, context.names, {vacancy.id: opening_of(vacancy) for vacancy in found})
        return [str(key) for key in app.state.ready.openings]

    @app.get("/bench/engine/{vacancy_id}", include_in_schema=False)
    async def engine(vacancy_id: UUID) -> Response:
        own: Ready = app.state.ready
        found = rank(own.openings[vacancy_id], own.pool, Window(LIMIT), rules=RULES, today=clock.today())
        rows = [
            CandidateOut.model_construct(
                jobseeker_id=row.jobseeker_id,
                name="",
                commune="",
                occupation_code=row.assessment.occupation_code,
                trade="",
                score=row.assessment.score / 100,
                priority=row.priority,
                parts=[dressed(part) for part in own.explainer.parts(row.assessment.parts)],
            )
            for row in found.rows
        ]
        return Response(orjson.dumps(rows, default=encoded), media_type="application/json")

    return app
