"""Placements: one person hired at one vacancy."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.personal_data import Mark
from app.models.base import Base, Key, coded, personal
from app.vocabulary import PlacementStatus


class Placement(Base):
    """Việc làm đã giải quyết. Remembers the request, zone and introducer of that day, whatever changes later."""

    __tablename__ = "placements"
    __table_args__ = (
        CheckConstraint("hired_on <= starts_on", name="start"),
        CheckConstraint("ended_on >= starts_on", name="end"),
        CheckConstraint("(status = 'ended') = (ended_on IS NOT NULL)", name="ended_has_day"),
        CheckConstraint("status <> 'confirmed' OR confirmed_on IS NOT NULL", name="confirmed_has_day"),
        CheckConstraint("(referral_id IS NULL) = (introduced_by_id IS NULL)", name="introduced_by"),
        Index(
            "uq_placements_current",
            "jobseeker_id",
            unique=True,
            sqlite_where=text("status IN ('reported', 'confirmed')"),
            postgresql_where=text("status IN ('reported', 'confirmed')"),
        ),
        Index(
            "uq_placements_referral_id",
            "referral_id",
            unique=True,
            sqlite_where=text("status <> 'cancelled'"),
            postgresql_where=text("status <> 'cancelled'"),
        ),
        Index("ix_placements_vacancy_id", "vacancy_id"),
        Index("ix_placements_enterprise_id", "enterprise_id"),
        Index("ix_placements_hired_on", "hired_on"),
        Index("ix_placements_support_request_id", "support_request_id"),
    )

    id: Mapped[Key]
    referral_id: Mapped[UUID | None] = mapped_column(ForeignKey("referrals.id"))
    vacancy_id: Mapped[UUID] = mapped_column(ForeignKey("vacancies.id"), info=personal(Mark.PROFILE))
    jobseeker_id: Mapped[UUID] = mapped_column(ForeignKey("jobseekers.id"))
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"), info=personal(Mark.PROFILE))
    zone_code: Mapped[str | None] = mapped_column(ForeignKey("zones.code"), info=personal(Mark.PROFILE))
    support_request_id: Mapped[UUID | None] = mapped_column(ForeignKey("support_requests.id"))
    introduced_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), info=personal(Mark.PROFILE))
    hired_on: Mapped[date] = mapped_column(info=personal(Mark.PROFILE))
    starts_on: Mapped[date] = mapped_column(info=personal(Mark.PROFILE))
    confirmed_on: Mapped[date | None] = mapped_column(info=personal(Mark.PROFILE))
    ended_on: Mapped[date | None] = mapped_column(info=personal(Mark.PROFILE))
    status: Mapped[PlacementStatus] = mapped_column(coded(PlacementStatus), info=personal(Mark.PROFILE))
    reported_at: Mapped[datetime] = mapped_column(info=personal(Mark.PROFILE))
