"""Referrals."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from sqlalchemy.orm import Session

from app.api.placement.views import referral_detail
from app.core import clock
from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.cursors import CursorsDep
from app.http.dependencies import LanguageDep, Ranker, RankerDep, VaultDep
from app.http.path_ids import ReferralIdPath
from app.http.problems import responses
from app.http.routes import StrictRoute
from app.http.write_gate import ChangeDep, WriteDep
from app.infra.db import reading
from app.messages import Language
from app.schemas.common.base import Page
from app.schemas.common.status_events import ReasonCreate
from app.schemas.placement.referrals import ContactOut, ReferralCreate, ReferralDetailOut, ReferralOut, ReferralQuery
from app.services.common import audit
from app.services.placement import referrals
from app.services.privacy import identity_reveal

router = APIRouter(prefix="/referrals", tags=["referrals"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.REFERRAL_READ))]
Writer = Annotated[Actor, Depends(allowed(Permission.REFERRAL_WRITE))]
Answerer = Annotated[Actor, Depends(allowed(Permission.REFERRAL_ANSWER))]
ContactReader = Annotated[Actor, Depends(allowed(Permission.CONTACT_READ))]


def _detail(session: Session, actor: Actor, referral_id: UUID, ranker: Ranker, language: Language) -> ReferralDetailOut:
    context = ranker.context(session)
    return referral_detail(session, actor, referral_id, context.names, context.today, language)


@router.get("")
def list_referrals(actor: Reader, query: Annotated[ReferralQuery, Query()], cursors: CursorsDep) -> Page[ReferralOut]:
    """Lượt giới thiệu, mới trước."""
    with reading() as session:
        found = referrals.list_referrals(session, actor, query, cursors.read(query), clock.today())
        return cursors.page(found, query, ReferralOut)


@router.post("", status_code=201, response_model=ReferralDetailOut, responses=responses(409))
def introduce(
    write: WriteDep,
    actor: Writer,
    payload: ReferralCreate,
    ranker: RankerDep,
    language: LanguageDep,
) -> Response:
    """Giới thiệu một người vào một việc làm trống; điểm lúc này được giữ lại."""
    with write() as session:
        created = referrals.introduce(session, actor, ranker.context(session), payload, language)
        return write.answer(_detail(session, actor, created.id, ranker, language))


@router.get("/{referral_id}")
def get_referral(
    actor: Reader, referral_id: ReferralIdPath, ranker: RankerDep, language: LanguageDep
) -> ReferralDetailOut:
    """Một lượt giới thiệu với điểm lúc giới thiệu và nhật ký."""
    with reading() as session:
        return _detail(session, actor, referral_id, ranker, language)


@router.post("/{referral_id}/interview", response_model=ReferralDetailOut, responses=responses(409))
def invite_to_interview(
    write: WriteDep,
    actor: Answerer,
    referral_id: ReferralIdPath,
    payload: ReasonCreate,
    ranker: RankerDep,
    language: LanguageDep,
) -> Response:
    """Doanh nghiệp hẹn phỏng vấn."""
    with write() as session:
        referrals.invite_to_interview(session, actor, referral_id, payload.reason, clock.now())
        return write.answer(_detail(session, actor, referral_id, ranker, language))


@router.post("/{referral_id}/decline", response_model=ReferralDetailOut, responses=responses(409))
def decline_referral(
    write: WriteDep,
    actor: Answerer,
    referral_id: ReferralIdPath,
    payload: ReasonCreate,
    ranker: RankerDep,
    language: LanguageDep,
) -> Response:
    """Doanh nghiệp không nhận."""
    with write() as session:
        referrals.decline_referral(session, actor, referral_id, payload.reason, clock.now())
        return write.answer(_detail(session, actor, referral_id, ranker, language))


@router.post("/{referral_id}/withdraw", response_model=ReferralDetailOut, responses=responses(409))
def withdraw_referral(
    write: WriteDep,
    actor: Writer,
    referral_id: ReferralIdPath,
    payload: ReasonCreate,
    ranker: RankerDep,
    language: LanguageDep,
) -> Response:
    """Người lao động rút."""
    with write() as session:
        referrals.withdraw_referral(session, actor, referral_id, payload.reason, clock.now())
        return write.answer(_detail(session, actor, referral_id, ranker, language))


@router.post("/{referral_id}/contact", response_model=ContactOut, responses=responses(409))
def reveal_contact(write: ChangeDep, actor: ContactReader, referral_id: ReferralIdPath, vault: VaultDep) -> Response:
    """Xem họ tên và số điện thoại của người đã được hẹn phỏng vấn hoặc đã tuyển; được ghi vào nhật ký kiểm soát.

    Cần sự đồng ý còn hiệu lực của người đó cho chính doanh nghiệp này.
    """
    with write() as session:
        referral, found = identity_reveal.reveal_contact(session, actor, referral_id, clock.today(), vault)
        return write.answer(ContactOut.model_validate(found), subject=audit.Subject("referrals", str(referral.id)))
