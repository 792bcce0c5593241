"""Texts about one wrong field, by Pydantic's error type or by our own code."""

from app.messages.catalogue import Text

FIELD_PROBLEMS: dict[str, Text] = {
    "invalid": Text("Giá trị chưa đúng.", "The value is not valid."),
    "missing": Text("Thiếu trường bắt buộc.", "This field is required."),
    "extra_forbidden": Text("Trường hoặc tham số này không được nhận.", "This field or parameter is not taken."),
    "unknown_parameter": Text("Tham số này không được nhận.", "This parameter is not taken."),
    "string_type": Text("Phải là chuỗi ký tự.", "Must be text."),
    "string_unicode": Text("Chuỗi chứa ký tự không hợp lệ.", "The text holds an invalid character."),
    "string_too_short": Text("Phải có ít nhất {min_length} ký tự.", "Must have at least {min_length} characters."),
    "string_too_long": Text("Không được quá {max_length} ký tự.", "Must have at most {max_length} characters."),
    "string_pattern_mismatch": Text("Không đúng mẫu quy định.", "Does not have the required form."),
    "int_type": Text("Phải là số nguyên.", "Must be a whole number."),
    "int_parsing": Text("Phải là số nguyên.", "Must be a whole number."),
    "int_from_float": Text("Phải là số nguyên.", "Must be a whole number."),
    "int_parsing_size": Text("Số quá lớn.", "The number is too large."),
    "float_type": Text("Phải là số.", "Must be a number."),
    "float_parsing": Text("Phải là số.", "Must be a number."),
    "bool_type": Text("Phải là true hoặc false.", "Must be true or false."),
    "bool_parsing": Text("Phải là true hoặc false.", "Must be true or false."),
    "finite_number": Text("Phải là số hữu hạn.", "Must be a finite number."),
    "greater_than": Text("Phải lớn hơn {gt}.", "Must be greater than {gt}."),
    "greater_than_equal": Text("Phải từ {ge} trở lên.", "Must be {ge} or more."),
    "less_than": Text("Phải nhỏ hơn {lt}.", "Must be less than {lt}."),
    "less_than_equal": Text("Không được quá {le}.", "Must be {le} or less."),
    "enum": Text("Phải là một trong: {expected}.", "Must be one of: {expected}."),
    "literal_error": Text("Phải là một trong: {expected}.", "Must be one of: {expected}."),
    "date_type": Text("Phải là ngày dạng NĂM-THÁNG-NGÀY, ví dụ 2026-11-22.", "Must be a date such as 2026-11-22."),
    "date_from_datetime_parsing": Text("Không có ngày này trong lịch.", "There is no such day in the calendar."),
    "date_parsing": Text("Phải là ngày dạng NĂM-THÁNG-NGÀY, ví dụ 2026-11-22.", "Must be a date such as 2026-11-22."),
    "date_out_of_range": Text(
        "Ngày phải trong khoảng {first} đến {last}.", "The date must lie between {first} and {last}."
    ),
    "uuid_type": Text("Phải là mã định danh UUID.", "Must be a UUID."),
    "uuid_parsing": Text("Phải là mã định danh UUID.", "Must be a UUID."),
    "list_type": Text("Phải là danh sách.", "Must be a list."),
    "too_short": Text("Phải có ít nhất {min_length} phần tử.", "Must have at least {min_length} items."),
    "too_long": Text("Không được quá {max_length} phần tử.", "Must have at most {max_length} items."),
    "named_twice": Text(
        "Mỗi nghề, mỗi chứng chỉ, mỗi nhóm ưu tiên chỉ nêu một lần.",
        "Name each trade, each certificate and each priority group once.",
    ),
    "repeated": Text("Có giá trị lặp lại.", "A value is repeated."),
    "model_attributes_type": Text("Phải là một đối tượng JSON.", "Must be a JSON object."),
    "model_type": Text("Phải là một đối tượng JSON.", "Must be a JSON object."),
    "dict_type": Text("Phải là một đối tượng JSON.", "Must be a JSON object."),
    # Of the domain.
    "outside_your_places": Text(
        "Nằm ngoài khu, xã, phường mà tài khoản của bạn phụ trách; hãy nhờ cán bộ phụ trách nơi đó.",
        "Outside the zones and communes that your account is for; ask a colleague who works there.",
    ),
    "tax_code_form": Text(
        "Mã số thuế gồm 10 chữ số, hoặc 10 chữ số, gạch nối và 3 chữ số của đơn vị phụ thuộc.",
        "A tax code has 10 digits, or 10 digits, a hyphen and 3 digits.",
    ),
    "tax_code_check_digit": Text(
        "Mã số thuế sai chữ số kiểm tra; hãy so lại với giấy đăng ký.",
        "The tax code's check digit is wrong; compare it with the certificate.",
    ),
    "tax_code_required": Text(
        "Doanh nghiệp đang hoạt động hoặc đã chấm dứt phải có mã số thuế.",
        "An operating or closed enterprise needs a tax code.",
    ),
    "tax_code_before_operating": Text(
        "Nhà đầu tư chưa hoạt động thì chưa có mã số thuế.", "An investor not yet operating has no tax code."
    ),
    "closed_needs_end": Text(
        "Doanh nghiệp đã chấm dứt phải có ngày chấm dứt; đang hoạt động thì không.",
        "A closed enterprise needs its last day; one that operates has none.",
    ),
    "unknown_occupation": Text(
        "Không có nghề mang mã này. Tra tại /api/v1/occupations?q=…",
        "No occupation has this code. See /api/v1/occupations?q=…",
    ),
    "occupation_level": Text(
        "Mã nghề phải là nhóm nghề cấp {expected} chữ số.", "The occupation code must have {expected} digits."
    ),
    "occupation_required": Text(
        "Dòng khảo sát chưa có mã nghề 4 chữ số; hãy chọn mã nghề cho việc làm trống.",
        "The survey line has no 4-digit occupation; choose one for the vacancy.",
    ),
    "trade_required": Text(
        "Cần mã nghề 4 chữ số (occupation_code). Nếu mới có tên nghề, gửi tên đến POST /api/v1/occupations/resolve.",
        "Give the 4-digit occupation_code. To find it by a title, see POST /api/v1/occupations/resolve.",
    ),
    "workplace_required": Text(
        "Cần nơi làm: mã xã, phường (commune_code) hoặc mã khu (zone_code).",
        "Give the workplace: a commune_code or a zone_code.",
    ),
    "unknown_commune": Text(
        "Không có đơn vị cấp xã mang mã này trên bản đồ từ 01/7/2025. Tra tại /api/v1/communes?q=…",
        "No commune has this code on the map of 1 July 2025. See /api/v1/communes?q=…",
    ),
    "unknown_province": Text("Không có tỉnh mang mã này.", "No province has this code."),
    "unknown_zone": Text(
        "Không có khu, cụm mang mã này. Tra tại /api/v1/zones?q=…", "No zone has this code. See /api/v1/zones?q=…"
    ),
    "zone_elsewhere": Text(
        "Khu và xã, phường phải cùng một tỉnh.", "The zone and the commune must lie in one province."
    ),
    "before_end": Text(
        "Hoạt động lại thì phải ghi ngày bắt đầu lại, sau ngày chấm dứt trước đó.",
        "Who opens again states since when, after the former end.",
    ),
    "certificate_missing": Text(
        "Người này thiếu chứng chỉ bắt buộc của việc làm vào ngày bắt đầu.",
        "The person lacks a certificate that this vacancy must have on the first day.",
    ),
    "source_not_yours": Text(
        "Doanh nghiệp chỉ khai số của báo cáo lao động (labour_report).", "An enterprise states labour_report only."
    ),
    "unknown_organisation": Text("Không có cơ quan, đơn vị này.", "No such organisation."),
    "unknown_enterprise": Text("Không có doanh nghiệp này.", "No such enterprise."),
    "unknown_account": Text("Không có tài khoản này.", "No such account."),
    "account_not_portal": Text(
        "Hệ thống phải dùng một tài khoản cổng thông tin đang hoạt động.",
        "A client needs an active account of the role portal.",
    ),
    "account_enterprise_needed": Text(
        "Nhân sự doanh nghiệp thuộc một doanh nghiệp và không thuộc cơ quan nào.",
        "HR belongs to an enterprise and to no organisation.",
    ),
    "account_organisation_needed": Text(
        "Vai trò này thuộc một cơ quan và không thuộc doanh nghiệp nào.",
        "This role belongs to an organisation and to no enterprise.",
    ),
    "invitation_invalid": Text(
        "Mã mời không dùng được. Hãy xem lại từng ký tự, hoặc xin mã mới ở người đã mời.",
        "The code cannot be used. Check each character, or ask whoever invited you for a new one.",
    ),
    "scope_not_of_role": Text(
        "Vai trò của tài khoản không có quyền này.", "The account's role does not have this permission."
    ),
    "scope_not_granted": Text("Có quyền chưa được cấp cho hệ thống này.", "A scope was not granted to this client."),
    "form_expected": Text(
        "Nội dung phải là biểu mẫu (Content-Type: application/x-www-form-urlencoded).",
        "The body must be a form (Content-Type: application/x-www-form-urlencoded).",
    ),
    "credentials_twice": Text(
        "Gửi mã hệ thống và khóa trong biểu mẫu hoặc bằng HTTP Basic, không cả hai.",
        "Send the client's credentials in the form or by HTTP Basic, not both.",
    ),
    "unknown_round": Text("Không có đợt khảo sát này.", "No such survey round."),
    "unknown_support_request": Text("Không có yêu cầu hỗ trợ này.", "No such support request."),
    "unknown_vacancy": Text("Không có việc làm trống này.", "No such vacancy."),
    "unknown_jobseeker": Text("Không có người tìm việc này.", "No such jobseeker."),
    "unknown_referral": Text("Không có lượt giới thiệu này.", "No such referral."),
    "title_without_words": Text("Tên phải có chữ, ngoài bậc thợ.", "The title must have words beside a grade."),
    "trade_missing": Text("Cần mã nghề hoặc tên nghề.", "Give an occupation code or a title."),
    "women_over_quantity": Text("Số nữ không thể nhiều hơn tổng số.", "Women cannot outnumber the total."),
    "pay_reversed": Text(
        "Lương từ (pay_from) không được cao hơn lương đến (pay_to); có thể đã ghi ngược.",
        "Pay from must not exceed pay to; they may be reversed.",
    ),
    "dates_reversed": Text("Ngày bắt đầu không được sau ngày kết thúc.", "The first day must not be after the last."),
    "hard_level_missing": Text(
        "Trình độ là điều kiện bắt buộc thì phải nêu trình độ.", "A hard level needs a level to be named."
    ),
    "under_working_age": Text(
        "Người lao động phải đủ 15 tuổi vào ngày này (Bộ luật Lao động).",
        "A worker must be 15 years old on this day (Labour Code).",
    ),
    "minor_not_allowed": Text(
        "Việc làm này chỉ nhận người đủ 18 tuổi vào ngày bắt đầu.",
        "This vacancy takes only people aged 18 at the start.",
    ),
    "in_the_future": Text("Ngày này không được sau hôm nay.", "This day must not lie in the future."),
    "before_start": Text("Ngày này không được trước ngày vào làm.", "This day must not precede the start."),
    "before_introduction": Text(
        "Ngày được tuyển không được trước ngày giới thiệu.", "The hire must not precede the introduction."
    ),
    "before_hire": Text("Ngày này không được trước ngày được tuyển.", "This day must not precede the hire."),
    "consent_needs_day": Text(
        "Đã đồng ý cho dùng thông tin để kết nối việc làm thì phải ghi ngày đồng ý.", "A consent needs its day."
    ),
    "without_consent": Text(
        "Chỉ ghi hình thức và bằng chứng khi có sự đồng ý (matching_consent là true).",
        "How and evidence go with a consent (matching_consent is true).",
    ),
    "disclosure_needs_enterprise": Text(
        "Đồng ý cung cấp danh tính (disclosure) phải ghi doanh nghiệp nào; các mục đích khác thì không.",
        "A disclosure names its enterprise; other purposes name none.",
    ),
    "text_version_old": Text(
        "Văn bản này không phải bản đang dùng; hãy đọc cho người đó bản {current}.",
        "This is not the text in use; read version {current} to the person.",
    ),
    "consent_over": Text(
        "Sự đồng ý này đã hết hiệu lực trước hôm nay; hãy xin đồng ý lại.",
        "This consent has run out before today; ask for a new one.",
    ),
    "consent_too_long": Text(
        "Sự đồng ý có hiệu lực tối đa {months} tháng kể từ ngày đồng ý.",
        "A consent lasts at most {months} months from its day.",
    ),
    "before_withdrawal": Text(
        "Người này đã rút sự đồng ý sau ngày đó; hãy xin đồng ý lại.",
        "The person has withdrawn this consent since that day; ask for a new one.",
    ),
    "consent_is_withdrawn_elsewhere": Text(
        "Người này đang có sự đồng ý. Muốn rút thì dùng mục Rút sự đồng ý: ở đó ghi ngày và cách rút.",
        "This person's consent is on record. Withdraw it as a consent: there its day and way are recorded.",
    ),
    "before_consent": Text("Ngày rút không được trước ngày đồng ý.", "It cannot be withdrawn before it was given."),
    "citizen_id_form": Text("Số định danh cá nhân gồm đúng 12 chữ số.", "A personal id has exactly 12 digits."),
    "phone_form": Text(
        "Số điện thoại gồm 10 đến 11 chữ số, bắt đầu bằng 0.", "A phone number has 10 or 11 digits from 0."
    ),
    "trade_grade_form": Text(
        "Bậc thợ viết dạng n/m, ví dụ 3/7, với n không quá m.", "A grade is written n/m, such as 3/7."
    ),
    "referral_or_vacancy": Text(
        "Nêu lượt giới thiệu; hoặc, khi tuyển không qua giới thiệu, nêu cả việc làm trống và người lao động.",
        "Give the referral; or, for a hire without one, both vacancy and jobseeker.",
    ),
    "referral_required": Text(
        "Doanh nghiệp ghi nhận tuyển dụng theo lượt giới thiệu; hãy nêu lượt giới thiệu.",
        "An enterprise records a hire by its referral; give the referral.",
    ),
    "password_wrong": Text("Mật khẩu hiện tại không đúng.", "The present password is wrong."),
    "code_wrong": Text(
        "Mã không đúng, đã dùng rồi hoặc đã hết hạn. Hãy đợi mã tiếp theo trên ứng dụng xác thực.",
        "The code is wrong, used already or too old. Wait for the next one of the authenticator.",
    ),
    "password_same": Text("Mật khẩu mới phải khác mật khẩu hiện tại.", "The new password must differ from the old."),
    "password_too_short": Text(
        "Mật khẩu phải có ít nhất {shortest} ký tự; một câu ngắn dễ nhớ là tốt nhất.",
        "A password needs at least {shortest} characters; a short sentence is best.",
    ),
    "password_too_long": Text(
        "Mật khẩu không được quá {longest} ký tự.", "A password has at most {longest} characters."
    ),
    "password_common": Text(
        "Mật khẩu này nằm trong số những mật khẩu phổ biến nhất nên dễ bị đoán. Hãy chọn mật khẩu khác.",
        "This is one of the commonest passwords and easily guessed. Choose another one.",
    ),
    "password_pattern": Text(
        "Mật khẩu chỉ là một dãy lặp hoặc liền nhau nên dễ bị đoán. Hãy chọn mật khẩu khác.",
        "The password only repeats or runs along a row, so it is easily guessed. Choose another one.",
    ),
    "password_names": Text(
        "Mật khẩu chỉ gồm tên của hệ thống, cơ quan, địa phương hoặc tài khoản nên dễ bị đoán. Hãy thêm từ khác.",
        "The password has only names of the service, office, place or account. Add other words.",
    ),
    "cursor_invalid": Text(
        "Con trỏ trang không đúng hoặc của danh sách khác. Hãy bắt đầu lại từ trang đầu.",
        "The cursor is not valid for this list. Start again from the first page.",
    ),
    "cursor_outdated": Text(
        "Cách chấm điểm đã đổi từ khi lấy con trỏ này, hãy xem lại từ trang đầu.",
        "The way of scoring has changed since this cursor was given. Start again from the first page.",
    ),
}

