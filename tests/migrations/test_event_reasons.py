"""Reasons that the service itself gave: sentences of 0.3.0 become codes, and sentences again on the way down."""

from sqlalchemy import Engine, text

from app.infra import schema

BEFORE = "b2d90c4e7a15"
OURS, TYPED = "Đã nhận việc khác", "Đã nhận việc khác ở gần nhà"


def told(engine: Engine, columns: str) -> list[tuple[str | None, ...]]:
    """What stands at the two events that the test wrote, by their ids."""
    with engine.connect() as connection:
        said = f"SELECT {columns} FROM status_events WHERE from_status = 'of_this_test' ORDER BY id"  # noqa: S608 - columns of this file.
        return [tuple(row) for row in connection.execute(text(said))]


def write(engine: Engine, reasons: tuple[str, ...]) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        ids = connection.scalars(text("SELECT id FROM status_events ORDER BY id LIMIT 2")).all()
        for key, reason in zip(ids, reasons, strict=True):
            change = text("UPDATE status_events SET reason = :reason, from_status = 'of_this_test' WHERE id = :key")
            connection.execute(change, {"reason": reason, "key": key})


def test_our_sentences_become_codes_and_what_people_wrote_stays(filled: Engine) -> None:
    schema.downgrade(filled, BEFORE)
    write(filled, (OURS, TYPED))
    schema.upgrade(filled)
    assert told(filled, "reason, reason_code") == [(None, "found_other_work"), (TYPED, None)]
    schema.downgrade(filled, BEFORE)
    assert told(filled, "reason") == [(OURS,), (TYPED,)]
