"""The command line of the hardships."""

import argparse
import asyncio
import sys
import time

import pytest

from hardship.cases import CASES, run
from hardship.report import HEAD, RULE, Row

NAMES = tuple(dict.fromkeys(case.name for case in CASES))


def main() -> None:
    """Exit status: 0 nothing was lost, doubled or left in silence; 1 something was; 2 wrong arguments."""
    parser = argparse.ArgumentParser(prog="python -m hardship", description="What is left when bad things happen.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(NAMES)}; none: all")
    parser.add_argument("--quick", action="store_true", help="each for a few seconds, some settings left out")
    given = parser.parse_args()
    if unknown := set(given.names) - set(NAMES):
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    sys.exit(asyncio.run(_all(given.names or NAMES, quick=given.quick)))


async def _all(names: tuple[str, ...] | list[str], *, quick: bool) -> int:
    begun, rows, broken = time.perf_counter(), list[Row](), 0
    print(f"{HEAD}\n{RULE}", flush=True)
    for case in CASES:
        if case.name not in names or (quick and case.quick is None):
            continue
        try:
            row = await run(case, quick=quick)
        except pytest.skip.Exception as missing:  # the tests' own word for a server that is not there
            print(f"not run: {case.what} ({missing})", flush=True)
            continue
        except Exception as error:  # the others are played all the same
            print(f"not finished: {case.what} ({case.setting.engine}): {error!r}", flush=True)
            broken += 1
            continue
        rows.append(row)
        print(row, flush=True)
        for line in row.details():
            print(f"    {line}", flush=True)
    failed = broken + sum(row.failed for row in rows)
    print(f"\n{time.perf_counter() - begun:.0f} seconds in all, {failed} of {len(rows) + broken} failed")
    return 1 if failed or not rows else 0


if __name__ == "__main__":
    main()
