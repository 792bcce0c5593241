"""All that is held on one person."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from app.api.privacy.views import holdings
from app.core import clock
from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.dependencies import LanguageDep, VaultDep
from app.http.path_ids import JobseekerIdPath
from app.http.routes import StrictRoute
from app.http.write_gate import ChangeDep
from app.schemas.people.identities import RevealCreate
from app.schemas.privacy.subject_access import HoldingsOut
from app.services.common import audit
from app.services.privacy import subject_access

router = APIRouter(prefix="/jobseekers", tags=["jobseekers"], route_class=StrictRoute)
Exporter = Annotated[Actor, Depends(allowed(Permission.PERSONAL_EXPORT))]


@router.post("/{jobseeker_id}/export", response_model=HoldingsOut)
def export_jobseeker(
    write: ChangeDep,
    actor: Exporter,
    jobseeker_id: JobseekerIdPath,
    payload: RevealCreate,
    vault: VaultDep,
    language: LanguageDep,
) -> Response:
    """Trích xuất tất cả những gì đang lưu về một người, kể cả ai đã xem; lý do được ghi vào nhật ký kiểm soát."""
    with write() as session:
        held = subject_access.export_jobseeker(session, actor, jobseeker_id, clock.now(), vault)
        subject = audit.Subject("jobseekers", str(jobseeker_id))
        return write.answer(holdings(held, language), subject=subject, reason=payload.reason.value)
