"""Texts of problems with personal data, consent and requests of the person."""

from app.messages.catalogue import Text

PROBLEMS: dict[str, Text] = {
    "sealed_unreadable": Text(
        "Không đọc được dữ liệu đã mã hóa của hồ sơ này; hãy báo người quản trị hệ thống.",
        "The sealed data of this record cannot be read; tell whoever runs the system.",
    ),
    "too_many_lookups": Text(
        "Đã hỏi quá nhiều lần theo số điện thoại hay số định danh. Hãy thử lại sau {seconds} giây.",
        "Too many questions by phone or citizen id. Try again in {seconds} seconds.",
    ),
    "contact_not_open": Text(
        "Chỉ xem được liên hệ khi người này đã được hẹn phỏng vấn hoặc đã được tuyển.",
        "Contact is shown once the person is invited to an interview or hired.",
    ),
    "disclosure_not_agreed": Text(
        "Người này chưa đồng ý cung cấp liên hệ cho doanh nghiệp này, hoặc đã rút sự đồng ý.",
        "The person has not agreed to disclosure to this enterprise, or has withdrawn it.",
    ),
    "consent_not_found": Text("Không tìm thấy sự đồng ý này.", "No such consent."),
    "consent_ended": Text("Sự đồng ý này đã kết thúc.", "This consent has ended already."),
    "data_request_not_found": Text("Không tìm thấy yêu cầu này của chủ thể dữ liệu.", "No such request of the person."),
    "data_request_closed": Text("Yêu cầu này đã kết thúc.", "This request is closed already."),
    "data_request_extended": Text(
        "Yêu cầu này đã được gia hạn một lần; luật chỉ cho gia hạn một lần.",
        "This request was extended once already; the law allows one extension.",
    ),
    "data_request_overdue": Text(
        "Đã quá hạn nên không gia hạn được nữa; hãy thực hiện ngay.",
        "The due day has passed, so it cannot be put off any more; do it now.",
    ),
    "export_missing": Text(
        "Chưa trích xuất dữ liệu cho người này từ khi nhận yêu cầu; hãy trích xuất và đưa cho họ trước khi kết thúc.",
        "No export was made for this person since the request came; make one and hand it over first.",
    ),
    "referral_purged": Text(
        "Dữ kiện của lượt giới thiệu này đã được xóa theo quy định bảo vệ dữ liệu cá nhân nên không tính lại được.",
        "The facts of this referral were deleted under the personal-data law, so its score cannot be computed again.",
    ),
}
