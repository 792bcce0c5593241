"""What must hold for every opening and every pool."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.matching import RULES, Assessment, Opening, Person, Pool, Ranking, Trade, assess, rank, rank_openings
from tests.matching.world import PLACES, TODAY, TRADES, openings, people, person, pools


def pool_of(people: list[Person]) -> Pool:
    return Pool.build(people, PLACES, TRADES)


def ranking(opening: Opening, pool: Pool, limit: int = 10, **more: object) -> Ranking:
    return rank(opening, pool, rules=RULES, today=TODAY, limit=limit, **more)  # type: ignore[arg-type]


def assessed(opening: Opening, person: Person) -> Assessment:
    return assess(opening, person, places=PLACES, trades=TRADES, rules=RULES, today=TODAY)


def full_scan(opening: Opening, people: list[Person]) -> list[tuple[Person, Assessment]]:
    """The ranking, the slow and obvious way."""
    found = [(one, assessed(opening, one)) for one in people]
    passing = [(one, result) for one, result in found if not result.gates_failed]
    return sorted(passing, key=lambda row: (-row[1].score, row[0].id.int))


@given(openings(), pools, st.integers(1, 30))
def test_top_k_is_that_of_a_full_scan(opening: Opening, people: list[Person], limit: int) -> None:
    expected = full_scan(opening, people)
    found = ranking(opening, pool_of(people), limit)
    assert [(row.jobseeker_id, row.assessment) for row in found.rows] == [(p.id, a) for p, a in expected[:limit]]
    assert (found.passed, found.pool_size) == (len(expected), len(people))


@given(openings(), pools)
def test_exclusions_count_each_gate_as_the_pair_says(opening: Opening, people: list[Person]) -> None:
    failed = [gate for one in people for gate in assessed(opening, one).gates_failed]
    counted = ranking(opening, pool_of(people)).excluded
    assert {gate: people for gate, people in counted.items() if people} == {g: failed.count(g) for g in set(failed)}


@given(openings(), pools, st.integers(1, 4))
def test_pages_join_to_the_whole_ranking(opening: Opening, people: list[Person], limit: int) -> None:
    pool, after, joined = pool_of(people), None, []
    while rows := ranking(opening, pool, limit, after=after).rows:
        joined += [row.jobseeker_id for row in rows]
        after = (rows[-1].assessment.score, rows[-1].jobseeker_id)
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


@given(openings(), pools, pools)
def test_a_pool_edited_in_place_equals_a_pool_built_anew(
    opening: Opening, before: list[Person], fresh: list[Person]
) -> None:
    gone = [one.id for one in before[::2]] + [one.id for one in fresh]
    kept = [one for one in before if one.id not in set(gone)]
    edited = pool_of(before).replaced(gone, pool_of(fresh))
    assert [edited.person(i) for i in range(len(edited))] == sorted([*kept, *fresh], key=lambda one: one.id.int)
    assert ranking(opening, edited, 99) == ranking(opening, pool_of([*kept, *fresh]), 99)


@given(people, st.lists(openings(), max_size=6))
def test_openings_for_a_person_are_scored_as_the_person_is_for_them(one: Person, some: list[Opening]) -> None:
    by_id = {person(number).id: opening for number, opening in enumerate(some, start=1)}
    found, excluded = rank_openings(one, by_id, places=PLACES, trades=TRADES, rules=RULES, today=TODAY)
    expected = [(key, assessed(opening, one)) for key, opening in by_id.items()]
    passing = [(key, result) for key, result in expected if not result.gates_failed]
    assert found == sorted(passing, key=lambda row: (-row[1].score, row[0].int))
    failed = [gate for _, result in expected for gate in result.gates_failed]
    assert excluded == {gate: failed.count(gate) for gate in set(failed)}


def test_an_empty_pool_has_an_empty_ranking() -> None:
    found = ranking(Opening("8153", "30463"), pool_of([]))
    assert (found.rows, found.passed, found.pool_size) == ((), 0, 0)


def test_a_vacancy_that_states_little_gives_nobody_full_marks() -> None:
    perfect = person(trades=(Trade("8153", 6, 720),), last_heard_on=TODAY)
    assert assessed(Opening("8153", "30463"), perfect).score == 10_000 - (2000 + 800 + 700) // 2


def test_a_vacancy_that_states_all_gives_full_marks_to_who_meets_all() -> None:
    opening = Opening(
        "8153", "30463", required_rank=1, experience_floor_months=12, pay_from=7_000_000, pay_to=9_000_000,
        starts_on=date(2026, 12, 1),
    )  # fmt: skip
    assert assessed(opening, person(pay_wish=7_000_000, last_heard_on=TODAY - timedelta(days=30))).score == 10_000
