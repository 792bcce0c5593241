"""What a person calls each coded value."""

from app.messages.catalogue import Text

_BY_LIST: dict[str, dict[str, tuple[str, str]]] = {
    "Role": {
        "staff": ("Cán bộ", "Staff"),
        "enterprise_hr": ("Nhân sự doanh nghiệp", "Enterprise HR"),
        "leader": ("Lãnh đạo", "Leader"),
        "portal": ("Cổng thông tin", "Portal"),
        "admin": ("Quản trị", "Administrator"),
    },
    "EnterpriseStage": {
        "investor_study": ("Nhà đầu tư đang nghiên cứu", "Investor, studying"),
        "investor_project": ("Nhà đầu tư có dự án", "Investor with a project"),
        "operating": ("Đang hoạt động", "Operating"),
        "closed": ("Đã chấm dứt", "Closed"),
    },
    "RoundStatus": {
        "draft": ("Dự thảo", "Draft"),
        "open": ("Đang mở", "Open"),
        "closed": ("Đã đóng", "Closed"),
    },
    "RequestStatus": {
        "open": ("Đang mở", "Open"),
        "closed": ("Đã đóng", "Closed"),
        "withdrawn": ("Đã rút", "Withdrawn"),
    },
    "VacancyStatus": {
        "open": ("Đang tuyển", "Open"),
        "closed": ("Đã đóng", "Closed"),
        "cancelled": ("Đã hủy", "Cancelled"),
    },
    "Availability": {
        "available": ("Sẵn sàng", "Available"),
        "paused": ("Tạm dừng", "Paused"),
        "placed": ("Đã có việc", "Placed"),
    },
    "ReferralStatus": {
        "introduced": ("Đã giới thiệu", "Introduced"),
        "interview": ("Phỏng vấn", "Interview"),
        "declined": ("Doanh nghiệp từ chối", "Declined by the enterprise"),
        "withdrawn": ("Người lao động rút", "Withdrawn"),
        "hired": ("Đã tuyển", "Hired"),
    },
    "PlacementStatus": {
        "reported": ("Đã báo tuyển", "Reported"),
        "confirmed": ("Đã xác nhận", "Confirmed"),
        "ended": ("Đã nghỉ việc", "Ended"),
        "cancelled": ("Đã hủy", "Cancelled"),
    },
    "ZoneKind": {
        "industrial_park": ("Khu công nghiệp (KCN)", "Industrial park"),
        "border_gate_zone": ("Khu kinh tế cửa khẩu (KKTCK)", "Border-gate economic zone"),
        "industrial_cluster": ("Cụm công nghiệp (CCN)", "Industrial cluster"),
    },
    "QualificationLevel": {
        "untrained": ("Chưa qua đào tạo", "Untrained"),
        "worker_without_certificate": ("Công nhân kỹ thuật không bằng", "Technical worker without certificate"),
        "short_certificate": ("Chứng chỉ nghề dưới 3 tháng", "Certificate of under 3 months"),
        "elementary": ("Sơ cấp", "Elementary"),
        "intermediate": ("Trung cấp", "Intermediate"),
        "college": ("Cao đẳng", "College"),
        "university": ("Đại học", "University"),
        "postgraduate": ("Trên đại học", "Postgraduate"),
    },
    "Certificate": {
        "driving_b": ("Giấy phép lái xe hạng B", "Driving licence B"),
        "driving_c1": ("Giấy phép lái xe hạng C1", "Driving licence C1"),
        "driving_c": ("Giấy phép lái xe hạng C", "Driving licence C"),
        "driving_ce": ("Giấy phép lái xe hạng CE", "Driving licence CE"),
        "driving_d1": ("Giấy phép lái xe hạng D1", "Driving licence D1"),
        "driving_d2": ("Giấy phép lái xe hạng D2", "Driving licence D2"),
        "driving_d": ("Giấy phép lái xe hạng D", "Driving licence D"),
        "forklift": ("Chứng chỉ vận hành xe nâng", "Forklift certificate"),
        "crane": ("Chứng chỉ vận hành cần trục", "Crane certificate"),
        "boiler": ("Chứng chỉ vận hành nồi hơi", "Boiler certificate"),
        "pressure_vessel": ("Chứng chỉ vận hành bình áp lực", "Pressure vessel certificate"),
        "refrigeration": ("Chứng chỉ vận hành hệ thống lạnh", "Refrigeration certificate"),
        "electrical_safety": ("Thẻ an toàn điện", "Electrical safety card"),
        "welding_1g": ("Chứng chỉ hàn 1G", "Welding 1G"),
        "welding_2g": ("Chứng chỉ hàn 2G", "Welding 2G"),
        "welding_3g": ("Chứng chỉ hàn 3G", "Welding 3G"),
        "welding_4g": ("Chứng chỉ hàn 4G", "Welding 4G"),
        "welding_6g": ("Chứng chỉ hàn 6G", "Welding 6G"),
        "food_safety": ("Giấy xác nhận kiến thức an toàn thực phẩm", "Food safety certificate"),
        "chief_accountant": ("Chứng chỉ kế toán trưởng", "Chief accountant certificate"),
    },
    "PriorityGroup": {
        "disabled": ("Người khuyết tật", "Person with a disability"),
        "ethnic_minority": ("Người dân tộc thiểu số", "Ethnic minority"),
        "poor_household": ("Hộ nghèo", "Poor household"),
        "near_poor_household": ("Hộ cận nghèo", "Near-poor household"),
        "escaped_poverty_household": ("Hộ mới thoát nghèo", "Household newly out of poverty"),
        "discharged_soldier": (
            "Bộ đội, công an xuất ngũ; thanh niên xung phong, tình nguyện",
            "Discharged soldier or police officer, young volunteer",
        ),
        "ex_prisoner": ("Người chấp hành xong án phạt tù", "Former prisoner"),
        "job_loser": ("Người bị mất việc làm", "Person who lost their job"),
        "new_graduate": ("Học sinh, sinh viên mới tốt nghiệp", "New graduate"),
        "rural_worker": ("Lao động nông thôn", "Rural worker"),
        "returnee": ("Người đi làm việc ở nước ngoài về", "Returnee from work abroad"),
        "disadvantaged_area": (
            "Người ở xã nghèo, vùng dân tộc thiểu số và miền núi",
            "Living in a poor, minority or mountain area",
        ),
        "informal_worker": ("Lao động phi chính thức", "Informal worker"),
    },
    "RefusableShift": {
        "evening": ("ca tối", "evening shift"),
        "night": ("ca đêm", "night shift"),
        "rotating": ("xoay ca", "rotating shifts"),
    },
    "ShiftPattern": {
        "day": ("Giờ hành chính", "Day"),
        "two_shift": ("Hai ca", "Two shifts"),
        "three_shift": ("Ba ca", "Three shifts"),
        "twelve_hour": ("Ca 12 giờ", "Twelve-hour shifts"),
        "night": ("Ca đêm", "Night"),
    },
    "Indicator": {
        "workers_in_parks": (
            "Tổng số lao động làm việc trong các khu công nghiệp",
            "All workers in the industrial parks",
        ),
        "placed_on_request": (
            "Lao động được giới thiệu và giải quyết việc làm theo nhu cầu hỗ trợ của doanh nghiệp",
            "People introduced and placed at enterprises' request",
        ),
    },
    "Reading": {
        "counted": ("Số được tính vào chỉ tiêu", "Counted towards the target"),
        "requested": ("Số lao động doanh nghiệp đề nghị hỗ trợ", "Heads requested by enterprises"),
        "introduced": ("Số người đã được giới thiệu (kể cả ngoài yêu cầu)", "People introduced (requested or not)"),
        "hired_without_introduction": ("Tuyển không qua giới thiệu", "Hired without an introduction"),
        "hired_without_request": (
            "Giới thiệu và tuyển ngoài yêu cầu của doanh nghiệp",
            "Introduced and hired without an enterprise's request",
        ),
        "confirmed": ("Trong số được tính: đã xác nhận", "Of those counted: confirmed"),
        "missing": ("Doanh nghiệp chưa báo số lao động", "Enterprises that reported no headcount"),
        "followed": (
            "Theo dõi riêng, ngoài chỉ tiêu: lao động ở khu, cụm khác",
            "Followed apart, outside the target: workers in other zones",
        ),
    },
    "Criterion": {
        "trade": ("Nghề", "Trade"),
        "level": ("Trình độ", "Level"),
        "place": ("Nơi ở – nơi làm", "Place"),
        "pay": ("Lương", "Pay"),
        "experience": ("Kinh nghiệm", "Experience"),
        "readiness": ("Sẵn sàng", "Readiness"),
    },
}

LABELS: dict[tuple[str, str], Text] = {
    (name, code): Text(*words) for name, codes in _BY_LIST.items() for code, words in codes.items()
}
