"""What people call the actions in the audit log that are no operation of the API, and the faults of its chain."""

from app.messages.catalogue import Text
from app.messages.labels import LABELS

ACTIONS: dict[str, Text] = {
    "reseal_keys": Text("Mã hóa lại dữ liệu bằng khóa mới", "Data sealed anew with the newest key"),
    "reindex_keys": Text("Lập lại chỉ mục tìm kiếm bằng khóa mới", "Indexes made anew with another key"),
    "citizen_id_taken": Text("Khai số định danh đã có trong hệ thống", "A citizen id stated that is known"),
    "sign_in_failed": Text("Đăng nhập không thành công", "Sign-in failed"),
    "password_check_failed": Text("Xác nhận mật khẩu hoặc mã không thành công", "Check of password or code failed"),
    "login_outside_failed": Text("Đăng nhập qua nhà cung cấp bên ngoài không thành công", "Outside sign-in failed"),
    "issue_client_token_failed": Text("Hệ thống xin mã truy cập không thành công", "Client token refused"),
    "accept_invitation_failed": Text("Nhận lời mời không thành công", "Invitation not accepted"),
    "save_account": Text("Lập tài khoản hoặc đặt lại mật khẩu tại máy chủ", "Account made or reset on the server"),
    **{code: text for (name, code), text in LABELS.items() if name == "JobName"},
    "token_reused": Text("Mã làm mới bị dùng lại, phiên bị kết thúc", "A refresh token was used again, session ended"),
}

CHAIN_FAULTS: dict[str, Text] = {
    "changed": Text(
        "Mục {seq} không còn như lúc ghi: nội dung hoặc mã băm đã bị sửa.",
        "Entry {seq} is not what was written: its content or hash was changed.",
    ),
    "missing": Text(
        "Thiếu mục {seq}: có mục đã bị lấy ra khỏi giữa nhật ký.",
        "Entry {seq} is missing: entries were taken out of the middle of the log.",
    ),
    "moved": Text(
        "Mục {seq} đứng sai chỗ: có mục đã bị đổi chỗ cho nhau.",
        "Entry {seq} stands in the wrong place: entries were swapped.",
    ),
    "cut": Text(
        "Nhật ký bị cắt từ mục {seq}: các mục cuối đã bị xóa.",
        "The log is cut from entry {seq} on: its last entries were removed.",
    ),
    "head_changed": Text(
        "Dòng ghi cuối nhật ký không khớp với mục cuối (trước mục {seq}): dòng đó đã bị sửa hoặc đặt lùi.",
        "The head does not match the last entry (before entry {seq}): it was changed or set back.",
    ),
    "not_as_expected": Text(
        "Mục {seq} không phải là mục đã ghi lại ở nơi khác: nhật ký đã bị thay hoặc đặt lùi.",
        "Entry {seq} is not the one noted elsewhere: the log was replaced or set back.",
    ),
}
