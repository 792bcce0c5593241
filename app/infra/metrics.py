"""What the service counts of itself, for Prometheus; of this process only, and nothing about anybody.

What is counted while it happens stands here; what is read when somebody asks is set by ``app.api.operations.metrics``.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)
GCCollector(registry=REGISTRY)

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

REQUESTS = Counter("cungcau_http_requests", "Requests answered.", ("method", "route", "status"), registry=REGISTRY)
REQUEST_SECONDS = Histogram(
    "cungcau_http_request_seconds",
    "From the head of a request to the end of its answer.",
    ("method", "route"),
    buckets=SECONDS,
    registry=REGISTRY,
)
RANKING_SECONDS = Histogram(
    "cungcau_ranking_seconds", "Of a ranking, without sign-in.", ("kind",), buckets=SECONDS, registry=REGISTRY
)
POOL_PEOPLE = Gauge("cungcau_pool_people", "People in the pool in memory.", registry=REGISTRY)
POOL_BEHIND = Gauge(
    "cungcau_pool_changes_behind", "Changes that the pool in memory has not taken in yet.", registry=REGISTRY
)
VACANCIES_OPEN = Gauge("cungcau_vacancies_open", "Vacancies that take people.", registry=REGISTRY)
OPENINGS_LEFT = Gauge("cungcau_openings_left", "Openings of these that are not filled.", registry=REGISTRY)
JOBS = Gauge("cungcau_jobs", "Background jobs by name and state.", ("name", "state"), registry=REGISTRY)
JOB_ATTEMPTS = Gauge("cungcau_job_attempts", "Attempts at the jobs that are kept.", ("name",), registry=REGISTRY)
CONNECTIONS_USED = Gauge("cungcau_database_connections_used", "Connections in use.", registry=REGISTRY)
CONNECTIONS_MOST = Gauge("cungcau_database_connections_most", "Connections there may be.", registry=REGISTRY)
DATABASE_UP = Gauge("cungcau_database_up", "1 when the database answered this reading.", registry=REGISTRY)

_requests: dict[tuple[str, str | None, int], tuple[Counter, Histogram]] = {}


def count_request(method: str, route: str | None, status: int, seconds: float) -> None:
    """Count an answer by the template of its route; what fits none counts as one."""
    key = (method if method in METHODS else "other", route, status)
    found = _requests.get(key)
    if found is None:
        labels = (key[0], route or "none")
        found = _requests[key] = (REQUESTS.labels(*labels, str(status)), REQUEST_SECONDS.labels(*labels))
    counter, histogram = found
    counter.inc()
    histogram.observe(seconds)


@contextmanager
def ranking(kind: str) -> Iterator[None]:
    """Measure a ranking."""
    began = time.perf_counter()
    try:
        yield
    finally:
        RANKING_SECONDS.labels(kind).observe(time.perf_counter() - began)


def text() -> bytes:
    """Everything in Prometheus' own format."""
    return generate_latest(REGISTRY)
