"""Texts of problem documents (RFC 9457)."""

from app.messages import problems_access, problems_personal, problems_service
from app.messages.catalogue import Text

TITLES: dict[int, Text] = {
    304: Text("Không thay đổi", "Not modified"),
    400: Text("Yêu cầu không đọc được", "Bad request"),
    401: Text("Chưa đăng nhập", "Not signed in"),
    403: Text("Không có quyền", "Not allowed"),
    404: Text("Không tìm thấy", "Not found"),
    405: Text("Thao tác không được hỗ trợ", "Method not allowed"),
    406: Text("Không có định dạng phù hợp", "Not acceptable"),
    408: Text("Gửi quá chậm", "Sent too slowly"),
    409: Text("Trái với tình trạng hiện tại", "Conflict with the current state"),
    412: Text("Phiên bản đã cũ", "Version is stale"),
    413: Text("Nội dung quá lớn", "Content too large"),
    414: Text("Địa chỉ quá dài", "Address too long"),
    415: Text("Kiểu nội dung không được hỗ trợ", "Unsupported content type"),
    422: Text("Nội dung chưa đúng", "Content is not valid"),
    428: Text("Thiếu điều kiện", "Precondition required"),
    429: Text("Quá nhiều yêu cầu", "Too many requests"),
    431: Text("Tiêu đề quá lớn", "Headers too large"),
    500: Text("Lỗi của hệ thống", "Internal error"),
    503: Text("Tạm thời chưa phục vụ được", "Temporarily unavailable"),
    507: Text("Hết chỗ lưu trữ", "Storage is full"),
}

