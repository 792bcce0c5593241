"""The log of changed people by which every process keeps its pool true."""

from uuid import UUID

from sqlalchemy import BigInteger, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


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
