"""The assistant itself, in the page, in a real browser: a morning at the till."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from bot.application import Assistant
from bot.engine.clock import SystemClock
from bot.settings import Settings
from sandbox import Sandbox
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.asyncio(loop_scope="module")


@asynccontextmanager
async def serving(sandbox: Sandbox, folder: Path) -> AsyncIterator[Assistant]:
    """The assistant on this sandbox, with its database in the folder."""
    settings = Settings.load(
        _env_file=None,
        bot_token=sandbox.token,
        telegram_api_url=sandbox.url,
        database_url=f"sqlite+aiosqlite:///{folder}/browser.sqlite3",
        http_port=0,
    )
    async with Assistant(settings, SystemClock()) as assistant:
        running = asyncio.create_task(assistant.run())
        yield assistant
        assistant.stop()
        await running


@pytest_asyncio.fixture(loop_scope="module")
async def assistant(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Assistant]:
    async with serving(sandbox, tmp_path) as assistant:
        yield assistant


def last(phone: Locator) -> Locator:
    return phone.get_by_role("article").last


async def write(phone: Locator, text: str) -> None:
    await phone.get_by_role("combobox").fill(text)
    await phone.get_by_role("combobox").press("Enter")


async def test_a_purchase_from_both_sides_of_the_till(
    sandbox: Sandbox, assistant: Assistant, open_page: OpenPage
) -> None:
    """Two phones side by side: the card is shown, scanned by its number, the purchase entered, the receipt arrives."""
    anna = sandbox.add_person("Anna", language_code="en")
    zola = sandbox.add_person("Zola", language_code="en")
    assert assistant.owner_link is not None
    await zola.open(assistant.owner_link)
    page = await open_page(f"#{anna.id}+{zola.id}")
    customer = page.get_by_role("region", name="Phone of Anna")
    till = page.get_by_role("region", name="Phone of Zola")
    await customer.get_by_role("button", name="Start").click()
    await expect(last(customer)).to_contain_text("May we send you offers")
    await customer.get_by_role("button", name="No, thanks").click()
    await expect(last(customer)).to_contain_text("no offers")
    await customer.get_by_role("button", name="💳 Card").click()
    caption = last(customer)
    await expect(caption).to_contain_text(re.compile(r"\d{4}-\d{4}"))
    number = re.search(r"\d{4}-\d{4}", await caption.inner_text())
    assert number is not None
    await write(till, number[0])
    await expect(last(till)).to_contain_text("Anna")
    await till.get_by_role("button", name="Add purchase", exact=True).click()
    await expect(last(till)).to_contain_text("How much")
    await write(till, "125.50")
    await till.get_by_role("button", name="Confirm").click()
    await expect(last(till)).to_contain_text("+627 points")
    await expect(last(customer)).to_contain_text("+627 points")


async def test_a_restart_leaves_everyone_where_they_were(browser: Browser, tmp_path: Path) -> None:
    """The page shows the same chat, its keyboard works, and so does a button from before."""
    kept = tmp_path / "browser.world.sqlite3"
    async with restarted(kept, tmp_path) as sandbox:
        anna = sandbox.add_person("Anna", language_code="en")
        await anna.send("/start")
        question = await anna.wait_for("offers")
        count = len(anna.messages)
    async with restarted(kept, tmp_path, first_update_id=200_000_001) as sandbox:
        page = await browser.new_page()
        await page.goto(f"{sandbox.url}/#{anna.id}")
        phone = page.get_by_role("region", name="Phone of Anna")
        await expect(phone.get_by_role("article")).to_have_count(count)
        await phone.get_by_role("button", name="No, thanks").click()
        await expect(last(phone)).to_contain_text("no offers")
        assert sandbox.people[anna.id].from_bot[-1]["message_id"] == question["message_id"]
        await phone.get_by_role("button", name="💳 Card").click()
        await expect(last(phone)).to_contain_text(re.compile(r"\d{4}-\d{4}"))
        await page.close()


@asynccontextmanager
async def restarted(kept: Path, folder: Path, first_update_id: int = 100_000_001) -> AsyncIterator[Sandbox]:
    """A sandbox that keeps its world, and the assistant on it; both end with the block."""
    sandbox = Sandbox(keep_in=kept, first_update_id=first_update_id)
    await sandbox.start()
    try:
        async with serving(sandbox, folder):
            yield sandbox
            await sandbox.settled()
    finally:
        await sandbox.stop()
