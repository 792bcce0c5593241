"""Values of every domain as their output schemas."""

from collections.abc import Iterable

from app.messages import label
from app.schemas.common.status_events import StatusEventOut
from app.services.common.status_events import StatusChange


def status_events(changes: Iterable[StatusChange]) -> list[StatusEventOut]:
    """The log of a record.

    What the service itself gave as the reason is said in Vietnamese whatever the reader asked for, since the version
    of a record (its ETag) must not hang on the language; the code beside it is the same for everybody.
    """
    return [
        StatusEventOut(
            at=one.at,
            account_id=one.account_id,
            from_status=one.from_status,
            to_status=one.to_status,
            reason=one.reason if one.reason_code is None else label(one.reason_code),
            reason_code=one.reason_code,
        )
        for one in changes
    ]
