"""Survey rounds and who shares them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Key, Title, coded
from app.vocabulary import RoundStatus


class SurveyRound(Base):
    """Đợt khảo sát nhu cầu lao động, do một cơ quan chủ trì."""

    __tablename__ = "survey_rounds"
    __table_args__ = (CheckConstraint("opens_on <= closes_on", name="period"),)

    id: Mapped[Key]
    title: Mapped[Title]
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    status: Mapped[RoundStatus] = mapped_column(coded(RoundStatus))
    created_at: Mapped[datetime]

    shares: Mapped[list["SurveyRoundShare"]] = relationship(
        lazy="raise", order_by="SurveyRoundShare.organisation_id", cascade="all, delete-orphan"
    )


class SurveyRoundShare(Base):
    """Cơ quan cùng tham gia một đợt khảo sát."""

    __tablename__ = "survey_round_shares"

    round_id: Mapped[UUID] = mapped_column(ForeignKey("survey_rounds.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