PROBLEMS: dict[str, Text] = {
    # Of the request itself.
    "if_match_missing": Text(
        "Thiếu tiêu đề If-Match. Hãy đọc lại bản ghi rồi gửi kèm ETag của phiên bản đã đọc.",
        "The header If-Match is missing. Read the record and send the ETag of the version you read.",
    ),
    "version_stale": Text(
        "Bản ghi đã được người khác sửa sau khi bạn đọc. Hãy đọc lại rồi sửa tiếp; ETag hiện tại ở tiêu đề.",
        "Somebody changed the record after you read it. Read it again and redo your change; the header has its ETag.",
    ),
    "idempotency_key_reused": Text(
        "Idempotency-Key này đã dùng cho một yêu cầu có nội dung khác. Hãy đặt khóa mới.",
        "This Idempotency-Key was used for a request with other content. Use a new key.",
    ),
    "answer_taken_back": Text(
        "Yêu cầu này đã được thực hiện một lần; câu trả lời khi đó không còn được giữ vì dữ liệu đã được thu hồi.",
        "This was done once; its answer is no longer kept, because the data it told of was taken back.",
    ),
    "request_running": Text(
        "Yêu cầu trước với cùng Idempotency-Key đang được xử lý. Hãy gửi lại sau vài giây.",
        "The earlier request with this Idempotency-Key is still running. Send again in a few seconds.",
    ),
    "malformed_json": Text(
        "Nội dung gửi lên không phải JSON hợp lệ. Hãy kiểm tra dấu ngoặc, dấu phẩy và bảng mã UTF-8.",
        "The body is not valid JSON. Check brackets, commas and the UTF-8 encoding.",
    ),
    "bad_request": Text("Yêu cầu không đúng cú pháp HTTP.", "The request is not well-formed HTTP."),
    "invalid_content": Text(
        "Một số trường chưa đúng; xem danh sách errors để biết trường nào và cách sửa.",
        "Some fields are not valid; the errors list says which and how to correct them.",
    ),
    "unsupported_content_type": Text(
        "Nội dung phải là JSON (Content-Type: application/json).",
        "The body must be JSON (Content-Type: application/json).",
    ),
    "content_too_large": Text(
        "Nội dung vượt quá {limit} byte. Hãy chia nhỏ rồi gửi lại.",
        "The content exceeds {limit} bytes. Split it and send again.",
    ),
    "route_not_found": Text(
        "Không có địa chỉ này. Xem danh sách tại /docs.", "There is no such address. See the list at /docs."
    ),
    "method_not_allowed": Text(
        "Địa chỉ này không nhận thao tác đó; các thao tác được nhận: {allowed}.",
        "This address does not take that method; it takes: {allowed}.",
    ),
    "internal_error": Text(
        "Hệ thống gặp lỗi, chưa có gì được ghi. Hãy thử lại; nếu còn lỗi, báo quản trị kèm mã request_id.",
        "The service failed and nothing was written. Try again; if it persists, report the request_id.",
    ),
    "database_unavailable": Text(
        "Cơ sở dữ liệu đang bận hoặc tạm dừng. Chưa có gì được ghi; hãy thử lại sau ít giây.",
        "The database is busy or down. Nothing was written; try again in a few seconds.",
    ),
    # Of the caller.
    "not_authenticated": Text(
        "Cần đăng nhập: gửi tiêu đề Authorization: Bearer <mã truy cập> lấy từ /api/v1/auth/login.",
        "Sign in first: send the header Authorization: Bearer <token> obtained from /api/v1/auth/login.",
    ),
    "token_expired": Text(
        "Mã truy cập đã hết hạn. Hãy gia hạn (POST /api/v1/auth/refresh) hoặc đăng nhập lại.",
        "The access token has expired. Renew it (POST /api/v1/auth/refresh) or sign in again.",
    ),
    "wrong_credentials": Text("Tên đăng nhập hoặc mật khẩu không đúng.", "The user name or the password is wrong."),
    "permission_denied": Text(
        "Vai trò của tài khoản không có quyền {permission}.", "The account's role lacks the permission {permission}."
    ),
    "not_round_owner": Text(
        "Chỉ cơ quan chủ trì mới mở hoặc đóng đợt khảo sát.", "Only the round's owner may open or close it."
    ),
    "priority_groups_closed": Text(
        "Chỉ cán bộ trung tâm dịch vụ việc làm và ban quản lý khu được xem và ghi nhóm ưu tiên.",
        "Only staff of the job centre and of the zone board may read and state priority groups.",
    ),
    # Not found.
    "account_not_found": Text("Không tìm thấy tài khoản.", "No such account."),
    "commune_not_found": Text(
        "Không có đơn vị hành chính cấp xã mang mã này. Tra tại /api/v1/communes?q=…",
        "No commune has this code. Look it up at /api/v1/communes?q=…",
    ),
    "occupation_not_found": Text(
        "Không có nghề mang mã này. Tra tại /api/v1/occupations?q=…",
        "No occupation has this code. Look it up at /api/v1/occupations?q=…",
    ),
    "zone_not_found": Text("Không tìm thấy khu, cụm này.", "No such zone."),
    "organisation_not_found": Text("Không tìm thấy cơ quan, đơn vị này.", "No such organisation."),
    "enterprise_not_found": Text("Không tìm thấy doanh nghiệp này.", "No such enterprise."),
    "survey_round_not_found": Text("Không tìm thấy đợt khảo sát này.", "No such survey round."),
    "survey_not_found": Text("Không tìm thấy phiếu khảo sát này.", "No such survey."),
    "survey_line_not_found": Text("Phiếu khảo sát không có dòng này.", "The survey has no such line."),
    "support_request_not_found": Text("Không tìm thấy yêu cầu hỗ trợ này.", "No such support request."),
    "vacancy_not_found": Text("Không tìm thấy việc làm trống này.", "No such vacancy."),
    "jobseeker_not_found": Text("Không tìm thấy người tìm việc này.", "No such jobseeker."),
    "referral_not_found": Text("Không tìm thấy lượt giới thiệu này.", "No such referral."),
    "placement_not_found": Text("Không tìm thấy việc làm đã giải quyết này.", "No such placement."),
    "labour_use_not_found": Text("Không tìm thấy số lao động này.", "No such headcount."),
    "plan_not_found": Text("Không tìm thấy kế hoạch này.", "No such plan."),
    "target_not_found": Text("Kế hoạch không có chỉ tiêu này.", "The plan has no such target."),
    "occupation_alias_not_found": Text("Không tìm thấy tên gọi đã xác nhận này.", "No such confirmed title."),
    "reading_not_found": Text(
        "Chỉ tiêu này không có cách đọc đó; có: {readings}.", "The indicator has no such reading; it has: {readings}."
    ),
    # Conflicts.
    "already_exists": Text("Bản ghi này đã có.", "This record exists already."),
    "tax_code_taken": Text(
        "Mã số thuế này đã có trong hệ thống. Hãy mở doanh nghiệp đã có thay vì thêm mới.",
        "This tax code is registered already. Open the existing enterprise instead of adding one.",
    ),
    "citizen_id_taken": Text(
        "Số định danh cá nhân này đã có hồ sơ. Hãy tìm và cập nhật hồ sơ đó.",
        "A profile with this personal id exists already. Find and update that one.",
    ),
    "organisation_code_taken": Text("Mã cơ quan, đơn vị này đã được dùng.", "This organisation code is taken."),
    "zone_code_taken": Text("Mã khu, cụm này đã được dùng.", "This zone code is taken."),
    "plan_code_taken": Text("Mã kế hoạch này đã được dùng.", "This plan code is taken."),
    "target_repeated": Text(
        "Mỗi chỉ tiêu chỉ được nêu một lần trong kế hoạch.", "A plan may name each indicator once."
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
    "request_of_another_enterprise": Text(
        "Yêu cầu hỗ trợ này là của doanh nghiệp khác.", "This support request belongs to another enterprise."
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
    "transition_not_allowed": Text(
        "Không thể chuyển từ “{from_status}” sang “{to_status}”.", "Cannot go from “{from_status}” to “{to_status}”."
    ),
    "alias_taken": Text(
        "Tên này đã được xác nhận là nghề {occupation}. Muốn đổi thì rút xác nhận đó trước.",
        "This title is confirmed as occupation {occupation} already. Withdraw that one first.",
    ),
    "alias_just_confirmed": Text(
        "Tên này vừa được người khác xác nhận. Hãy tải lại danh sách để xem mã nghề.",
        "Somebody else has just confirmed this title. Reload the list to see its occupation.",
    ),
    "alias_withdrawn": Text("Tên gọi này đã được rút.", "This confirmed title is withdrawn already."),
    "conflicting_change": Text(
        "Dữ liệu vừa được người khác thay đổi. Hãy tải lại rồi thử lại.",
        "The data has just been changed by somebody else. Reload and try again.",
    ),
}

PROBLEMS |= problems_access.PROBLEMS | problems_personal.PROBLEMS | problems_service.PROBLEMS
