"""Consents: the texts, and what each person agreed to."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from app.core import clock
from app.core.permissions import Actor, Permission
from app.http.authentication import AnyActor, allowed
from app.http.cursors import CursorsDep
from app.http.dependencies import LanguageDep
from app.http.path_ids import ConsentIdPath, JobseekerIdPath
from app.http.problems import responses
from app.http.responses import joined
from app.http.routes import StrictRoute
from app.http.write_gate import WriteDep
from app.infra.db import reading
from app.messages import label
from app.schemas.common.base import Page
from app.schemas.people.consents import (
    ConsentCreate,
    ConsentOut,
    ConsentQuery,
    ConsentTextOut,
    ConsentTextsOut,
    ConsentWithdraw,
)
from app.services.people import consents
from app.services.privacy import consent_withdrawal

router = APIRouter(tags=["consents"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.CONSENT_READ))]
Writer = Annotated[Actor, Depends(allowed(Permission.CONSENT_WRITE))]


@router.get("/consent-texts")
async def list_consent_texts(_: AnyActor, language: LanguageDep) -> ConsentTextsOut:
    """Các văn bản đồng ý, theo mục đích và phiên bản."""
    found = [joined(ConsentTextOut, one, label=label(one.purpose, language)) for one in consents.texts()]
    return ConsentTextsOut(items=found)


@router.get("/jobseekers/{jobseeker_id}/consents")
def list_consents(
    actor: Reader, jobseeker_id: JobseekerIdPath, query: Annotated[ConsentQuery, Query()], cursors: CursorsDep
) -> Page[ConsentOut]:
    """Những gì một người đã đồng ý, mới trước."""
    with reading() as session:
        found = consents.list_consents(session, actor, jobseeker_id, query, cursors.read(query))
        return cursors.page(found, query, ConsentOut)


@router.post(
    "/jobseekers/{jobseeker_id}/consents",
    status_code=201,
    response_model=ConsentOut,
    responses=responses(409),
)
def record_consent(write: WriteDep, actor: Writer, jobseeker_id: JobseekerIdPath, payload: ConsentCreate) -> Response:
    """Ghi sự đồng ý cho một mục đích; thay sự đồng ý trước đó."""
    with write() as session:
        given = consents.record_consent(session, actor, jobseeker_id, payload, clock.now())
        return write.answer(ConsentOut.model_validate(given))


@router.post(
    "/jobseekers/{jobseeker_id}/consents/{consent_id}/withdraw",
    response_model=ConsentOut,
    responses=responses(409),
)
def withdraw_consent(
    write: WriteDep,
    actor: Writer,
    jobseeker_id: JobseekerIdPath,
    consent_id: ConsentIdPath,
    payload: ConsentWithdraw,
) -> Response:
    """Rút một sự đồng ý; rút đồng ý kết nối việc làm thì hồ sơ ra khỏi danh sách ngay và hạn theo luật bắt đầu tính."""
    with write() as session:
        ended = consent_withdrawal.withdraw_consent(session, actor, jobseeker_id, consent_id, payload, clock.now())
        return write.answer(ConsentOut.model_validate(ended))