PATTERNS: dict[str, Text] = {
    "^0[0-9]{9,10}$": FIELD_PROBLEMS["phone_form"],
    "^[0-9]{12}$": FIELD_PROBLEMS["citizen_id_form"],
    "^[0-9]{5}$": Text(
        "Mã xã, phường gồm 5 chữ số, ví dụ 30463; tra tại /api/v1/communes?q=…",
        "A commune code has 5 digits, such as 30463; see /api/v1/communes?q=…",
    ),
    "^[0-9]{4}$": Text(
        "Mã nghề gồm 4 chữ số, ví dụ 8153; tra tại /api/v1/occupations?q=…",
        "An occupation code has 4 digits, such as 8153; see /api/v1/occupations?q=…",
    ),
    "^([0-9]{2}|[0-9]{4})$": Text(
        "Mã nghề gồm 2 hoặc 4 chữ số; tra tại /api/v1/occupations?q=…",
        "An occupation code has 2 or 4 digits; see /api/v1/occupations?q=…",
    ),
    "^[0-9]{2}$": Text("Mã tỉnh gồm 2 chữ số, ví dụ 91.", "A province code has 2 digits, such as 91."),
    "^[a-z0-9]+(-[a-z0-9]+)*$": Text(
        "Mã gồm chữ thường không dấu, chữ số và gạch nối, ví dụ kcn-binh-long.",
        "A code has small letters, digits and hyphens, such as kcn-binh-long.",
    ),
}
"""What a value must look like, by the pattern it did not match; other patterns get the general sentence."""
