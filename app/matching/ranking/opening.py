"""What a vacancy asks and offers, as far as matching is concerned."""

from dataclasses import dataclass, field
from datetime import date

from app.vocabulary import Certificate, RefusableShift


@dataclass(frozen=True, slots=True)
class Opening:
    """One vacancy. ``None`` means "not stated", which is never the same as zero.

    occupation_code: ISCO-08 unit group, 4 digits. commune_code: place of work, 5 digits.
    required_rank: 0–6. experience_floor_months: 0–60. pay_from, pay_to: đồng a month.
    shifts: what the pattern includes; harmless to a worker who may choose (``shift_choice``).
    """

    occupation_code: str
    commune_code: str
    required_rank: int | None = None
    level_is_hard: bool = False
    certificates: frozenset[Certificate] = field(default_factory=frozenset)
    experience_floor_months: int | None = None
    pay_from: int | None = None
    pay_to: int | None = None
    shifts: frozenset[RefusableShift] = field(default_factory=frozenset)
    shift_choice: bool = False
    shuttle_communes: frozenset[str] = field(default_factory=frozenset)
    dormitory: bool = False
    minors_allowed: bool = False
    starts_on: date | None = None

    @property
    def takes_minors(self) -> bool:
        """Whether people of 15 to 17 may do it: never at night (Labour Code, minors)."""
        return self.minors_allowed and RefusableShift.NIGHT not in self.shifts

    def start(self, today: date) -> date:
        """The day work begins: the stated day, or today when none is stated or it has passed."""
        return today if self.starts_on is None or self.starts_on < today else self.starts_on
