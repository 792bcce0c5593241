"""Sentences that explain a score and a closed gate."""

from app.messages.catalogue import Text

PART_REASONS: dict[str, Text] = {
    "trade_same": Text("Đúng nghề: {offered}.", "The same trade: {offered}."),
    "trade_bridge": Text(
        "Nghề gần: {offered} so với {asked} ({share}%). {why}", "A near trade: {offered} for {asked} ({share}%). {why}"
    ),
    "trade_minor": Text(
        "Cùng nhóm nghề ba số: {offered} so với {asked} ({share}%).",
        "The same minor group: {offered} for {asked} ({share}%).",
    ),
    "trade_sub_major": Text(
        "Cùng nhóm nghề hai số: {offered} so với {asked} ({share}%).",
        "The same sub-major group: {offered} for {asked} ({share}%).",
    ),
    "trade_major": Text(
        "Chỉ cùng nhóm nghề lớn: {offered} so với {asked} ({share}%).",
        "Only the same major group: {offered} for {asked} ({share}%).",
    ),
    "trade_elementary": Text(
        "Cùng là lao động giản đơn, học việc trong vài ngày: {offered} so với {asked} ({share}%).",
        "Both elementary work, learnt in days: {offered} for {asked} ({share}%).",
    ),
    "trade_other": Text("Khác nghề: {offered} so với {asked}.", "Another trade: {offered} for {asked}."),
    "level_unstated": Text(
        "Việc làm không nêu trình độ nên ai cũng được nửa số điểm.",
        "The vacancy names no level, so everybody gets half.",
    ),
    "level_free": Text("Việc làm không đòi hỏi trình độ.", "The vacancy asks for no level."),
    "level_undeclared": Text(
        "Chưa khai trình độ (việc làm cần {required}); hãy hỏi người lao động.",
        "No level declared (the vacancy asks for {required}); ask the person.",
    ),
    "level_met": Text("Đúng trình độ yêu cầu ({required}).", "At the level asked ({required})."),
    "level_over": Text(
        "Trình độ cao hơn yêu cầu ({rank} so với {required}).",
        "Above the level asked ({rank} for {required}).",
    ),
    "level_below": Text(
        "Trình độ thấp hơn yêu cầu ({rank} so với {required}).",
        "Below the level asked ({rank} for {required}).",
    ),
    "place_same": Text(
        "Ở cùng xã, phường với nơi làm ({commune}).", "Lives in the commune of the workplace ({commune})."
    ),
    "place_shuttle": Text(
        "Ở {commune}, có xe đưa rước, cách nơi làm khoảng {km} km.",
        "In {commune}, served by the shuttle, about {km} km away.",
    ),
    "place_band": Text(
        "Ở {commune}, cách nơi làm khoảng {km} km (trong vòng {band} km).",
        "In {commune}, about {km} km away (within {band} km).",
    ),
    "place_dormitory": Text(
        "Ở {commune}, cách khoảng {km} km, nhưng muốn ở nhà lưu trú của doanh nghiệp.",
        "In {commune}, about {km} km away, but would live in the dormitory.",
    ),
    "place_move": Text(
        "Ở {commune}, cách khoảng {km} km, nhưng sẵn sàng chuyển chỗ ở.",
        "In {commune}, about {km} km away, but would move.",
    ),
    "place_far": Text("Ở {commune}, cách nơi làm khoảng {km} km.", "In {commune}, about {km} km from the workplace."),
    "pay_unstated": Text(
        "Việc làm không nêu lương nên ai cũng được nửa số điểm.", "The vacancy names no pay, so everybody gets half."
    ),
    "pay_no_wish": Text("Người lao động không đặt mức lương.", "The person set no wage."),
    "pay_start": Text(
        "Mức mong muốn {wish} đồng không quá mức khởi điểm {top} đồng.",
        "The wish of {wish} đồng is within the starting pay of {top} đồng.",
    ),
    "pay_within": Text(
        "Mức mong muốn {wish} đồng nằm trong khả năng trả (đến {top} đồng).",
        "The wish of {wish} đồng is within what is paid (up to {top} đồng).",
    ),
    "pay_open": Text(
        "Mức mong muốn {wish} đồng cao hơn mức khởi điểm {top} đồng; việc làm không nêu mức cao nhất.",
        "The wish of {wish} đồng is above the starting pay of {top} đồng; the vacancy names no top.",
    ),
    "pay_above": Text(
        "Mức mong muốn {wish} đồng cao hơn mức trả (đến {top} đồng).",
        "The wish of {wish} đồng is above what is paid (up to {top} đồng).",
    ),
    "experience_unstated": Text(
        "Việc làm không nêu kinh nghiệm nên ai cũng được nửa số điểm.",
        "The vacancy names no experience, so everybody gets half.",
    ),
    "experience_free": Text("Việc làm không đòi hỏi kinh nghiệm.", "The vacancy asks for no experience."),
    "experience_undeclared": Text(
        "Chưa khai kinh nghiệm (cần từ {floor} tháng).", "No experience declared ({floor} months are asked)."
    ),
    "experience_met": Text(
        "Có {months} tháng kinh nghiệm, đạt yêu cầu từ {floor} tháng.", "Has {months} months of the {floor} asked."
    ),
    "experience_below": Text(
        "Có {months} tháng kinh nghiệm, chưa đủ {floor} tháng.", "Has {months} months, fewer than the {floor} asked."
    ),
    "ready_in_time": Text(
        "Sẵn sàng đúng ngày cần; liên hệ gần nhất cách đây {since} ngày.",
        "Ready in time; last heard from {since} days ago.",
    ),
    "ready_late": Text(
        "Sẵn sàng muộn {late} ngày; liên hệ gần nhất cách đây {since} ngày.",
        "Ready {late} days late; last heard from {since} days ago.",
    ),
}

