"""Who may sign in, as what, and how: accounts, sessions, invitations, clients, outside identities."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.personal_data import Mark
from app.models.base import Base, Digest, Key, Sealed, Title, coded, personal
from app.vocabulary import LoginOutcome, Role, SessionEnd, SessionKind


class Account(Base):
    """Tài khoản: thuộc một cơ quan, hoặc thuộc một doanh nghiệp khi là nhân sự doanh nghiệp.

    ``scope_zones`` and ``scope_communes`` bind staff to some places; empty means the whole province.
    """

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint("(role = 'enterprise_hr') = (enterprise_id IS NOT NULL)", name="hr_has_enterprise"),
        CheckConstraint("(role = 'enterprise_hr') = (organisation_id IS NULL)", name="others_have_organisation"),
    )

    id: Mapped[Key]
    username: Mapped[str] = mapped_column(String(80), unique=True, info=personal(Mark.ACCOUNT))
    display_name: Mapped[Title] = mapped_column(info=personal(Mark.ACCOUNT))
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(coded(Role))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    enterprise_id: Mapped[UUID | None] = mapped_column(ForeignKey("enterprises.id"))
    active: Mapped[bool]
    created_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[UUID | None]
    scope_zones: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    scope_communes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    totp_sealed: Mapped[Sealed | None]
    totp_confirmed_at: Mapped[datetime | None]
    totp_step: Mapped[int | None] = mapped_column(BigInteger())


class AccountAffiliation(Base):
    """Tài khoản cơ quan có liên quan đến một doanh nghiệp; may not introduce anybody into it (conflict of interest)."""

    __tablename__ = "account_affiliations"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"), primary_key=True)
    declared_on: Mapped[date]
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))


class SignInSession(Base):
    """Phiên đăng nhập: every access token and cookie belongs to one, so ending it ends them at once.

    ``secret_hash`` is of the refresh token or the cookie; ``previous_hash`` of the refresh token before, whose use
    again is theft.
    """

    __tablename__ = "sign_in_sessions"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="ended_has_reason"),
        Index("ix_sign_in_sessions_account_id", "account_id"),
        Index("ix_sign_in_sessions_previous_hash", "previous_hash"),
        Index("ix_sign_in_sessions_expires_at", "expires_at"),
    )

    id: Mapped[Key]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    kind: Mapped[SessionKind] = mapped_column(coded(SessionKind))
    secret_hash: Mapped[Digest | None] = mapped_column(unique=True)
    previous_hash: Mapped[Digest | None]
    client_id: Mapped[UUID | None] = mapped_column(ForeignKey("api_clients.id"))
    scopes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    second_factor: Mapped[bool]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[SessionEnd | None] = mapped_column(coded(SessionEnd))


class RecoveryCode(Base):
    """Mã dự phòng khi mất thiết bị xác thực; used once."""

    __tablename__ = "recovery_codes"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    code_hash: Mapped[Digest] = mapped_column(primary_key=True)
    used_at: Mapped[datetime | None]


class LoginAttempt(Base):
    """Một lần thử đăng nhập, by keyed digests of user name and address; what slows guessing down."""

    __tablename__ = "login_attempts"
    __table_args__ = (
        Index("ix_login_attempts_account_key_at", "account_key", "at"),
        Index("ix_login_attempts_address_key_at", "address_key", "at"),
    )

    id: Mapped[Key]
    account_key: Mapped[Digest]
    address_key: Mapped[Digest]
    at: Mapped[datetime]
    outcome: Mapped[LoginOutcome] = mapped_column(coded(LoginOutcome))


class Invitation(Base):
    """Lời mời lập tài khoản: the code is shown once and handed over; staff approve whom it brings."""

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint("(role = 'enterprise_hr') = (enterprise_id IS NOT NULL)", name="hr_has_enterprise"),
        CheckConstraint("(role = 'enterprise_hr') = (organisation_id IS NULL)", name="others_have_organisation"),
        CheckConstraint("(accepted_at IS NULL) = (account_id IS NULL)", name="accepted_has_account"),
        Index("ix_invitations_enterprise_id", "enterprise_id"),
    )

    id: Mapped[Key]
    code_hash: Mapped[Digest] = mapped_column(unique=True)
    role: Mapped[Role] = mapped_column(coded(Role))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    enterprise_id: Mapped[UUID | None] = mapped_column(ForeignKey("enterprises.id"))
    display_name: Mapped[Title] = mapped_column(info=personal(Mark.ACCOUNT))
    invited_by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))


class ApiClient(Base):
    """Hệ thống được cấp quyền (cổng thông tin, đối tác): acts as its account, within its scopes.

    The secret has 256 random bits, so a plain digest of it is enough; two are good while one replaces the other.
    """

    __tablename__ = "api_clients"

    id: Mapped[Key]
    name: Mapped[Title]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    secret_hash: Mapped[Digest]
    previous_secret_hash: Mapped[Digest | None]
    previous_until: Mapped[datetime | None]
    scopes: Mapped[list[str]] = mapped_column(JSON)
    active: Mapped[bool]
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))


class ExternalIdentity(Base):
    """Danh tính ở nhà cung cấp bên ngoài (OpenID Connect) gắn với một tài khoản.

    ``subject`` is the blind index of what the issuer calls somebody: that may be a citizen id.
    """

    __tablename__ = "external_identities"
    __table_args__ = (Index("ix_external_identities_account_id", "account_id"),)

    issuer: Mapped[str] = mapped_column(String(300), primary_key=True)
    subject: Mapped[str] = mapped_column(String(300), primary_key=True, info=personal(Mark.ACCOUNT))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    linked_by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    linked_at: Mapped[datetime]
