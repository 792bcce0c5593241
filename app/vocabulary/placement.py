"""From an introduction to a lasting job, with the status tables."""

from collections.abc import Mapping
from enum import StrEnum


class ReferralStatus(StrEnum):
    """Trạng thái giới thiệu."""

    INTRODUCED = "introduced"
    INTERVIEW = "interview"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    HIRED = "hired"


class PlacementStatus(StrEnum):
    """Trạng thái việc làm đã giải quyết: doanh nghiệp báo tuyển, hai bên xác nhận, đã nghỉ, hủy do ghi nhầm."""

    REPORTED = "reported"
    CONFIRMED = "confirmed"
    ENDED = "ended"
    CANCELLED = "cancelled"


REFERRAL_TRANSITIONS: Mapping[ReferralStatus, frozenset[ReferralStatus]] = {
    ReferralStatus.INTRODUCED: frozenset(
        {ReferralStatus.INTERVIEW, ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN, ReferralStatus.HIRED}
    ),
    ReferralStatus.INTERVIEW: frozenset({ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN, ReferralStatus.HIRED}),
    ReferralStatus.DECLINED: frozenset(),
    ReferralStatus.WITHDRAWN: frozenset(),
    # A hire that is cancelled leaves the introduction as it was made.
    ReferralStatus.HIRED: frozenset({ReferralStatus.INTRODUCED}),
}


ACTIVE_REFERRALS: frozenset[ReferralStatus] = frozenset({ReferralStatus.INTRODUCED, ReferralStatus.INTERVIEW})


PLACEMENT_TRANSITIONS: Mapping[PlacementStatus, frozenset[PlacementStatus]] = {
    PlacementStatus.REPORTED: frozenset({PlacementStatus.CONFIRMED, PlacementStatus.ENDED, PlacementStatus.CANCELLED}),
    PlacementStatus.CONFIRMED: frozenset({PlacementStatus.ENDED}),
    PlacementStatus.ENDED: frozenset(),
    PlacementStatus.CANCELLED: frozenset(),
}


CURRENT_PLACEMENTS: frozenset[PlacementStatus] = frozenset({PlacementStatus.REPORTED, PlacementStatus.CONFIRMED})
