"""Systems that are granted something."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Digest, Key, Title


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
