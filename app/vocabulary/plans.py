"""What plans count, and how it may be read."""

from collections.abc import Mapping
from enum import StrEnum


class Indicator(StrEnum):
    """Chỉ tiêu của kế hoạch mà hệ thống tự đếm được."""

    WORKERS_IN_PARKS = "workers_in_parks"
    PLACED_ON_REQUEST = "placed_on_request"


class AsOfRule(StrEnum):
    """Cách lấy số đến một ngày: số mới nhất đến ngày đó, hoặc cộng dồn từ đầu kỳ đến ngày đó."""

    LATEST_ON_OR_BEFORE = "latest_on_or_before"
    FROM_START_TO_DAY = "from_start_to_day"


class Reading(StrEnum):
    """Một cách đọc của chỉ tiêu; mỗi cách đọc có số riêng và mở ra đúng các dòng làm nên số đó."""

    COUNTED = "counted"
    REQUESTED = "requested"
    INTRODUCED = "introduced"
    HIRED_WITHOUT_INTRODUCTION = "hired_without_introduction"
    HIRED_WITHOUT_REQUEST = "hired_without_request"
    CONFIRMED = "confirmed"
    MISSING = "missing"
    FOLLOWED = "followed"


READINGS: Mapping[Indicator, tuple[Reading, ...]] = {
    Indicator.WORKERS_IN_PARKS: (Reading.COUNTED, Reading.MISSING, Reading.FOLLOWED),
    Indicator.PLACED_ON_REQUEST: (
        Reading.COUNTED,
        Reading.REQUESTED,
        Reading.INTRODUCED,
        Reading.HIRED_WITHOUT_INTRODUCTION,
        Reading.HIRED_WITHOUT_REQUEST,
        Reading.CONFIRMED,
    ),
}
"""The first reading of each indicator is the head figure; the others stand beside it and are never added to it."""
