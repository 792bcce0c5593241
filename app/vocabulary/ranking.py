"""Criteria of the score and gates beside it."""

from enum import StrEnum


class Criterion(StrEnum):
    """Tiêu chí chấm điểm mức độ phù hợp."""

    TRADE = "trade"
    LEVEL = "level"
    PLACE = "place"
    PAY = "pay"
    EXPERIENCE = "experience"
    READINESS = "readiness"


class Gate(StrEnum):
    """Điều kiện bắt buộc, đứng ngoài điểm số."""

    CONSENT = "consent"
    AVAILABILITY = "availability"
    WORKING_AGE = "working_age"
    MINOR = "minor"
    LEVEL = "level"
    CERTIFICATE = "certificate"
    SHIFT = "shift"
    DISTANCE = "distance"


class Improvement(StrEnum):
    """Điều người lao động có thể làm hoặc nhận thêm để hợp với nhiều việc hơn."""

    CERTIFICATE = "certificate"
    LEVEL = "level"
    SHIFT = "shift"
    DISTANCE = "distance"
    EXPERIENCE = "experience"


BLOCKING_GATES: frozenset[Gate] = frozenset(
    {Gate.CONSENT, Gate.AVAILABILITY, Gate.WORKING_AGE, Gate.MINOR, Gate.CERTIFICATE}
)
"""Gates that stand in law (data consent, working age, minors, certificates: Labour Code art. 8 and 143–147) or in fact.

Nobody may introduce a person past these; the others are the person's or the enterprise's wish, and a clerk
who has asked both may introduce all the same.
"""

WORKING_AGE = 15
"""Years below which nobody is matched to work (Labour Code art. 143 and 145)."""

ADULT_AGE = 18
"""Years below which a worker is a minor (Labour Code art. 143)."""
