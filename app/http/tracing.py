"""Traces for an installation that collects them: a span for each request and for each statement.

Of ours rather than the framework's, which also writes addresses with their query down, and what people search for is
personal. A span of a request names the route's template, one of a statement its text without values.
"""

from typing import Any

from opentelemetry import propagate, trace
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, Status, StatusCode
from sqlalchemy import Engine, event

from app.http.routes import template_of


def provider(endpoint: str) -> TracerProvider:
    """Sends to a collector, in the background."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    return provider_with(BatchSpanProcessor(OTLPSpanExporter(endpoint)))


def provider_with(processor: SpanProcessor) -> TracerProvider:
    """Hands finished spans to a processor."""
    made = TracerProvider(resource=Resource.create({SERVICE_NAME: "cungcau"}))
    made.add_span_processor(processor)
    return made


class TraceMiddleware:
    """Outermost, as plain ASGI: one span a request; it continues the caller's trace."""

    def __init__(self, app: Any, *, traces: TracerProvider) -> None:  # noqa: ANN401 - any ASGI application.
        self.app = app
        self._tracer = traces.get_tracer("cungcau.http")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI's own types.
        """Handle one connection; only HTTP is of interest."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        method = scope["method"]
        with self._tracer.start_as_current_span(
            method,
            propagate.extract({"traceparent": headers.get("traceparent", "")}),
            SpanKind.SERVER,
            {"http.request.method": method},
            record_exception=False,
        ) as span:

            async def sending(message: Any) -> None:  # noqa: ANN401 - as above.
                if message["type"] == "http.response.start":
                    _describe(span, scope, message["status"])
                await send(message)

            await self.app(scope, receive, sending)


def _describe(span: trace.Span, scope: Any, status: int) -> None:  # noqa: ANN401 - as above.
    route = template_of(scope)
    span.set_attribute("http.response.status_code", status)
    span.set_attribute("cungcau.request_id", scope.get("state", {}).get("request_id", ""))
    if route is not None:
        span.set_attribute("http.route", route)
        span.update_name(f"{scope['method']} {route}")
    if status >= 500:
        span.set_status(Status(StatusCode.ERROR))


def watch_statements(engine: Engine, traces: TracerProvider) -> None:
    """One span for each statement of the engine."""
    tracer = traces.get_tracer("cungcau.database")
    system = engine.dialect.name

    def before(_connection: Any, _cursor: Any, statement: str, _values: Any, context: Any, _many: bool) -> None:  # noqa: ANN401 - SQLAlchemy's own signature.
        attributes = {"db.system.name": system, "db.query.text": statement}
        context._span = tracer.start_span(statement.split(" ", 1)[0], kind=SpanKind.CLIENT, attributes=attributes)

    def after(_connection: Any, _cursor: Any, _statement: str, _values: Any, context: Any, _many: bool) -> None:  # noqa: ANN401 - as above.
        context._span.end()

    def failed(failure: Any) -> None:  # noqa: ANN401 - as above.
        span = getattr(failure.execution_context, "_span", None)
        if span is not None:
            # The kind only: an error's text may quote a row.
            span.set_attribute("error.type", type(failure.original_exception).__name__)
            span.set_status(Status(StatusCode.ERROR))
            span.end()

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    event.listen(engine, "handle_error", failed)
