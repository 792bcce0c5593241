"""One kind of route for the whole API, and what the OpenAPI says of each: its query parameters and methods."""

import re
from collections.abc import Callable, Coroutine, Mapping
from functools import cached_property
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from app.http.rate_limits import admit_address, refuse_deep

# Asked all the time by what watches the service, so not counted.
HEALTH = "health"
METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")


class StrictRoute(APIRoute):
    """A route that answers 422 for a query parameter it does not have; a misspelt filter must not be ignored.

    It also answers 405 when the address is one of its own: ``search`` must not be read as somebody's key.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler behind the check."""
        handle = super().get_route_handler()

        async def checked(request: Request) -> Response:
            contract: Contract = request.app.state.contract
            if self.name not in contract.fixed_paths.get(request.url.path, {self.name}):
                raise HTTPException(405)
            request.state.unknown_query = [n for n in request.query_params if n not in contract.query_names[self.name]]
            if self.name in contract.public:
                if HEALTH not in self.tags:
                    admit_address(request)
                refuse_unknown_query(request)
            if self.body_field is not None:
                await refuse_deep(request)
            return await handle(request)

        return checked


def refuse_unknown_query(request: Request) -> None:
    """422 for what ``StrictRoute`` noticed; where a sign-in is needed ``app.http.authentication`` asks first."""
    unknown = request.state.unknown_query
    if unknown:
        raise RequestValidationError([{"type": "unknown_parameter", "loc": ("query", name)} for name in unknown])


def template_of(scope: Mapping[str, Any]) -> str | None:
    """The whole template of the route that a request took, ``/api/v1/zones/{code}``; None when there was none.

    A route itself knows its path only from its own router on.
    """
    route = scope.get("route")
    if route is None:
        return scope["root_path"] or None if "endpoint" in scope else None
    contract: Contract = scope["app"].state.contract
    path: str = contract.templates.get(route.name, route.path)
    return path


class Contract:
    """The app's own OpenAPI, looked up by operation and by path."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    @cached_property
    def query_names(self) -> dict[str, frozenset[str]]:
        """The query parameters of each operation."""
        return {
            operation["operationId"]: frozenset(
                parameter["name"] for parameter in operation.get("parameters", ()) if parameter["in"] == "query"
            )
            for operations in self._app.openapi()["paths"].values()
            for operation in operations.values()
        }

    @cached_property
    def templates(self) -> dict[str, str]:
        """The path of each operation."""
        return {
            operation["operationId"]: path
            for path, operations in self._app.openapi()["paths"].items()
            for operation in operations.values()
        }

    @cached_property
    def public(self) -> frozenset[str]:
        """The operations that need no sign-in."""
        return frozenset(
            operation["operationId"]
            for operations in self._app.openapi()["paths"].values()
            for operation in operations.values()
            if "security" not in operation
        )

    @cached_property
    def summaries(self) -> dict[str, str]:
        """What people call each operation."""
        return {
            operation["operationId"]: operation["summary"]
            for operations in self._app.openapi()["paths"].values()
            for operation in operations.values()
        }

    @cached_property
    def _methods(self) -> list[tuple[re.Pattern[str], set[str]]]:
        return [
            (
                re.compile("^" + re.sub(r"\\\{[^/]+?\\\}", "[^/]+", re.escape(template)) + "$"),
                {name.upper() for name in operations if name in METHODS},
            )
            for template, operations in self._app.openapi()["paths"].items()
        ]

    @cached_property
    def fixed_paths(self) -> dict[str, set[str]]:
        """The operations of each path that has no parameter."""
        return {
            path: {operation["operationId"] for operation in operations.values()}
            for path, operations in self._app.openapi()["paths"].items()
            if "{" not in path
        }

    def methods(self, path: str) -> list[str]:
        """Which methods a path takes, all of them: the framework names only those of the first route that matches."""
        if path in self.fixed_paths:
            return sorted(name.upper() for name in self._app.openapi()["paths"][path] if name in METHODS)
        return sorted({method for pattern, names in self._methods if pattern.match(path) for method in names})
