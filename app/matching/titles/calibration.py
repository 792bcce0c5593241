"""Calibration: from what was found to how far it can be relied on, by a logistic function (calibration.csv)."""

import math
from collections.abc import Mapping

from app.matching.titles.candidates import TitleCandidate
from app.matching.titles.types import Match

_CONFIRMED = 0.99
_SMALL = 1e-4


class Calibration:
    """confidence = logistic(c0 + c1·logit(share) + c2·near), fitted as calibration.csv says."""

    def __init__(self, constants: Mapping[str, float]) -> None:
        """constants: by name, from ``load_calibration``."""
        self._constant = constants["confidence_constant"]
        self._share = constants["confidence_share"]
        self._near = constants["confidence_near"]
        self._hint = constants["hint_most"]
        self._department = constants["department_most"]
        self.ask_below = constants["ask_below"]

    def of(self, candidate: TitleCandidate) -> float:
        """Chance that the code is right, 0–1."""
        share = min(max(candidate.share, _SMALL), 1.0 - _SMALL)
        odds = self._constant + self._share * math.log(share / (1.0 - share)) + self._near * candidate.near
        return 1.0 / (1.0 + math.exp(-odds))

    def of_department(self, candidate: TitleCandidate) -> float:
        """The same for the work of a department: never more than ``department_most``."""
        return min(self.of(candidate), self._department)

    def match(self, candidate: TitleCandidate, is_hint: bool, is_department: bool) -> Match:
        """The candidate as an answer; a hint never has more confidence than ``hint_most``."""
        sure = self.of_department(candidate) if is_department else self.of(candidate)
        return Match(candidate.code, round(min(sure, self._hint) if is_hint else sure, 4), candidate.because)

    def confirmed(self, codes: tuple[str, ...], title: str) -> tuple[Match, ...]:
        """Answers that staff gave; the latest first, earlier ones share what doubt there is."""
        first, *earlier = codes
        rest = tuple(Match(code, round((1.0 - _CONFIRMED) / len(earlier), 4), (title,), True) for code in earlier)
        return (Match(first, _CONFIRMED, (title,), True), *rest)
