"""Reporting days: calendar days in Viet Nam, and the instants between which they lie."""

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
