"""create_app(): wires everything, decides nothing."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

from anyio import to_thread
from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles
from sqlalchemy import Engine

from app import __version__
from app.api.access import accounts, api_clients, external_login, invitations, login, own_account
from app.api.demand import enterprises, labour_use, support_requests, survey_rounds, surveys, vacancies
from app.api.operations import audit, docs_page, health, jobs, metrics
from app.api.people import consents, jobseekers
from app.api.placement import placements, referrals
from app.api.plans import plans
from app.api.privacy import data_requests, identity_reveal, subject_access
from app.api.ranking import candidates, previews, vacancies_for_person
from app.api.reference import communes, occupation_aliases, occupations, organisations, reference_lists, zones
from app.config import Settings, get_settings
from app.core.contract import Contract
from app.http import openapi, problems
from app.http.middleware import Envelope
from app.infra import db, logs, schema
from app.infra.database_watchdog import Watch
from app.infra.rate_limiter import RateLimiter
from app.jobs.runner import Runner
from app.matching.ranking.warm_up import warm
from app.models.marks import hidden_names
from app.runtime import Runtime
from app.services.ranking.opening_cache import OpeningCache
from app.services.ranking.pool_follower import PoolFollower
from app.services.ranking.rulebook import read_rulebook
from app.services.reference.address_book import AddressBook
from app.services.reference.title_index import TitleBook

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

JOB_SECONDS = 10
"""How long a stop waits for the batch that a job is at; what is cut off is done again by the next process."""
RESOURCES = (
    login,
    own_account,
    external_login,
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
    candidates,
    previews,
    jobseekers,
    identity_reveal,
    subject_access,
    vacancies_for_person,
    consents,
    data_requests,
    referrals,
    placements,
    labour_use,
    plans,
    accounts,
    invitations,
    api_clients,
    audit,
    jobs,
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application; ``uvicorn --factory app.main:create_app`` serves it."""
    settings = settings or get_settings()
    logs.set_up(settings.log_level, hidden_names())
    app = FastAPI(
        title="Cung Cầu",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        # The framework's own traces carry addresses with their query; ours (app.http.tracing) do not.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.runtime = Runtime(
        settings=settings,
        rules=read_rulebook(settings.rules, settings.rules_file).in_force,
        pool=PoolFollower(),
        openings=OpeningCache(),
        addresses=AddressBook(),
        titles=TitleBook(),
        contract=Contract(lambda: app.openapi()),
        limiter=RateLimiter(settings.rate_limits),
        older_revisions=schema.older(),
        traces=_traces(settings),
    )
    v1 = APIRouter(prefix="/api/v1")
    for resource in RESOURCES:
        v1.include_router(resource.router)
    app.include_router(v1)
    app.include_router(health.router)
    app.include_router(metrics.router)
    app.include_router(docs_page.router)
    app.mount("/static", StaticFiles(directory=docs_page.STATIC), name="static")
    openapi.install(app)
    problems.install(app)
    app.add_middleware(
        Envelope, max_body_bytes=settings.max_body_bytes, body_seconds=settings.body_seconds, tls=settings.tls
    )
    if app.state.runtime.traces is not None:
        from app.http import tracing

        app.add_middleware(tracing.TraceMiddleware, traces=app.state.runtime.traces)
    return app


def _traces(settings: Settings) -> "TracerProvider | None":
    if settings.otlp_endpoint is None:
        return None
    # The extra is not there unless traces are wanted.
    from app.http import tracing

    return tracing.provider(settings.otlp_endpoint)


def _watch(runtime: Runtime, engine: Engine) -> Watch | None:
    """Begin to look at the engine's database from the side."""
    if runtime.traces is not None:
        from app.http import tracing

        tracing.watch_statements(engine, runtime.traces)
    if engine.dialect.name != "postgresql":
        return None
    watch = Watch(engine)
    watch.start()
    return watch


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    runtime: Runtime = app.state.runtime
    settings = runtime.settings
    # The one place that fixes how many requests run at once; the connection pool is two larger.
    to_thread.current_default_thread_limiter().total_tokens = settings.threads
    engine = db.make_engine(settings.database_url, threads=settings.threads)
    db.bind(engine)
    watch = _watch(runtime, engine)
    # Made now, so that the first request does not wait for it.
    app.openapi()
    warm()
    preparing = Thread(target=_prepare, args=[runtime], daemon=True)
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
    if runtime.traces is not None:
        runtime.traces.shutdown()
    engine.dispose()


def _prepare(runtime: Runtime) -> None:
    """Read everybody and what is known of titles, beside the first requests: whoever needs it sooner waits for it."""
    try:
        for current in (runtime.pool.current, runtime.pool.names, runtime.titles.current):
            with db.reading() as session:
                current(session)
    except Exception as error:
        # A database that is away now is asked again by the first request that needs it.
        problems.log_unexpected(error)
    # What was read stays for good: the collector need not look through a million objects with every few requests.
    gc.collect()
    gc.freeze()
