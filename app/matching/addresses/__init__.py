"""Free-text addresses, of the map of 1 July 2025 or the one before, to communes of the current map.

``Addresses.build(…).resolve(text)`` is all there is to call; the lists are arguments, nothing is read from elsewhere.
"""

from app.matching.addresses.gazetteer import CurrentCommune, FormerCommune
from app.matching.addresses.resolver import MAX_LENGTH, Addresses
from app.matching.addresses.types import AddressMatch, AddressQuestion, AddressReason, AddressResolution, MapYear

__all__ = [
    "MAX_LENGTH",
    "AddressMatch",
    "AddressQuestion",
    "AddressReason",
    "AddressResolution",
    "Addresses",
    "CurrentCommune",
    "FormerCommune",
    "MapYear",
]
