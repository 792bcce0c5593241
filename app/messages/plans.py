"""Problems with plans and their targets."""

from app.messages.catalogue import Text

PROBLEMS: dict[str, Text] = {
    "plan_not_found": Text("Không tìm thấy kế hoạch này.", "No such plan."),
    "target_not_found": Text("Kế hoạch không có chỉ tiêu này.", "The plan has no such target."),
    "reading_not_found": Text(
        "Chỉ tiêu này không có cách đọc đó; có: {readings}.", "The indicator has no such reading; it has: {readings}."
    ),
    "plan_code_taken": Text("Mã kế hoạch này đã được dùng.", "This plan code is taken."),
}
