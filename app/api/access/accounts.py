"""Accounts, as staff and the administrator manage them."""

from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from sqlalchemy.orm import Session

from app.core import clock
from app.core.permissions import Actor, Permission
from app.http.authentication import allowed
from app.http.cursors import CursorsDep
from app.http.dependencies import SettingsDep, VaultDep
from app.http.etags import sent
from app.http.path_ids import AccountIdPath, EnterpriseIdPath
from app.http.problems import responses
from app.http.responses import joined
from app.http.routes import StrictRoute
from app.http.write_gate import WriteDep
from app.infra.db import reading
from app.schemas.access.accounts import (
    AccountQuery,
    AccountRoleCreate,
    AccountScopeCreate,
    AffiliationCreate,
    ExternalIdentityCreate,
    ManagedAccountDetailOut,
    ManagedAccountOut,
)
from app.schemas.common.base import Page
from app.services.access import accounts, conflict_of_interest, external_identities
from app.services.common.keyset import Slice

router = APIRouter(prefix="/accounts", tags=["accounts"], route_class=StrictRoute)
Reader = Annotated[Actor, Depends(allowed(Permission.ACCOUNT_READ))]
HrWriter = Annotated[Actor, Depends(allowed(Permission.HR_ACCOUNT_WRITE))]
Admin = Annotated[Actor, Depends(allowed(Permission.ACCOUNT_WRITE))]
M = TypeVar("M", bound=ManagedAccountOut)


def _shown(out: type[M], account: Any, **more: object) -> M:  # noqa: ANN401 - a row; models are not named here.
    return joined(
        out,
        account,
        awaiting_approval=accounts.awaits_approval(account),
        second_factor=account.totp_confirmed_at is not None,
        scope_zones=account.scope_zones or [],
        scope_communes=account.scope_communes or [],
        **more,
    )


def _detail(session: Session, actor: Actor, account_id: UUID) -> ManagedAccountDetailOut:
    account, declared, links = accounts.account_with_links(session, actor, account_id)
    return _shown(ManagedAccountDetailOut, account, affiliations=declared, external_identities=links)


@router.get("")
def list_accounts(
    actor: Reader, query: Annotated[AccountQuery, Query()], cursors: CursorsDep
) -> Page[ManagedAccountOut]:
    """Tài khoản; cán bộ thấy tài khoản của doanh nghiệp mình phụ trách, quản trị thấy tất cả."""
    with reading() as session:
        found = accounts.list_accounts(session, actor, query, cursors.read(query))
        shown = Slice([_shown(ManagedAccountOut, account) for account in found.items], found.next_key, found.total)
        return cursors.page(shown, query, ManagedAccountOut)


@router.get("/{account_id}", response_model=ManagedAccountDetailOut, responses=responses(304))
def get_account(request: Request, actor: Reader, account_id: AccountIdPath) -> Response:
    """Một tài khoản."""
    with reading() as session:
        return sent(_detail(session, actor, account_id), request)


@router.post("/{account_id}/approve", response_model=ManagedAccountDetailOut, responses=responses(409))
def approve_account(write: WriteDep, actor: HrWriter, account_id: AccountIdPath) -> Response:
    """Duyệt tài khoản nhân sự doanh nghiệp đã nhận lời mời."""
    with write() as session:
        accounts.approve(session, actor, account_id, clock.now())
        return write.answer(_detail(session, actor, account_id), tag=True)


@router.post("/{account_id}/deactivate", response_model=ManagedAccountDetailOut, responses=responses(409))
def deactivate_account(write: WriteDep, actor: HrWriter, account_id: AccountIdPath) -> Response:
    """Ngừng một tài khoản; mọi phiên đăng nhập của tài khoản kết thúc ngay."""
    with write() as session:
        accounts.deactivate(session, actor, account_id, clock.now())
        return write.answer(_detail(session, actor, account_id), tag=True)


@router.post("/{account_id}/reactivate", response_model=ManagedAccountDetailOut, responses=responses(409))
def reactivate_account(write: WriteDep, actor: HrWriter, account_id: AccountIdPath) -> Response:
    """Cho dùng lại một tài khoản đã ngừng."""
    with write() as session:
        accounts.reactivate(session, actor, account_id)
        return write.answer(_detail(session, actor, account_id), tag=True)


