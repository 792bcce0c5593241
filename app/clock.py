"""The only place that asks the machine for the time; everything else is handed it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

REPORTING_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present reporting day in Viet Nam (UTC+7)."""
    return now().astimezone(REPORTING_ZONE).date()
