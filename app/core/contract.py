"""The app's own OpenAPI, looked up by operation and by path."""

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")


class Contract:
    """The app's own OpenAPI, looked up by operation and by path."""

    def __init__(self, openapi: Callable[[], dict[str, Any]]) -> None:
        self._openapi = openapi

    @cached_property
    def query_names(self) -> dict[str, frozenset[str]]:
        """The query parameters of each operation."""
        return {
            operation["operationId"]: frozenset(
                parameter["name"] for parameter in operation.get("parameters", ()) if parameter["in"] == "query"
            )
            for operations in self._openapi()["paths"].values()
            for operation in operations.values()
        }

    @cached_property
    def templates(self) -> dict[str, str]:
        """The path of each operation."""
        return {
            operation["operationId"]: path
            for path, operations in self._openapi()["paths"].items()
            for operation in operations.values()
        }

    @cached_property
    def public(self) -> frozenset[str]:
        """The operations that need no sign-in."""
        return frozenset(
            operation["operationId"]
            for operations in self._openapi()["paths"].values()
            for operation in operations.values()
            if "security" not in operation
        )

    @cached_property
    def summaries(self) -> dict[str, str]:
        """What people call each operation."""
        return {
            operation["operationId"]: operation["summary"]
            for operations in self._openapi()["paths"].values()
            for operation in operations.values()
        }

    @cached_property
    def _methods(self) -> list[tuple[re.Pattern[str], set[str]]]:
        return [
            (
                re.compile("^" + re.sub(r"\\\{[^/]+?\\\}", "[^/]+", re.escape(template)) + "$"),
                {name.upper() for name in operations if name in METHODS},
            )
            for template, operations in self._openapi()["paths"].items()
        ]

    @cached_property
    def fixed_paths(self) -> dict[str, set[str]]:
        """The operations of each path that has no parameter."""
        return {
            path: {operation["operationId"] for operation in operations.values()}
            for path, operations in self._openapi()["paths"].items()
            if "{" not in path
        }

    def methods(self, path: str) -> list[str]:
        """Which methods a path takes, all of them: the framework names only those of the first route that matches."""
        if path in self.fixed_paths:
            return sorted(name.upper() for name in self._openapi()["paths"][path] if name in METHODS)
        return sorted({method for pattern, names in self._methods if pattern.match(path) for method in names})
