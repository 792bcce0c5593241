"""Figures for Prometheus."""

import ipaddress
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.security import HTTPAuthorizationCredentials
from sqlalchemy.exc import SQLAlchemyError

from app.core import clock
from app.core.errors import Forbidden
from app.core.permissions import Permission
from app.http.authentication import bearer, current_actor
from app.http.dependencies import RuntimeDep, SettingsDep
from app.http.routes import StrictRoute, refuse_unknown_query
from app.infra import metrics
from app.infra.db import in_use, reading
from app.services.operations import figures
from app.services.ranking.pool_follower import PoolFollower

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")

router = APIRouter(tags=["health"], route_class=StrictRoute)


def _may_read(
    request: Request,
    settings: SettingsDep,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
) -> None:
    """A role with the permission, or anybody on this machine while no web server stands between."""
    if credentials is not None or settings.tls or not is_local(request):
        actor = current_actor(request, credentials)
        if not actor.may(Permission.METRICS_READ):
            raise Forbidden("permission_denied", permission=Permission.METRICS_READ.value)
    refuse_unknown_query(request)


def is_local(request: Request) -> bool:
    """Whether the request comes from this machine and was not passed on by somebody."""
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


@router.get(
    "/metrics",
    dependencies=[Depends(_may_read)],
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def read_metrics(runtime: RuntimeDep) -> Response:
    """Số đo của tiến trình này theo dạng của Prometheus; không có gì về người nào."""
    used, most = in_use()
    metrics.CONNECTIONS_USED.set(used)
    metrics.CONNECTIONS_MOST.set(most)
    try:
        _read_database(runtime.pool)
        metrics.DATABASE_UP.set(1)
    except SQLAlchemyError:
        # The rest is wanted most when the database is away.
        metrics.DATABASE_UP.set(0)
    return Response(metrics.text(), media_type=MEDIA_TYPE)


def _read_database(pool: PoolFollower) -> None:
    with reading() as session:
        people, behind = pool.standing(session)
        vacancies, openings = figures.openings_left(session, clock.today())
        jobs = figures.jobs(session)
    metrics.POOL_PEOPLE.set(people)
    metrics.POOL_BEHIND.set(behind)
    metrics.VACANCIES_OPEN.set(vacancies)
    metrics.OPENINGS_LEFT.set(openings)
    # Names that have gone from the table go from the figures too.
    metrics.JOBS.clear()
    metrics.JOB_ATTEMPTS.clear()
    for job in jobs:
        for state, count in (("waiting", job.waiting), ("done", job.done), ("failed", job.failed)):
            metrics.JOBS.labels(job.name, state).set(count)
        metrics.JOB_ATTEMPTS.labels(job.name).set(job.attempts)