PURGED_REASON = Text(
    "Dữ kiện của phần điểm này đã được xóa theo quy định bảo vệ dữ liệu cá nhân.",
    "The facts of this part were deleted under the personal-data law.",
)

# What an enterprise reads of somebody introduced to it: how well it fits, not the wish or the home behind it.
DISCREET_REASONS: dict[str, Text] = {
    "place": Text("Về nơi ở: không nêu điểm và chi tiết.", "The home: neither points nor details."),
    "pay": Text("Về lương: không nêu điểm và chi tiết.", "The wage: neither points nor details."),
}

GATE_REASONS: dict[str, Text] = {
    "consent": Text(
        "người lao động chưa đồng ý cho dùng thông tin để kết nối việc làm; hãy hỏi ý kiến trước.",
        "the person has not agreed to the use of the profile for matching.",
    ),
    "availability": Text(
        "người này chưa sẵn sàng: đang có việc làm hoặc tạm ngừng tìm việc.",
        "the person is not available: has a job or is not looking.",
    ),
    "working_age": Text("chưa đủ 15 tuổi vào ngày bắt đầu làm việc.", "not yet 15 years old at the start."),
    "minor": Text(
        "chưa đủ 18 tuổi và việc làm không nhận lao động chưa thành niên.", "under 18, and the vacancy takes no minors."
    ),
    "level": Text("thấp hơn trình độ bắt buộc.", "below the level that is a must."),
    "certificate": Text(
        "thiếu chứng chỉ bắt buộc hoặc chứng chỉ đã hết hạn.", "a required certificate is missing or expired."
    ),
    "shift": Text("người lao động không nhận ca này.", "the person refuses this shift."),
    "distance": Text("xa hơn quãng đường người lao động chấp nhận.", "farther than the person would travel."),
}

# What would add points, "+{points}" of 100.
ADVICE: dict[str, Text] = {
    "level_undeclared": Text(
        "Hỏi trình độ: nếu đạt {required} thì thêm {points} điểm.",
        "Ask for the level: {required} adds {points} points.",
    ),
    "level_below": Text("Đạt trình độ {required}: thêm {points} điểm.", "Reaching {required} adds {points} points."),
    "experience_undeclared": Text(
        "Hỏi kinh nghiệm: đủ {floor} tháng thì thêm {points} điểm.",
        "Ask for the experience: {floor} months add {points} points.",
    ),
    "experience_below": Text(
        "Đủ {floor} tháng kinh nghiệm: thêm {points} điểm.", "{floor} months of experience add {points} points."
    ),
    "pay_above": Text(
        "Nếu nhận mức {top} đồng: thêm {points} điểm.", "Accepting {top} đồng would add {points} points."
    ),
    "place_far": Text(
        "Nếu sẵn sàng chuyển chỗ ở: thêm {points} điểm.", "Being ready to move would add {points} points."
    ),
    "ready_late": Text("Nếu đi làm đúng ngày cần: thêm {points} điểm.", "Starting on time would add {points} points."),
    "not_heard": Text("Liên hệ lại: thêm {points} điểm.", "Getting in touch again adds {points} points."),
}

