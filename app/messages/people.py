"""Problems with jobseekers and what they agreed to."""

from app.messages.catalogue import Text

PROBLEMS: dict[str, Text] = {
    "priority_groups_closed": Text(
        "Chỉ cán bộ trung tâm dịch vụ việc làm và ban quản lý khu được xem và ghi nhóm ưu tiên.",
        "Only staff of the job centre and of the zone board may read and state priority groups.",
    ),
    "jobseeker_not_found": Text("Không tìm thấy người tìm việc này.", "No such jobseeker."),
    "citizen_id_taken": Text(
        "Số định danh cá nhân này đã có hồ sơ. Hãy tìm và cập nhật hồ sơ đó.",
        "A profile with this personal id exists already. Find and update that one.",
    ),
    "too_many_lookups": Text(
        "Đã hỏi quá nhiều lần theo số điện thoại hay số định danh. Hãy thử lại sau {seconds} giây.",
        "Too many questions by phone or citizen id. Try again in {seconds} seconds.",
    ),
    "consent_not_found": Text("Không tìm thấy sự đồng ý này.", "No such consent."),
    "consent_ended": Text("Sự đồng ý này đã kết thúc.", "This consent has ended already."),
}
