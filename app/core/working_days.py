"""Working days in Viet Nam: no weekends, no public holidays, no days in lieu (Labour Code 2019, art. 111–112).

The calendar comes from the package ``holidays``: lunar Tết and the death day of the Hùng kings by the Vietnamese
calendar, the rest days that the government has moved, and 24 November since 2026. Years whose Tết the government has
not fixed yet are the package's estimate.
"""

from datetime import date, timedelta
from functools import cache

from holidays import HolidayBase, country_holidays

ONE = timedelta(days=1)


@cache
def _year(year: int) -> HolidayBase:
    # A calendar that grows while it is asked would be half made for another thread.
    return country_holidays("VN", years=year, expand=False)


def is_working_day(day: date) -> bool:
    """Whether a public office works on a day; a Saturday does when its rest was moved to another day."""
    return _year(day.year).is_working_day(day)


def on_or_after(day: date) -> date:
    """The day itself, or the next working day: where a term ends that would end on a rest day (Civil Code, 148(5))."""
    while not is_working_day(day):
        day += ONE
    return day


def after(day: date, count: int) -> date:
    """The ``count``-th working day after a day; the day itself is not counted (Civil Code 2015, art. 147(2))."""
    for _ in range(count):
        day = on_or_after(day + ONE)
    return day
