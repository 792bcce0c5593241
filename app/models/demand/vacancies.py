"""Vacancies: what an enterprise offers, to whom, where and until when."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Key, Search, coded
from app.models.demand.enterprises import Enterprise
from app.vocabulary import Certificate, ExperienceBand, QualificationLevel, ShiftPattern, VacancyStatus


class Vacancy(Base):
    """Việc làm trống. ``filled`` is taken by one conditional UPDATE and can never pass ``openings``."""

    __tablename__ = "vacancies"
    __table_args__ = (
        CheckConstraint("openings > 0", name="openings"),
        CheckConstraint("filled BETWEEN 0 AND openings", name="filled"),
        CheckConstraint("required_rank BETWEEN 0 AND 6", name="required_rank"),
        CheckConstraint("level_is_hard = false OR required_rank IS NOT NULL", name="hard_level"),
        CheckConstraint("pay_from <= pay_to", name="pay"),
        CheckConstraint("pay_from > 0 AND pay_to > 0", name="pay_positive"),
        CheckConstraint("length(occupation_code) = 4", name="occupation_level"),
        Index("ix_vacancies_enterprise_id_status", "enterprise_id", "status"),
        Index("ix_vacancies_status_occupation_code", "status", "occupation_code"),
        Index("ix_vacancies_survey_line_id", "survey_line_id"),
        Index("ix_vacancies_support_request_id", "support_request_id"),
    )

    id: Mapped[Key]
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"))
    survey_line_id: Mapped[UUID | None] = mapped_column(ForeignKey("survey_lines.id"))
    support_request_id: Mapped[UUID | None] = mapped_column(ForeignKey("support_requests.id"))
    title: Mapped[str] = mapped_column(String(200))
    search: Mapped[Search]
    occupation_code: Mapped[str] = mapped_column(ForeignKey("occupations.code"))
    openings: Mapped[int]
    filled: Mapped[int] = mapped_column(default=0)
    status: Mapped[VacancyStatus] = mapped_column(coded(VacancyStatus))
    required_level: Mapped[QualificationLevel | None] = mapped_column(coded(QualificationLevel))
    required_rank: Mapped[int | None]
    level_is_hard: Mapped[bool]
    experience: Mapped[ExperienceBand | None] = mapped_column(coded(ExperienceBand))
    pay_from: Mapped[int | None]
    pay_to: Mapped[int | None]
    shift_pattern: Mapped[ShiftPattern | None] = mapped_column(coded(ShiftPattern))
    shift_choice: Mapped[bool]
    zone_code: Mapped[str | None] = mapped_column(ForeignKey("zones.code"))
    commune_code: Mapped[str] = mapped_column(ForeignKey("communes.code"))
    dormitory: Mapped[bool]
    minors_allowed: Mapped[bool]
    starts_on: Mapped[date | None]
    deadline: Mapped[date | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    enterprise: Mapped[Enterprise] = relationship(lazy="raise")
    certificates: Mapped[list["VacancyCertificate"]] = relationship(
        lazy="raise", order_by="VacancyCertificate.certificate", cascade="all, delete-orphan"
    )
    shuttles: Mapped[list["VacancyShuttle"]] = relationship(
        lazy="raise", order_by="VacancyShuttle.commune_code", cascade="all, delete-orphan"
    )

    @property
    def openings_left(self) -> int:
        """Số chỗ còn lại."""
        return self.openings - self.filled


class VacancyCertificate(Base):
    """Chứng chỉ bắt buộc của một việc làm trống."""

    __tablename__ = "vacancy_certificates"

    vacancy_id: Mapped[UUID] = mapped_column(ForeignKey("vacancies.id"), primary_key=True)
    certificate: Mapped[Certificate] = mapped_column(coded(Certificate), primary_key=True)


class VacancyShuttle(Base):
    """Xã có xe đưa rước đến nơi làm việc."""

    __tablename__ = "vacancy_shuttles"

    vacancy_id: Mapped[UUID] = mapped_column(ForeignKey("vacancies.id"), primary_key=True)
    commune_code: Mapped[str] = mapped_column(ForeignKey("communes.code"), primary_key=True)
