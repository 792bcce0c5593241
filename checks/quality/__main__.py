"""``./dev quality``: the figures, each beside its floor; exit code 1 when one has fallen."""

import argparse
import sys

from checks.quality.figures import Figure, figures


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="./dev quality", description="Đo chất lượng ghép nối.")
    parser.add_argument("--kinds", action="store_true", help="thêm từng loại tên công việc")
    given = parser.parse_args()
    found = figures(kinds=given.kinds)
    for figure in found:
        print(_line(figure))
    return 0 if all(figure.holds for figure in found) else 1


def _line(figure: Figure) -> str:
    floor = "" if figure.floor is None else f"  {'PASS' if figure.holds else 'FAIL'} ({figure.bound} {figure.floor:g})"
    return f"{figure.name:<58} {figure.value:>8.3f}{floor}"


sys.exit(main())
