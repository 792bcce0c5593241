"""Problems with enterprises, surveys, requests, vacancies and headcounts."""

from app.messages.catalogue import Text

PROBLEMS: dict[str, Text] = {
    "not_round_owner": Text(
        "Chỉ cơ quan chủ trì mới mở hoặc đóng đợt khảo sát.", "Only the round's owner may open or close it."
    ),
    "enterprise_not_found": Text("Không tìm thấy doanh nghiệp này.", "No such enterprise."),
    "survey_round_not_found": Text("Không tìm thấy đợt khảo sát này.", "No such survey round."),
    "survey_not_found": Text("Không tìm thấy phiếu khảo sát này.", "No such survey."),
    "survey_line_not_found": Text("Phiếu khảo sát không có dòng này.", "The survey has no such line."),
    "support_request_not_found": Text("Không tìm thấy yêu cầu hỗ trợ này.", "No such support request."),
    "vacancy_not_found": Text("Không tìm thấy việc làm trống này.", "No such vacancy."),
    "labour_use_not_found": Text("Không tìm thấy số lao động này.", "No such headcount."),
    "tax_code_taken": Text(
        "Mã số thuế này đã có trong hệ thống. Hãy mở doanh nghiệp đã có thay vì thêm mới.",
        "This tax code is registered already. Open the existing enterprise instead of adding one.",
    ),
    "survey_exists": Text(
        "Doanh nghiệp này đã có phiếu trong đợt khảo sát. Hãy mở phiếu đã có.",
        "This enterprise has answered this round already. Open the existing survey.",
    ),
    "headcount_exists": Text(
        "Doanh nghiệp này đã có số lao động cho ngày đó. Sửa số đã có bằng PATCH /labour-use/{{id}}.",
        "A headcount of this enterprise for that day exists already. Correct it with PATCH /labour-use/{{id}}.",
    ),
    "source_not_yours": Text(
        "Số này không do doanh nghiệp báo nên doanh nghiệp không sửa được.",
        "The enterprise did not report this figure, so it cannot correct it.",
    ),
    "round_not_open": Text(
        "Đợt khảo sát chưa mở hoặc đã đóng nên không nhận phiếu.", "The round is not open, so it takes no surveys."
    ),
    "enterprise_not_operating": Text(
        "Doanh nghiệp chưa hoạt động hoặc đã chấm dứt nên không thể có việc làm trống, phiếu tuyển hay số lao động.",
        "The enterprise is not operating, so it can have no vacancy, request or headcount.",
    ),
    "line_is_not_recruitment": Text(
        "Dòng này là nhu cầu đào tạo, không phải tuyển dụng, nên không tạo việc làm trống.",
        "This line asks for training, not recruitment, so it makes no vacancy.",
    ),
    "line_exhausted": Text(
        "Dòng khảo sát chỉ còn {left} chỗ chưa đưa thành việc làm trống.",
        "The survey line has only {left} heads left that are not in a vacancy yet.",
    ),
    "request_not_open": Text("Yêu cầu hỗ trợ này đã đóng hoặc đã rút.", "This support request is closed or withdrawn."),
    "request_has_placements": Text(
        "Đã có người được tuyển theo yêu cầu này nên không rút được; hãy đóng yêu cầu.",
        "Somebody was hired for this request, so it cannot be withdrawn; close it instead.",
    ),
    "vacancy_not_open": Text("Việc làm trống này đã đóng hoặc đã hủy.", "This vacancy is closed or cancelled."),
    "no_opening_left": Text(
        "Việc làm trống này đã tuyển đủ; chỗ cuối cùng vừa có người nhận.",
        "This vacancy is full; the last opening has just been taken.",
    ),
    "openings_below_filled": Text(
        "Số chỗ không thể ít hơn số người đã nhận việc ({filled}).",
        "Openings cannot be fewer than those filled ({filled}).",
    ),
}
