"""Work that the service does by itself."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from app.schemas.common.base import EXAMPLE_ID, Out, PageQuery
from app.vocabulary import JobName


class JobQuery(PageQuery):
    """Lọc việc nền."""

    name: JobName | None = Field(default=None, description="Việc nào.", examples=["expire_consents"])
    failed: bool | None = Field(
        default=None, description="Đã gặp lỗi ở lần chạy gần nhất (true) hay không (false).", examples=[True]
    )


class JobOut(Out):
    """Một lần chạy của việc nền."""

    id: UUID = Field(description="Mã định danh.", examples=[EXAMPLE_ID])
    name: str = Field(description="Việc nào.", examples=["expire_consents"])
    unique_key: str = Field(description="Việc của kỳ nào.", examples=["expire_consents:2026-11-22"])
    run_at: datetime = Field(description="Chạy từ lúc.", examples=["2026-11-21T19:00:00Z"])
    attempts: int = Field(description="Đã thử mấy lần.", examples=[1])
    lease_until: datetime | None = Field(description="Đang được chạy, giữ đến lúc.", examples=[None])
    ended_at: datetime | None = Field(description="Kết thúc lúc.", examples=["2026-11-21T19:00:02Z"])
    changed: int | None = Field(description="Đã đổi bao nhiêu dòng.", examples=[3])
    error: str | None = Field(description="Loại lỗi của lần thử gần nhất.", examples=[None])
