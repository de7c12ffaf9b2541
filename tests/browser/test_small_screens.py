"""The page where there is little room: nothing is off the screen, and two phones are of use all the same."""

import io
from typing import Any

import pytest
import segno
from playwright.async_api import Page, expect

from sandbox import Sandbox
from tests.browser.conftest import OpenPage
from tests.browser.support import bubbles, choose, phone, start, write
from tests.browser.tiny_bot import TinyBot

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.usefixtures("bot")]

# What can be used and sticks out of the window, and whatever makes the page scroll sideways.
OUTSIDE = """() => {
  const out = [...document.querySelectorAll('button, input, textarea, select, a')].filter((node) => {
    if (!node.checkVisibility({ visibilityProperty: true })) return false;
    const { left, right } = node.getBoundingClientRect();
    return left < 0 || right > innerWidth;
  }).map((node) => `${node.getAttribute('aria-label') ?? node.textContent} at ${node.getBoundingClientRect().right}`);
  const wide = [document.scrollingElement, ...document.querySelectorAll('.phones, .stage, .people')];
  const tooWide = wide.filter((node) => node.scrollWidth > node.clientWidth);
  return [...out, ...tooWide.map((node) => `${node.className} is too wide`)];
}"""
WIDTHS = (360, 480, 760, 800, 959, 960, 1024)


async def outside(page: Page) -> Any:
    return await page.evaluate(OUTSIDE)


@pytest.fixture
def crowd(sandbox: Sandbox) -> None:
    """Thirty-six people, one with a name that fits nowhere."""
    sandbox.add_person("Anna", language_code="en", role_hint="customer")
    sandbox.add_person("Thabo", language_code="en", role_hint="staff")
    sandbox.add_person("Х" * 64, "Ж" * 64, language_code="ru", role_hint="of all trades, and more than fit")
    for number in range(33):
        sandbox.add_person(f"Person {number}", language_code="uk")


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize("width", WIDTHS)
async def test_nothing_is_off_the_screen(open_page: OpenPage, width: int) -> None:
    """Neither in the list nor on one phone nor on two."""
    page = await open_page(width=width, height=740)
    await expect(page.get_by_role("button", name="Add a person")).to_be_in_viewport(ratio=1)
    await expect(page.get_by_role("button", name="Open as…")).to_be_in_viewport(ratio=1)
    assert await outside(page) == []
    anna = await start(page, "Anna")
    assert await outside(page) == []
    await anna.get_by_role("button", name="Side by side").click()
    await page.get_by_role("menuitem", name="Thabo").click()
    await expect(phone(page, "Thabo").get_by_role("button", name="Start")).to_be_in_viewport(ratio=1)
    assert await outside(page) == []
    both = width >= 760
    await expect(anna.get_by_role("combobox")).to_be_visible(visible=both)
    if both:
        await expect(anna.get_by_role("combobox")).to_be_in_viewport(ratio=1)


async def test_a_switch_between_two_phones(sandbox: Sandbox, bot: TinyBot, open_page: OpenPage) -> None:
    """On a small screen one of them is in front; the other says when something has come."""
    anna = sandbox.add_person("Anna", language_code="en")
    sandbox.add_person("Thabo", language_code="en")
    page = await open_page(width=360, height=640)
    screen = await start(page, "Anna")
    await screen.get_by_role("button", name="Side by side").click()
    await page.get_by_role("menuitem", name="Thabo").click()
    switch = page.get_by_role("group", name="The phone on the screen")
    await expect(switch.get_by_role("button", name="Thabo", exact=True)).to_have_attribute("aria-pressed", "true")
    await expect(screen).to_be_hidden()
    await bot.call("sendMessage", chat_id=anna.id, text="Your points came")
    await expect(switch.get_by_role("img", name="Unread")).to_be_visible()
    await switch.get_by_role("button", name="Anna").click()
    await expect(bubbles(screen).last).to_contain_text("Your points came")
    await expect(switch.get_by_role("img", name="Unread")).to_have_count(0)
    await page.reload()
    await expect(switch.get_by_role("button", name="Anna", exact=True)).to_be_visible()
    await switch.get_by_role("button", name="Close the phone").click()
    await expect(switch).to_be_hidden()
    await expect(page.get_by_role("region")).to_have_count(1)
    await expect(page.get_by_role("region").get_by_role("group", name="Messages")).to_be_focused()


