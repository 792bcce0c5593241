"""What the reading of an address gives back."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class MapYear(IntEnum):
    """The map on which a name or code was found: of 1 July 2025, or the 63-province map, in force until then."""

    BEFORE_2025 = 2024
    FROM_2025 = 2025


class AddressQuestion(StrEnum):
    """Why a person must be asked."""

    SPLIT = "split"
    TWO_MAPS = "two_maps"
    REPEATED = "repeated"
    UNSURE = "unsure"
    CONTRADICTION = "contradiction"
    ONLY_DISTRICT = "only_district"
    ONLY_PROVINCE = "only_province"
    OUT_OF_AREA = "out_of_area"
    ANOTHER_COUNTRY = "another_country"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class AddressReason:
    """One ground for a match: a code of the catalogue of texts, and the names to fill in."""

    code: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AddressMatch:
    """A commune of the current map. ``confidence`` 0–1, not a probability: it orders and marks what to look at."""

    code: str
    map_year: MapYear
    confidence: float
    because: tuple[AddressReason, ...]


@dataclass(frozen=True, slots=True)
class AddressResolution:
    """At most five matches, the likeliest first. ``question`` says why to ask; None: the first match may be taken."""

    matches: tuple[AddressMatch, ...]
    question: AddressQuestion | None

    @property
    def ask(self) -> bool:
        """True when a person must settle it."""
        return self.question is not None
