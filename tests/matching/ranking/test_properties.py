"""What must hold for every opening and every pool."""

import itertools
import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching.ranking import (
    RULES,
    Assessment,
    Counts,
    Filters,
    Knowledge,
    Opening,
    Person,
    Pool,
    Ranking,
    RankKey,
    Trade,
    Window,
    assess,
    count,
    position,
    rank,
)
from app.matching.ranking.pool.pool import KEPT
from app.vocabulary import Certificate, Gate
from tests.support.small_world import (
    CODES,
    COMMUNES,
    PLACES,
    TODAY,
    TRADES,
    openings,
    people,
    person,
    pools,
    sorted_papers,
)


def pool_of(people: list[Person]) -> Pool:
    return Pool.build(people, PLACES, TRADES)


def ranking(
    opening: Opening, pool: Pool, limit: int = 10, after: RankKey | None = None, shown: int = 0, **more: object
) -> Ranking:
    return rank(opening, pool, Window(limit, after, shown), rules=RULES, today=TODAY, **more)  # type: ignore[arg-type]


def counted(opening: Opening, pool: Pool, **more: object) -> Counts:
    return count(opening, pool, rules=RULES, today=TODAY, **more)  # type: ignore[arg-type]


def assessed(opening: Opening, person: Person) -> Assessment:
    return assess(opening, person, Knowledge(PLACES, TRADES, RULES), TODAY)


def full_scan(opening: Opening, people: list[Person]) -> list[tuple[Person, Assessment]]:
    """The ranking, the slow and obvious way."""
    found = [(one, assessed(opening, one)) for one in people]
    passing = [(one, result) for one, result in found if not result.gates_failed]
    return sorted(passing, key=lambda row: (-row[1].score, not row[0].priority, row[0].id.int))


@given(openings(), pools, st.integers(1, 30))
def test_top_k_is_that_of_a_full_scan(opening: Opening, people: list[Person], limit: int) -> None:
    expected = full_scan(opening, people)
    found = ranking(opening, pool_of(people), limit)
    assert [(row.jobseeker_id, row.assessment) for row in found.rows] == [(p.id, a) for p, a in expected[:limit]]


@given(openings(), pools)
def test_counts_say_of_each_gate_what_the_pairs_say(opening: Opening, people: list[Person]) -> None:
    failed = [gate for one in people for gate in assessed(opening, one).gates_failed]
    counts = counted(opening, pool_of(people))
    assert {gate: people for gate, people in counts.excluded.items() if people} == {
        g: failed.count(g) for g in set(failed)
    }
    assert (counts.passed, counts.people) == (len(full_scan(opening, people)), len(people))


@given(openings(), pools, st.integers(1, 4), st.booleans())
def test_pages_join_to_the_whole_ranking(opening: Opening, people: list[Person], limit: int, deep: bool) -> None:
    """``deep`` cuts each page from a scan, as pages far down are, instead of from a search."""
    pool, after, joined = pool_of(people), None, []
    while rows := ranking(opening, pool, limit, after=after, shown=1_000_000 if deep else len(joined)).rows:
        joined += [row.jobseeker_id for row in rows]
        after = (rows[-1].assessment.score, rows[-1].priority, rows[-1].jobseeker_id)
    assert joined == [one.id for one, _ in full_scan(opening, people)]


@given(openings(), pools, st.randoms())
def test_order_of_input_changes_nothing(opening: Opening, people: list[Person], random: object) -> None:
    shuffled = list(people)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert ranking(opening, pool_of(people)) == ranking(opening, pool_of(shuffled))


@given(openings(), pools, people)
def test_adding_somebody_never_reorders_the_others(opening: Opening, people: list[Person], other: Person) -> None:
    others = [one for one in people if one.id != other.id]
    before = [row.jobseeker_id for row in ranking(opening, pool_of(others), 99).rows]
    after = [row.jobseeker_id for row in ranking(opening, pool_of([*others, other]), 99).rows]
    assert [one for one in after if one != other.id] == before


@given(openings(), pools)
def test_priority_breaks_ties_and_never_changes_a_score(opening: Opening, people: list[Person]) -> None:
    pool = pool_of([replace(one, priority=False) for one in people])
    plain = {row.jobseeker_id: row.assessment for row in ranking(opening, pool, 99).rows}
    rows = ranking(opening, pool_of(people), 99).rows
    assert {row.jobseeker_id: row.assessment for row in rows} == plain
    for earlier, later in itertools.pairwise(rows):
        assert earlier.assessment.score > later.assessment.score or earlier.priority >= later.priority


