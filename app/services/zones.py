"""Industrial parks, border-gate economic zones, industrial clusters."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.models import Zone
from app.schemas.zones import ZoneCreate, ZoneQuery
from app.services import paging, references, searching
from app.text import fold


def list_zones(session: Session, query: ZoneQuery, after: paging.Key | None) -> paging.Slice[Zone]:
    """Zones by code, or by nearness to what was typed."""
    statement = select(Zone)
    order = [paging.Order(Zone.code)]
    if query.kind:
        statement = statement.where(Zone.kind == query.kind)
    if query.province_code:
        statement = statement.where(Zone.province_code == query.province_code)
    if query.q:
        statement = statement.where(searching.matches(Zone.search, query.q))
        order.insert(0, paging.Order(searching.nearness(Zone.name, Zone.search, query.q)))
    return paging.fetch(session, statement, order, query, after)


def get_zone(session: Session, code: str) -> Zone:
    """One zone."""
    zone = session.get(Zone, code)
    if zone is None:
        raise NotFound("zone_not_found")
    return zone


def create_zone(session: Session, payload: ZoneCreate) -> Zone:
    """Add a zone, such as an industrial cluster with its own managing body."""
    commune = references.commune(session, payload.commune_code)
    if payload.managing_organisation_id is not None:
        references.organisation(session, payload.managing_organisation_id, "/managing_organisation_id")
    zone = Zone(
        **payload.model_dump(),
        province_code=commune.province_code,
        location_basis=commune.name,
        search=fold(f"{payload.name} {commune.name}"),
    )
    session.add(zone)
    session.flush()
    return zone
