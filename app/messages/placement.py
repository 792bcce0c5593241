"""Problems with introductions and jobs."""

from app.messages.catalogue import Text

PROBLEMS: dict[str, Text] = {
    "referral_not_found": Text("Không tìm thấy lượt giới thiệu này.", "No such referral."),
    "placement_not_found": Text("Không tìm thấy việc làm đã giải quyết này.", "No such placement."),
    "request_of_another_enterprise": Text(
        "Yêu cầu hỗ trợ này là của doanh nghiệp khác.", "This support request belongs to another enterprise."
    ),
    "already_introduced": Text(
        "Người này đang được giới thiệu vào việc làm này.", "This person is already introduced to this vacancy."
    ),
    "already_placed": Text(
        "Người này đang có việc làm do hệ thống ghi nhận; hãy kết thúc việc đó trước.",
        "This person holds a recorded job; end that placement first.",
    ),
    "referral_already_used": Text(
        "Lượt giới thiệu này đã dẫn tới một việc làm.", "This referral has led to a placement already."
    ),
    "referral_without_facts": Text(
        "Lượt giới thiệu này có từ trước khi hệ thống giữ lại dữ kiện của điểm số, nên không tính lại được.",
        "This referral is older than the keeping of facts, so its score cannot be computed again.",
    ),
    "facts_not_understood": Text(
        "Dữ kiện của lượt giới thiệu này ghi theo dạng mà phiên bản phần mềm này không đọc được.",
        "The facts of this referral have a shape that this version of the program does not read.",
    ),
    "gate_closed": Text("Chưa thể giới thiệu: {why}", "Cannot introduce: {why}"),
    "contact_not_open": Text(
        "Chỉ xem được liên hệ khi người này đã được hẹn phỏng vấn hoặc đã được tuyển.",
        "Contact is shown once the person is invited to an interview or hired.",
    ),
    "disclosure_not_agreed": Text(
        "Người này chưa đồng ý cung cấp liên hệ cho doanh nghiệp này, hoặc đã rút sự đồng ý.",
        "The person has not agreed to disclosure to this enterprise, or has withdrawn it.",
    ),
    "referral_purged": Text(
        "Dữ kiện của lượt giới thiệu này đã được xóa theo quy định bảo vệ dữ liệu cá nhân nên không tính lại được.",
        "The facts of this referral were deleted under the personal-data law, so its score cannot be computed again.",
    ),
}
