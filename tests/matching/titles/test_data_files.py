"""The lists of the titles engine: a clerk edits them, so that every slip is named."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.matching.titles import data_files, load_aliases
from tests.matching.titles.test_resolver import unit_groups

FOLDER = Path(data_files.__file__).parents[1] / "data" / "titles"
ALIAS_FILES = [*sorted((FOLDER / "aliases").glob("*.csv")), FOLDER / "decision34.csv"]


def rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        yield from csv.DictReader(opened)


@pytest.mark.parametrize("file", ALIAS_FILES, ids=lambda file: file.name)
def test_aliases_are_well_formed(file: Path) -> None:
    codes = {row["code"] for row in unit_groups()}
    for row in rows(file):
        assert row["code"] in codes, row
        assert 1 <= int(row["weight"]) <= 100, row
        assert row["reason"].strip(), row
        assert row["alias"] == " ".join(row["alias"].lower().split()), row


@pytest.mark.parametrize("file", ALIAS_FILES, ids=lambda file: file.name)
def test_no_file_names_a_pair_of_alias_and_code_twice(file: Path) -> None:
    pairs = Counter((row["alias"], row["code"]) for row in rows(file))
    assert [pair for pair, count in pairs.items() if count > 1] == []


def test_there_are_enough_aliases() -> None:
    assert len(load_aliases()) >= 3_000


def test_every_other_list_gives_its_reasons() -> None:
    for name in ("abbreviations", "synonyms", "rules", "wreckage", "calibration"):
        found = list(rows(FOLDER / f"{name}.csv"))
        assert found, name
        assert all(row["reason"].strip() for row in found), name


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("thợ hàn,7212,90,", "line 2: the reason is missing"),
        ("thợ hàn,721,90,x", "line 2: the code '721' is not of four digits"),
        ("thợ hàn,7212,0,x", "line 2: the weight '0'"),
        ("thợ hàn,7212,rất,x", "line 2: the weight 'rất'"),
        (",7212,90,x", "line 2: the alias is empty"),
        ("thợ hàn,7212,90", "line 2: 4 columns"),
        ("thợ hàn, xì,7212,90,x", "line 2: 4 columns"),
    ],
)
def test_a_slip_in_a_list_is_named_with_file_and_line(
    line: str, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "aliases").mkdir()
    (tmp_path / "aliases" / "mine.csv").write_text(f"alias,code,weight,reason\n{line}\n", encoding="utf-8")
    monkeypatch.setattr(data_files, "_folder", lambda: tmp_path)
    with pytest.raises(ValueError, match="mine.csv, " + complaint.replace("(", "\\(")):
        load_aliases.__wrapped__()


def test_files_that_disagree_are_heard_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "aliases").mkdir()
    for name, lines in (
        ("a", "làm vườn,6113,100,x"),
        ("b", "làm vườn,9214,60,y\nlàm vườn,6113,40,y\nthợ hàn,7212,90,y"),
    ):
        text = f"alias,code,weight,reason\n{lines}\n"
        (tmp_path / "aliases" / f"{name}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "decision34.csv").write_text("alias,code,weight,reason\nthợ hàn,7212,65,z\n", encoding="utf-8")
    monkeypatch.setattr(data_files, "_folder", lambda: tmp_path)
    found = {(alias.alias, alias.code): alias.weight for alias in load_aliases.__wrapped__()}
    assert found == {("làm vườn", "6113"): 70, ("làm vườn", "9214"): 30, ("thợ hàn", "7212"): 90}
