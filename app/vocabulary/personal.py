"""Personal data (Law 91/2025/QH15, Decree 356/2025/NĐ-CP): purposes of consent, requests of the person, reasons."""

from collections.abc import Mapping
from enum import StrEnum


class ConsentPurpose(StrEnum):
    """Mục đích của sự đồng ý; each is given and withdrawn by itself (art. 25)."""

    MATCHING = "matching"
    DISCLOSURE = "disclosure"
    SENSITIVE = "sensitive"
    CONTACT = "contact"


class ConsentHow(StrEnum):
    """Hình thức đồng ý kiểm chứng được; silence is none."""

    WRITTEN = "written"
    RECORDED = "recorded"
    ELECTRONIC = "electronic"


class ConsentEnd(StrEnum):
    """Vì sao sự đồng ý không còn."""

    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    REPLACED = "replaced"
    NOT_HIRED = "not_hired"
    ANONYMISED = "anonymised"


class DataRequestKind(StrEnum):
    """Yêu cầu của chủ thể dữ liệu."""

    SEE = "see"
    CORRECT = "correct"
    DELETE = "delete"
    RESTRICT = "restrict"
    OBJECT = "object"
    WITHDRAW = "withdraw"


class DataRequestStatus(StrEnum):
    """Tình trạng yêu cầu của chủ thể dữ liệu."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    DONE = "done"
    REFUSED = "refused"


DATA_REQUEST_TRANSITIONS: Mapping[DataRequestStatus, frozenset[DataRequestStatus]] = {
    DataRequestStatus.RECEIVED: frozenset(
        {DataRequestStatus.ACKNOWLEDGED, DataRequestStatus.DONE, DataRequestStatus.REFUSED}
    ),
    DataRequestStatus.ACKNOWLEDGED: frozenset({DataRequestStatus.DONE, DataRequestStatus.REFUSED}),
    DataRequestStatus.DONE: frozenset(),
    DataRequestStatus.REFUSED: frozenset(),
}


class RevealReason(StrEnum):
    """Vì sao xem danh tính đầy đủ; asked for each reading in clear and kept in the audit log."""

    CONTACT = "contact"
    VERIFY = "verify"
    CORRECT = "correct"
    DATA_REQUEST = "data_request"
    OFFICIAL_LIST = "official_list"
