"""The 40,000: everybody who works in the industrial parks on a day, by each enterprise's latest headcount."""

from datetime import date

import pytest

from app.core import clock
from app.vocabulary import EnterpriseStage, PlacementStatus, Reading
from tests.support import factories
from tests.support.history import (
    FLOW,
    LANG_SON_COMMUNE,
    LANG_SON_PARK,
    STOCK,
    cluster,
    figures,
    hire,
    requested_vacancy,
    rows,
)

pytestmark = pytest.mark.usefixtures("database")
JUNE, JULY, AUGUST = date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)


def stock(day: date) -> tuple[int, int]:
    """Counted, and followed beside it."""
    found = figures(STOCK, day)
    return found[Reading.COUNTED], found[Reading.FOLLOWED]


def test_a_border_gate_zone_is_followed_and_not_in_it() -> None:
    park, border = factories.enterprise(), factories.enterprise(zone_code=factories.KKTCK, commune_code="30769")
    factories.headcount(park.id, JUNE, 300)
    assert stock(JULY) == (300, 0)
    factories.headcount(border.id, JUNE, 900)
    assert stock(JULY) == (300, 900)
    # A hire there moves the 5,000 and leaves the 40,000 alone.
    hire(requested_vacancy(border.id), factories.jobseeker(), JUNE)
    assert stock(JULY) == (300, 900)
    assert figures(FLOW, JULY)[Reading.COUNTED] == 1


def test_a_cluster_is_followed_and_not_in_it() -> None:
    firm = factories.enterprise(zone_code=cluster())
    factories.headcount(firm.id, JUNE, 55)
    assert stock(JULY) == (0, 55)


def test_an_enterprise_outside_the_zones_counts_nowhere() -> None:
    firm = factories.enterprise(zone_code=None)
    factories.headcount(firm.id, JUNE, 55)
    hire(requested_vacancy(firm.id), factories.jobseeker(), JUNE)
    assert stock(JULY) == (0, 0)
    assert firm.id not in {row.enterprise_id for row in rows(STOCK, Reading.MISSING, JULY)}
    assert set(figures(FLOW, JULY).values()) == {0}


def test_another_provinces_park_does_not_count() -> None:
    firm = factories.enterprise(zone_code=LANG_SON_PARK, commune_code=LANG_SON_COMMUNE)
    factories.headcount(firm.id, JUNE, 55)
    hire(requested_vacancy(firm.id), factories.jobseeker(), JUNE)
    assert stock(JULY) == (0, 0)
    assert firm.id not in {row.enterprise_id for row in rows(STOCK, Reading.MISSING, JULY)}
    assert set(figures(FLOW, JULY).values()) == {0}


def test_the_latest_headcount_on_or_before_the_day_counts() -> None:
    firm = factories.enterprise()
    factories.headcount(firm.id, JUNE, 100)
    factories.headcount(firm.id, JULY, 140)
    assert [stock(day)[0] for day in (date(2026, 5, 31), JUNE, date(2026, 6, 30), JULY, AUGUST)] == [
        0,
        100,
        100,
        140,
        140,
    ]


def test_a_later_headcount_does_not_leak_into_an_earlier_day() -> None:
    firm = factories.enterprise()
    factories.headcount(firm.id, AUGUST, 140)
    assert stock(JULY) == (0, 0)
    assert firm.id in {row.enterprise_id for row in rows(STOCK, Reading.MISSING, JULY)}
    assert firm.id not in {row.enterprise_id for row in rows(STOCK, Reading.MISSING, AUGUST)}


def test_a_headcount_that_falls_counts_as_it_is() -> None:
    firm = factories.enterprise()
    factories.headcount(firm.id, JUNE, 140)
    factories.headcount(firm.id, JULY, 0)
    assert stock(JULY) == (0, 0)
    assert firm.id not in {row.enterprise_id for row in rows(STOCK, Reading.MISSING, JULY)}


def test_a_closed_enterprise_counts_until_its_last_day() -> None:
    firm = factories.enterprise(stage=EnterpriseStage.CLOSED, operating_until=JULY)
    factories.headcount(firm.id, JUNE, 100)
    assert stock(JULY)[0] == 100
    assert stock(date(2026, 7, 2))[0] == 0
    assert not rows(STOCK, Reading.COUNTED, AUGUST)


def test_a_closed_enterprise_that_never_reported_is_missing_until_its_last_day() -> None:
    firm = factories.enterprise(stage=EnterpriseStage.CLOSED, operating_until=JULY)
    assert firm.id in {row.enterprise_id for row in rows(STOCK, Reading.MISSING, JULY)}
    assert firm.id not in {row.enterprise_id for row in rows(STOCK, Reading.MISSING, date(2026, 7, 2))}


def test_an_enterprise_counts_from_its_first_day() -> None:
    firm = factories.enterprise(operating_from=JULY)
    factories.headcount(firm.id, JUNE, 100)
    factories.headcount(firm.id, date(2026, 7, 2), 80)
    assert stock(date(2026, 6, 30))[0] == 0
    # A figure from before the first day belongs to no time of operation, so it would be a guess.
    assert stock(JULY)[0] == 0
    assert firm.id in {row.enterprise_id for row in rows(STOCK, Reading.MISSING, JULY)}
    assert stock(date(2026, 7, 2))[0] == 80


@pytest.mark.parametrize("stage", [EnterpriseStage.INVESTOR_STUDY, EnterpriseStage.INVESTOR_PROJECT])
def test_an_investors_expectations_do_not_count(stage: EnterpriseStage) -> None:
    firm = factories.enterprise(stage=stage, expected_workers=5000)
    assert stock(JULY) == (0, 0)
    assert firm.id not in {row.enterprise_id for row in rows(STOCK, Reading.MISSING, JULY)}


def test_who_reported_nothing_is_listed_and_not_guessed() -> None:
    silent, reporting = factories.enterprise(name="Công ty Im Lặng"), factories.enterprise()
    factories.headcount(reporting.id, JUNE, 100)
    found = {row.enterprise_id: row for row in rows(STOCK, Reading.MISSING, JULY)}
    assert (found[silent.id].enterprise_name, found[silent.id].amount) == ("Công ty Im Lặng", 1)
    assert reporting.id not in found
    assert figures(STOCK, JULY)[Reading.MISSING] == len(found)
    assert stock(JULY)[0] == 100


def test_a_hire_through_us_is_not_added_to_the_stock() -> None:
    firm = factories.enterprise()
    factories.headcount(firm.id, JUNE, 100)
    hire(requested_vacancy(firm.id), factories.jobseeker(), JULY, status=PlacementStatus.REPORTED)
    assert stock(AUGUST)[0] == 100


def test_every_figure_is_the_sum_of_its_rows() -> None:
    for headcount in (10, 20, 30):
        factories.headcount(factories.enterprise().id, JUNE, headcount)
    border = factories.enterprise(zone_code=factories.KKTCK, commune_code="30769")
    factories.headcount(border.id, clock.today(), 7)
    for reading, value in figures(STOCK, JULY).items():
        assert sum(row.amount for row in rows(STOCK, reading, JULY)) == value, reading
    assert sorted(row.amount for row in rows(STOCK, Reading.COUNTED, JULY)) == [10, 20, 30]


def test_a_reading_of_the_other_indicator_does_not_exist() -> None:
    with pytest.raises(KeyError):
        rows(STOCK, Reading.REQUESTED, JULY)
    with pytest.raises(KeyError):
        rows(FLOW, Reading.MISSING, JULY)
