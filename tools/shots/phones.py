"""People's phones on the sandbox's page, and the camera."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Page

IMAGES = Path("docs/images")
#: Milliseconds after which a chat that has not changed is taken for finished.
QUIET = 600
CARD_NUMBER = re.compile(r"\b\d{4}-\d{4}\b")


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

    async def taps(self, *labels: str) -> None:
        """The newest button with these words, under a message; one after the other."""
        for label in labels:
            await self._screen.get_by_role("log").get_by_role("button", name=label, exact=True).last.click()
            await self._settled()

    async def hears(self, part: str) -> None:
        """Waits for a message with these words."""
        await self._screen.get_by_role("article").filter(has_text=part).last.wait_for()
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


@dataclass(frozen=True)
class Studio:
    """Where the pictures are taken."""

    browser: Browser
    address: str
    #: URL of the bot's database.
    database: str

    @asynccontextmanager
    async def looking(self, *names: str) -> AsyncIterator[tuple[Page, list[Phone]]]:
        """The page with the phones of these people."""
        page = await self.browser.new_page(
            viewport={"width": 1240, "height": 820},
            locale="en-GB",
            timezone_id="Africa/Johannesburg",  # the café's, so that the bubbles' times are those in the texts
            color_scheme="light",
        )
        await page.goto(self.address)
        for name in names:
            if name != names[0]:
                await page.get_by_role("button", name="Side by side").click()
                await page.get_by_role("menuitem", name=name).click()
            else:
                await page.get_by_role("navigation", name="People").get_by_role("button", name=name).click()
        yield page, [Phone(page, name) for name in names]
        await page.close()
