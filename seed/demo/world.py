"""What every part of the demonstration shares: the seeded dice, the calendar, the reference rows it points to."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from uuid import UUID

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.ids import from_parts
from app.models import Commune, Organisation, Zone

T = TypeVar("T")

FIRST_DAY = date(2026, 1, 1)
SHORTEST = timedelta(days=90)
MARK = "(số liệu mẫu)"
"""Stands in every name that could be taken for a real one."""

HOME_PROVINCE = "91"


class World:
    """Draws are in a fixed order, so the same seed gives the same records."""

    def __init__(self, session: Session, rng: np.random.Generator, today: date, now: datetime) -> None:
        if today - FIRST_DAY < SHORTEST:
            raise ValueError(f"the demonstration plays from {FIRST_DAY} and needs {SHORTEST.days} days until today")
        self.rng, self.today, self.now = rng, today, now
        codes = session.execute(select(Organisation.code, Organisation.id))
        self.organisations: dict[str, UUID] = {code: key for code, key in codes}
        self.communes = list(session.scalars(select(Commune).order_by(Commune.code)))
        self.zones = {zone.code: zone for zone in session.scalars(select(Zone).order_by(Zone.code))}

    def new_id(self, at: datetime) -> UUID:
        """An id made at that instant."""
        return from_parts(int(at.timestamp() * 1000), int.from_bytes(self.rng.bytes(10)))

    def share(self, part: float) -> bool:
        """True in this part of all draws."""
        return bool(self.rng.random() < part)

    def choose(self, options: Mapping[T, float]) -> T:
        """One key, by weight."""
        weights = np.fromiter(options.values(), dtype=float)
        return list(options)[int(self.rng.choice(len(weights), p=weights / weights.sum()))]

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return int(self.rng.integers(low, high + 1))

    def day(self, part: float) -> date:
        """The day that lies at this part (0 to 1) of the time from the first day until today."""
        return FIRST_DAY + timedelta(days=int((self.today - FIRST_DAY).days * min(max(part, 0.0), 1.0)))

    def later(self, day: date, low: int, high: int) -> date:
        """Some days later, but never after today."""
        return min(day + timedelta(days=self.between(low, high)), self.today)

    def moment(self, day: date, after: datetime | None = None) -> datetime:
        """An instant in that day's working hours (07:30 to 16:30 in Viet Nam), after ``after``, never after now."""
        at = datetime.combine(day, time(0, 30), UTC) + timedelta(seconds=self.between(0, 9 * 3600))
        if after is not None and at <= after:
            at = after + timedelta(minutes=self.between(1, 30))
        if at <= self.now:
            return at
        # Half of what is left: several steps in the last hour stay in their order.
        return self.now - ((self.now - after) / 2 if after else timedelta(seconds=self.between(60, 1800)))
