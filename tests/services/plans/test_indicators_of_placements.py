"""The 5,000: people introduced and placed at an enterprise's request, once per person and plan; the rest beside it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.vocabulary import PlacementStatus, Reading, RequestStatus
from tests.support import factories
from tests.support.history import FLOW, figures, hire, introduction, morning, requested_vacancy, rows

pytestmark = pytest.mark.usefixtures("database")
MARCH, JUNE, JULY = date(2026, 3, 1), date(2026, 6, 1), date(2026, 7, 1)
ZERO = {
    Reading.COUNTED: 0,
    Reading.REQUESTED: 0,
    Reading.INTRODUCED: 0,
    Reading.HIRED_WITHOUT_INTRODUCTION: 0,
    Reading.HIRED_WITHOUT_REQUEST: 0,
    Reading.CONFIRMED: 0,
}


def flow(day: date = JULY) -> dict[Reading, int]:
    """The readings that are not zero."""
    return {reading: value for reading, value in figures(FLOW, day).items() if value}


def test_nothing_yet_is_zero_everywhere() -> None:
    assert figures(FLOW, JULY) == ZERO


def test_introduced_and_placed_at_a_request_counts() -> None:
    hire(requested_vacancy(factories.enterprise().id, quantity=4), factories.jobseeker(), JUNE)
    assert flow() == {Reading.COUNTED: 1, Reading.REQUESTED: 4, Reading.INTRODUCED: 1}


def test_an_introduction_alone_is_half() -> None:
    introduction(requested_vacancy(factories.enterprise().id), factories.jobseeker(), morning(JUNE))
    assert flow() == {Reading.REQUESTED: 10, Reading.INTRODUCED: 1}


def test_a_hire_without_introduction_stands_apart() -> None:
    vacancy = requested_vacancy(factories.enterprise().id)
    hire(vacancy, factories.jobseeker(), JUNE, introduced=False)
    assert flow() == {Reading.REQUESTED: 10, Reading.HIRED_WITHOUT_INTRODUCTION: 1}


def test_a_hire_without_request_stands_apart() -> None:
    hire(factories.vacancy(), factories.jobseeker(), JUNE)
    assert flow() == {Reading.INTRODUCED: 1, Reading.HIRED_WITHOUT_REQUEST: 1}


def test_all_that_was_asked_and_placed_is_still_little_of_the_target() -> None:
    vacancy = requested_vacancy(factories.enterprise().id, quantity=3)
    for _ in range(3):
        hire(vacancy, factories.jobseeker(), JUNE)
    found = flow()
    assert found[Reading.REQUESTED] == found[Reading.COUNTED] == 3


def test_a_person_counts_once_however_often_hired() -> None:
    person = factories.jobseeker()
    first = hire(requested_vacancy(factories.enterprise().id), person, MARCH)
    hire(requested_vacancy(factories.enterprise().id), person, JUNE)
    assert flow()[Reading.COUNTED] == flow()[Reading.INTRODUCED] == 1
    assert [row.id for row in rows(FLOW, Reading.COUNTED, JULY)] == [first]


def test_a_hire_that_does_not_qualify_does_not_stand_in_for_one_that_does() -> None:
    person = factories.jobseeker()
    hire(factories.vacancy(), person, MARCH)
    second = hire(requested_vacancy(factories.enterprise().id), person, JUNE)
    assert [row.id for row in rows(FLOW, Reading.COUNTED, JULY)] == [second]


def test_two_people_count_twice() -> None:
    vacancy = requested_vacancy(factories.enterprise().id)
    hire(vacancy, factories.jobseeker(), MARCH)
    hire(vacancy, factories.jobseeker(), JUNE)
    assert flow()[Reading.COUNTED] == 2


def test_a_cancelled_hire_does_not_count() -> None:
    person, vacancy = factories.jobseeker(), requested_vacancy(factories.enterprise().id)
    hire(vacancy, person, MARCH, status=PlacementStatus.CANCELLED)
    assert Reading.COUNTED not in flow()
    second = hire(vacancy, person, JUNE)
    assert [row.id for row in rows(FLOW, Reading.COUNTED, JULY)] == [second]


def test_who_left_was_placed_all_the_same() -> None:
    hire(requested_vacancy(factories.enterprise().id), factories.jobseeker(), JUNE, status=PlacementStatus.ENDED)
    assert flow()[Reading.COUNTED] == 1


@pytest.mark.parametrize(
    ("hired_on", "as_of", "counts"),
    [
        (date(2025, 12, 31), JULY, False),
        (date(2026, 1, 1), JULY, True),
        (JULY, JULY, True),
        (JULY + timedelta(days=1), JULY, False),
        (date(2026, 12, 31), date(2027, 6, 1), True),
        (date(2027, 1, 1), date(2027, 6, 1), False),
    ],
)
def test_only_the_plans_days_up_to_the_day_count(hired_on: date, as_of: date, counts: bool) -> None:
    hire(requested_vacancy(factories.enterprise().id), factories.jobseeker(), hired_on)
    assert figures(FLOW, as_of)[Reading.COUNTED] == int(counts)


@pytest.mark.parametrize(
    ("at", "counts"),
    [(datetime(2025, 12, 31, 16, 59, tzinfo=UTC), False), (datetime(2025, 12, 31, 17, 0, tzinfo=UTC), True)],
)
def test_a_day_begins_at_midnight_in_viet_nam(at: datetime, counts: bool) -> None:
    introduction(factories.vacancy(), factories.jobseeker(), at)
    assert figures(FLOW, JULY)[Reading.INTRODUCED] == int(counts)


def test_confirmed_is_a_part_of_what_is_counted() -> None:
    vacancy = requested_vacancy(factories.enterprise().id)
    confirmed = PlacementStatus.CONFIRMED
    hire(vacancy, factories.jobseeker(), MARCH, status=confirmed, confirmed_on=JUNE)
    hire(vacancy, factories.jobseeker(), MARCH, status=PlacementStatus.REPORTED)
    # Confirmed, but outside the count.
    hire(factories.vacancy(), factories.jobseeker(), MARCH, status=confirmed, confirmed_on=MARCH)
    assert (flow(JUNE)[Reading.COUNTED], flow(JUNE)[Reading.CONFIRMED]) == (2, 1)
    assert Reading.CONFIRMED not in flow(JUNE - timedelta(days=1))


def test_a_confirmed_job_that_ended_stays_confirmed() -> None:
    vacancy = requested_vacancy(factories.enterprise().id)
    hire(vacancy, factories.jobseeker(), MARCH, status=PlacementStatus.ENDED, confirmed_on=MARCH)
    assert flow()[Reading.CONFIRMED] == 1


def test_requested_heads_stand_beside_by_their_day_and_place() -> None:
    firm = factories.enterprise()
    outside = factories.enterprise(zone_code=None)
    border = factories.enterprise(zone_code=factories.KKTCK, commune_code="30769")
    factories.support_request(firm.id, quantity=5, requested_on=JUNE)
    factories.support_request(firm.id, quantity=7, requested_on=JUNE, status=RequestStatus.CLOSED)
    factories.support_request(firm.id, quantity=11, requested_on=JUNE, status=RequestStatus.WITHDRAWN)
    factories.support_request(firm.id, quantity=13, requested_on=date(2025, 12, 31))
    factories.support_request(firm.id, quantity=17, requested_on=JULY + timedelta(days=1))
    factories.support_request(outside.id, quantity=19, requested_on=JUNE)
    factories.support_request(border.id, quantity=23, requested_on=JUNE)
    assert flow() == {Reading.REQUESTED: 5 + 7 + 23}
    assert sorted(row.amount for row in rows(FLOW, Reading.REQUESTED, JULY)) == [5, 7, 23]


def test_parks_and_border_gate_zones_count_alike() -> None:
    park = factories.enterprise()
    border = factories.enterprise(zone_code=factories.KKTCK, commune_code="30769")
    for firm in (park, border):
        hire(requested_vacancy(firm.id), factories.jobseeker(), JUNE)
    assert flow()[Reading.COUNTED] == 2
    assert {row.zone_code for row in rows(FLOW, Reading.COUNTED, JULY)} == {factories.KCN, factories.KKTCK}


@pytest.mark.parametrize("introducer", ["ttdvvl-ag", "bqlkkt-ag", "snv-ag", "bqlkktck-ls"])
def test_whoever_introduced_the_plan_counts_it(introducer: str) -> None:
    hire(requested_vacancy(factories.enterprise().id), factories.jobseeker(), JUNE, by=introducer)
    assert flow()[Reading.COUNTED] == 1


def test_every_figure_is_the_sum_of_its_rows() -> None:
    firm = factories.enterprise()
    vacancy = requested_vacancy(firm.id, quantity=4)
    for status in PlacementStatus:
        confirmed_on = JUNE if status is PlacementStatus.CONFIRMED else None
        hire(vacancy, factories.jobseeker(), MARCH, status=status, confirmed_on=confirmed_on)
    hire(vacancy, factories.jobseeker(), MARCH, introduced=False)
    hire(factories.vacancy(firm.id), factories.jobseeker(), MARCH)
    assert figures(FLOW, JULY) == {
        Reading.COUNTED: 3,
        Reading.REQUESTED: 4,
        Reading.INTRODUCED: 5,
        Reading.HIRED_WITHOUT_INTRODUCTION: 1,
        Reading.HIRED_WITHOUT_REQUEST: 1,
        Reading.CONFIRMED: 1,
    }
    for reading, value in figures(FLOW, JULY).items():
        found = rows(FLOW, reading, JULY)
        assert sum(row.amount for row in found) == value, reading
        assert len({row.id for row in found}) == len(found), reading
