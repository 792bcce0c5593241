"""The bodies that own rounds, introduce people and hold accounts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Key, Search, Title, coded
from app.vocabulary import OrganisationKind


class Organisation(Base):
    """Cơ quan, đơn vị: phòng của Ban, trung tâm dịch vụ việc làm, sở, xã, trường, đối tác."""

    __tablename__ = "organisations"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Title]
    kind: Mapped[OrganisationKind] = mapped_column(coded(OrganisationKind))
    province_code: Mapped[str] = mapped_column(ForeignKey("provinces.code"))
    commune_code: Mapped[str | None] = mapped_column(ForeignKey("communes.code"))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    search: Mapped[Search]
    created_at: Mapped[datetime]
