"""The page without a mouse: however many people there are, from one phone to the other it is a few keys."""

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from sandbox import Sandbox
from tests.browser.conftest import OpenPage
from tests.browser.support import phone

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.usefixtures("bot")]


@pytest_asyncio.fixture(loop_scope="module")
async def page(sandbox: Sandbox, open_page: OpenPage) -> Page:
    """Thirty-six people, the phones of the first two on the screen."""
    for name in ("Anna", "Thabo", *(f"Person {number}" for number in range(34))):
        sandbox.add_person(name, language_code="en", started=True)
    first, second = list(sandbox.people)[:2]
    page = await open_page(f"#{first}+{second}")
    await expect(page.get_by_role("navigation", name="People").get_by_role("listitem")).to_have_count(36)
    await expect(phone(page, "Thabo").get_by_role("combobox")).to_be_visible()
    return page


FOCUSED = "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"


async def press(page: Page, key: str, times: int = 1) -> str:
    """What has the focus after it."""
    for _ in range(times):
        await page.keyboard.press(key)
    return str(
        await page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent")
    )


async def test_the_first_keys_lead_to_any_part(page: Page) -> None:
    """Links that show themselves to the keyboard: the people and each phone."""
    assert await press(page, "Tab") == "People"
    await expect(page.get_by_role("navigation", name="Go to")).to_be_in_viewport()
    assert await press(page, "Tab") == "Phone of Anna"
    assert await press(page, "Tab") == "Phone of Thabo"
    await press(page, "Enter")
    await expect(phone(page, "Thabo").get_by_role("combobox")).to_be_focused()


async def test_f6_goes_from_phone_to_phone(page: Page) -> None:
    """And round by the people; with Shift the other way."""
    anna, thabo = (phone(page, name).get_by_role("combobox") for name in ("Anna", "Thabo"))
    await anna.focus()
    await press(page, "F6")
    await expect(thabo).to_be_focused()
    await press(page, "Shift+F6")
    await expect(anna).to_be_focused()
    await press(page, "F6", 2)
    people = page.get_by_role("navigation", name="People")
    await expect(people.get_by_role("button", name="Anna")).to_be_focused()
    await press(page, "F6")
    await expect(anna).to_be_focused()


async def test_the_list_is_one_stop_of_the_tab_key(page: Page) -> None:
    """The arrows, Home and End move within it, and Enter opens a phone."""
    await page.get_by_role("button", name="Add a person").focus()
    assert (await press(page, "Tab")).startswith("A"), "the first whose phone is shown"
    for keys, name in (
        (["ArrowDown"], "Thabo"),
        (["End"], "Person 33"),
        (["ArrowUp"], "Person 32"),
        (["Home", "ArrowUp"], "Anna"),
    ):
        for key in keys:
            await press(page, key)
        await expect(page.get_by_role("navigation", name="People").get_by_role("button", name=name)).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.get_by_label("A link to the bot")).to_be_focused()
    await page.keyboard.press("Shift+Tab")
    await press(page, "End")
    await page.keyboard.press("Enter")
    await expect(phone(page, "Person 33").get_by_role("combobox")).to_be_focused()


async def test_a_phone_is_left_within_few_tabs(page: Page) -> None:
    """From the link field over the first phone to the second one's text box, passing nobody of the list."""
    await page.get_by_label("A link to the bot").focus()
    passed = []
    for _ in range(20):
        passed.append(await press(page, "Tab"))
        if await phone(page, "Thabo").get_by_role("combobox").evaluate("box => box === document.activeElement"):
            break
    assert len(passed) < 20
    assert not [label for label in passed if "Person" in label]


async def test_the_switch_of_a_small_screen(page: Page) -> None:
    """F6 brings the phone behind to the front, and the list in place of both."""
    await page.set_viewport_size({"width": 360, "height": 640})
    await expect(phone(page, "Thabo")).to_be_visible()
    await phone(page, "Thabo").get_by_role("button", name="Back to the people").focus()
    await press(page, "Shift+F6")
    await expect(phone(page, "Anna")).to_be_visible()
    await expect(phone(page, "Thabo")).to_be_hidden()
    await press(page, "Shift+F6")
    await expect(page.get_by_role("navigation", name="People")).to_be_visible()
    await press(page, "F6")
    await expect(phone(page, "Anna")).to_be_visible()
