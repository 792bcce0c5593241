"""One change of status."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from app.schemas.common.base import In, Line500, Out
from app.vocabulary import EventReason


class StatusEventOut(Out):
    """Một lần đổi trạng thái: ai, khi nào, từ đâu, sang đâu, vì sao."""

    at: datetime = Field(description="Lúc.", examples=["2026-11-22T02:30:00Z"])
    account_id: UUID | None = Field(description="Tài khoản.", examples=["01939f3e-9c5d-7c1e-8a2b-3f4d5e6f7a8b"])
    from_status: str | None = Field(description="Từ trạng thái.", examples=["introduced"])
    to_status: str = Field(description="Sang trạng thái.", examples=["interview"])
    reason: str | None = Field(description="Lý do.", examples=["Doanh nghiệp hẹn phỏng vấn thứ Hai"])
    reason_code: EventReason | None = Field(
        description="Mã lý do khi hệ thống tự đổi; null khi người ta ghi lý do hoặc không ghi.", examples=[None]
    )


class ReasonCreate(In):
    """Lý do của một lần đổi trạng thái."""

    reason: Line500 | None = Field(default=None, description="Lý do.", examples=["Doanh nghiệp hẹn phỏng vấn thứ Hai"])
