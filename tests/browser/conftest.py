"""A real browser before the sandbox's page, and a very small bot behind it."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from sandbox import Sandbox
from tests.browser.tiny_bot import TinyBot

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """The path of the browser. Without one the test is skipped, but fails in CI, where there has to be one."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found:
        return found
    if os.environ.get("CI") == "true":
        pytest.fail("CI has no Chromium")
    pytest.skip("no Chromium on this machine")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def sandbox() -> AsyncIterator[Sandbox]:
    sandbox = Sandbox()
    await sandbox.start(port=0)
    yield sandbox
    await sandbox.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def bot(sandbox: Sandbox) -> AsyncIterator[TinyBot]:
    async with TinyBot(sandbox) as bot:
        running = asyncio.create_task(bot.run())
        yield bot
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


OpenPage = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(loop_scope="module")
async def open_page(browser: Browser, sandbox: Sandbox) -> AsyncIterator[OpenPage]:
    """Opens the page in a window of its own; what it complains of in its console fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    async def open_page(address: str = "", *, width: int = 1360, height: int = 880, dark: bool = False) -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", locale="en-GB"
        )
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.extend(_outside(request.url, sandbox.url)))
        await page.goto(f"{sandbox.url}/{address}")
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert not complaints


def _outside(url: str, inside: str) -> list[str]:
    """The page fetches nothing from anywhere else."""
    return [] if url.startswith((inside, "blob:", "data:")) else [f"asked for {url}"]
