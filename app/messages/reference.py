"""Places and trades: problems, and the texts about free-text addresses and job titles."""

from app.messages.catalogue import Text

ADDRESS_REASONS: dict[str, Text] = {
    "current_commune": Text(
        "{commune}, {province} trên bản đồ từ 01/7/2025.", "{commune}, {province} on the map of 1 July 2025."
    ),
    "former_commune": Text(
        "{commune}, {district}, {province} (bản đồ trước 01/7/2025) nay thuộc {now}.",
        "{commune}, {district}, {province} (the map before 1 July 2025) now belongs to {now}.",
    ),
    "split_commune": Text(
        "{commune}, {district}, {province} đã bị chia; một phần nay thuộc {now}.",
        "{commune}, {district}, {province} was divided; a part now belongs to {now}.",
    ),
    "former_district": Text(
        "{district}, {province} (bản đồ trước 01/7/2025) có phần nay thuộc nơi này.",
        "Of {district}, {province} (the map before 1 July 2025), a part now belongs here.",
    ),
    "zone": Text("{zone} được xếp vào nơi này.", "{zone} is listed in this commune."),
    "code": Text("Theo mã {unit_code}.", "By the code {unit_code}."),
    "own_province": Text(
        "Nhiều tỉnh có tên này; lấy theo tỉnh của người hỏi ({province}).",
        "Several provinces have this name; the asking person's own ({province}) was taken.",
    ),
    "slip": Text("Tên xã viết gần giống, có lẽ gõ nhầm.", "The commune's name is written nearly so, perhaps a slip."),
    "slip_around": Text(
        "Tên huyện hoặc tỉnh viết gần giống, có lẽ gõ nhầm.",
        "The district's or province's name is written nearly so, perhaps a slip.",
    ),
    "not_quite": Text(
        "Dấu, loại đơn vị hoặc tên tỉnh không khớp hẳn với danh mục.",
        "Marks, kind or province do not agree fully with the list.",
    ),
    "words_beside": Text(
        "Cạnh tên này còn chữ khác trong cùng một phần.", "Other words stand beside the name in the same part."
    ),
}

ADDRESS_QUESTIONS: dict[str, Text] = {
    "split": Text(
        "Xã cũ này đã bị chia cho nhiều xã mới; hãy hỏi người đó ở phần nào.",
        "This former commune was divided over several new ones; ask in which part it is.",
    ),
    "two_maps": Text(
        "Trên bản đồ cũ và bản đồ mới, tên hoặc mã này chỉ hai nơi khác nhau; hãy hỏi huyện cũ.",
        "On the old and the new map this name or code means different places; ask for the former district.",
    ),
    "repeated": Text(
        "Nhiều nơi có tên này; hãy hỏi huyện cũ hoặc tỉnh.",
        "Several places have this name; ask for the former district or the province.",
    ),
    "unsure": Text("Chưa đủ chắc là nơi này; hãy hỏi lại.", "Not sure enough that this place is meant; ask again."),
    "contradiction": Text(
        "Xã, huyện, tỉnh trong địa chỉ không khớp nhau hoặc có tên không có trong danh mục; hãy hỏi lại.",
        "Commune, district and province do not go together, or one is in no list; ask again.",
    ),
    "only_district": Text(
        "Chỉ có tên huyện, hoặc tên vừa là xã vừa là huyện cũ; hãy hỏi tên xã.",
        "Only a district is named, or a name that was both; ask for the commune.",
    ),
    "only_province": Text("Chỉ có tên tỉnh; hãy hỏi tên xã.", "Only a province is named; ask for the commune."),
    "out_of_area": Text(
        "Địa chỉ ở tỉnh mà hệ thống chưa có danh mục xã.", "The address is in a province whose communes are not held."
    ),
    "another_country": Text("Địa chỉ ở nước ngoài.", "The address is in another country."),
    "not_found": Text(
        "Không tìm thấy tên xã, phường nào trong địa chỉ; hãy hỏi lại.",
        "No commune was found in the address; ask again.",
    ),
}

TITLE_QUESTIONS: dict[str, Text] = {
    "title_blank": Text(
        "Chưa ghi tên công việc; hãy hỏi người lao động làm nghề gì.",
        "No job title is written; ask the person for the trade.",
    ),
    "title_without_trade": Text(
        "Tên công việc chưa nêu nghề; hãy hỏi người lao động làm nghề gì.",
        "The job title names no trade; ask the person for it.",
    ),
}

PROBLEMS: dict[str, Text] = {
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
    "occupation_alias_not_found": Text("Không tìm thấy tên gọi đã xác nhận này.", "No such confirmed title."),
    "organisation_code_taken": Text("Mã cơ quan, đơn vị này đã được dùng.", "This organisation code is taken."),
    "zone_code_taken": Text("Mã khu, cụm này đã được dùng.", "This zone code is taken."),
    "alias_taken": Text(
        "Tên này đã được xác nhận là nghề {occupation}. Muốn đổi thì rút xác nhận đó trước.",
        "This title is confirmed as occupation {occupation} already. Withdraw that one first.",
    ),
    "alias_just_confirmed": Text(
        "Tên này vừa được người khác xác nhận. Hãy tải lại danh sách để xem mã nghề.",
        "Somebody else has just confirmed this title. Reload the list to see its occupation.",
    ),
    "alias_withdrawn": Text("Tên gọi này đã được rút.", "This confirmed title is withdrawn already."),
}
