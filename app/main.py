"""create_app(): wires everything, decides nothing."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event, Thread

from anyio import to_thread
from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles
from sqlalchemy import Engine

from app import __version__, db, logs, migrating
from app.api import (
    accounts,
    audit,
    clients,
    communes,
    consents,
    data_requests,
    docs,
    enterprises,
    health,
    invitations,
    jobs,
    jobseekers,
    labour_use,
    login,
    match,
    metrics,
    occupation_aliases,
    occupations,
    openapi,
    organisations,
    outside,
    placements,
    plans,
    problems,
    reference_lists,
    referrals,
    sessions,
    support_requests,
    survey_rounds,
    surveys,
    vacancies,
    zones,
)
from app.api.limiting import Limiter
from app.api.middleware import Envelope
from app.api.routing import Contract
from app.config import Settings, get_settings
from app.jobs.runner import Runner
from app.matching.warm import warm
from app.services.communes import AddressBook
from app.services.open_vacancies import OpenVacancies
from app.services.pool import PoolFollower
from app.services.rulebook import read_rulebook
from app.services.titles import TitleBook
from app.watching import Watch

JOB_SECONDS = 10
"""How long a stop waits for the batch that a job is at; what is cut off is done again by the next process."""
RESOURCES = (
    login,
    sessions,
    outside,
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
    consents,
    data_requests,
    referrals,
    placements,
    labour_use,
    plans,
    accounts,
    invitations,
    clients,
    audit,
    jobs,
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
        # The framework's own traces carry addresses with their query; ours (app.tracing) do not.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.settings = settings
    app.state.rules = read_rulebook(settings.rules, settings.rules_file).in_force
    app.state.pool = PoolFollower()
    app.state.open_vacancies = OpenVacancies()
    app.state.addresses = AddressBook()
    app.state.titles = TitleBook()
    app.state.contract = Contract(app)
    app.state.limiter = Limiter(settings.rate_limits)
    app.state.older_revisions = migrating.older()
    v1 = APIRouter(prefix="/api/v1")
    for resource in RESOURCES:
        v1.include_router(resource.router)
    app.include_router(v1)
    app.include_router(health.router)
    app.include_router(metrics.router)
    app.include_router(docs.router)
    app.mount("/static", StaticFiles(directory=docs.STATIC), name="static")
    openapi.install(app)
    problems.install(app)
    app.add_middleware(
        Envelope, max_body_bytes=settings.max_body_bytes, body_seconds=settings.body_seconds, tls=settings.tls
    )
    _trace(app, settings)
    return app


def _trace(app: FastAPI, settings: Settings) -> None:
    app.state.traces = None
    if settings.otlp_endpoint is not None:
        # The extra is not there unless traces are wanted.
        from app import tracing

        app.state.traces = tracing.provider(settings.otlp_endpoint)
        app.add_middleware(tracing.Traced, traces=app.state.traces)


def _watch(app: FastAPI, engine: Engine) -> Watch | None:
    """Begin to look at the engine's database from the side."""
    if app.state.traces is not None:
        from app import tracing

        tracing.watch_statements(engine, app.state.traces)
    if engine.dialect.name != "postgresql":
        return None
    watch = Watch(engine)
    watch.start()
    return watch


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    # The one place that fixes how many requests run at once; the connection pool is two larger.
    to_thread.current_default_thread_limiter().total_tokens = settings.threads
    engine = db.make_engine(settings.database_url, threads=settings.threads)
    db.bind(engine)
    watch = _watch(app, engine)
    # Made now, so that the first request does not wait for it.
    app.openapi()
    warm()
    preparing = Thread(target=_prepare, args=[app], daemon=True)
    preparing.start()
    stop = Event()
    working = Thread(target=Runner(settings).run, args=[stop], name="jobs", daemon=True)
    if settings.jobs:
        working.start()
    yield
    stop.set()
    preparing.join()
    if settings.jobs:
        working.join(timeout=JOB_SECONDS)
    if watch is not None:
        watch.stop()
    if app.state.traces is not None:
        app.state.traces.shutdown()
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
