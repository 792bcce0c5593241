"""Who somebody is, in clear: each reading is asked for with its reason."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.dependencies import VaultDep
from app.http.path_ids import JobseekerIdPath
from app.http.routes import StrictRoute
from app.http.write_gate import ChangeDep
from app.schemas.people.identities import IdentityRevealedOut, RevealCreate
from app.services.common import audit
from app.services.privacy import identity_reveal

router = APIRouter(prefix="/jobseekers", tags=["jobseekers"], route_class=StrictRoute)
Revealer = Annotated[Actor, Depends(allowed(Permission.IDENTITY_REVEAL))]


@router.post(
    "/{jobseeker_id}/identity/reveal",
    response_model=IdentityRevealedOut,
)
def reveal_identity(
    write: ChangeDep, actor: Revealer, jobseeker_id: JobseekerIdPath, payload: RevealCreate, vault: VaultDep
) -> Response:
    """Xem danh tính và liên lạc đầy đủ của một người; lý do được ghi vào nhật ký kiểm soát."""
    with write() as session:
        found = identity_reveal.reveal_identity(session, actor, jobseeker_id, vault)
        out = IdentityRevealedOut.model_validate(found)
        return write.answer(out, subject=audit.Subject("jobseekers", str(jobseeker_id)), reason=payload.reason.value)