@router.post("/{account_id}/end-sessions", response_model=ManagedAccountDetailOut, responses=responses(409))
def end_account_sessions(write: WriteDep, actor: HrWriter, account_id: AccountIdPath) -> Response:
    """Đăng xuất tài khoản ở mọi nơi."""
    with write() as session:
        accounts.end_sessions(session, actor, account_id, clock.now())
        return write.answer(_detail(session, actor, account_id), tag=True)


@router.post("/{account_id}/role", response_model=ManagedAccountDetailOut, responses=responses(409))
def set_account_role(write: WriteDep, actor: Admin, account_id: AccountIdPath, payload: AccountRoleCreate) -> Response:
    """Đổi vai trò của tài khoản; nơi phụ trách được bỏ, mọi phiên đăng nhập kết thúc ngay."""
    with write() as session:
        accounts.set_role(session, actor, account_id, payload, clock.now())
        return write.answer(_detail(session, actor, account_id), tag=True)


@router.post("/{account_id}/scope", response_model=ManagedAccountDetailOut, responses=responses(409))
def set_account_scope(
    write: WriteDep, actor: Admin, account_id: AccountIdPath, payload: AccountScopeCreate
) -> Response:
    """Giao khu, xã, phường cho cán bộ phụ trách; để rỗng là toàn tỉnh."""
    with write() as session:
        accounts.set_scope(session, actor, account_id, payload, clock.now())
        return write.answer(_detail(session, actor, account_id), tag=True)


@router.post("/{account_id}/reset-second-factor", response_model=ManagedAccountDetailOut, responses=responses(409))
def reset_second_factor(write: WriteDep, actor: Admin, account_id: AccountIdPath) -> Response:
    """Bỏ xác thực hai bước của người mất thiết bị; mọi phiên đăng nhập kết thúc ngay."""
    with write() as session:
        accounts.reset_second_factor(session, actor, account_id, clock.now())
        return write.answer(_detail(session, actor, account_id), tag=True)


@router.post("/{account_id}/affiliations", response_model=ManagedAccountDetailOut, responses=responses(409))
def declare_affiliation(
    write: WriteDep, actor: Admin, account_id: AccountIdPath, payload: AffiliationCreate
) -> Response:
    """Khai doanh nghiệp mà cán bộ có liên quan; cán bộ không được giới thiệu người vào doanh nghiệp đó."""
    with write() as session:
        conflict_of_interest.declare(session, actor, account_id, payload.enterprise_id, clock.today())
        return write.answer(_detail(session, actor, account_id), tag=True)


@router.post(
    "/{account_id}/affiliations/{enterprise_id}/withdraw",
    response_model=ManagedAccountDetailOut,
    responses=responses(409),
)
def withdraw_affiliation(
    write: WriteDep, actor: Admin, account_id: AccountIdPath, enterprise_id: EnterpriseIdPath
) -> Response:
    """Bỏ khai báo doanh nghiệp có liên quan."""
    with write() as session:
        conflict_of_interest.withdraw(session, actor, account_id, enterprise_id)
        return write.answer(_detail(session, actor, account_id), tag=True)


@router.post("/{account_id}/external-identities", response_model=ManagedAccountDetailOut, responses=responses(409))
def link_external_identity(
    write: WriteDep,
    actor: Admin,
    account_id: AccountIdPath,
    payload: ExternalIdentityCreate,
    settings: SettingsDep,
    vault: VaultDep,
) -> Response:
    """Gắn danh tính ở nhà cung cấp bên ngoài vào tài khoản."""
    with write() as session:
        issuer = external_identities.configured(settings.oidc_issuer)
        identity = external_identities.Identity(issuer, payload.subject)
        external_identities.link(session, actor, account_id, identity, vault, clock.now())
        return write.answer(_detail(session, actor, account_id), tag=True)


@router.post(
    "/{account_id}/external-identities/remove", response_model=ManagedAccountDetailOut, responses=responses(409)
)
def remove_external_identities(write: WriteDep, actor: Admin, account_id: AccountIdPath) -> Response:
    """Gỡ mọi danh tính bên ngoài khỏi tài khoản; mọi phiên đăng nhập kết thúc ngay."""
    with write() as session:
        external_identities.unlink(session, actor, account_id, clock.now())
        return write.answer(_detail(session, actor, account_id), tag=True)
