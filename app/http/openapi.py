"""The OpenAPI document as a product: what FastAPI says, corrected where the service does otherwise."""

import json
import re
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.http.authentication import SIGN_IN_PATHS
from app.http.problems import problem_schema, responses
from app.schemas.common.base import without_null

DESCRIPTION = """Cung Cầu nối nhu cầu tuyển dụng của doanh nghiệp trong khu công nghiệp với người tìm việc: từ dòng \
khảo sát đến việc làm trống, xếp hạng người phù hợp theo **nghề, trình độ, nơi ở**, giới thiệu, tuyển dụng và đếm \
vào chỉ tiêu kế hoạch.

Mọi lỗi là `application/problem+json` (RFC 9457) với `code` ổn định. Danh sách đi theo trang: gửi lại `next_cursor` \
trong `cursor`. Tiếng Anh: gửi `Accept-Language: en`."""

# A tag names a module of generated clients, so it is the resource's stem; what people read stands beside it.
TAGS = {
    "login": "Đăng nhập",
    "communes": "Xã, phường, đặc khu",
    "occupations": "Nghề",
    "occupation_aliases": "Tên gọi nghề đã xác nhận",
    "zones": "Khu, cụm",
    "reference_lists": "Danh mục",
    "organisations": "Cơ quan, đơn vị",
    "enterprises": "Doanh nghiệp",
    "survey_rounds": "Đợt khảo sát",
    "surveys": "Phiếu khảo sát",
    "support_requests": "Yêu cầu hỗ trợ",
    "vacancies": "Việc làm trống",
    "match": "Xếp hạng thử",
    "jobseekers": "Người tìm việc",
    "consents": "Sự đồng ý",
    "data_requests": "Yêu cầu của chủ thể dữ liệu",
    "referrals": "Giới thiệu",
    "placements": "Giải quyết việc làm",
    "labour_use": "Sử dụng lao động",
    "plans": "Kế hoạch",
    "accounts": "Tài khoản",
    "invitations": "Lời mời lập tài khoản",
    "clients": "Hệ thống được cấp quyền",
    "audit": "Nhật ký kiểm soát",
    "jobs": "Việc nền",
    "health": "Tình trạng",
}

# No setting changes an operation, so the applications of one process share the document, which takes a second to make.
_made: list[dict[str, Any]] = []


def install(app: FastAPI) -> None:
    """Make ``app.openapi()`` give the corrected document."""

    def openapi() -> dict[str, Any]:
        if not _made:
            document = get_openapi(title=app.title, version=app.version, description=DESCRIPTION, routes=app.routes)
            _made.append(_corrected(document))
        return _made[0]

    app.openapi = openapi  # type: ignore[method-assign]


def _corrected(document: dict[str, Any]) -> dict[str, Any]:
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = problem_schema()
    schemas.update(problem.pop("$defs", {}))
    schemas["Problem"] = problem
    document["tags"] = [{"name": name, "description": text} for name, text in TAGS.items()]
    for schema in schemas.values():
        if "enum" in schema:
            # What stands there is a note to programmers.
            schema.pop("description", None)
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _add_refusals(method, path, operation)
            _speak(operation)
            for parameter in operation.get("parameters", ()):
                parameter["schema"] = without_null(parameter["schema"])
                if parameter["name"] == "If-Match":
                    # The route itself refuses its absence, with 428 and after the body was checked.
                    parameter["required"] = True
    return document


def _add_refusals(method: str, path: str, operation: dict[str, Any]) -> None:
    """What an operation may be refused with follows from what it asks for; a route names only what is its own."""
    for status, said in responses(*_refusals(method, path, operation)).items():
        said = {name: part for name, part in said.items() if name != "model"}
        # Of 422 the framework has a body of its own, which is never sent.
        if status == 422:
            operation["responses"]["422"] = said
        operation["responses"].setdefault(str(status), said)


def _refusals(method: str, path: str, operation: dict[str, Any]) -> Iterator[int]:
    # A misspelt query parameter is refused everywhere.
    yield 422
    if operation["operationId"] != "health_live":
        yield 503
    if "security" in operation or operation["tags"] != ["health"]:
        yield 429
    if "security" in operation:
        yield 401
        # Reading what is one's own needs neither a permission nor the second factor.
        if method != "get" or not path.startswith(SIGN_IN_PATHS):
            yield 403
    if "requestBody" in operation:
        yield from (400, 408, 413, 415)
    parameters = operation.get("parameters", ())
    if any(parameter["in"] == "path" for parameter in parameters):
        yield 404
    if any(parameter["name"] == "If-Match" for parameter in parameters):
        yield from (412, 428)


def _speak(operation: dict[str, Any]) -> None:
    """Vietnamese where the framework writes English of its own."""
    operation["summary"] = re.split(r"[;.]", operation["description"], maxsplit=1)[0]
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            answer["description"] = "Đã tạo" if status == "201" else "Thành công"


def text(app: FastAPI) -> str:
    """The document as it is committed."""
    return json.dumps(app.openapi(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
