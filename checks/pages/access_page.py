"""docs/access.md: which role may call which operation, from the app itself."""

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from app.core.permissions import PERMISSIONS, Permission
from app.http.authentication import allowed
from app.http.routes import StrictRoute
from app.vocabulary import Role
from tests.laws.operations.listing import operations
from tests.support.paths import ROOT

PAGE = ROOT / "docs" / "access.md"
HEAD = """# Ai được gọi gì · Who may call what

Trang này do máy ghi từ chính dịch vụ (`./dev pages`); sửa tay sẽ bị kiểm tra phát hiện.
Quyền khai tại từng thao tác, vai trò nào có quyền nào ở `app/core/permissions.py`, ai thấy dòng nào ở
`app/services/common/scoping.py` (docs/decisions/0009-scope.md).
Written from the service itself. `tests/laws/operations/test_permission_matrix.py` holds the same table written by hand.

"""
COLUMNS = {
    Role.STAFF: "cán bộ",
    Role.ENTERPRISE_HR: "nhân sự DN",
    Role.LEADER: "lãnh đạo",
    Role.PORTAL: "cổng",
    Role.ADMIN: "quản trị",
}
BY_ITSELF: dict[str, Permission | None] = {"read_metrics": Permission.METRICS_READ}
"""What asks in its own way: the metrics are also for whoever asks on the very machine."""


def permissions(app: FastAPI) -> dict[str, Permission | None]:
    """The permission of each operation, found in its dependencies; None where signing in is enough or not asked."""
    contexts = [one for one in iter_route_contexts(app.routes) if isinstance(one.original_route, StrictRoute)]
    return {one.original_route.name: _asked(one.original_route.dependant) for one in contexts} | BY_ITSELF


def _asked(dependant: Dependant) -> Permission | None:
    made = allowed(Permission.REFERENCE_READ).__code__
    for one in dependant.dependencies:
        if getattr(one.call, "__code__", None) is made:
            cells = [cell.cell_contents for cell in one.call.__closure__]  # type: ignore[union-attr]
            return next(value for value in cells if isinstance(value, Permission))
        inner = _asked(one)
        if inner is not None:
            return inner
    return None


def page(app: FastAPI) -> str:
    """The whole text."""
    known = permissions(app)
    lines = [f"| Thao tác | Quyền | {' | '.join(COLUMNS.values())} |", "|---" * (len(COLUMNS) + 2) + "|"]
    for one in operations(app.openapi()):
        permission = known[one.id]
        if not one.needs_sign_in:
            name, may = "không cần đăng nhập", dict.fromkeys(COLUMNS, True)
        elif permission is None:
            name, may = "chỉ cần đăng nhập", dict.fromkeys(COLUMNS, True)
        else:
            name, may = f"`{permission}`", {role: permission in PERMISSIONS[role] for role in COLUMNS}
        marks = " | ".join("×" if may[role] else "" for role in COLUMNS)
        lines.append(f"| `{one.method} {one.path}` `{one.id}` | {name} | {marks} |")
    return HEAD + "\n".join(lines) + f"\n\n{len(lines) - 2} thao tác.\n"
