"""Provinces, communes of the current map, and where each old commune went."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Search, Title, coded
from app.vocabulary import CommuneKind


class Province(Base):
    """Tỉnh, thành phố (bản đồ 34 tỉnh)."""

    __tablename__ = "provinces"

    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    name: Mapped[Title]


class Commune(Base):
    """Xã, phường, đặc khu; a code is only meaningful with the map it belongs to (``map_version``)."""

    __tablename__ = "communes"
    __table_args__ = (
        CheckConstraint("lat BETWEEN 5 AND 25 AND lon BETWEEN 100 AND 115", name="in_viet_nam"),
        Index("ix_communes_province_code_sort_key", "province_code", "sort_key"),
    )

    code: Mapped[str] = mapped_column(String(5), primary_key=True)
    name: Mapped[Title]
    kind: Mapped[CommuneKind] = mapped_column(coded(CommuneKind))
    province_code: Mapped[str] = mapped_column(ForeignKey("provinces.code"))
    lat: Mapped[float]
    lon: Mapped[float]
    map_version: Mapped[date]
    search: Mapped[Search]
    sort_key: Mapped[Search]


class LegacyCommune(Base):
    """Where a commune of the 63-province map went; ``split`` says that text alone cannot settle it."""

    __tablename__ = "legacy_communes"

    old_code: Mapped[str] = mapped_column(String(5), primary_key=True)
    new_code: Mapped[str] = mapped_column(ForeignKey("communes.code"), primary_key=True)
    old_province: Mapped[Title]
    old_district: Mapped[Title]
    old_commune: Mapped[Title]
    split: Mapped[bool]
    search: Mapped[Search]
