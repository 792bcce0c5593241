"""A ranking reads names in its own snapshot; the pool is shared, so meanwhile it may become newer."""

from collections.abc import Callable
from threading import Thread

from sqlalchemy import Engine, update

from app.api.ranking import views
from app.core import clock
from app.infra import db
from app.matching.ranking import RULES
from app.messages import Language
from app.models import Account, JobseekerTrade
from app.schemas.ranking.candidates import CandidateOut, CandidateQuery
from app.services.access.account_records import actor_of
from app.services.common.pool_changes import note_change
from app.services.ranking.candidates import rank_candidates
from app.services.ranking.opening_cache import OpeningCache
from app.services.ranking.pool_follower import PoolFollower
from app.vocabulary import Role
from tests.conftest import Template
from tests.support import factories

ASSEMBLY = "8211"


def ranked_while(happens: Callable[[], None], template: Template, follower: PoolFollower) -> list[CandidateOut]:
    """The first page for a sewing vacancy when something happens, and is known, just after its snapshot was taken."""

    def elsewhere() -> None:
        happens()
        with db.reading() as session:
            follower.current(session)

    vacancy = factories.vacancy()
    with db.reading() as session:
        actor = actor_of(session.get_one(Account, template.accounts[Role.STAFF]))
        context, pool = follower.context_and_pool(session, RULES, clock.now())
        other = Thread(target=elsewhere)
        other.start()
        other.join()
        found = rank_candidates(session, actor, context, pool, OpeningCache(), vacancy.id, CandidateQuery(), None)
        return views.candidates(found, context, Language.VI).items


def test_nobody_is_shown_without_a_name(live: Engine, template: Template) -> None:
    someone = factories.jobseeker()
    rows = ranked_while(lambda: factories.jobseeker() and None, template, PoolFollower())
    assert [(row.jobseeker_id, row.trade) for row in rows] == [(someone.id, "Công nhân may")]
    assert all(row.name for row in rows)


def test_a_trade_not_said_yet_has_the_name_of_its_occupation(live: Engine, template: Template) -> None:
    someone, follower = factories.jobseeker(), PoolFollower()

    def changes_trade() -> None:
        with db.transaction() as session:
            session.execute(
                update(JobseekerTrade)
                .where(JobseekerTrade.jobseeker_id == someone.id)
                .values(occupation_code=ASSEMBLY, title="Lắp ráp")
            )
            note_change(session, someone.id)

    (row,) = ranked_while(changes_trade, template, follower)
    with db.reading() as session:
        title = follower.names(session).titles[Language.VI][ASSEMBLY]
    assert (row.jobseeker_id, row.occupation_code, row.trade) == (someone.id, ASSEMBLY, title)
    assert row.name
