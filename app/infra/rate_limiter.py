"""How often something may be done in a while (moving window); of this process only, with several each counts alone."""

import math
import time

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class RateLimiter:
    """Counts in a moving window, by kind and caller. said: ``staff=1200/minute,anonymous=60/second``."""

    def __init__(self, said: str) -> None:
        parts = (part.split("=", 1) for part in said.split(",") if part)
        self._limits = {name: parse(rate) for name, rate in parts}
        self._window = MovingWindowRateLimiter(MemoryStorage())

    def hit(self, kind: str, caller: str) -> int:
        """Count one; 0 when there was room, else the seconds (1 or more) until there is."""
        limit = self._limits.get(kind)
        if limit is None or self._window.hit(limit, kind, caller):
            return 0
        room = self._window.get_window_stats(limit, kind, caller).reset_time - time.time()
        return max(1, math.ceil(room))
