"""The only place that asks the machine for the time; everything else is handed it."""

from datetime import UTC, date, datetime

from app.core.reporting_days import day_of


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present reporting day in Viet Nam (UTC+7)."""
    return day_of(now())
