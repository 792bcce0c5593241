"""What a process keeps for all of its requests: made once, in ``main``, and never changed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.requests import HTTPConnection

from app.config import Settings
from app.core.contract import Contract
from app.infra.rate_limiter import RateLimiter
from app.matching.ranking import Rules
from app.services.ranking.opening_cache import OpeningCache
from app.services.ranking.pool_follower import PoolFollower
from app.services.reference.address_book import AddressBook
from app.services.reference.title_index import TitleBook

if TYPE_CHECKING:
    # The extra is not there unless traces are wanted.
    from opentelemetry.sdk.trace import TracerProvider


@dataclass(frozen=True, slots=True)
class Runtime:
    """Settings, rules, what is remembered of the database, limits. The parts may be asked from any thread.

    older_revisions: revisions of the schema under which this program cannot serve.
    """

    settings: Settings
    rules: Rules
    pool: PoolFollower
    openings: OpeningCache
    addresses: AddressBook
    titles: TitleBook
    contract: Contract
    limiter: RateLimiter
    older_revisions: frozenset[str]
    traces: "TracerProvider | None"

    @classmethod
    def of(cls, request: HTTPConnection) -> "Runtime":
        """The runtime of the app that a request came to."""
        runtime: Runtime = request.app.state.runtime
        return runtime
