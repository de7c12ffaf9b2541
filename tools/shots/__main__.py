"""Takes the pictures of README.md and docs/: people at the sandbox's page, in a headless Chromium. See `make shots`."""

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import async_playwright

from tools.shots.phones import Studio
from tools.shots.scenes import SCENES

OPEN = "The sandbox is open: "
#: Seconds; the demo's months are made first.
LONGEST_START = 120.0


@asynccontextmanager
async def sandbox() -> AsyncIterator[tuple[str, str]]:
    """A sandbox with demo data; gives the address of its page, and the URL of its database."""
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite+aiosqlite:///{folder}/shots.sqlite3"
        surroundings = os.environ | {"DATABASE_URL": database, "LOG_LEVEL": "ERROR"}
        surroundings.setdefault("HTTP_PORT", "18090")
        process = await asyncio.create_subprocess_exec(
            sys.executable, "bot.py", "sandbox", "--demo", stdout=asyncio.subprocess.PIPE, env=surroundings
        )
        try:
            async with asyncio.timeout(LONGEST_START):
                address = await _address(process)
            yield address, database
        finally:
            process.terminate()
            await process.wait()


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    async for line in process.stdout:
        if line.decode().startswith(OPEN):
            return line.decode().removeprefix(OPEN).split()[0]
    raise SystemExit("the sandbox did not start")


async def main() -> None:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        raise SystemExit("make shots needs Chromium")
    async with sandbox() as (address, database), async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for scene in SCENES:
            await scene(Studio(browser, address, database))
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
