"""What the service does by itself."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.cursors import CursorsDep
from app.http.routes import StrictRoute
from app.infra.db import reading
from app.schemas.common.base import Page
from app.schemas.operations.jobs import JobOut, JobQuery
from app.services.common import jobs

router = APIRouter(prefix="/jobs", tags=["jobs"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.JOB_READ))]


@router.get("")
def list_jobs(_: Reader, query: Annotated[JobQuery, Query()], cursors: CursorsDep) -> Page[JobOut]:
    """Những lần chạy của việc nền, mới trước."""
    with reading() as session:
        return cursors.page(jobs.list_jobs(session, query, cursors.read(query)), query, JobOut)
