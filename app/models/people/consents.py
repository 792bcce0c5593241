"""What a person agreed to (Law 91/2025/QH15, Decree 356/2025/NĐ-CP)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.personal_data import Mark
from app.models.base import Base, Key, coded, personal
from app.vocabulary import ConsentEnd, ConsentHow, ConsentPurpose

_LIVE = text("ended_at IS NULL AND enterprise_id IS NULL")


_LIVE_DISCLOSURE = text("ended_at IS NULL AND enterprise_id IS NOT NULL")


class Consent(Base):
    """Sự đồng ý cho một mục đích: văn bản nào, bao giờ, bằng cách nào, đến khi nào.

    Kept as evidence when it has ended.
    """

    __tablename__ = "consents"
    __table_args__ = (
        CheckConstraint("(purpose = 'disclosure') = (enterprise_id IS NOT NULL)", name="disclosure_has_enterprise"),
        CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="ended_has_reason"),
        CheckConstraint("given_on <= expires_on", name="period"),
        Index(
            "uq_consents_live",
            "jobseeker_id",
            "purpose",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index(
            "uq_consents_live_disclosure",
            "jobseeker_id",
            "enterprise_id",
            unique=True,
            sqlite_where=_LIVE_DISCLOSURE,
            postgresql_where=_LIVE_DISCLOSURE,
        ),
        Index("ix_consents_expires_on", "expires_on"),
    )

    id: Mapped[Key]
    jobseeker_id: Mapped[UUID] = mapped_column(ForeignKey("jobseekers.id"))
    purpose: Mapped[ConsentPurpose] = mapped_column(coded(ConsentPurpose), info=personal(Mark.PROFILE))
    enterprise_id: Mapped[UUID | None] = mapped_column(ForeignKey("enterprises.id"), info=personal(Mark.PROFILE))
    text_version: Mapped[str] = mapped_column(String(40), info=personal(Mark.PROFILE))
    given_on: Mapped[date] = mapped_column(info=personal(Mark.PROFILE))
    how: Mapped[ConsentHow] = mapped_column(coded(ConsentHow), info=personal(Mark.PROFILE))
    evidence: Mapped[str | None] = mapped_column(String(200), info=personal(Mark.FREE_TEXT))
    expires_on: Mapped[date | None] = mapped_column(info=personal(Mark.PROFILE))
    recorded_at: Mapped[datetime] = mapped_column(info=personal(Mark.PROFILE))
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    ended_at: Mapped[datetime | None] = mapped_column(info=personal(Mark.PROFILE))
    ended_on: Mapped[date | None] = mapped_column(info=personal(Mark.PROFILE))
    end_reason: Mapped[ConsentEnd | None] = mapped_column(coded(ConsentEnd), info=personal(Mark.PROFILE))
