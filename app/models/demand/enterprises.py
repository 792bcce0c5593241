"""Employers and investors."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Key, Search, Title, coded
from app.vocabulary import EnterpriseKind, EnterpriseStage, Industry, SizeBand


class Enterprise(Base):
    """Doanh nghiệp, hợp tác xã, hộ kinh doanh, hoặc nhà đầu tư chưa hoạt động (chưa có mã số thuế)."""

    __tablename__ = "enterprises"
    __table_args__ = (
        CheckConstraint("(stage IN ('operating', 'closed')) = (tax_code IS NOT NULL)", name="tax_code_when_operating"),
        CheckConstraint("(stage = 'closed') = (operating_until IS NOT NULL)", name="closed_has_end"),
        CheckConstraint("operating_from <= operating_until", name="period"),
        CheckConstraint("length(tax_code) IN (10, 14)", name="tax_code_length"),
        Index("ix_enterprises_zone_code_stage", "zone_code", "stage"),
    )

    id: Mapped[Key]
    tax_code: Mapped[str | None] = mapped_column(String(14), unique=True)
    name: Mapped[Title]
    kind: Mapped[EnterpriseKind] = mapped_column(coded(EnterpriseKind))
    stage: Mapped[EnterpriseStage] = mapped_column(coded(EnterpriseStage))
    industry: Mapped[Industry | None] = mapped_column(coded(Industry))
    size_band: Mapped[SizeBand | None] = mapped_column(coded(SizeBand))
    zone_code: Mapped[str | None] = mapped_column(ForeignKey("zones.code"))
    commune_code: Mapped[str] = mapped_column(ForeignKey("communes.code"))
    main_product: Mapped[str | None] = mapped_column(String(300))
    operating_from: Mapped[date | None]
    operating_until: Mapped[date | None]
    expected_workers: Mapped[int | None]
    search: Mapped[Search]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
