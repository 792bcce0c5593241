"""The OpenAPI document as a product: what FastAPI says, corrected where the service does otherwise."""

import json
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.api.problems import problem_schema
from app.schemas.base import without_null

DESCRIPTION = """Cung Cầu nối nhu cầu tuyển dụng của doanh nghiệp trong khu công nghiệp với người tìm việc: từ dòng \
khảo sát đến việc làm trống, xếp hạng người phù hợp theo **nghề, trình độ, nơi ở**, giới thiệu, tuyển dụng và đếm \
vào chỉ tiêu kế hoạch.

Mọi lỗi là `application/problem+json` (RFC 9457) với `code` ổn định. Danh sách đi theo trang: gửi lại `next_cursor` \
trong `cursor`. Tiếng Anh: gửi `Accept-Language: en`."""


def install(app: FastAPI) -> None:
    """Make ``app.openapi()`` give the corrected document."""

    made: list[dict[str, Any]] = []

    def openapi() -> dict[str, Any]:
        if not made:
            document = get_openapi(title=app.title, version=app.version, description=DESCRIPTION, routes=app.routes)
            made.append(_corrected(document))
        return made[0]

    app.openapi = openapi  # type: ignore[method-assign]


def _corrected(document: dict[str, Any]) -> dict[str, Any]:
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = problem_schema()
    schemas.update(problem.pop("$defs", {}))
    schemas["Problem"] = problem
    for operations in document["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                parameter["schema"] = without_null(parameter["schema"])
    return document


def text(app: FastAPI) -> str:
    """The document as it is committed."""
    return json.dumps(app.openapi(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
