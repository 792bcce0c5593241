"""``./dev fuzz``: the figures of each database, and exit code 1 when anything failed."""

import argparse
import sys

from checks.fuzz.run import USERS, fuzz

CASES = 1000


def main() -> int:
    """Run on the databases asked for."""
    parser = argparse.ArgumentParser(prog="./dev fuzz", description="Thử API bằng dữ liệu ngẫu nhiên.")
    parser.add_argument("--cases", type=int, default=CASES, help="ít nhất bao nhiêu lượt, trên mỗi cơ sở dữ liệu")
    parser.add_argument("--seed", type=int, default=2026, help="cùng số thì cùng dữ liệu")
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--role", choices=sorted(USERS), help="mọi lượt với một vai trò; bỏ trống: cán bộ và quản trị")
    given = parser.parse_args()
    kinds = ["sqlite", "postgresql"] if given.database == "both" else [given.database]
    passed = True
    for kind in kinds:
        found = fuzz(kind, cases=given.cases, seed=given.seed, role=given.role)
        if not found.passed:
            print(found.output)
        print(found, flush=True)
        passed = passed and found.passed
    return 0 if passed else 1


sys.exit(main())