# What would let more people in, and how many.
RELAXATIONS: dict[str, Text] = {
    "distance": Text("Bán kính {km} km: thêm {people} người.", "A radius of {km} km: {people} more."),
    "anywhere": Text("Không hạn chế khoảng cách: thêm {people} người.", "From anywhere: {people} more."),
    "level": Text("Chỉ yêu cầu {rank}: thêm {people} người.", "Asking for {rank} only: {people} more."),
    "shift": Text("Không bố trí {shifts}: thêm {people} người.", "Without {shifts}: {people} more."),
    # The law asks for these papers, so what can be changed is who holds them, not whether they are asked.
    "certificate": Text(
        "Đào tạo, cấp {certificate}: thêm {people} người.", "Training for the {certificate}: {people} more."
    ),
    "minor": Text(
        "Nếu là việc mà luật cho người từ 15 đến dưới 18 tuổi làm và doanh nghiệp nhận: thêm {people} người.",
        "If the law lets people of 15 to 17 do it and the enterprise takes them: {people} more.",
    ),
}

# Why a gate is closed to one person, with the facts; a gate that is not here says no more than GATE_REASONS.
GATE_DETAILS: dict[str, Text] = {
    "level": Text(
        "Chưa đạt trình độ bắt buộc: cần {required}, người này khai {rank}.",
        "Below the level that is a must: {required} is asked, {rank} declared.",
    ),
    "certificate_missing": Text("Thiếu chứng chỉ bắt buộc: {certificates}.", "Lacks what is required: {certificates}."),
    "certificate_expired": Text(
        "Hết hạn trước ngày bắt đầu làm việc: {certificates}.", "Expired before the first day: {certificates}."
    ),
    "shift": Text("Người lao động không nhận: {shifts}.", "The person refuses: {shifts}."),
    "distance": Text(
        "Cách nơi làm khoảng {km} km, người lao động chỉ đi đến {limit_km} km.",
        "About {km} km from the workplace; the person would travel {limit_km} km.",
    ),
}

# Where somebody stands against the first page.
STANDINGS: dict[str, Text] = {
    "inside": Text(
        "Đứng thứ {position}, đã trong {limit} người đầu.", "Ranked {position}, already among the first {limit}."
    ),
    "would_be_inside": Text(
        "Đủ điểm vào {limit} người đầu nếu đạt các điều kiện bắt buộc.",
        "Enough points for the first {limit}, once every gate is passed.",
    ),
    "short": Text("Thiếu {points} điểm để vào {limit} người đầu.", "{points} points short of the first {limit}."),
    "tied": Text(
        "Bằng điểm người thứ {limit} nhưng đứng sau theo thứ tự khi bằng điểm.",
        "As many points as number {limit}, but later in the order among equals.",
    ),
}

# One step of a person, and what it brings: "{step}: {effect}, {effect}."
STEPS: dict[str, Text] = {
    "certificate": Text("{certificate}", "{certificate}"),
    "level": Text("Đạt trình độ {rank}", "Reaching {rank}"),
    "shift": Text("Chấp nhận làm {shifts}", "Accepting the {shifts}"),
    "distance": Text("Đi làm xa đến {km} km", "Travelling up to {km} km"),
    "experience": Text("Đủ {months} tháng kinh nghiệm", "{months} months of experience"),
}
STEP_EFFECTS: dict[str, Text] = {
    "opens_here": Text("đạt điều kiện của việc này", "this vacancy opens"),
    "points_here": Text("thêm {points_here} điểm", "{points_here} more points"),
    "points": Text("thêm {points} điểm", "{points} more points"),
    "points_elsewhere": Text("thêm {points} điểm ở việc phù hợp nhất", "{points} more points at the best vacancy"),
    "vacancies_near": Text("thêm {vacancies} việc trong {within_km} km", "{vacancies} more open within {within_km} km"),
    "vacancies": Text("thêm {vacancies} việc", "{vacancies} more open"),
}

# A rank as people say it: the diploma, which a grade of the trade may stand for (docs/domain.md §3).
RANKS: tuple[Text, ...] = (
    Text("chưa qua đào tạo", "untrained"),
    Text("học nghề tại chỗ hoặc chứng chỉ dưới 3 tháng", "trained on the job or a short certificate"),
    Text("sơ cấp", "elementary"),
    Text("trung cấp", "intermediate"),
    Text("cao đẳng", "college"),
    Text("đại học", "university"),
    Text("trên đại học", "postgraduate"),
)
