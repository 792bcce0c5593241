"""Jobseekers: the working profile, and apart from it who they are and how to reach them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.personal_data import Mark
from app.models.base import Base, Key, coded, personal
from app.models.people.identities import JobseekerIdentity
from app.models.people.priority_groups import JobseekerPriorityGroup
from app.vocabulary import (
    Availability,
    Certificate,
    EmploymentStatus,
    QualificationLevel,
    RefusableShift,
    StatusSource,
)


class Jobseeker(Base):
    """Người tìm việc, phần hồ sơ làm việc: nơi ở (xã), mong muốn, sẵn sàng. Không có tên, số định danh hay liên lạc.

    ``matching_consent`` repeats whether a live consent for matching is on record, because rankings read it for
    everybody; ``restricted``: the person asked that nothing be done with the data but keep it.
    """

    __tablename__ = "jobseekers"
    __table_args__ = (
        CheckConstraint("max_travel_km BETWEEN 0 AND 300", name="max_travel_km"),
        CheckConstraint("pay_wish > 0", name="pay_wish"),
        CheckConstraint("matching_consent = false OR consent_on IS NOT NULL", name="consent_has_day"),
        Index("ix_jobseekers_commune_code", "commune_code"),
    )

    id: Mapped[Key]
    registered_by_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), info=personal(Mark.PROFILE))
    registered_at: Mapped[datetime] = mapped_column(info=personal(Mark.PROFILE))
    commune_code: Mapped[str] = mapped_column(ForeignKey("communes.code"), info=personal(Mark.PROFILE))
    max_travel_km: Mapped[int | None] = mapped_column(info=personal(Mark.PROFILE))
    would_move: Mapped[bool] = mapped_column(info=personal(Mark.PROFILE))
    would_live_in_dormitory: Mapped[bool] = mapped_column(info=personal(Mark.PROFILE))
    refuses_evening: Mapped[bool] = mapped_column(info=personal(Mark.PROFILE))
    refuses_night: Mapped[bool] = mapped_column(info=personal(Mark.PROFILE))
    refuses_rotating: Mapped[bool] = mapped_column(info=personal(Mark.PROFILE))
    pay_wish: Mapped[int | None] = mapped_column(info=personal(Mark.PROFILE))
    ready_from: Mapped[date | None] = mapped_column(info=personal(Mark.PROFILE))
    last_heard_on: Mapped[date] = mapped_column(info=personal(Mark.PROFILE))
    availability: Mapped[Availability] = mapped_column(coded(Availability), info=personal(Mark.PROFILE))
    matching_consent: Mapped[bool] = mapped_column(info=personal(Mark.PROFILE))
    consent_on: Mapped[date | None] = mapped_column(info=personal(Mark.PROFILE))
    restricted: Mapped[bool] = mapped_column(default=False, server_default=false(), info=personal(Mark.PROFILE))
    idle_notice_on: Mapped[date | None] = mapped_column(info=personal(Mark.PROFILE))
    anonymised_at: Mapped[datetime | None] = mapped_column(info=personal(Mark.PROFILE))

    identity: Mapped["JobseekerIdentity"] = relationship(lazy="raise", cascade="all, delete-orphan")
    trades: Mapped[list["JobseekerTrade"]] = relationship(
        lazy="raise", order_by="JobseekerTrade.position", cascade="all, delete-orphan"
    )
    certificates: Mapped[list["JobseekerCertificate"]] = relationship(
        lazy="raise", order_by="JobseekerCertificate.certificate", cascade="all, delete-orphan"
    )
    priority_groups: Mapped[list["JobseekerPriorityGroup"]] = relationship(
        lazy="raise", order_by="JobseekerPriorityGroup.priority_group", cascade="all, delete-orphan"
    )
    history: Mapped[list["EmploymentStatusEntry"]] = relationship(
        lazy="raise", order_by="(EmploymentStatusEntry.from_on, EmploymentStatusEntry.id)", cascade="all, delete-orphan"
    )

    @property
    def refused_shifts(self) -> list[RefusableShift]:
        """Những ca không nhận."""
        return [shift for shift in RefusableShift if getattr(self, f"refuses_{shift.value}")]


class JobseekerTrade(Base):
    """Một nghề của người tìm việc: lời họ nói, mã nghề, trình độ, bậc, số tháng kinh nghiệm."""

    __tablename__ = "jobseeker_trades"
    __table_args__ = (
        UniqueConstraint("jobseeker_id", "occupation_code"),
        CheckConstraint("skill_rank BETWEEN 0 AND 6", name="skill_rank"),
        CheckConstraint("skill_grade BETWEEN 1 AND 5", name="skill_grade"),
        CheckConstraint("experience_months BETWEEN 0 AND 720", name="experience_months"),
        CheckConstraint("length(occupation_code) = 4", name="occupation_level"),
    )

    jobseeker_id: Mapped[UUID] = mapped_column(ForeignKey("jobseekers.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(String(200), info=personal(Mark.FREE_TEXT))
    occupation_code: Mapped[str] = mapped_column(ForeignKey("occupations.code"), info=personal(Mark.PROFILE))
    level: Mapped[QualificationLevel | None] = mapped_column(coded(QualificationLevel), info=personal(Mark.PROFILE))
    skill_grade: Mapped[int | None] = mapped_column(info=personal(Mark.PROFILE))
    trade_grade: Mapped[str | None] = mapped_column(String(5), info=personal(Mark.PROFILE))
    skill_rank: Mapped[int | None] = mapped_column(info=personal(Mark.PROFILE))
    experience_months: Mapped[int | None] = mapped_column(info=personal(Mark.PROFILE))


class JobseekerCertificate(Base):
    """Chứng chỉ, giấy phép mà người tìm việc có."""

    __tablename__ = "jobseeker_certificates"

    jobseeker_id: Mapped[UUID] = mapped_column(ForeignKey("jobseekers.id"), primary_key=True)
    certificate: Mapped[Certificate] = mapped_column(coded(Certificate), primary_key=True, info=personal(Mark.PROFILE))
    expires_on: Mapped[date | None] = mapped_column(info=personal(Mark.PROFILE))


class EmploymentStatusEntry(Base):
    """Tình trạng việc làm từ một ngày, với nguồn (NQ 06, III.3d-3)."""

    __tablename__ = "employment_statuses"
    __table_args__ = (Index("ix_employment_statuses_jobseeker_id_from_on", "jobseeker_id", "from_on"),)

    id: Mapped[Key]
    jobseeker_id: Mapped[UUID] = mapped_column(ForeignKey("jobseekers.id"))
    status: Mapped[EmploymentStatus] = mapped_column(coded(EmploymentStatus), info=personal(Mark.PROFILE))
    from_on: Mapped[date] = mapped_column(info=personal(Mark.PROFILE))
    source: Mapped[StatusSource] = mapped_column(coded(StatusSource), info=personal(Mark.PROFILE))
    recorded_at: Mapped[datetime] = mapped_column(info=personal(Mark.PROFILE))
