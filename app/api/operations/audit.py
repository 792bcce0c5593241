"""The audit log, for whoever answers for the service."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from app.core.contract import Contract
from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.cursors import CursorsDep
from app.http.dependencies import LanguageDep, RuntimeDep
from app.http.responses import joined
from app.http.routes import StrictRoute
from app.infra.db import reading
from app.messages import Language, action_label
from app.schemas.common.base import Page
from app.schemas.operations.audit import AuditEntryOut, AuditHeadOut, AuditQuery
from app.services.common import audit, keyset

router = APIRouter(prefix="/audit-entries", tags=["audit"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.AUDIT_READ))]


def _shown(found: audit.AuditRow, contract: Contract, language: Language) -> AuditEntryOut:
    said = action_label(found.entry.action, contract.summaries.get(found.entry.action), language)
    return joined(AuditEntryOut, found.entry, account_name=found.account_name, action_label=said)


@router.get("")
def list_audit_entries(
    _: Reader,
    query: Annotated[AuditQuery, Query()],
    cursors: CursorsDep,
    runtime: RuntimeDep,
    language: LanguageDep,
) -> Page[AuditEntryOut]:
    """Nhật ký kiểm soát, mới trước: ai đã ghi gì, đã xem danh tính của ai; không sửa, không xóa được."""
    with reading() as session:
        found = audit.list_entries(session, query, cursors.read(query))
        shown = [_shown(one, runtime.contract, language) for one in found.items]
        return cursors.page(keyset.Slice(shown, found.next_key, found.total), query, AuditEntryOut)


@router.get("/head")
def get_audit_head(_: Reader) -> AuditHeadOut:
    """Số thứ tự và mã băm của mục cuối, để ghi lại ở nơi khác và đối chiếu về sau."""
    with reading() as session:
        seq, last = audit.head(session)
    return AuditHeadOut(seq=seq, hash=last)
