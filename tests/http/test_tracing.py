"""Traces: off unless asked for; with route and statement, and without anything that somebody typed."""

import subprocess
import sys

import pytest
from fastapi.testclient import TestClient
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from sqlalchemy import Engine

from app.config import Environment, Settings
from app.http import tracing
from app.main import create_app
from app.vocabulary import Role
from tests.conftest import SECRET, Callers, Template
from tests.support.answers import NOBODY, V1

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_a_request_and_its_statements_are_spans_of_one_trace(live: Engine, template: Template) -> None:
    kept = InMemorySpanExporter()
    traces = tracing.provider_with(SimpleSpanProcessor(kept))
    app = create_app(Settings(environment=Environment.TEST, secret_key=SECRET, log_level="ERROR"))
    app.add_middleware(tracing.TraceMiddleware, traces=traces)
    tracing.watch_statements(live, traces)
    client = Callers(app, template.accounts).by_role(Role.STAFF)
    kept.clear()
    client.get(f"{V1}/vacancies/{NOBODY}", headers={"traceparent": PARENT, "X-Request-ID": "trace-me-please"})
    client.get(f"{V1}/jobseekers", params={"q": "Nguyễn Thị Mẫu 0912345678"})
    spans = kept.get_finished_spans()
    request = next(span for span in spans if span.name == "GET /api/v1/vacancies/{vacancy_id}")
    assert f"{request.context.trace_id:032x}" in PARENT
    assert dict(request.attributes or {}) == {
        "http.request.method": "GET",
        "http.route": "/api/v1/vacancies/{vacancy_id}",
        "http.response.status_code": 404,
        "cungcau.request_id": "trace-me-please",
    }
    statements = [span for span in spans if span.name == "SELECT" and span.parent is not None]
    assert any(span.parent.span_id == request.context.span_id for span in statements if span.parent)
    written = " ".join(span.to_json() for span in spans)
    for typed in (NOBODY, NOBODY.replace("-", ""), "Mẫu", "0912345678", str(template.accounts[Role.STAFF])):
        assert typed not in written


@pytest.mark.server
def test_without_a_collector_nothing_of_it_is_loaded() -> None:
    """What the framework itself loads of the interface does nothing; the part that sends is an extra."""
    program = (
        "import sys; from app.main import create_app; create_app(); "
        "sys.exit(any(name.startswith('opentelemetry.sdk') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_framework_traces_nothing_on_its_own(app: object) -> None:
    """Its spans would hold the whole address; an ordinary environment variable must not switch them on."""
    client = TestClient(create_app(Settings(log_level="ERROR")))
    assert client.get("/health/live").status_code == 200
    assert not client.app._native_telemetry.enabled()  # type: ignore[attr-defined]
