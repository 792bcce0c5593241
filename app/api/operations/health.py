"""Whether the process lives, and whether it can serve."""

import time

from fastapi import APIRouter
from pydantic import Field

from app.core.errors import Unavailable
from app.http.dependencies import RuntimeDep
from app.http.routes import StrictRoute
from app.infra.db import ping
from app.schemas.common.base import Out

router = APIRouter(prefix="/health", tags=["health"], route_class=StrictRoute)

SLOW_SECONDS = 1.0


class HealthOut(Out):
    """Tình trạng dịch vụ."""

    status: str = Field(description="Luôn là ok khi trả lời 200.", examples=["ok"])


@router.get("/live")
async def health_live() -> HealthOut:
    """Tiến trình còn sống; không hỏi cơ sở dữ liệu."""
    return HealthOut(status="ok")


@router.get("/ready")
def health_ready(runtime: RuntimeDep) -> HealthOut:
    """Cơ sở dữ liệu trả lời kịp và đúng lược đồ; nếu không thì 503, mã lỗi cho biết vì sao.

    Mã: `database_unavailable` (không trả lời), `database_slow` (trả lời chậm), `migrations_behind` (lược đồ cũ).
    """
    began = time.perf_counter()
    revision = ping()
    if time.perf_counter() - began > SLOW_SECONDS:
        raise Unavailable("database_slow")
    if revision is None or revision in runtime.older_revisions:
        raise Unavailable("migrations_behind")
    return HealthOut(status="ok")
