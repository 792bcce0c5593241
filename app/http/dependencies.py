"""What a route may ask for besides the caller: the process's runtime and its parts, the language, ranking."""

from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from app.config import Settings
from app.core import clock
from app.http.problems import language_of
from app.matching.ranking import Pool
from app.messages import Language
from app.runtime import Runtime
from app.security.field_encryption import Vault
from app.services.ranking.context import RankingContext
from app.services.ranking.opening_cache import OpeningCache


class Ranker:
    """What a ranking is made with, once the route has opened its transaction."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    @property
    def rules_version(self) -> str:
        """The version of the rules in force."""
        return self._runtime.rules.version

    @property
    def openings(self) -> OpeningCache:
        """What the process remembers of vacancies."""
        return self._runtime.openings

    def context(self, session: Session) -> RankingContext:
        """Without the people."""
        return self._runtime.pool.context(session, self._runtime.rules, clock.now())

    def context_and_pool(self, session: Session) -> tuple[RankingContext, Pool]:
        """With everybody who may be ranked."""
        return self._runtime.pool.context_and_pool(session, self._runtime.rules, clock.now())


# None of these waits or computes, so they run on the loop itself: a thread would cost more than all of them.


async def _runtime(request: Request) -> Runtime:
    return Runtime.of(request)


async def _settings(request: Request) -> Settings:
    return Runtime.of(request).settings


async def _vault(request: Request) -> Vault:
    return Runtime.of(request).settings.vault


async def _language(request: Request) -> Language:
    return language_of(request.headers.get("accept-language"))


async def _ranker(request: Request) -> Ranker:
    return Ranker(Runtime.of(request))


RuntimeDep = Annotated[Runtime, Depends(_runtime)]
SettingsDep = Annotated[Settings, Depends(_settings)]
VaultDep = Annotated[Vault, Depends(_vault)]
LanguageDep = Annotated[Language, Depends(_language)]
RankerDep = Annotated[Ranker, Depends(_ranker)]
