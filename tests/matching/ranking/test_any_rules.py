"""Whatever rules are accepted, the search finds by them exactly what the pairs say."""

from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.matching.ranking import (
    RULES,
    Knowledge,
    Opening,
    OpeningTable,
    Person,
    Pool,
    Rules,
    Window,
    assess,
    count,
    rank,
)
from app.matching.ranking.openings.opening_scores import score_openings
from app.matching.ranking.pool.pool import DEEP
from app.vocabulary import Criterion
from tests.support.small_world import PLACES, TODAY, TRADES, openings, people, pools

percents = st.integers(0, 100)


@st.composite
def weights(draw: st.DrawFn) -> dict[Criterion, int]:
    """Any six whole numbers from 0 that sum to 100."""
    cuts = sorted(draw(st.lists(percents, min_size=5, max_size=5)))
    return {one: b - a for one, a, b in zip(Criterion, [0, *cuts], [*cuts, 100], strict=True)}


@st.composite
def steps(draw: st.DrawFn, least: int, most: int, top: int = 100) -> tuple[tuple[int, int], ...]:
    """Limits upwards with shares downwards."""
    limits = sorted(draw(st.sets(st.integers(least, most), min_size=1, max_size=4)))
    shares = draw(st.lists(st.integers(0, top), min_size=len(limits), max_size=len(limits)))
    return tuple(zip(limits, sorted(shares, reverse=True), strict=True))


@st.composite
def rules(draw: st.DrawFn) -> Rules:
    """Any rules that are accepted."""
    bands, ready = draw(steps(1, 200)), draw(steps(0, 90))
    adult = draw(st.integers(18, 25))
    return replace(
        RULES,
        version="any",
        weights=draw(weights()),
        tree=(*sorted(draw(st.lists(percents, min_size=4, max_size=4))), 100),
        below=tuple(sorted(draw(st.lists(percents, max_size=6)), reverse=True)),
        bands=bands,
        same_commune=draw(st.integers(bands[0][1], 100)),
        ready=ready,
        heard=draw(steps(0, 200, top=100 - ready[0][1])),
        radii=tuple(sorted(draw(st.sets(st.integers(1, 2000), min_size=1, max_size=4)))),
        working_age=draw(st.integers(15, adult)),
        adult_age=adult,
        **{
            name: draw(percents)
            for name in (
                "elementary", "unstated", "undeclared", "over_per_rank", "over_most", "shuttle", "dormitory",
                "would_move", "pay_at_top", "pay_loss_per_percent",
            )
        },
    )  # fmt: skip


@given(rules(), openings(), pools, st.integers(1, 30))
def test_a_search_ranks_as_the_pairs_say(rules: Rules, opening: Opening, people: list[Person], limit: int) -> None:
    found = [(one, assess(opening, one, Knowledge(PLACES, TRADES, rules), TODAY)) for one in people]
    passing = [(one, result) for one, result in found if not result.gates_failed]
    passing.sort(key=lambda row: (-row[1].score, not row[0].priority, row[0].id.int))
    pool = Pool.build(people, PLACES, TRADES)
    # The second is cut from a scan, as pages far down are.
    for shown in (0, DEEP):
        ranked = rank(opening, pool, Window(limit, shown=shown), rules=rules, today=TODAY).rows
        assert [(row.jobseeker_id, row.assessment) for row in ranked] == [(one.id, a) for one, a in passing[:limit]]
    counted = count(opening, pool, rules=rules, today=TODAY)
    assert (counted.passed, counted.people) == (len(passing), len(people))


@given(rules(), people, st.lists(openings(), max_size=8))
def test_openings_fit_a_person_as_the_pairs_say(rules: Rules, one: Person, some: list[Opening]) -> None:
    board = OpeningTable.build([(UUID(int=i), opening) for i, opening in enumerate(some)], PLACES, TRADES)
    found = score_openings(one, board, rules=rules, today=TODAY)
    pairs = [assess(opening, one, Knowledge(PLACES, TRADES, rules), TODAY) for opening in some]
    assert found.scores.tolist() == [pair.score for pair in pairs]
    assert found.passes.tolist() == [not pair.gates_failed for pair in pairs]


@given(rules(), openings(), people)
def test_a_score_is_out_of_100(rules: Rules, opening: Opening, one: Person) -> None:
    found = assess(opening, one, Knowledge(PLACES, TRADES, rules), TODAY)
    assert 0 <= found.score == sum(part.points for part in found.parts) <= 10_000
    assert all(0 <= part.points <= part.maximum for part in found.parts)
    assert sum(part.maximum for part in found.parts) == 10_000
