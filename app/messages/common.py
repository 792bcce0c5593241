"""Problems of any request, and the titles of HTTP statuses (RFC 9457)."""

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
    "permission_denied": Text(
        "Vai trò của tài khoản không có quyền {permission}.", "The account's role lacks the permission {permission}."
    ),
    "transition_not_allowed": Text(
        "Không thể chuyển từ “{from_status}” sang “{to_status}”.", "Cannot go from “{from_status}” to “{to_status}”."
    ),
    "conflicting_change": Text(
        "Dữ liệu vừa được người khác thay đổi. Hãy tải lại rồi thử lại.",
        "The data has just been changed by somebody else. Reload and try again.",
    ),
    "sealed_unreadable": Text(
        "Không đọc được dữ liệu đã mã hóa của hồ sơ này; hãy báo người quản trị hệ thống.",
        "The sealed data of this record cannot be read; tell whoever runs the system.",
    ),
    "too_many_requests": Text(
        "Gửi quá nhiều yêu cầu trong một lúc. Hãy gửi lại sau {seconds} giây.",
        "Too many requests at once. Send again in {seconds} seconds.",
    ),
    "request_too_slow": Text(
        "Yêu cầu được gửi quá chậm nên máy chủ không chờ thêm. Hãy kiểm tra đường truyền rồi gửi lại.",
        "The request arrived too slowly, so the server stopped waiting. Check the connection and send again.",
    ),
    "headers_too_large": Text(
        "Các tiêu đề của yêu cầu quá lớn. Hãy bớt tiêu đề hoặc xóa cookie rồi gửi lại.",
        "The request's headers are too large. Leave some out, or delete cookies, and send again.",
    ),
    "address_too_long": Text(
        "Địa chỉ của yêu cầu dài quá {limit} byte. Hãy bớt điều kiện lọc.",
        "The address of the request is longer than {limit} bytes. Use fewer filters.",
    ),
    "json_too_deep": Text(
        "JSON gửi lên lồng nhau quá {limit} tầng.", "The JSON of the body is nested deeper than {limit} levels."
    ),
    "database_slow": Text(
        "Cơ sở dữ liệu trả lời quá chậm. Hãy thử lại sau giây lát.",
        "The database answers too slowly. Try again in a moment.",
    ),
    "migrations_behind": Text(
        "Lược đồ cơ sở dữ liệu cũ hơn chương trình. Hãy chạy lệnh cungcau migrate.",
        "The database schema is older than the program. Run the command cungcau migrate.",
    ),
    "storage_full": Text(
        "Máy chủ đã hết chỗ lưu trữ nên không ghi được gì. Hãy báo người quản trị.",
        "The server's storage is full, so nothing was written. Tell the administrator.",
    ),
}
