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


ACKNOWLEDGE_WORKING_DAYS = 2
"""A request of the person is acknowledged within two working days (Decree 356/2025/NĐ-CP)."""

DATA_REQUEST_DAYS: Mapping[DataRequestKind, int] = {
    # Done within 15 days.
    DataRequestKind.WITHDRAW: 15,
    DataRequestKind.RESTRICT: 15,
    DataRequestKind.OBJECT: 15,
    # Of the others the law gives 10 to 20 days by kind; seeing and correcting need least, deletion goes furthest.
    DataRequestKind.SEE: 10,
    DataRequestKind.CORRECT: 10,
    DataRequestKind.DELETE: 20,
}
"""Calendar days by which a request is done (Law 91/2025/QH15, Decree 356/2025/NĐ-CP)."""

EXTENSION_DAYS = 15
"""A term may be extended once, by at most so many days."""

OPEN_DATA_REQUESTS: frozenset[DataRequestStatus] = frozenset(
    {DataRequestStatus.RECEIVED, DataRequestStatus.ACKNOWLEDGED}
)


class RevealReason(StrEnum):
    """Vì sao xem danh tính đầy đủ; asked for each reading in clear and kept in the audit log."""

    CONTACT = "contact"
    VERIFY = "verify"
    CORRECT = "correct"
    DATA_REQUEST = "data_request"
    OFFICIAL_LIST = "official_list"
