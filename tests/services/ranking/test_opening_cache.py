"""What a process remembers of open vacancies is what stands in the database, after any change."""

from datetime import timedelta

from app.core import clock
from app.core.permissions import Actor
from app.infra import db
from app.matching.ranking import RULES, Knowledge, OpeningTable
from app.models import Account, Vacancy
from app.services.access.account_records import actor_of
from app.services.ranking.opening_cache import OpeningCache
from app.services.ranking.pool_follower import load_catalogue
from app.vocabulary import Certificate, Role, VacancyStatus
from tests.conftest import Template
from tests.support import factories

TODAY = clock.today()


def staff(template: Template) -> Actor:
    with db.reading() as session:
        return actor_of(session.get_one(Account, template.accounts[Role.STAFF]))


def same(one: OpeningTable, other: OpeningTable) -> bool:
    columns = all((one.columns[name] == other.columns[name]).all() for name in one.columns)
    return columns and (one.ids, one.openings, one.shuttles) == (other.ids, other.openings, other.shuttles)


def test_every_change_is_seen_and_nothing_is_read_twice(database: None, template: Template) -> None:
    actor, remembered = staff(template), OpeningCache()
    with db.reading() as session:
        knowledge = Knowledge(*load_catalogue(session), RULES)

    def boards() -> tuple[OpeningTable, OpeningTable]:
        with db.reading() as session:
            return (
                remembered.table(session, actor, knowledge, TODAY),
                OpeningCache().table(session, actor, knowledge, TODAY),
            )

    kept, _ = boards()
    assert len(kept) == 0
    first = factories.vacancy(certificates=(Certificate.CRANE,), shuttles=("30463", "30307"), pay_from=5)
    others = [factories.vacancy(required_rank=rank) for rank in range(3)]
    factories.vacancy(status=VacancyStatus.CLOSED)
    factories.vacancy(filled=5)
    factories.vacancy(deadline=TODAY - timedelta(days=1))
    kept, anew = boards()
    assert same(kept, anew)
    assert kept.ids == tuple(sorted((first.id, *(one.id for one in others)), key=lambda key: key.int))
    assert boards()[0] is kept
    with db.transaction() as session:
        row = session.get_one(Vacancy, first.id)
        row.pay_from, row.updated_at = 7, clock.now()
        session.get_one(Vacancy, others[1].id).status = VacancyStatus.CANCELLED
    later, anew = boards()
    assert same(later, anew)
    assert len(later) == 3
    assert {one.pay_from for one in later.openings} == {7, None}
    # What did not change is the same object still.
    assert later.openings[later.ids.index(others[0].id)] is kept.openings[kept.ids.index(others[0].id)]


def test_new_lists_are_taken_over(database: None, template: Template) -> None:
    actor, remembered = staff(template), OpeningCache()
    factories.vacancy()
    with db.reading() as session:
        before = remembered.table(session, actor, Knowledge(*load_catalogue(session), RULES), TODAY)
        knowledge = Knowledge(*load_catalogue(session), RULES)
        after = remembered.table(session, actor, knowledge, TODAY)
        assert (after.distances, after.occupations) == (knowledge.distances, knowledge.occupations)
        assert after is not before
        assert same(after, before)
        assert remembered.table(session, actor, knowledge, TODAY) is after
