"""Takes the pictures of README.md and docs/: people at the sandbox's page, in a headless Chromium. See `make shots`."""

import asyncio
import os
import re
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

IMAGES = Path("docs/images")
OPEN = "The sandbox is open: "
#: Seconds; the demo's months of purchases are made first.
LONGEST_START = 120.0
#: Milliseconds after which a chat that has not changed is taken for finished.
QUIET = 600

ANNA, THABO = "Anna Kruger", "Thabo Nkosi"
CARD_NUMBER = re.compile(r"\b\d{4}-\d{4}\b")


@asynccontextmanager
async def sandbox() -> AsyncIterator[str]:
    """A sandbox with demo data in a database of its own; gives the address of its page."""
    with tempfile.TemporaryDirectory() as folder:
        surroundings = os.environ | {
            "DATABASE_URL": f"sqlite+aiosqlite:///{folder}/shots.sqlite3",
            "HTTP_PORT": "18090",
            "LOG_LEVEL": "ERROR",
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "bot.py", "sandbox", "--demo", stdout=asyncio.subprocess.PIPE, env=surroundings
        )
        try:
            async with asyncio.timeout(LONGEST_START):
                address = await _address(process)
            yield address
        finally:
            process.terminate()
            await process.wait()


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    async for line in process.stdout:
        if line.decode().startswith(OPEN):
            return line.decode().removeprefix(OPEN).split()[0]
    raise SystemExit("the sandbox did not start")


class Phone:
    """One person's phone on the page."""

    def __init__(self, page: Page, name: str) -> None:
        self._page = page
        self._screen = page.get_by_role("region", name=f"Phone of {name}")

    async def start(self) -> None:
        await self._screen.get_by_role("button", name="Start", exact=True).click()
        await self._settled()

    async def says(self, text: str) -> None:
        await self._screen.get_by_role("combobox").fill(text)
        await self._screen.get_by_role("combobox").press("Enter")
        await self._settled()

    async def taps(self, label: str) -> None:
        """The newest button with these words, under a message."""
        await self._screen.get_by_role("log").get_by_role("button", name=label, exact=True).last.click()
        await self._settled()

    async def card_number(self) -> str:
        found = CARD_NUMBER.findall(await self._screen.inner_text())
        return str(found[-1])

    async def photograph(self, name: str) -> None:
        await self._settled()
        await self._page.evaluate("document.activeElement?.blur()")
        await self._screen.locator(".screen").screenshot(path=IMAGES / f"{name}.png", animations="disabled")

    async def _settled(self) -> None:
        before = None
        while (now := await self._screen.inner_text()) != before:
            before = now
            await self._page.wait_for_timeout(QUIET)


@asynccontextmanager
async def looking(browser: Browser, address: str, *names: str) -> AsyncIterator[tuple[Page, list[Phone]]]:
    """The page with the phones of these people."""
    page = await browser.new_page(
        viewport={"width": 1240, "height": 820},
        locale="en-GB",
        timezone_id="Africa/Johannesburg",  # the café's, so that the bubbles' times are those in the texts
        color_scheme="light",
    )
    await page.goto(address)
    for name in names:
        if name != names[0]:
            await page.get_by_role("button", name="Side by side").click()
            await page.get_by_role("menuitem", name=name).click()
        else:
            await page.get_by_role("navigation", name="People").get_by_role("button", name=name).click()
    yield page, [Phone(page, name) for name in names]
    await page.close()


async def first_purchase(browser: Browser, address: str) -> None:
    """The picture of README.md: a customer joins, a cashier enters her purchase, her receipt is there."""
    async with looking(browser, address, ANNA, THABO) as (page, (anna, thabo)):
        await anna.start()
        await anna.photograph("start")
        await anna.taps("Yes, please")
        await anna.says("/card")
        await thabo.says(await anna.card_number())
        await thabo.photograph("staff-customer")
        await thabo.taps("Add purchase")
        await thabo.says("125.50")
        await thabo.photograph("staff-purchase")
        await thabo.taps("Confirm")
        await anna.photograph("receipt")
        await page.screenshot(path=IMAGES / "sandbox.png", animations="disabled")


async def points_for_a_part_of_the_bill(browser: Browser, address: str) -> None:
    """Points are asked for at the till and given on the customer's own phone."""
    async with looking(browser, address, "Grace Adams", THABO) as (_page, (grace, thabo)):
        await grace.says("/card")
        await thabo.says(await grace.card_number())
        await thabo.taps("Take points")
        await thabo.says("40")
        await thabo.says("1000")
        await thabo.photograph("staff-redemption")
        await grace.photograph("redemption")


async def customer_screens(browser: Browser, address: str) -> None:
    """The pictures of docs/customers.md, each on the phone of somebody who has been coming for months."""
    for name, person, command, label in (
        ("balance", "Grace Adams", "/balance", None),
        ("why", "Liam Botha", "/balance", "Why this number?"),
        ("card", "Naledi Mokoena", "/card", None),
        ("history", "Aisha Khan", "/history", None),
        ("history-line", "Tom Reid", "/history", "1"),
        ("invite", "Zanele Zulu", "/invite", None),
        ("rules", "Ben Cole", "/rules", None),
        ("language", "Peter Hall", "/language", None),
    ):
        async with looking(browser, address, person) as (_page, (phone,)):
            await phone.says(command)
            if label:
                await phone.taps(label)
            await phone.photograph(name)


SCENES: tuple[Callable[[Browser, str], Awaitable[None]], ...] = (
    first_purchase,
    customer_screens,
    points_for_a_part_of_the_bill,
)


async def main() -> None:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        raise SystemExit("make shots needs Chromium")
    async with sandbox() as address, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for scene in SCENES:
            await scene(browser, address)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
