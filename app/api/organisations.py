"""Organisations."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from app import clock
from app.api.auth import allowed
from app.api.paging import CursorsDep
from app.api.paths import OrganisationIdPath
from app.api.problems import responses
from app.api.routing import StrictRoute
from app.api.writing import WriteDep
from app.db import reading
from app.permissions import Actor, Permission
from app.schemas.base import Page
from app.schemas.organisations import OrganisationCreate, OrganisationOut, OrganisationQuery
from app.services import organisations

router = APIRouter(prefix="/organisations", tags=["organisations"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.ORGANISATION_READ))]
Writer = Annotated[Actor, Depends(allowed(Permission.ORGANISATION_WRITE))]


@router.get("", responses=responses(401, 403, 422))
def list_organisations(
    _: Reader, query: Annotated[OrganisationQuery, Query()], cursors: CursorsDep
) -> Page[OrganisationOut]:
    """Cơ quan, đơn vị tham gia."""
    with reading() as session:
        found = organisations.list_organisations(session, query, cursors.read(query))
        return cursors.page(found, query, OrganisationOut)


@router.post("", status_code=201, response_model=OrganisationOut, responses=responses(400, 401, 403, 409, 422))
def create_organisation(write: WriteDep, _: Writer, payload: OrganisationCreate) -> Response:
    """Thêm cơ quan, đơn vị."""
    with write() as session:
        return write.answer(
            OrganisationOut.model_validate(organisations.create_organisation(session, payload, clock.now()))
        )


@router.get("/{organisation_id}", responses=responses(401, 403, 404, 422))
def get_organisation(_: Reader, organisation_id: OrganisationIdPath) -> OrganisationOut:
    """Một cơ quan, đơn vị."""
    with reading() as session:
        return OrganisationOut.model_validate(organisations.get_organisation(session, organisation_id))
