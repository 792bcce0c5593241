"""Texts of problems with limits and the state of the service."""

from app.messages.catalogue import Text

PROBLEMS: dict[str, Text] = {
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
