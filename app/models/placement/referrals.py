"""Referrals: one person introduced to one vacancy by one organisation."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.personal_data import Mark
from app.models.base import Base, Key, coded, personal
from app.vocabulary import ReferralStatus


class Referral(Base):
    """Giới thiệu việc làm. An introduction is not a placement; the score is the one of that moment.

    ``facts``: all that the score was made of, so that it can be computed again; older rows have none. When nobody was
    hired, what was disclosed is taken back: facts and reasons go, ``purged_at`` says when.
    """

    __tablename__ = "referrals"
    __table_args__ = (
        CheckConstraint("score BETWEEN 0 AND 10000", name="score"),
        Index(
            "uq_referrals_active",
            "vacancy_id",
            "jobseeker_id",
            unique=True,
            sqlite_where=text("status IN ('introduced', 'interview')"),
            postgresql_where=text("status IN ('introduced', 'interview')"),
        ),
        Index("ix_referrals_jobseeker_id", "jobseeker_id"),
        Index("ix_referrals_introduced_at", "introduced_at"),
    )

    id: Mapped[Key]
    vacancy_id: Mapped[UUID] = mapped_column(ForeignKey("vacancies.id"), info=personal(Mark.PROFILE))
    jobseeker_id: Mapped[UUID] = mapped_column(ForeignKey("jobseekers.id"))
    introduced_by_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), info=personal(Mark.PROFILE))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    introduced_at: Mapped[datetime] = mapped_column(info=personal(Mark.PROFILE))
    status: Mapped[ReferralStatus] = mapped_column(coded(ReferralStatus), info=personal(Mark.PROFILE))
    score: Mapped[int] = mapped_column(info=personal(Mark.PROFILE))
    rules_version: Mapped[str] = mapped_column(String(40), info=personal(Mark.PROFILE))
    parts: Mapped[list[dict[str, Any]]] = mapped_column(JSON, info=personal(Mark.PROFILE))
    gates_failed: Mapped[list[str]] = mapped_column(JSON, info=personal(Mark.PROFILE))
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), info=personal(Mark.PROFILE))
    purged_at: Mapped[datetime | None] = mapped_column(info=personal(Mark.PROFILE))

    @property
    def score_of_100(self) -> float:
        """The score in points of 100; the column holds hundredths."""
        return self.score / 100
