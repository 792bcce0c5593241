"""Industrial parks, border-gate economic zones, industrial clusters."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.text import fold
from app.models import Zone
from app.schemas.reference.zones import ZoneCreate, ZoneQuery
from app.services.common import existence, keyset, text_search


def list_zones(session: Session, query: ZoneQuery, after: keyset.PageKey | None) -> keyset.Slice[Zone]:
    """Zones by code, or by nearness to what was typed."""
    statement = select(Zone)
    order = [keyset.Order(Zone.code)]
    if query.kind:
        statement = statement.where(Zone.kind == query.kind)
    if query.province_code:
        statement = statement.where(Zone.province_code == query.province_code)
    if query.q:
        statement = statement.where(text_search.matches(Zone.search, query.q))
        order.insert(0, keyset.Order(text_search.nearness(Zone.name, Zone.search, query.q)))
    return keyset.fetch(session, statement, order, query, after)


def get_zone(session: Session, code: str) -> Zone:
    """One zone."""
    zone = session.get(Zone, code)
    if zone is None:
        raise NotFound("zone_not_found")
    return zone


def create_zone(session: Session, payload: ZoneCreate) -> Zone:
    """Add a zone, such as an industrial cluster with its own managing body."""
    commune = existence.commune(session, payload.commune_code)
    if payload.managing_organisation_id is not None:
        existence.organisation(session, payload.managing_organisation_id, "/managing_organisation_id")
    zone = Zone(
        **payload.model_dump(),
        province_code=commune.province_code,
        location_basis=commune.name,
        search=fold(f"{payload.name} {commune.name}"),
    )
    session.add(zone)
    session.flush()
    return zone
