"""Working days in Viet Nam: lunar Tết, Giỗ Tổ, days in lieu (Labour Code 2019, art. 111–112)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from app.core import working_days
from app.core.reporting_days import months_after

REST = [
    "2025-01-01",  # New Year
    *("2025-01-27", "2025-01-28", "2025-01-29", "2025-01-30", "2025-01-31"),  # Tết Ất Tỵ
    "2025-04-07",  # Giỗ Tổ, 10th of the 3rd lunar month
    "2025-04-30",
    "2025-05-01",
    "2025-09-01",
    "2025-09-02",
    *("2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20"),  # Tết Bính Ngọ
    "2026-04-26",  # Giỗ Tổ on a Sunday …
    "2026-04-27",  # … and the Monday in its stead
    "2026-04-30",
    "2026-05-01",
    "2026-09-01",  # the day beside the National Day
    "2026-09-02",
    "2026-11-22",  # a Sunday
    "2027-04-16",
    "2027-05-03",  # 1 May is a Saturday
    "2028-01-03",  # 1 January is a Saturday
]
WORK = ["2026-01-05", "2026-02-13", "2026-02-23", "2026-04-28", "2026-05-04", "2026-09-03", "2026-11-23", "2027-04-15"]


@pytest.mark.parametrize("day", REST)
def test_nobody_works(day: str) -> None:
    assert not working_days.is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize("day", WORK)
def test_offices_are_open(day: str) -> None:
    assert working_days.is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-11-16", 2, "2026-11-18"),  # Monday → Wednesday
        ("2026-11-19", 2, "2026-11-23"),  # Thursday → Friday, Monday
        ("2026-11-21", 2, "2026-11-25"),  # Saturday → Monday, Wednesday: the 24th is a holiday
        ("2026-02-13", 2, "2026-02-24"),  # the Friday before Tết
        ("2026-04-24", 2, "2026-04-29"),  # over Giỗ Tổ and its day in lieu
        ("2026-04-29", 1, "2026-05-04"),  # over 30 April, 1 May and a weekend
        ("2026-12-31", 1, "2027-01-04"),  # over the year
        ("2026-11-16", 0, "2026-11-16"),
    ],
)
def test_working_days_after_a_day(start: str, count: int, end: str) -> None:
    assert working_days.after(date.fromisoformat(start), count) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("day", "end"), [("2026-02-16", "2026-02-23"), ("2026-11-22", "2026-11-23"), ("2026-11-20", "2026-11-20")]
)
def test_a_term_never_ends_on_a_rest_day(day: str, end: str) -> None:
    assert working_days.on_or_after(date.fromisoformat(day)) == date.fromisoformat(end)


def test_every_year_has_between_240_and_256_working_days() -> None:
    for year in range(2024, 2060):
        first = date(year, 1, 1)
        days = [first + timedelta(days=n) for n in range(365)]
        assert 240 <= sum(map(working_days.is_working_day, days)) <= 256, year


def test_threads_that_ask_for_a_new_year_at_once_hear_the_same() -> None:
    days = [date(2061, 1, 1) + timedelta(days=n) for n in range(365)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: tuple(map(working_days.is_working_day, days)), range(16)))
    assert len(set(answers)) == 1


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        ("2026-11-22", 12, "2027-11-22"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -24, "2024-01-15"),
        ("2026-12-01", 1, "2027-01-01"),
    ],
)
def test_months_after_a_day(day: str, months: int, end: str) -> None:
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(end)
