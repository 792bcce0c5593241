"""docs/score.md says what the engine does: its numbers are made here."""

from checks.pages.score_page import PAGE, blocks, page


def test_every_number_of_the_page_is_made_by_the_engine() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: ./dev pages"


def test_the_example_has_a_row_for_each_criterion_and_a_sum_of_them() -> None:
    points = [line.split("|")[-2].strip(" *").replace(",", ".") for line in blocks()["example"].splitlines()[2:]]
    *parts, total = map(float, points)
    assert len(parts) == 6
    assert round(sum(parts), 2) == total
