"""What may not stand in a log: citizen ids, phones, e-mails, tokens. What must: identifiers."""

import json
import logging
import uuid
from typing import Any

import pytest

from app.core.ids import new_id
from app.infra import logs
from app.infra.logs import HIDDEN, Redactor, hide
from app.models.marks import hidden_names

REDACT = Redactor(hidden_names())


@pytest.mark.parametrize(
    "secret",
    [
        "091012345678",
        "000123456789",
        "0912345678",
        "+84912345678",
        "02963123456",
        "nguyen.thi-mau+1@example.vn",
        "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
        "bearer abc.def.ghi",
    ],
)
@pytest.mark.parametrize("around", ["{}", "số {} của bà A", "x={};", "({})", "tel:{}", "{},{}"])
def test_personal_text_is_hidden(secret: str, around: str) -> None:
    hidden = hide(around.replace("{}", secret))
    assert secret not in hidden
    assert HIDDEN in hidden


@pytest.mark.parametrize(
    "text",
    [
        "01939f3e-9c5d-7c1e-8a2b-3f4d5e6f7a8b",
        "00000000-0000-7000-8000-000000000000",
        "12345678-1234-7234-8234-123456789012",
        "cd0c7b6c2f4844f8a7866a3d4eec171a",
        "11111111111111111111111111111111",
        "2026-11-22T02:30:00.123456Z",
        "/api/v1/vacancies/{vacancy_id}",
        "5000 người, 40.000 lao động, mã 30463",
        "ms=12.5 status=200",
    ],
)
def test_what_is_needed_stays(text: str) -> None:
    assert hide(text) == text


def test_identifiers_stay_whole() -> None:
    for _ in range(500):
        for identifier in (str(new_id()), str(uuid.uuid4()), uuid.uuid4().hex):
            assert hide(f"id={identifier}") == f"id={identifier}"


@pytest.mark.parametrize(
    "name",
    ["password", "token", "Authorization", "secret", "cookie", "citizen_id", "phone", "full_name", "address"],
)
def test_a_secret_by_name_is_hidden_whatever_it_looks_like(name: str) -> None:
    assert REDACT(None, "info", {"event": "x", name: "Nguyễn Thị Mẫu"})[name] == HIDDEN


def test_what_lies_deeper_is_hidden_too() -> None:
    event: dict[str, Any] = {
        "event": "x",
        "body": {"phone": "0912345678", "note": "gọi 0912345678", "count": 3},
        "rows": ["091012345678", {"full_name": "Nguyễn Thị Mẫu"}],
        "number": 91012345678,
        "error": ValueError("row 091012345678"),
        "raw": b"0912345678",
    }
    written = json.dumps(REDACT(None, "info", event), ensure_ascii=False)
    for secret in ("0912345678", "091012345678", "91012345678", "Nguyễn Thị Mẫu"):
        assert secret not in written
    assert '"count": 3' in written


Capture = pytest.CaptureFixture[str]


def lines(capsys: Capture) -> list[dict[str, Any]]:
    """What was written to the standard error, each line a JSON object."""
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@pytest.mark.usefixtures("as_before")
def test_our_events_are_lines_of_json(capsys: Capture) -> None:
    logs.set_up("INFO", hidden_names())
    logs.remember(request_id="abc")
    logs.get_logger("http").info("request", phone="0912345678", route="gửi a@b.vn")
    logs.forget()
    logs.get_logger("http").info("request")
    first, second = lines(capsys)
    assert (first["event"], first["room"], first["request_id"], first["level"]) == ("request", "http", "abc", "info")
    assert (first["phone"], first["route"]) == (HIDDEN, f"gửi {HIDDEN}")
    assert "request_id" not in second


@pytest.mark.usefixtures("as_before")
def test_other_libraries_lines_are_hidden_too(capsys: Capture) -> None:
    logs.set_up("INFO", hidden_names())
    logging.getLogger("uvicorn.error").warning("peer %s said %s", "a@b.vn", "Bearer abc.def")
    (line,) = lines(capsys)
    assert line["event"] == f"peer {HIDDEN} said {HIDDEN}"


@pytest.mark.usefixtures("as_before")
def test_an_errors_text_is_hidden_too(capsys: Capture) -> None:
    logs.set_up("INFO", hidden_names())
    try:
        raise ValueError("row 091012345678 of a@b.vn")
    except ValueError:
        logs.get_logger("jobs").exception("failed")
        logging.getLogger("other").exception("failed as well")
    written = json.dumps(lines(capsys), ensure_ascii=False)
    assert written.count("ValueError: row") == 2
    assert "091012345678" not in written
    assert "a@b.vn" not in written


@pytest.mark.usefixtures("as_before")
def test_quiet_means_quiet(capsys: Capture) -> None:
    logs.set_up("ERROR", hidden_names())
    logs.get_logger("http").info("request")
    logging.getLogger("uvicorn.error").warning("x")
    assert lines(capsys) == []
