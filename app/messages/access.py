"""Problems with signing in, accounts, invitations, systems and outside identities."""

from app.messages.catalogue import Text

PROBLEMS: dict[str, Text] = {
    "not_authenticated": Text(
        "Cần đăng nhập: gửi tiêu đề Authorization: Bearer <mã truy cập> lấy từ /api/v1/auth/login.",
        "Sign in first: send the header Authorization: Bearer <token> obtained from /api/v1/auth/login.",
    ),
    "token_expired": Text(
        "Mã truy cập đã hết hạn. Hãy gia hạn (POST /api/v1/auth/refresh) hoặc đăng nhập lại.",
        "The access token has expired. Renew it (POST /api/v1/auth/refresh) or sign in again.",
    ),
    "wrong_credentials": Text("Tên đăng nhập hoặc mật khẩu không đúng.", "The user name or the password is wrong."),
    "account_not_found": Text("Không tìm thấy tài khoản.", "No such account."),
    "sign_in_slowed": Text(
        "Có quá nhiều lần thử sai từ nơi này. Hãy đợi {seconds} giây rồi thử lại; thử sớm hơn không làm lâu thêm.",
        "Too many failed attempts from this place. Wait {seconds} seconds and try again; trying sooner adds no time.",
    ),
    "sign_in_busy": Text(
        "Quá nhiều người đăng nhập cùng lúc. Hãy thử lại sau {seconds} giây.",
        "Too many people are signing in. Try again in {seconds} seconds.",
    ),
    "second_factor_required": Text(
        "Mật khẩu đúng; hãy gửi thêm mã 6 chữ số của ứng dụng xác thực (totp_code) hoặc một mã dự phòng "
        "(recovery_code).",
        "The password is right; also send the 6-digit code of the authenticator (totp_code) or a recovery_code.",
    ),
    "second_factor_wrong": Text(
        "Mã xác thực không đúng, đã dùng rồi hoặc đã hết hạn. Hãy đợi mã tiếp theo.",
        "The code is wrong, used already or too old. Wait for the next one.",
    ),
    "second_factor_enrolment_needed": Text(
        "Tài khoản của cán bộ và quản trị phải bật bước xác thực thứ hai trước khi làm việc: POST "
        "/api/v1/auth/second-factor.",
        "Accounts of staff and administrators need a second factor before anything else: POST "
        "/api/v1/auth/second-factor.",
    ),
    "second_factor_on": Text(
        "Bước xác thực thứ hai đã bật. Muốn đổi thiết bị thì tắt trước.",
        "The second factor is on already. To change the device, remove it first.",
    ),
    "second_factor_not_begun": Text(
        "Chưa có khóa để xác nhận. Hãy gọi POST /api/v1/auth/second-factor trước.",
        "There is no secret to confirm. Call POST /api/v1/auth/second-factor first.",
    ),
    "second_factor_off": Text("Bước xác thực thứ hai chưa bật.", "The second factor is not on."),
    "password_needs_second_factor": Text(
        "Mật khẩu ngắn hơn 15 ký tự chỉ dùng được cùng bước xác thực thứ hai. Hãy đổi mật khẩu trước khi tắt.",
        "A password of fewer than 15 characters needs a second factor. Change it before you remove that.",
    ),
    "refresh_refused": Text(
        "Mã làm mới không còn dùng được. Hãy đăng nhập lại.", "The refresh token is no longer good. Sign in again."
    ),
    "csrf_missing": Text(
        "Thiếu hoặc sai tiêu đề X-CSRF-Token. Hãy gửi giá trị của cookie cungcau-csrf.",
        "The header X-CSRF-Token is missing or wrong. Send the value of the cookie cungcau-csrf.",
    ),
    "session_not_found": Text("Không tìm thấy phiên đăng nhập này.", "No such session."),
    "username_taken": Text("Tên đăng nhập này không dùng được; hãy chọn tên khác.", "This user name is not available."),
    "invitation_not_found": Text("Không tìm thấy lời mời này.", "No such invitation."),
    "invitation_closed": Text("Lời mời này đã được nhận hoặc đã rút.", "This invitation was accepted or withdrawn."),
    "account_not_awaiting": Text("Tài khoản này không chờ duyệt.", "This account does not wait for approval."),
    "account_awaits_approval": Text(
        "Tài khoản này chưa được duyệt. Hãy duyệt thay vì cho dùng lại.",
        "This account was never approved. Approve it instead of switching it on.",
    ),
    "account_active": Text("Tài khoản này đang dùng.", "This account is active already."),
    "account_inactive": Text("Tài khoản này đã ngừng.", "This account is inactive already."),
    "account_not_staff": Text(
        "Chỉ tài khoản cán bộ mới có nơi phụ trách và khai doanh nghiệp liên quan.",
        "Only accounts of staff have places and affiliations.",
    ),
    "own_account": Text(
        "Không làm việc này với tài khoản của chính mình; hãy nhờ một quản trị khác.",
        "Nobody does this to their own account; ask another administrator.",
    ),
    "last_admin": Text(
        "Đây là quản trị cuối cùng còn hoạt động nên phải giữ lại.",
        "This is the last active administrator, so it has to stay.",
    ),
    "affiliation_not_found": Text(
        "Tài khoản không khai liên quan đến doanh nghiệp này.", "The account has no affiliation with this enterprise."
    ),
    "conflict_of_interest": Text(
        "Bạn có liên quan đến doanh nghiệp này nên không được giới thiệu người vào; hãy nhờ cán bộ khác.",
        "You are affiliated with this enterprise, so you may not introduce people into it; ask a colleague.",
    ),
    "client_not_found": Text("Không tìm thấy hệ thống này.", "No such client."),
    "client_inactive": Text("Hệ thống này đã ngừng.", "This client is inactive already."),
    "wrong_client": Text("Mã hệ thống hoặc khóa không đúng.", "The client id or the secret is wrong."),
    "malformed_form": Text(
        "Nội dung gửi lên không phải biểu mẫu UTF-8 hợp lệ.", "The body is not a valid form in UTF-8."
    ),
    "oidc_not_configured": Text(
        "Hệ thống này chưa nối với nhà cung cấp danh tính bên ngoài.", "No outside identity provider is configured."
    ),
    "outside_identity_refused": Text(
        "Không đăng nhập được bằng danh tính bên ngoài này. Hãy lấy mã mới rồi thử lại, hoặc nhờ quản trị gắn danh "
        "tính vào tài khoản.",
        "Cannot sign in with this outside identity. Get a new token and try again, or ask an administrator to link it.",
    ),
    "external_identity_taken": Text(
        "Danh tính này đã gắn với một tài khoản khác.", "This identity is linked to another account."
    ),
    "external_identity_not_found": Text(
        "Tài khoản chưa gắn danh tính bên ngoài nào.", "The account has no outside identity."
    ),
}
