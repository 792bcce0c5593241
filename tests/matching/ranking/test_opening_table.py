"""A board of openings says of every opening what ``assess`` says of the pair, and places are counted exactly."""

from collections import Counter
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching.ranking import (
    RULES,
    Knowledge,
    Opening,
    OpeningTable,
    Person,
    Pool,
    Window,
    assess,
    position,
    rank,
    rank_openings,
)
from app.matching.ranking.openings.opening_scores import GATES, score_openings
from tests.support.small_world import COMMUNES, PLACES, TODAY, TRADES, openings, people, person, pools

some_openings = st.lists(openings(), max_size=8)


def board_of(some: list[Opening]) -> OpeningTable:
    """In the turned order of ids, since a board sorts."""
    return OpeningTable.build([(UUID(int=len(some) - i), one) for i, one in enumerate(some)], PLACES, TRADES)


@given(people, some_openings)
def test_a_board_says_what_each_pair_says(one: Person, some: list[Opening]) -> None:
    board = board_of(some)
    found = score_openings(one, board, rules=RULES, today=TODAY)
    assert len(board) == len(found.scores) == len(some)
    for i, opening in enumerate(board.openings):
        expected = assess(opening, one, Knowledge(PLACES, TRADES, RULES), TODAY)
        assert int(found.scores[i]) == expected.score
        assert {gate for bit, gate in enumerate(GATES) if int(found.closed[i]) >> bit & 1} == set(expected.gates_failed)
        assert one.trades[int(found.trade[i])].occupation_code == expected.occupation_code


@given(people, some_openings, st.integers(1, 4), st.data())
def test_openings_for_a_person_page_through_in_order(
    one: Person, some: list[Opening], limit: int, data: st.DataObject
) -> None:
    board = board_of(some)
    only = data.draw(st.none() | st.sets(st.sampled_from(board.ids)) if some else st.none())
    without = data.draw(st.sets(st.sampled_from(board.ids)) if some else st.just(set()))
    looked = {
        key: assess(opening, one, Knowledge(PLACES, TRADES, RULES), TODAY)
        for key, opening in zip(board.ids, board.openings, strict=True)
        if (only is None or key in only) and key not in without
    }
    passing = [row for row in looked.items() if not row[1].gates_failed]
    joined: list[object] = []
    after = None
    while True:
        found = rank_openings(
            one, board, rules=RULES, today=TODAY, limit=limit, after=after, among=board.among(only, without)
        )
        assert found.passed == len(passing)
        assert found.excluded == Counter(gate for result in looked.values() for gate in result.gates_failed)
        if not found.rows:
            break
        joined += found.rows
        after = (found.rows[-1][1].score, found.rows[-1][0])
    assert joined == sorted(passing, key=lambda row: (-row[1].score, row[0].int))


@pytest.mark.parametrize("born", [date(2008, 2, 28), date(2008, 2, 29), date(2008, 3, 1)])
@pytest.mark.parametrize("start", [date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1), date(2028, 2, 29)])
def test_a_birthday_in_a_leap_year_is_the_same_day_for_both(born: date, start: date) -> None:
    one, today = person(birth_date=born), date(2026, 1, 5)
    opening = Opening("8153", "30463", starts_on=start)
    expected = assess(opening, one, Knowledge(PLACES, TRADES, RULES), today).gates_failed
    found = score_openings(one, board_of([opening]), rules=RULES, today=today)
    assert (int(found.closed[0]) == 0) == (not expected)


def test_who_has_no_trade_is_refused() -> None:
    with pytest.raises(ValueError, match="no trade"):
        score_openings(person(trades=()), board_of([]), rules=RULES, today=TODAY)


@given(openings(), pools, st.booleans(), st.data())
def test_a_position_counts_who_stands_before(
    opening: Opening, people: list[Person], changed: bool, data: st.DataObject
) -> None:
    """``changed``: half of them came in since the pool was sorted."""
    pool = Pool.build(people[::2] if changed else people, PLACES, TRADES)
    if changed:
        pool.change([], people[1::2])
    without = data.draw(st.sets(st.sampled_from([one.id for one in people]))) if people else set()
    rows = rank(opening, pool, Window(99), rules=RULES, today=TODAY, without=without).rows
    for place, row in enumerate(rows, start=1):
        key = (row.assessment.score, row.priority, row.jobseeker_id)
        assert position(opening, pool, key, rules=RULES, today=TODAY, without=without) == place
        # Somebody left out, or not there at all, would stand where the key says.
        stranger = (row.assessment.score, row.priority, UUID(int=row.jobseeker_id.int + 1))
        if stranger[2] not in {one.id for one in people}:
            assert position(opening, pool, stranger, rules=RULES, today=TODAY, without=without) == place + 1


@given(people, st.lists(openings(), min_size=1, max_size=5), st.sampled_from(COMMUNES))
def test_near_and_served_are_of_the_commune(one: Person, some: list[Opening], commune: str) -> None:
    board = board_of([replace(opening, shuttle_communes=frozenset({commune})) for opening in some])
    assert board.served(commune).all()
    near = [PLACES.metres_between(opening.commune_code, commune) <= 20_000 for opening in board.openings]
    assert board.near(commune, 20).tolist() == near
