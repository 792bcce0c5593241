"""``./dev faults``: each check, its figures beside its pass mark, and exit code 1 when one is not met."""

import argparse
import sys
import time
import traceback

from checks.faults.checks import BOTH, Check, Outcome, all_checks


def main() -> int:
    """Run the checks asked for, one after the other."""
    checks = all_checks()
    parser = argparse.ArgumentParser(prog="./dev faults", description="Thử dịch vụ khi có sự cố.")
    parser.add_argument("--database", choices=[*BOTH, "both"], default="both")
    parser.add_argument("--only", action="append", metavar="R4", help="chỉ một phép thử; dùng được nhiều lần")
    parser.add_argument("--full", action="store_true", help="đủ số lượng như tiêu chuẩn nghiệm thu; lâu hơn nhiều")
    given = parser.parse_args()
    wanted = [check for check in checks if not given.only or check.number in given.only]
    if not wanted:
        parser.error(f"có: {', '.join(check.number for check in checks)}")
    kinds = BOTH if given.database == "both" else (given.database,)
    passed = True
    print("check · database · figures · pass mark · result", flush=True)
    for check in wanted:
        for kind in (kind for kind in kinds if kind in check.databases):
            began = time.monotonic()
            outcome = _run(check, kind, full=given.full)
            said = "ok" if outcome.passed else "FAILED"
            took = f"{time.monotonic() - began:.0f} s"
            print(f"{check.number} · {kind} · {outcome.figures} · {check.pass_mark} · {said} ({took})", flush=True)
            passed = passed and outcome.passed
    return 0 if passed else 1


def _run(check: Check, kind: str, *, full: bool) -> Outcome:
    try:
        return check.run(kind, full)
    except Exception as error:  # One check that breaks off must not keep the others from being run.
        traceback.print_exc()
        return Outcome(f"broke off: {type(error).__name__}", passed=False)


if __name__ == "__main__":
    sys.exit(main())
