"""Industrial parks, border-gate economic zones and industrial clusters."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Note, Search, Title, coded
from app.vocabulary import ZoneKind, ZoneStatus


class Zone(Base):
    """KCN, KKTCK hoặc CCN, với cơ quan quản lý; the point is the commune's, not the gate's."""

    __tablename__ = "zones"
    __table_args__ = (
        CheckConstraint("area_ha > 0", name="area"),
        Index("ix_zones_province_code_kind", "province_code", "kind"),
    )

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[Title]
    kind: Mapped[ZoneKind] = mapped_column(coded(ZoneKind))
    status: Mapped[ZoneStatus] = mapped_column(coded(ZoneStatus))
    province_code: Mapped[str] = mapped_column(ForeignKey("provinces.code"))
    commune_code: Mapped[str] = mapped_column(ForeignKey("communes.code"))
    area_ha: Mapped[float | None] = mapped_column(Numeric(10, 2, asdecimal=False))
    managing_organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    location_basis: Mapped[Note]
    source: Mapped[Note]
    search: Mapped[Search]