@given(
    openings(), pools, st.sets(st.sampled_from(COMMUNES), max_size=3), st.none() | st.sampled_from(CODES), st.booleans()
)
def test_filters_leave_the_rest_of_the_ranking_as_it_was(
    opening: Opening, people: list[Person], communes: set[str], trade: str | None, priority: bool
) -> None:
    filters = Filters(frozenset(communes), trade, priority)
    wanted = [
        replace(one, trades=tuple(t for t in one.trades if trade in (None, t.occupation_code)))
        for one in people
        if (not communes or one.commune_code in communes)
        and trade in (None, *(t.occupation_code for t in one.trades))
        and (one.priority or not priority)
    ]
    expected = full_scan(opening, wanted)
    pool = pool_of(people)
    found = ranking(opening, pool, 99, filters=filters).rows
    assert [(row.jobseeker_id, row.assessment) for row in found] == [(p.id, a) for p, a in expected]
    counts = counted(opening, pool, filters=filters)
    assert (counts.passed, counts.people) == (len(expected), len(wanted))


@given(openings(), pools, st.data())
def test_people_left_out_or_alone_let_in(opening: Opening, people: list[Person], data: st.DataObject) -> None:
    some = set(data.draw(st.lists(st.sampled_from([one.id for one in people]), max_size=5))) if people else set()
    pool = pool_of(people)
    order = [one.id for one, _ in full_scan(opening, people)]
    without = ranking(opening, pool, 99, without=some).rows
    assert [row.jobseeker_id for row in without] == [one for one in order if one not in some]
    alone = ranking(opening, pool, 99, only=some).rows
    assert [row.jobseeker_id for row in alone] == [one for one in order if one in some]
    assert counted(opening, pool, only=some).passed == len(alone)


@given(openings(), pools)
def test_a_relaxation_lets_in_as_many_as_it_says(opening: Opening, people: list[Person]) -> None:
    """Each is tried: the opening is changed so, or everybody travels so far, and those who pass are counted."""
    counts = counted(opening, pool_of(people))
    for way in counts.relaxations:
        eased, eager = opening, people
        if way.gate is Gate.DISTANCE:
            eager = [replace(one, max_travel_km=_farther(one.max_travel_km, way.km)) for one in people]
        elif way.gate is Gate.LEVEL:
            eased = replace(opening, required_rank=way.rank)
        elif way.gate is Gate.SHIFT:
            eased = replace(opening, shifts=opening.shifts - way.shifts)
        elif way.gate is Gate.CERTIFICATE:
            eased = replace(opening, certificates=opening.certificates - {way.certificate})
        else:
            eased = replace(opening, minors_allowed=True)
        assert len(full_scan(eased, eager)) - counts.passed == way.people > 0


def _farther(own: int | None, radius: int | None) -> int | None:
    return None if own is None or radius is None else max(own, radius)


@given(openings(), people)
def test_a_score_is_the_sum_of_its_parts_within_their_limits(opening: Opening, one: Person) -> None:
    found = assessed(opening, one)
    assert found.score == sum(part.points for part in found.parts)
    assert sum(part.maximum for part in found.parts) == 10_000
    assert all(0 <= part.points <= part.maximum for part in found.parts)


@given(openings(), people)
def test_a_neutral_wish_never_lowers(opening: Opening, one: Person) -> None:
    neutral = replace(one, pay_wish=None, ready_from=None, max_travel_km=None, refused=frozenset())
    before, after = assessed(opening, one), assessed(opening, neutral)
    assert after.score >= before.score
    assert set(after.gates_failed) <= set(before.gates_failed)


@given(openings(), people, st.sampled_from(["months", "rank", "heard", "move", "dormitory", "commune", "trade"]))
def test_better_never_scores_lower(opening: Opening, one: Person, what: str) -> None:
    first = one.trades[0]
    required = opening.required_rank
    better = {
        "months": replace(first, months=(first.months or 0) + 12 if (first.months or 0) < 700 else first.months),
        # Above the required level a little is lost by design, so "better" ends at the requirement.
        "rank": replace(first, rank=first.rank if required is None else max(first.rank or 0, required)),
        "trade": replace(first, occupation_code=opening.occupation_code),
    }.get(what, first)
    if required is not None and first.rank is not None and first.rank > required and what == "rank":
        better = first
    rest = tuple(trade for trade in one.trades[1:] if trade.occupation_code != better.occupation_code)
    lifted = replace(
        one,
        trades=(better, *(one.trades[1:] if what != "trade" else rest)),
        last_heard_on=max(one.last_heard_on, TODAY) if what == "heard" else one.last_heard_on,
        would_move=one.would_move or what == "move",
        would_live_in_dormitory=one.would_live_in_dormitory or what == "dormitory",
        commune_code=opening.commune_code if what == "commune" else one.commune_code,
    )
    if what == "trade" and len(rest) < len(one.trades) - 1:
        return  # The person already had the asked trade; merging two trades may lose the better level.
    assert assessed(opening, lifted).score >= assessed(opening, one).score


