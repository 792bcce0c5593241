"""create_app(): wires everything, decides nothing."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread

from anyio import to_thread
from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles

from app import __version__, db, logs
from app.api import (
    communes,
    docs,
    enterprises,
    health,
    jobseekers,
    labour_use,
    login,
    match,
    occupation_aliases,
    occupations,
    openapi,
    organisations,
    placements,
    plans,
    problems,
    reference_lists,
    referrals,
    support_requests,
    survey_rounds,
    surveys,
    vacancies,
    zones,
)
from app.api.middleware import Envelope
from app.api.routing import Contract
from app.config import Settings, get_settings
from app.matching.warm import warm
from app.services.communes import AddressBook
from app.services.open_vacancies import OpenVacancies
from app.services.pool import PoolFollower
from app.services.rulebook import read_rulebook
from app.services.titles import TitleBook

RESOURCES = (
    login,
    communes,
    occupations,
    occupation_aliases,
    zones,
    reference_lists,
    organisations,
    enterprises,
    survey_rounds,
    surveys,
    support_requests,
    vacancies,
    match,
    jobseekers,
    referrals,
    placements,
    labour_use,
    plans,
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application; ``uvicorn --factory app.main:create_app`` serves it."""
    settings = settings or get_settings()
    logs.set_up(settings.log_level)
    app = FastAPI(
        title="Cung Cầu",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.settings = settings
    app.state.rules = read_rulebook(settings.rules, settings.rules_file).in_force
    app.state.pool = PoolFollower()
    app.state.open_vacancies = OpenVacancies()
    app.state.addresses = AddressBook()
    app.state.titles = TitleBook()
    app.state.contract = Contract(app)
    v1 = APIRouter(prefix="/api/v1")
    for resource in RESOURCES:
        v1.include_router(resource.router)
    app.include_router(v1)
    app.include_router(health.router)
    app.include_router(docs.router)
    app.mount("/static", StaticFiles(directory=docs.STATIC), name="static")
    openapi.install(app)
    problems.install(app)
    app.add_middleware(Envelope, max_body_bytes=settings.max_body_bytes)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    # The one place that fixes how many requests run at once; the connection pool is two larger.
    to_thread.current_default_thread_limiter().total_tokens = settings.threads
    engine = db.make_engine(settings.database_url, threads=settings.threads)
    db.bind(engine)
    # Made now, so that the first request does not wait for it.
    app.openapi()
    warm()
    preparing = Thread(target=_prepare, args=[app], daemon=True)
    preparing.start()
    yield
    preparing.join()
    engine.dispose()


def _prepare(app: FastAPI) -> None:
    """Read everybody and what is known of titles, beside the first requests: whoever needs it sooner waits for it."""
    try:
        for current in (app.state.pool.at, app.state.titles.current):
            with db.reading() as session:
                current(session)
    except Exception as error:
        # A database that is away now is asked again by the first request that needs it.
        problems.log_unexpected(error)
    # What was read stays for good: the collector need not look through a million objects with every few requests.
    gc.collect()
    gc.freeze()