@pytest.mark.parametrize("width", [360, 800])
async def test_the_people_and_back_to_both_phones(sandbox: Sandbox, open_page: OpenPage, width: int) -> None:
    """Looking at the list closes no phone."""
    for name in ("Anna", "Thabo"):
        sandbox.add_person(name, language_code="en")
    ids = "+".join(str(number) for number in sandbox.people)
    page = await open_page(f"#{ids}", width=width, height=640)
    people = page.get_by_role("navigation", name="People")
    await expect(phone(page, "Thabo")).to_be_visible()
    await expect(people).to_be_hidden()
    await phone(page, "Thabo").get_by_role("button", name="Back to the people").click()
    await expect(people).to_be_visible()
    await expect(phone(page, "Thabo")).to_be_hidden()
    await choose(page, "Anna")
    await expect(people).to_be_hidden()
    await expect(phone(page, "Anna")).to_be_visible()
    await expect(page.locator(".phone")).to_have_count(2)


@pytest.mark.parametrize("width", [360, 1360])
async def test_a_code_is_scanned_with_one_tap(sandbox: Sandbox, bot: TinyBot, open_page: OpenPage, width: int) -> None:
    """With the phone beside it, which then is in front; anybody else is still one choice away."""
    for name in ("Anna", "Thabo", "Carl"):
        sandbox.add_person(name, language_code="en")
    anna, thabo, _ = sandbox.people.values()
    picture = io.BytesIO()
    segno.make(f"https://t.me/{sandbox.world.bot['username']}?start=c_card").save(picture, kind="png", scale=6)
    page = await open_page(f"#{anna.id}", width=width, height=740)
    screen = phone(page, "Anna")
    await anna.send_photo(picture.getvalue(), "My card")
    card = bubbles(screen).last
    await expect(card.get_by_role("button", name="Scan the code")).to_be_visible()
    await expect(card.get_by_role("button", name="As somebody else…")).to_be_hidden()
    await screen.get_by_role("button", name="Side by side").click()
    await page.get_by_role("menuitem", name="Thabo").click()
    if width < 760:
        await page.get_by_role("group", name="The phone on the screen").get_by_role("button", name="Anna").click()
    await card.get_by_role("button", name="Scan with Thabo’s phone").click()
    await expect(bubbles(phone(page, "Thabo")).last).to_contain_text("Thabo said: /start c_card")
    await expect(bubbles(phone(page, "Thabo")).last).to_be_visible()
    assert thabo.messages[0]["text"] == "/start c_card"
    if width < 760:
        await page.get_by_role("group", name="The phone on the screen").get_by_role("button", name="Anna").click()
    await card.get_by_role("button", name="As somebody else…").click()
    await page.get_by_role("menuitem", name="Carl").click()
    await expect(bubbles(phone(page, "Carl")).last).to_contain_text("Carl said: /start c_card")


async def test_a_text_is_written_on_either_phone(sandbox: Sandbox, open_page: OpenPage) -> None:
    """Customer and cashier by turns on a screen of 360 pixels."""
    for name in ("Anna", "Thabo"):
        sandbox.add_person(name, language_code="en", started=True)
    ids = "+".join(str(number) for number in sandbox.people)
    page = await open_page(f"#{ids}", width=360, height=640)
    switch = page.get_by_role("group", name="The phone on the screen")
    for name in ("Anna", "Thabo"):
        await switch.get_by_role("button", name=name, exact=True).click()
        await write(phone(page, name), "hello")
        await expect(bubbles(phone(page, name)).last).to_contain_text(f"{name} said: hello")