@given(openings(), st.lists(pools, min_size=2, max_size=4), st.booleans())
def test_a_pool_that_was_changed_equals_a_pool_built_anew(
    opening: Opening, waves: list[list[Person]], sorted_in: bool
) -> None:
    first, *later = waves
    pool, here = pool_of(first), {one.id: one for one in first}
    for wave in later:
        gone = sorted(here, key=lambda one: one.int)[::3]
        here = {key: one for key, one in here.items() if key not in gone} | {one.id: one for one in wave}
        pool.change(gone, wave)
    if sorted_in:
        pool.rebuild()
    assert len(pool) == len(here)
    assert all(sorted_papers(pool.get(key)) == sorted_papers(one) for key, one in here.items())
    anew = pool_of(list(here.values()))
    for limit in (2, 99):
        assert ranking(opening, pool, limit) == ranking(opening, anew, limit)
        deep = ranking(opening, pool, limit, shown=1_000_000)
        assert deep == ranking(opening, anew, limit)
    assert counted(opening, pool) == counted(opening, anew)


def test_a_page_goes_on_after_somebody_who_has_left() -> None:
    """Even after the first of all ids, and one with priority, of which nobody in the sorted base comes before."""
    first, *others = (person(number, priority=True) for number in (1, 5, 6, 7))
    opening, pool = Opening("8153", "30463"), pool_of([first, *others])
    (row,) = ranking(opening, pool, 1).rows
    key = (row.assessment.score, row.priority, row.jobseeker_id)
    pool.change([first.id], [])
    pool.rebuild()
    for shown in (1, 1_000_000):
        rows = ranking(opening, pool, 9, after=key, shown=shown).rows
        assert [one.jobseeker_id for one in rows] == [one.id for one in others]
    assert position(opening, pool, key, rules=RULES, today=TODAY) == 1


def test_a_change_that_cannot_be_made_leaves_a_pool_that_can_be_asked() -> None:
    """A trade that the lists do not have: whoever came before it is there, and the next change is taken."""
    opening, pool = Opening("8153", "30463"), pool_of([person(1)])
    pool.change([], [person(2)])
    assert len(ranking(opening, pool).rows) == 2
    with pytest.raises(KeyError):
        pool.change([], [person(3), person(4, trades=(Trade("0000"),))])
    assert [row.jobseeker_id.int for row in ranking(opening, pool).rows] == [1, 2, 3]
    assert counted(opening, pool, only=[uuid.UUID(int=3)]).passed == 1


def test_what_is_kept_for_sets_of_certificates_has_an_end() -> None:
    pool = pool_of([person(1)])
    for size in (1, 2, 3):
        for certificates in itertools.combinations(Certificate, size):
            ranking(Opening("8153", "30463", certificates=frozenset(certificates)), pool)
    assert len(pool._holding) <= KEPT


def test_an_empty_pool_has_an_empty_ranking() -> None:
    found = ranking(Opening("8153", "30463"), pool_of([]))
    counts = counted(Opening("8153", "30463"), pool_of([]))
    assert (found.rows, counts.passed, counts.people) == ((), 0, 0)


def test_a_vacancy_that_states_little_gives_nobody_full_marks() -> None:
    perfect = person(trades=(Trade("8153", 6, 720),), last_heard_on=TODAY)
    assert assessed(Opening("8153", "30463"), perfect).score == 10_000 - (2000 + 800 + 700) // 2


def test_a_vacancy_that_states_all_gives_full_marks_to_who_meets_all() -> None:
    opening = Opening(
        "8153", "30463", required_rank=1, experience_floor_months=12, pay_from=7_000_000, pay_to=9_000_000,
        starts_on=date(2026, 12, 1),
    )  # fmt: skip
    assert assessed(opening, person(pay_wish=7_000_000, last_heard_on=TODAY - timedelta(days=30))).score == 10_000
