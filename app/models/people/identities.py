"""Who a jobseeker is and how to reach them, apart from the working profile."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core.personal_data import Mark
from app.models.base import Base, Digest, Sealed, Search, Title, coded, personal
from app.vocabulary import (
    Sex,
)


class JobseekerIdentity(Base):
    """Danh tính và liên lạc, tách khỏi hồ sơ làm việc; sex is kept for the official statistics only.

    Citizen id, phone and address are sealed for this row (``app.security.field_encryption``); the indexes find them
    without opening any.
    """

    __tablename__ = "jobseeker_identities"
    __table_args__ = (
        CheckConstraint("(citizen_id_sealed IS NULL) = (citizen_id_index IS NULL)", name="citizen_id_indexed"),
        CheckConstraint("(phone_sealed IS NULL) = (phone_index IS NULL)", name="phone_indexed"),
        Index("ix_jobseeker_identities_search", "search"),
        Index("ix_jobseeker_identities_phone_index", "phone_index"),
    )

    jobseeker_id: Mapped[UUID] = mapped_column(ForeignKey("jobseekers.id"), primary_key=True)
    full_name: Mapped[Title] = mapped_column(info=personal(Mark.IDENTITY))
    search: Mapped[Search] = mapped_column(info=personal(Mark.IDENTITY))
    birth_date: Mapped[date] = mapped_column(info=personal(Mark.IDENTITY))
    sex: Mapped[Sex | None] = mapped_column(coded(Sex), info=personal(Mark.IDENTITY))
    citizen_id_sealed: Mapped[Sealed | None] = mapped_column(info=personal(Mark.IDENTITY))
    citizen_id_index: Mapped[Digest | None] = mapped_column(unique=True, info=personal(Mark.IDENTITY))
    phone_sealed: Mapped[Sealed | None] = mapped_column(info=personal(Mark.CONTACT))
    phone_index: Mapped[Digest | None] = mapped_column(info=personal(Mark.CONTACT))
    address_sealed: Mapped[Sealed | None] = mapped_column(info=personal(Mark.CONTACT))
