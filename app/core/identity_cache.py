"""Results remembered by the very object they were made of."""

from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class IdentityCache(Generic[K, V]):
    """Looks an object up by what it is, not by what it equals: no hashing of its fields, however many they are.

    Each object is kept with its result, so an address is never taken over by another. Beyond ``most`` entries all
    are forgotten and made anew.
    """

    def __init__(self, make: Callable[[K], V], most: int = 1 << 16) -> None:
        self._make = make
        self._most = most
        self._known: dict[int, tuple[K, V]] = {}

    def __call__(self, of: K) -> V:
        """The result for an object. May be called from any thread; two at once may both make it."""
        known = self._known.get(id(of))
        if known is not None:
            return known[1]
        made = self._make(of)
        if len(self._known) >= self._most:
            self._known = {}
        self._known[id(of)] = (of, made)
        return made
