"""The assistant itself, in the page, in a real browser: a morning at the till."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from bot.application import Assistant
from bot.engine.clock import SystemClock
from bot.settings import Settings
from sandbox import Sandbox
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def assistant(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Assistant]:
    settings = Settings.load(
        _env_file=None,
        bot_token=sandbox.token,
        telegram_api_url=sandbox.url,
        database_url=f"sqlite+aiosqlite:///{tmp_path}/browser.sqlite3",
        http_port=0,
    )
    async with Assistant(settings, SystemClock()) as assistant:
        serving = asyncio.create_task(assistant.run())
        yield assistant
        assistant.stop()
        await serving


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
