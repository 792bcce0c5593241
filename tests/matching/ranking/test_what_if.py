"""What a step would unlock is what happens when the person takes it; every step is tried here with ``assess``."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.matching.ranking import RULES, Knowledge, Opening, OpeningTable, Person, Step, Trade, Unlock, assess, unlocks
from app.vocabulary import Certificate, Improvement, RefusableShift
from tests.support.small_world import PLACES, TODAY, TRADES, openings, people, person

I = Improvement  # noqa: E741 - one letter keeps the tables below readable.


def board_of(some: list[Opening]) -> OpeningTable:
    return OpeningTable.build([(UUID(int=i), one) for i, one in enumerate(some, start=1)], PLACES, TRADES)


def unlocked(one: Person, some: list[Opening], here: Opening | None = None) -> tuple[Unlock, ...]:
    return unlocks(one, board_of(some), rules=RULES, today=TODAY, here=here)


def judged(opening: Opening, one: Person) -> tuple[int, bool]:
    found = assess(opening, one, Knowledge(PLACES, TRADES, RULES), TODAY)
    return found.score, not found.gates_failed


def after(one: Person, step: Step, code: str) -> Person:
    """The person who has taken a step, written anew."""
    if step.kind is I.CERTIFICATE:
        assert step.certificate is not None
        return replace(one, certificates=(*one.certificates, (step.certificate, None)))
    if step.kind is I.SHIFT:
        return replace(one, refused=one.refused - step.shifts)
    if step.kind is I.DISTANCE:
        return replace(one, max_travel_km=step.km)
    better = {"rank": step.rank} if step.kind is I.LEVEL else {"months": step.months}
    trades = [replace(t, **better) if t.occupation_code == code else t for t in one.trades]  # type: ignore[arg-type]
    return replace(one, trades=tuple(trades))


def brought(one: Person, some: list[Opening], here: Opening | None, step: Step, code: str) -> Unlock:
    """The slow and obvious way."""
    everywhere = one.would_move or step.kind is I.DISTANCE
    looked = related(one, some) if everywhere else nearby(one, some)
    changed = after(one, step, code)
    before = [judged(opening, one) for opening in looked]
    then = [judged(opening, changed) for opening in looked]
    best = max((score for score, passes in before if passes), default=None)
    lifted = max((score for score, passes in then if passes), default=0)
    was, now = (judged(here, one), judged(here, changed)) if here else ((0, False), (0, False))
    return Unlock(
        step,
        None if everywhere else 20,
        sum(new[1] and not old[1] for old, new in zip(before, then, strict=True)),
        None if best is None else lifted - best,
        now[0] - was[0] if here else None,
        (now[1] and not was[1]) if here else None,
    )


def related(one: Person, some: list[Opening]) -> list[Opening]:
    return [
        opening
        for opening in some
        if any(
            TRADES.similarity(opening.occupation_code, t.occupation_code, RULES) >= RULES.tree[2] for t in one.trades
        )
    ]


def nearby(one: Person, some: list[Opening]) -> list[Opening]:
    return [
        opening
        for opening in related(one, some)
        if one.would_move or PLACES.metres_between(opening.commune_code, one.commune_code) <= 20_000
    ]


def all_steps(one: Person, code: str, asking: list[Opening]) -> list[list[Step]]:
    """Every step there is, from small to large; of certificates and experience, what is asked somewhere."""
    papers = {paper for opening in asking for paper in opening.certificates}
    floors = sorted({opening.experience_floor_months or 0 for opening in asking})
    (trade,) = [trade for trade in one.trades if trade.occupation_code == code]
    refused = sorted(one.refused)
    singles = [frozenset({shift}) for shift in refused]
    farther = [] if one.max_travel_km is None else [one.max_travel_km + more for more in (10, 20, 40)]
    return [
        *([Step(I.CERTIFICATE, certificate=paper)] for paper in papers),
        [Step(I.LEVEL, rank=rank) for rank in range(7) if trade.rank is not None and rank > trade.rank],
        *([Step(I.SHIFT, shifts=shifts)] for shifts in singles),
        [Step(I.SHIFT, shifts=one.refused)] if len(refused) > 1 else [],
        [Step(I.DISTANCE, km=km) for km in farther if not one.would_move],
        [Step(I.EXPERIENCE, months=months) for months in floors if months > (trade.months or 0)],
    ]


def worth(one: Unlock) -> tuple[int, ...]:
    return int(one.opens_here or 0), one.points_here or 0, one.openings, one.points or 0


def trade_that_serves(one: Person, some: list[Opening], here: Opening | None) -> str:
    looked = nearby(one, some) if here is None else [here]
    found = [assess(opening, one, Knowledge(PLACES, TRADES, RULES), TODAY) for opening in looked]
    if not found:
        return one.trades[0].occupation_code
    return max(found, key=lambda result: (not result.gates_failed, result.score)).occupation_code


@given(people, st.lists(openings(), max_size=8), st.none() | openings())
def test_a_step_brings_what_it_says_and_none_is_missing(one: Person, some: list[Opening], here: Opening | None) -> None:
    code = trade_that_serves(one, some, here)
    expected = []
    for ladder in all_steps(one, code, [*nearby(one, some), *([] if here is None else [here])]):
        most: tuple[int, ...] = (0, 0, 0, 0)
        for step in ladder:
            tried = brought(one, some, here, step, code)
            if any(new > old for new, old in zip(worth(tried), most, strict=True)):
                expected.append(tried)
                most = tuple(map(max, worth(tried), most))
    # All shifts together are named only where they bring more than each of them.
    alone = [worth(unlock) for unlock in expected if len(unlock.step.shifts) == 1]
    expected = [unlock for unlock in expected if len(unlock.step.shifts) < 2 or worth(unlock) not in alone]
    found = unlocked(one, some, here)
    assert len(found) == min(len(expected), 8)
    assert [worth(unlock) for unlock in found] == sorted(map(worth, found), reverse=True)
    assert [worth(unlock) for unlock in found] == sorted(map(worth, expected), reverse=True)[:8]
    for unlock in found:
        assert unlock == brought(one, some, here, unlock.step, code)
        assert unlock in expected


WELDING = Opening("7212", "30463", certificates=frozenset({Certificate.WELDING_3G}))


def test_the_example_of_the_welder() -> None:
    """A certificate opens twelve jobs, of which the best is better than what there was."""
    welder = person(trades=(Trade("7212", 2, 30),))
    farther = replace(WELDING, commune_code="05977")
    helper = Opening("7213", "30463")
    (first, *_) = unlocked(welder, [helper, farther, *[WELDING] * 12])
    assert (first.step, first.within_km, first.openings) == (
        Step(I.CERTIFICATE, certificate=Certificate.WELDING_3G), 20, 12,
    )  # fmt: skip
    assert first.points == judged(WELDING, welder)[0] - judged(helper, welder)[0] > 0


def test_who_may_not_be_matched_unlocks_no_vacancy() -> None:
    for change in ({"consent": False}, {"available": False}, {"birth_date": date(2015, 1, 1)}):
        one = person(trades=(Trade("7212", 2, 30),), **change)
        assert all(unlock.openings == 0 for unlock in unlocked(one, [WELDING]))


def test_nothing_is_asked_so_nothing_is_unlocked() -> None:
    assert unlocked(person(), []) == ()
    assert unlocked(person(trades=(Trade("8153", 6, 900),)), [Opening("8153", "30463")] * 3) == ()


def test_a_level_that_was_not_declared_is_a_question_and_not_a_step() -> None:
    asked = Opening("8153", "30463", required_rank=3)
    found = unlocked(person(trades=(Trade("8153", None, 24),)), [asked], here=asked)
    assert I.LEVEL not in {unlock.step.kind for unlock in found}


def test_a_larger_step_is_named_only_where_it_brings_more() -> None:
    hard = [Opening("8153", "30463", required_rank=rank, level_is_hard=True) for rank in (2, 4)]
    found = unlocked(person(trades=(Trade("8153", 1, 24),)), hard)
    assert {(unlock.step.rank, unlock.openings) for unlock in found} == {(2, 1), (4, 2)}


def test_all_refused_shifts_together_open_what_each_alone_does_not() -> None:
    three_shifts = Opening("8153", "30463", shifts=frozenset(RefusableShift))
    found = unlocked(person(refused=frozenset(RefusableShift)), [three_shifts])
    assert [(unlock.step.shifts, unlock.openings) for unlock in found] == [(frozenset(RefusableShift), 1)]


def test_farther_than_nearby_counts_everything() -> None:
    far = Opening("8153", "30766")
    assert 20_000 < PLACES.metres_between("30463", "30766") < 120_000
    km = PLACES.metres_between("30463", "30766") // 1000
    found = unlocked(person(max_travel_km=km - 5), [far])
    assert [(unlock.step.km, unlock.within_km, unlock.openings) for unlock in found] == [(km + 5, None, 1)]
