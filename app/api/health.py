"""Whether the process lives, and whether it can serve."""

from fastapi import APIRouter
from pydantic import Field

from app.api.problems import responses
from app.api.routing import StrictRoute
from app.db import ping
from app.schemas.base import Out

router = APIRouter(prefix="/health", tags=["health"], route_class=StrictRoute)


class HealthOut(Out):
    """Tình trạng dịch vụ."""

    status: str = Field(description="Luôn là ok khi trả lời 200.", examples=["ok"])


@router.get("/live", responses=responses(422))
async def health_live() -> HealthOut:
    """Tiến trình còn sống; không hỏi cơ sở dữ liệu."""
    return HealthOut(status="ok")


@router.get("/ready", responses=responses(422, 503))
def health_ready() -> HealthOut:
    """Cơ sở dữ liệu trả lời được; nếu không thì 503."""
    ping()
    return HealthOut(status="ok")
