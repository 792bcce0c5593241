"""Pages that say where something is are right about it, and two languages say the same."""

import re
from collections.abc import Iterator

import pytest

from tests.support.paths import ROOT

PAGES = sorted(
    page
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
    # What was once so stays written as it was.
    if page.name not in ("CHANGELOG.md",)
)
TOPS = ("app", "bench", "checks", "docs", "migrations", "seed", "tests")
# Tours name a file from its layer on, as one would say it.
FROM = ("", "app/", "app/matching/ranking/")
KNOWN = {file.name: file.relative_to(ROOT).as_posix() for top in TOPS for file in (ROOT / top).rglob("*.py")}
CITED = re.compile(r"docs/(checks|domain)\.md (§\d+)")
CHECKED = re.compile(r"\b[Cc]heck ([SRF]\d+)")
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]


def links(text: str) -> Iterator[str]:
    """Targets of links within the repository, without the place on the page."""
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" not in target:
            yield target.partition("#")[0]


def paths(text: str) -> Iterator[str]:
    """Files and folders that a page names in code type; a bare name of a module is somewhere."""
    for said in re.findall(r"`([a-z_]+\.py)`", text):
        yield said if not (found := KNOWN.get(said)) else found
    for said in re.findall(r"`([a-z_]+(?:/[a-z_.0-9-]+)+/?)`", text):
        if said.endswith((".py", ".md", ".json", ".csv")) or said.split("/")[0] in TOPS:
            yield said


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    lost = [target for target in links(page.read_text("utf-8")) if target and not (page.parent / target).exists()]
    assert lost == []


@pytest.mark.parametrize("name", NAMES)
def test_what_is_named_is_there(name: str) -> None:
    said = set(paths((ROOT / name).read_text("utf-8")))
    assert [path for path in said if not any((ROOT / start / path).exists() for start in FROM)] == []


def test_what_code_cites_stands_on_the_page() -> None:
    pages = {name: (ROOT / "docs" / f"{name}.md").read_text("utf-8") for name in ("checks", "domain")}
    files = [file for top in TOPS for file in (ROOT / top).rglob("*") if file.suffix in (".py", ".md")]
    texts = [file.read_text("utf-8") for file in files]
    cited = {found for text in texts for found in CITED.findall(text)}
    cited |= {("checks", found) for text in texts for found in CHECKED.findall(text)}
    assert len(cited) > 20
    heads = {"§": r"^## {}\b", "S": r"^\| {} \|", "R": r"^\| {} \|", "F": r"^\| {} \|"}
    lost = [
        (name, place)
        for name, place in sorted(cited)
        if not re.search(heads[place[0]].format(re.escape(place)), pages[name], re.MULTILINE)
    ]
    assert lost == []


def commands(page: str) -> list[str]:
    """The lines of all shell blocks, without what is said about them."""
    text = (ROOT / page).read_text("utf-8")
    lines = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL)).splitlines()
    return [line for line in (re.sub(r"(^|\s+)# .*", "", line).rstrip() for line in lines) if line]


def headings(page: str) -> list[str]:
    """Headings in English: the whole of it, or what stands behind the dash."""
    return [
        line.rpartition(" – ")[2] for line in re.findall(r"^## (.*)$", (ROOT / page).read_text("utf-8"), re.MULTILINE)
    ]


def test_both_languages_give_the_same_commands_under_the_same_headings() -> None:
    assert commands("README.md") == commands("README.en.md")
    assert headings("README.md") == headings("README.en.md")
    assert len(commands("README.md")) > 30
