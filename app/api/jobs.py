"""What the service does by itself."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from app.api.auth import allowed
from app.api.paging import CursorsDep
from app.api.problems import responses
from app.api.routing import StrictRoute
from app.db import reading
from app.permissions import Actor, Permission
from app.schemas.base import Page
from app.schemas.jobs import JobOut, JobQuery
from app.services import jobs

router = APIRouter(prefix="/jobs", tags=["jobs"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.JOB_READ))]


@router.get("", responses=responses(401, 403, 422))
def list_jobs(_: Reader, query: Annotated[JobQuery, Query()], cursors: CursorsDep) -> Page[JobOut]:
    """Những lần chạy của việc nền, mới trước."""
    with reading() as session:
        return cursors.page(jobs.list_jobs(session, query, cursors.read(query)), query, JobOut)
