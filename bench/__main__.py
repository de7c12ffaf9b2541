"""The command line of the bench."""

import argparse
import asyncio
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import balances, courtesy, hanging, purchases, recovering, sending, starting, updates

MEASUREMENTS = {
    "updates": updates.run,
    "purchases": purchases.run,
    "balances": balances.run,
    "sending": sending.run,
    "starting": starting.run,
    "courtesy": courtesy.run,
    "hanging": hanging.run,
    "recovering": recovering.run,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Ours beside others, as ratios of one run.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"what to measure: {', '.join(MEASUREMENTS)}")
    parser.add_argument("--quick", action="store_true", help="one short round of each: a hint, no measurement")
    given = parser.parse_args()
    unknown = set(given.names) - set(MEASUREMENTS)
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    begun = time.perf_counter()
    for name in given.names or MEASUREMENTS:
        with TemporaryDirectory() as folder:
            asyncio.run(MEASUREMENTS[name](Path(folder), quick=given.quick))
    print(f"\n{time.perf_counter() - begun:.0f} seconds in all")


if __name__ == "__main__":
    main()
