"""One kind of route for the whole API, and what the OpenAPI says of each: its query parameters and methods."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from app.http.rate_limits import admit_address, refuse_deep
from app.runtime import Runtime

# Asked all the time by what watches the service, so not counted.
HEALTH = "health"


class StrictRoute(APIRoute):
    """A route that answers 422 for a query parameter it does not have; a misspelt filter must not be ignored.

    It also answers 405 when the address is one of its own: ``search`` must not be read as somebody's key.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler behind the check."""
        handle = super().get_route_handler()

        async def checked(request: Request) -> Response:
            contract = Runtime.of(request).contract
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
    runtime: Runtime = scope["app"].state.runtime
    path: str = runtime.contract.templates.get(route.name, route.path)
    return path
