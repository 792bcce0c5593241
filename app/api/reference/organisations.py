"""Organisations."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from app.core import clock
from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.cursors import CursorsDep
from app.http.path_ids import OrganisationIdPath
from app.http.problems import responses
from app.http.routes import StrictRoute
from app.http.write_gate import WriteDep
from app.infra.db import reading
from app.schemas.common.base import Page
from app.schemas.reference.organisations import OrganisationCreate, OrganisationOut, OrganisationQuery
from app.services.reference import organisations

router = APIRouter(prefix="/organisations", tags=["organisations"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.ORGANISATION_READ))]
Writer = Annotated[Actor, Depends(allowed(Permission.ORGANISATION_WRITE))]


@router.get("")
def list_organisations(
    _: Reader, query: Annotated[OrganisationQuery, Query()], cursors: CursorsDep
) -> Page[OrganisationOut]:
    """Cơ quan, đơn vị tham gia."""
    with reading() as session:
        found = organisations.list_organisations(session, query, cursors.read(query))
        return cursors.page(found, query, OrganisationOut)


@router.post("", status_code=201, response_model=OrganisationOut, responses=responses(409))
def create_organisation(write: WriteDep, _: Writer, payload: OrganisationCreate) -> Response:
    """Thêm cơ quan, đơn vị."""
    with write() as session:
        return write.answer(
            OrganisationOut.model_validate(organisations.create_organisation(session, payload, clock.now()))
        )


@router.get("/{organisation_id}")
def get_organisation(_: Reader, organisation_id: OrganisationIdPath) -> OrganisationOut:
    """Một cơ quan, đơn vị."""
    with reading() as session:
        return OrganisationOut.model_validate(organisations.get_organisation(session, organisation_id))
