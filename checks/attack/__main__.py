"""``./dev attack``: a table of the checks for each database, and exit code 1 when one is not met."""

import argparse
import sys
import time

from checks.attack import guessing, headers, hostile_bodies, hostile_tokens, injection, objects, suites
from checks.attack.target import Check, Finding, Target
from checks.fuzz.service import database, fill, service

PEOPLE = 200
# Guessing comes last: it leaves accounts and addresses slowed down.
CHECKS: dict[str, Check] = {
    "objects": objects.attack,
    "tokens": hostile_tokens.attack,
    "bodies": hostile_bodies.attack,
    "injection": injection.attack,
    "headers": headers.attack,
    "guessing": guessing.attack,
}


def main() -> int:
    """Run on the databases asked for, then the tests that hold the other checks."""
    parser = argparse.ArgumentParser(prog="./dev attack", description="Tấn công thử dịch vụ đang chạy.")
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--check", choices=sorted(CHECKS), help="chỉ một nhóm")
    parser.add_argument("--no-suites", action="store_true", help="không chạy các bài kiểm tra kèm theo")
    given = parser.parse_args()
    kinds = ["sqlite", "postgresql"] if given.database == "both" else [given.database]
    found = [one for kind in kinds for one in _attacked(kind, given.check)]
    if not given.no_suites and given.check is None:
        found += _shown("tests", suites.run())
    failed = [one for one in found if not one.passed]
    print(f"{len(found)} checks, {len(failed)} failed")
    return 1 if failed else 0


def _attacked(kind: str, only: str | None) -> list[Finding]:
    started, found = time.monotonic(), []
    with database(kind) as url:
        fill(url, PEOPLE)
        with service(url) as address:
            target = Target.at(address)
            for name, check in CHECKS.items():
                if only in (None, name):
                    found += _shown(kind, list(check(target)))
    print(f"{kind}: {time.monotonic() - started:.0f} s", flush=True)
    return found


def _shown(where: str, findings: list[Finding]) -> list[Finding]:
    for one in findings:
        mark = "ok  " if one.passed else "FAIL"
        print(f"{mark} {where:<10} {one.check:<4} {one.what:<44} {one.mark:<34} {one.figure}", flush=True)
    return findings


sys.exit(main())
