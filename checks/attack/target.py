"""What is attacked, who asks, and what one check found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

from app.cli import DEMO_PASSWORD
from checks.fuzz.run import USERS
from checks.fuzz.service import sign_in
from tests.laws.operations.listing import V1, Operation, operations

PATIENCE = 30.0


@dataclass(frozen=True)
class Finding:
    """One line of the report."""

    check: str
    what: str
    mark: str
    """What is asked for."""
    figure: str
    """What was found."""
    passed: bool


@dataclass
class Target:
    """A service that runs, its operations, and a client for each role."""

    address: str
    operations: list[Operation]
    clients: dict[str, httpx.Client] = field(default_factory=dict)

    @classmethod
    def at(cls, address: str) -> "Target":
        """Sign everybody in and read the OpenAPI."""
        spec = httpx.get(f"{address}/openapi.json", trust_env=False, timeout=PATIENCE).json()
        target = cls(address, operations(spec))
        for role, username in USERS.items():
            target.clients[role] = target.client(sign_in(address, username))
        target.clients["anonymous"] = target.client(None)
        return target

    def client(self, token: str | None, source: str | None = None) -> httpx.Client:
        """A client with a token; source: another address of the loopback to come from, such as 127.0.0.9."""
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        transport = httpx.HTTPTransport(local_address=source)
        return httpx.Client(base_url=self.address, headers=headers, transport=transport, timeout=PATIENCE)

    def rows(self, role: str, path: str) -> list[dict[str, Any]]:
        """The first rows of a list."""
        items: list[dict[str, Any]] = self.clients[role].get(f"{V1}/{path}").raise_for_status().json()["items"]
        return items


Check = Callable[[Target], Iterator[Finding]]
PASSWORD = DEMO_PASSWORD
