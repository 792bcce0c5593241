"""One request that is due to succeed, and how to come to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi.testclient import TestClient
from httpx import Response

from tests.conftest import Callers
from tests.support.answers import V1


@dataclass(frozen=True)
class Ask:
    """Who asks, where (``path`` without /api/v1), with what body (None: without one).

    subject: the kind of record in the audit log, when it is not the resource of the address. form: the body goes as a
    form. stranger: who acts has no account before.
    """

    client: TestClient
    path: str
    body: Any
    method: str = "POST"
    subject: str | None = None
    form: bool = False
    stranger: bool = False

    def send(self, **headers: str) -> Response:
        """Make the request."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        content = {} if self.body is None else {"data" if self.form else "json": self.body}
        response: Response = self.client.request(self.method, V1 + self.path, headers=given, **content)
        return response


Recipe = Callable[[Callers], Ask]
