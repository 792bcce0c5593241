"""Occupations."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from app.api.reference.views import titles_resolved
from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.cursors import CursorsDep
from app.http.dependencies import LanguageDep, RuntimeDep
from app.http.routes import StrictRoute
from app.infra.db import reading
from app.schemas.common.base import Page
from app.schemas.reference.occupations import OccupationOut, OccupationQuery, TitlesResolve, TitlesResolvedOut
from app.services.reference import occupations

router = APIRouter(prefix="/occupations", tags=["occupations"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.REFERENCE_READ))]
OccupationCodePath = Annotated[str, Path(pattern=r"^[0-9]{1,4}$", description="Mã ISCO-08.", examples=["8153"])]


@router.get("")
def list_occupations(_: Reader, query: Annotated[OccupationQuery, Query()], cursors: CursorsDep) -> Page[OccupationOut]:
    """Cây nghề ISCO-08 với mã Việt Nam bên cạnh; tìm có dấu hoặc không dấu."""
    with reading() as session:
        found = occupations.list_occupations(session, query, cursors.read(query))
        return cursors.page(found, query, OccupationOut)


@router.post("/resolve", response_model=TitlesResolvedOut)
def resolve_titles(_: Reader, payload: TitlesResolve, runtime: RuntimeDep, language: LanguageDep) -> Response:
    """Từ tên công việc ghi tự do ra mã nghề, hoặc câu phải hỏi lại; không thay đổi và không lưu gì."""
    with reading() as session:
        known = runtime.titles.current(session)
    found = titles_resolved(occupations.resolve_titles(known, payload), language)
    # Bytes at once, as in ``responses.fast``, but with instants written as everywhere else.
    return Response(found.model_dump_json(), media_type="application/json")


@router.get("/{code}")
def get_occupation(_: Reader, code: OccupationCodePath) -> OccupationOut:
    """Một nghề."""
    with reading() as session:
        return OccupationOut.model_validate(occupations.get_occupation(session, code))
