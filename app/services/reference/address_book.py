"""The engine of addresses in memory: built once per version of the lists."""

import threading

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.matching.addresses import Addresses, CurrentCommune, FormerCommune
from app.models import Commune, LegacyCommune, Province, ReferenceList, Zone
from app.models.base import AnySelect


class AddressBook:
    """One process's ``Addresses``, built again when another version of the lists is loaded. Any thread may ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._version: tuple[object, ...] | None = None
        self._addresses: Addresses | None = None

    def current(self, session: Session) -> Addresses:
        """Ready for the lists as the session sees them."""
        # Zones are added by hand too, so their rows tell more than their list's checksum.
        zones = [(name, code) for name, code in session.execute(_zones())]
        version = (*session.scalars(_list_versions()), *zones)
        with self._lock:
            if self._addresses is None or version != self._version:
                self._addresses = _addresses(session, zones)
                self._version = version
            return self._addresses


def _zones() -> AnySelect:
    return select(Zone.name, Zone.commune_code).order_by(Zone.code)


def _list_versions() -> AnySelect:
    lists = ReferenceList.name.in_(("communes", "legacy_communes", "provinces"))
    return select(ReferenceList.checksum).where(lists).order_by(ReferenceList.name)


def _addresses(session: Session, zones: list[tuple[str, str]]) -> Addresses:
    current = select(Commune.code, Commune.name, Commune.kind, Commune.province_code).order_by(Commune.code)
    former = select(
        LegacyCommune.old_province,
        LegacyCommune.old_district,
        LegacyCommune.old_commune,
        LegacyCommune.old_code,
        LegacyCommune.new_code,
        LegacyCommune.split,
    )
    return Addresses.build(
        [CurrentCommune(*row) for row in session.execute(current)],
        {code: name for code, name in session.execute(select(Province.code, Province.name))},
        [FormerCommune(*row) for row in session.execute(former)],
        zones,
    )
