"""Plans and their targets, each target with its own scope."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Key, Note, Title, coded
from app.vocabulary import AsOfRule, Indicator, ZoneKind


class Plan(Base):
    """Kế hoạch do một cơ quan ban hành, với thời gian thực hiện."""

    __tablename__ = "plans"
    __table_args__ = (CheckConstraint("starts_on <= ends_on", name="period"),)

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    title: Mapped[Note]
    issued_by: Mapped[Title]
    document_number: Mapped[str | None] = mapped_column(String(80))
    issued_text: Mapped[str | None] = mapped_column(String(80))
    province_code: Mapped[str] = mapped_column(ForeignKey("provinces.code"))
    territory_note: Mapped[str | None] = mapped_column(String(500))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date]

    targets: Mapped[list["PlanTarget"]] = relationship(
        lazy="raise", order_by="PlanTarget.indicator", cascade="all, delete-orphan"
    )


class PlanTarget(Base):
    """Chỉ tiêu: con số, phạm vi (loại khu, địa bàn, từ–đến, cách lấy số) và cách hiểu lời văn."""

    __tablename__ = "plan_targets"
    __table_args__ = (
        UniqueConstraint("plan_code", "indicator"),
        CheckConstraint("value > 0", name="value"),
        CheckConstraint("starts_on <= ends_on", name="period"),
    )

    id: Mapped[Key]
    plan_code: Mapped[str] = mapped_column(ForeignKey("plans.code"))
    indicator: Mapped[Indicator] = mapped_column(coded(Indicator))
    value: Mapped[int]
    approximate: Mapped[bool]
    province_code: Mapped[str] = mapped_column(ForeignKey("provinces.code"))
    map_version: Mapped[date]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    as_of_rule: Mapped[AsOfRule] = mapped_column(coded(AsOfRule))
    article: Mapped[str] = mapped_column(String(80))
    reading: Mapped[Note]

    zone_kinds: Mapped[list["PlanTargetZoneKind"]] = relationship(
        lazy="raise", order_by="PlanTargetZoneKind.zone_kind", cascade="all, delete-orphan"
    )

    @property
    def kinds(self) -> list[ZoneKind]:
        """Các loại khu được tính."""
        return [row.zone_kind for row in self.zone_kinds]


class PlanTargetZoneKind(Base):
    """Loại khu mà một chỉ tiêu tính đến."""

    __tablename__ = "plan_target_zone_kinds"

    target_id: Mapped[UUID] = mapped_column(ForeignKey("plan_targets.id"), primary_key=True)
    zone_kind: Mapped[ZoneKind] = mapped_column(coded(ZoneKind), primary_key=True)
