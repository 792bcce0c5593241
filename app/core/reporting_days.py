"""Reporting days: calendar days in Viet Nam, and the instants between which they lie."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

REPORTING_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def day_of(instant: datetime) -> date:
    """The reporting day of an instant."""
    return instant.astimezone(REPORTING_ZONE).date()


def begin_of(day: date) -> datetime:
    """The first instant of a reporting day, in UTC."""
    return datetime.combine(day, time.min, REPORTING_ZONE).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The first instant after a reporting day, in UTC."""
    return begin_of(day + timedelta(days=1))


def months_after(day: date, months: int) -> date:
    """The same day of a later month (or an earlier one), or that month's last (Civil Code 2015, art. 148)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
