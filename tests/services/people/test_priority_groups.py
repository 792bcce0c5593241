"""The priority bit of the pool, and the members of one group."""

import uuid
from typing import Any

from app.core import clock
from app.infra import db
from app.matching.ranking import RULES, Window, rank
from app.models import Jobseeker, Vacancy
from app.services.demand.vacancies import DETAIL
from app.services.people import priority_groups
from app.services.ranking import pool_loader
from app.services.ranking.opening_mapper import opening_of
from app.services.ranking.pool_follower import PoolFollower
from app.vocabulary import PriorityGroup
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import V1, ok

GROUP = {"group": "poor_household", "disclosed_on": "2026-01-10"}


def ranked(follower: PoolFollower, vacancy_id: uuid.UUID) -> list[tuple[uuid.UUID, int, bool]]:
    """Id, score and priority, best first."""
    with db.reading() as session:
        opening = opening_of(session.get_one(Vacancy, vacancy_id, options=DETAIL))
        rows = rank(opening, follower.current(session), Window(10), rules=RULES, today=clock.today()).rows
    return [(row.jobseeker_id, row.assessment.score, row.priority) for row in rows]


def state(api: Callers, person: Jobseeker, *groups: dict[str, Any]) -> None:
    ok(api.staff.patch(f"{V1}/jobseekers/{person.id}", json={"priority_groups": groups}))


def test_a_group_breaks_the_tie_of_the_next_ranking_and_scores_nothing(api: Callers) -> None:
    vacancy = factories.vacancy()
    first, second = factories.jobseeker(), factories.jobseeker()
    # Equal in the day of the last word too, which an edit sets.
    state(api, first)
    state(api, second)
    follower = PoolFollower()
    [(_, score, _), _] = before = ranked(follower, vacancy.id)
    assert before == [(first.id, score, False), (second.id, score, False)]

    state(api, second, GROUP)
    assert ranked(follower, vacancy.id) == [(second.id, score, True), (first.id, score, False)]
    # Two groups weigh no more than one: then the one who came first.
    state(api, first, GROUP)
    state(api, second, GROUP, GROUP | {"group": "disabled"})
    assert ranked(follower, vacancy.id) == [(first.id, score, True), (second.id, score, True)]

    state(api, first)
    state(api, second)
    assert ranked(follower, vacancy.id) == before


def test_a_group_never_passes_a_better_score(api: Callers) -> None:
    vacancy = factories.vacancy(pay_from=7_000_000, pay_to=9_000_000)
    better = factories.jobseeker(pay_wish=8_000_000)
    worse = factories.jobseeker(pay_wish=9_900_000, priority_groups=(PriorityGroup.DISABLED,))
    rows = ranked(PoolFollower(), vacancy.id)
    assert [row[0] for row in rows] == [better.id, worse.id]
    assert rows[0][1] > rows[1][1]


def test_everybody_read_at_once_has_the_bit_of_who_is_read_alone(database: None) -> None:
    groups = [(), (PriorityGroup.DISABLED,), (), (PriorityGroup.RETURNEE, PriorityGroup.JOB_LOSER), ()]
    made = [factories.jobseeker(priority_groups=some).id for some in groups]
    with db.reading() as session:
        pool = PoolFollower().current(session)
        alone = {one.id: one.priority for one in pool_loader.people(session, made)}
    assert [alone[key] for key in made] == [bool(some) for some in groups]
    for key in made:
        found = pool.get(key)
        assert found is not None
        assert found.priority is alone[key]


def test_the_members_of_one_group(database: None) -> None:
    disabled = factories.jobseeker(priority_groups=(PriorityGroup.DISABLED,))
    both = factories.jobseeker(priority_groups=(PriorityGroup.RETURNEE, PriorityGroup.DISABLED))
    factories.jobseeker()
    with db.reading() as session:
        assert priority_groups.members(session, PriorityGroup.DISABLED) == [disabled.id, both.id]
        assert priority_groups.members(session, PriorityGroup.RETURNEE) == [both.id]
        assert priority_groups.members(session, PriorityGroup.EX_PRISONER) == []
