"""One enterprise's answer in a round, and its lines."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Key, coded
from app.vocabulary import Need, QualificationLevel


class Survey(Base):
    """Phiếu trả lời của một doanh nghiệp trong một đợt khảo sát."""

    __tablename__ = "surveys"
    __table_args__ = (
        UniqueConstraint("round_id", "enterprise_id"),
        CheckConstraint("headcount >= 0", name="headcount"),
        Index("ix_surveys_enterprise_id", "enterprise_id"),
    )

    id: Mapped[Key]
    round_id: Mapped[UUID] = mapped_column(ForeignKey("survey_rounds.id"))
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"))
    collected_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    answered_on: Mapped[date]
    headcount: Mapped[int | None]
    created_at: Mapped[datetime]

    lines: Mapped[list["SurveyLine"]] = relationship(
        lazy="raise", order_by="SurveyLine.position", cascade="all, delete-orphan"
    )


class SurveyLine(Base):
    """Một dòng nhu cầu: tuyển, đào tạo hay đào tạo lại; bao nhiêu người, nghề gì, trình độ nào, từ khi nào.

    ``women`` is a statistic of the official form and never reaches matching.
    ``openings_taken`` counts the openings that vacancies have drawn from this line.
    """

    __tablename__ = "survey_lines"
    __table_args__ = (
        UniqueConstraint("survey_id", "position"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("women BETWEEN 0 AND quantity", name="women"),
        CheckConstraint("occupation_code IS NOT NULL OR title IS NOT NULL", name="trade"),
        CheckConstraint("length(occupation_code) IN (2, 4)", name="occupation_level"),
        CheckConstraint("pay_from <= pay_to", name="pay"),
        CheckConstraint("pay_from > 0 AND pay_to > 0", name="pay_positive"),
        CheckConstraint("openings_taken BETWEEN 0 AND quantity", name="openings_taken"),
    )

    id: Mapped[Key]
    survey_id: Mapped[UUID] = mapped_column(ForeignKey("surveys.id"))
    position: Mapped[int]
    need: Mapped[Need] = mapped_column(coded(Need))
    asks_support: Mapped[bool]
    occupation_code: Mapped[str | None] = mapped_column(ForeignKey("occupations.code"))
    title: Mapped[str | None] = mapped_column(String(200))
    quantity: Mapped[int]
    women: Mapped[int | None]
    level: Mapped[QualificationLevel | None] = mapped_column(coded(QualificationLevel))
    pay_from: Mapped[int | None]
    pay_to: Mapped[int | None]
    needed_from: Mapped[date | None]
    openings_taken: Mapped[int] = mapped_column(default=0)
