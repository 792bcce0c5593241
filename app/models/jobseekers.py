"""Jobseekers: the working profile, and apart from it who they are and how to reach them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Digest, Key, Sealed, Search, Title, coded
from app.vocabulary import (
    Availability,
    Certificate,
    EmploymentStatus,
    PriorityGroup,
    QualificationLevel,
    RefusableShift,
    Sex,
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
    registered_by_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    registered_at: Mapped[datetime]
    commune_code: Mapped[str] = mapped_column(ForeignKey("communes.code"))
    max_travel_km: Mapped[int | None]
    would_move: Mapped[bool]
    would_live_in_dormitory: Mapped[bool]
    refuses_evening: Mapped[bool]
    refuses_night: Mapped[bool]
    refuses_rotating: Mapped[bool]
    pay_wish: Mapped[int | None]
    ready_from: Mapped[date | None]
    last_heard_on: Mapped[date]
    availability: Mapped[Availability] = mapped_column(coded(Availability))
    matching_consent: Mapped[bool]
    consent_on: Mapped[date | None]
    restricted: Mapped[bool] = mapped_column(default=False, server_default=false())
    idle_notice_on: Mapped[date | None]
    anonymised_at: Mapped[datetime | None]

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


class JobseekerIdentity(Base):
    """Danh tính và liên lạc, tách khỏi hồ sơ làm việc; sex is kept for the official statistics only.

    Citizen id, phone and address are sealed for this row (``app.vault``); the indexes find them without opening any.
    """

    __tablename__ = "jobseeker_identities"
    __table_args__ = (
        CheckConstraint("(citizen_id_sealed IS NULL) = (citizen_id_index IS NULL)", name="citizen_id_indexed"),
        CheckConstraint("(phone_sealed IS NULL) = (phone_index IS NULL)", name="phone_indexed"),
        Index("ix_jobseeker_identities_search", "search"),
        Index("ix_jobseeker_identities_phone_index", "phone_index"),
    )

    jobseeker_id: Mapped[UUID] = mapped_column(ForeignKey("jobseekers.id"), primary_key=True)
    full_name: Mapped[Title]
    search: Mapped[Search]
    birth_date: Mapped[date]
    sex: Mapped[Sex | None] = mapped_column(coded(Sex))
    citizen_id_sealed: Mapped[Sealed | None]
    citizen_id_index: Mapped[Digest | None] = mapped_column(unique=True)
    phone_sealed: Mapped[Sealed | None]
    phone_index: Mapped[Digest | None]
    address_sealed: Mapped[Sealed | None]


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
    title: Mapped[str] = mapped_column(String(200))
    occupation_code: Mapped[str] = mapped_column(ForeignKey("occupations.code"))
    level: Mapped[QualificationLevel | None] = mapped_column(coded(QualificationLevel))
    skill_grade: Mapped[int | None]
    trade_grade: Mapped[str | None] = mapped_column(String(5))
    skill_rank: Mapped[int | None]
    experience_months: Mapped[int | None]


class JobseekerCertificate(Base):
    """Chứng chỉ, giấy phép mà người tìm việc có."""

    __tablename__ = "jobseeker_certificates"

    jobseeker_id: Mapped[UUID] = mapped_column(ForeignKey("jobseekers.id"), primary_key=True)
    certificate: Mapped[Certificate] = mapped_column(coded(Certificate), primary_key=True)
    expires_on: Mapped[date | None]


class JobseekerPriorityGroup(Base):
    """Nhóm ưu tiên mà người tìm việc đồng ý cho dùng; apart from the profile, since most groups are sensitive data."""

    __tablename__ = "jobseeker_priority_groups"

    jobseeker_id: Mapped[UUID] = mapped_column(ForeignKey("jobseekers.id"), primary_key=True)
    priority_group: Mapped[PriorityGroup] = mapped_column(coded(PriorityGroup), primary_key=True)
    disclosed_on: Mapped[date]
    evidence: Mapped[str | None] = mapped_column(String(200))


class EmploymentStatusEntry(Base):
    """Tình trạng việc làm từ một ngày, với nguồn (NQ 06, III.3d-3)."""

    __tablename__ = "employment_statuses"
    __table_args__ = (Index("ix_employment_statuses_jobseeker_id_from_on", "jobseeker_id", "from_on"),)

    id: Mapped[Key]
    jobseeker_id: Mapped[UUID] = mapped_column(ForeignKey("jobseekers.id"))
    status: Mapped[EmploymentStatus] = mapped_column(coded(EmploymentStatus))
    from_on: Mapped[date]
    source: Mapped[StatusSource] = mapped_column(coded(StatusSource))
    recorded_at: Mapped[datetime]


class PoolChange(Base):
    """The change cursor that each process's pool follows; ``jobseeker_id`` empty means: read everything again.

    ``transaction_id`` is the writer's id on PostgreSQL (0 on SQLite), so that a transaction which took a lower
    ``seq`` but committed later is still seen.
    """

    __tablename__ = "pool_changes"
    __table_args__ = (Index("ix_pool_changes_transaction_id", "transaction_id"),)

    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)
    transaction_id: Mapped[int] = mapped_column(BigInteger())
    jobseeker_id: Mapped[UUID | None]
