"""The sandbox's page as people use it, in a real browser."""

import io
import re

import pytest
import segno
from playwright.async_api import expect

from sandbox import Sandbox
from tests.browser.conftest import OpenPage
from tests.browser.support import bubbles, choose, phone, start, write
from tests.browser.tiny_bot import TinyBot

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.usefixtures("bot")]


async def test_says_that_it_is_a_sandbox(open_page: OpenPage) -> None:
    """Nobody takes the page for Telegram."""
    page = await open_page()
    await expect(page.get_by_role("note")).to_contain_text("Nothing leaves this computer")


async def test_start_button_begins_the_chat(sandbox: Sandbox, open_page: OpenPage) -> None:
    """Before the first message there are the bot's description and START, afterwards the composer."""
    sandbox.add_person("Anna", language_code="en")
    page = await open_page()
    screen = await choose(page, "Anna")
    await expect(screen).to_contain_text("A card that is never at home.")
    await expect(screen.get_by_role("combobox")).to_be_hidden()
    await screen.get_by_role("button", name="Start").click()
    await expect(bubbles(screen)).to_have_count(2)
    await expect(bubbles(screen).last.locator("strong")).to_have_text("Welcome")
    await expect(screen.get_by_role("combobox")).to_be_focused()


async def test_text_goes_back_and_forth(sandbox: Sandbox, open_page: OpenPage) -> None:
    """What a person writes arrives as it was written, markup and line breaks included."""
    sandbox.add_person("Anna", language_code="en")
    screen = await start(await open_page(), "Anna")
    await screen.get_by_role("combobox").fill('<b>&" 👍')
    await screen.get_by_role("combobox").press("Shift+Enter")
    await screen.get_by_role("combobox").press_sequentially("next")
    await screen.get_by_role("combobox").press("Enter")
    await expect(bubbles(screen).last).to_contain_text('Anna said: <b>&" 👍\nnext', use_inner_text=True)


async def test_longest_text_fits_the_screen(sandbox: Sandbox, open_page: OpenPage) -> None:
    """4,096 letters without a space do not make the screen wider."""
    sandbox.add_person('<b>&"', language_code="en")
    screen = await start(await open_page(), '<b>&"')
    await write(screen, "Ж" * 4000)
    await expect(bubbles(screen)).to_have_count(4)
    assert await screen.get_by_role("group", name="Messages").evaluate("log => log.scrollWidth <= log.clientWidth")


async def test_refused_text_stays_in_the_box(sandbox: Sandbox, open_page: OpenPage) -> None:
    """A text that is too long is refused in words and not lost."""
    sandbox.add_person("Anna", language_code="en")
    screen = await start(await open_page(), "Anna")
    await write(screen, "x" * 4097)
    await expect(screen.get_by_role("status")).not_to_be_empty()
    await expect(screen.get_by_role("combobox")).to_have_value("x" * 4097)


async def test_pressed_button_shows_what_the_bot_answers(sandbox: Sandbox, open_page: OpenPage) -> None:
    """A short answer passes by, an alert waits for OK, and an edit replaces the message in its place."""
    sandbox.add_person("Anna", language_code="en")
    page = await open_page()
    screen = await start(page, "Anna")
    await screen.get_by_role("button", name="Save").click()
    await expect(screen.get_by_role("status")).to_contain_text("Saved")
    await expect(screen.locator("[aria-busy=true]")).to_have_count(0)
    await screen.get_by_role("button", name="Terms").click()
    await expect(page.get_by_role("alertdialog")).to_contain_text("Be kind")
    await page.get_by_role("button", name="OK").click()
    await expect(page.get_by_role("alertdialog")).to_have_count(0)
    await screen.get_by_role("button", name="Next").click()
    await expect(bubbles(screen).last).to_contain_text("The next page")
    await expect(bubbles(screen)).to_have_count(2)


async def test_reply_keyboard_writes_and_shares_the_number(sandbox: Sandbox, open_page: OpenPage) -> None:
    """A reply button sends its text; the contact button asks first."""
    sandbox.add_person("Anna", language_code="en")
    page = await open_page()
    screen = await start(page, "Anna")
    await write(screen, "menu")
    await expect(screen.get_by_placeholder("Ask us anything")).to_be_visible()
    await screen.get_by_role("button", name="Balance").click()
    await expect(bubbles(screen).last).to_contain_text("Anna said: Balance")
    await screen.get_by_role("button", name="Show or hide the reply buttons").click()
    await expect(screen.get_by_role("button", name="Balance")).to_be_hidden()
    await screen.get_by_role("button", name="Show or hide the reply buttons").click()
    await screen.get_by_role("button", name="Share my number").click()
    await page.get_by_role("dialog").get_by_role("button", name="Share").click()
    await expect(bubbles(screen).last).to_contain_text("Thank you, ")


async def test_link_opens_as_somebody_else_beside_it(sandbox: Sandbox, open_page: OpenPage) -> None:
    """A link on the customer's phone, opened as the cashier, starts the cashier's chat with what the link carries."""
    sandbox.add_person("Anna", language_code="en")
    sandbox.add_person("Thandi", language_code="af", role_hint="staff")
    page = await open_page()
    screen = await start(page, "Anna")
    await write(screen, "/card")
    for link in (screen.get_by_role("button", name="Open the card"), screen.locator("button.link").last):
        await link.click()
        await page.get_by_role("menuitem", name="Thandi").click()
        await expect(bubbles(phone(page, "Thandi")).last).to_contain_text("Thandi said: /start c_card1")
    await expect(screen).to_be_visible()


async def test_pasted_link_opens_as_the_person_chosen(sandbox: Sandbox, open_page: OpenPage) -> None:
    """A link from elsewhere is pasted; one that leads to another place is refused in words."""
    sandbox.add_person("Anna", language_code="en")
    page = await open_page()
    await page.get_by_label("A link to the bot").fill("https://example.com/x")
    await page.get_by_role("button", name="Open as…").click()
    await expect(page.get_by_text("Only links to this bot open here")).to_be_visible()
    await page.get_by_label("A link to the bot").fill(f"t.me/{sandbox.world.bot['username']}?start=s_window")
    await page.get_by_role("button", name="Open as…").click()
    await page.get_by_role("menuitem", name="Anna").click()
    await expect(bubbles(phone(page, "Anna")).last).to_contain_text("Anna said: /start s_window")


async def test_picture_goes_up_and_its_code_is_scanned(sandbox: Sandbox, open_page: OpenPage) -> None:
    """A photo is sent with a caption, comes back, grows on a click, and a code in it opens as its link."""
    sandbox.add_person("Anna", language_code="en")
    sandbox.add_person("Thandi", language_code="en")
    page = await open_page()
    screen = await start(page, "Anna")
    await screen.get_by_role("button", name="Attach").click()
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("menuitem", name="Photo").click()
    picture = io.BytesIO()
    link = f"https://t.me/{sandbox.world.bot['username']}?start=c_scanned"
    segno.make(link).save(picture, kind="png", scale=8)
    await (await chooser.value).set_files({"name": "card.png", "mimeType": "image/png", "buffer": picture.getvalue()})
    await page.get_by_role("dialog").get_by_label("Caption").fill("Look")
    await page.get_by_role("dialog").get_by_role("button", name="Send").click()
    await expect(bubbles(screen).nth(2)).to_contain_text("Look")
    returned = bubbles(screen).nth(3)
    await expect(returned).to_contain_text("Your picture")
    await returned.get_by_role("button", name=re.compile("^Enlarge")).click()
    await page.keyboard.press("Escape")
    await returned.get_by_role("button", name="Scan the code").click()
    await page.get_by_role("menuitem", name="Thandi").click()
    await expect(bubbles(phone(page, "Thandi")).last).to_contain_text("Thandi said: /start c_scanned")


async def test_two_phones_live_side_by_side(sandbox: Sandbox, open_page: OpenPage) -> None:
    """Two people write at the same time; each phone shows its own chat, also after a reload."""
    sandbox.add_person("Anna", language_code="en")
    sandbox.add_person("Boris", language_code="ru")
    page = await open_page()
    anna = await start(page, "Anna")
    await anna.get_by_role("button", name="Side by side").click()
    await page.get_by_role("menuitem", name="Boris").click()
    boris = phone(page, "Boris")
    await boris.get_by_role("button", name="Start").click()
    await write(anna, "one")
    await expect(bubbles(anna).last).to_contain_text("Anna said: one")
    await expect(bubbles(boris)).to_have_count(2)
    await page.reload()
    await expect(bubbles(phone(page, "Anna"))).to_have_count(4)
    await expect(bubbles(phone(page, "Boris"))).to_have_count(2)


async def test_bot_speaks_first_and_the_list_marks_it(sandbox: Sandbox, bot: TinyBot, open_page: OpenPage) -> None:
    """A message to a phone that is not on the screen is marked as unread until it is looked at."""
    anna = sandbox.add_person("Anna", language_code="en")
    sandbox.add_person("Boris", language_code="en")
    page = await open_page()
    await start(page, "Anna")
    await choose(page, "Boris")
    sent = await bot.call("sendMessage", chat_id=anna.id, text="Your points came")
    people = page.get_by_role("navigation", name="People")
    await expect(people.get_by_role("button", name="Anna")).to_contain_text("Your points came")
    await expect(people.get_by_role("img", name="Unread")).to_be_visible()
    screen = await choose(page, "Anna")
    await expect(people.get_by_role("img", name="Unread")).to_have_count(0)
    await bot.call("deleteMessage", chat_id=anna.id, message_id=sent["message_id"])
    await expect(bubbles(screen)).to_have_count(2)


async def test_person_is_added(open_page: OpenPage) -> None:
    """A new person with a language of their own can start at once."""
    page = await open_page()
    await page.get_by_role("button", name="Add a person").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("First name").fill("Олена")
    await dialog.get_by_label("Language").select_option("Українська")
    await dialog.get_by_role("button", name="Add").click()
    screen = phone(page, "Олена")
    await expect(screen).to_contain_text("Українська")
    await screen.get_by_role("button", name="Start").click()
    await expect(bubbles(screen).last).to_contain_text("Welcome, Олена")


async def test_own_message_is_edited_and_answered(sandbox: Sandbox, open_page: OpenPage) -> None:
    """The menu of a message edits it, marked as edited, or answers it with a quote."""
    sandbox.add_person("Anna", language_code="en")
    page = await open_page()
    screen = await start(page, "Anna")
    await write(screen, "helo")
    await expect(bubbles(screen)).to_have_count(4)
    mine = bubbles(screen).nth(2)
    await mine.get_by_role("button", name="Message menu").click()
    await page.get_by_role("menuitem", name="Edit").click()
    await write(screen, "hello")
    await expect(mine).to_contain_text("hello")
    await expect(mine).to_contain_text("edited")
    await bubbles(screen).nth(1).get_by_role("button", name="Message menu").click()
    await page.get_by_role("menuitem", name="Reply").click()
    await write(screen, "thanks")
    await expect(bubbles(screen).filter(has_text="thanks").first.locator(".quote")).to_contain_text("Welcome, Anna")


async def test_inline_query_is_answered_above_the_composer(sandbox: Sandbox, open_page: OpenPage) -> None:
    """Typing the bot's name shows its results; the one taken is posted."""
    sandbox.add_person("Anna", language_code="en")
    screen = await start(await open_page(), "Anna")
    await screen.get_by_role("combobox").fill(f"@{sandbox.world.bot['username']} friends")
    await screen.get_by_role("option", name="Invitation").click()
    await expect(bubbles(screen).filter(has_text="Come along: friends").first).to_contain_text("via @")
    await expect(screen.get_by_role("combobox")).to_have_value("")


async def test_blocked_bot_cannot_write_until_it_is_unblocked(
    sandbox: Sandbox, bot: TinyBot, open_page: OpenPage
) -> None:
    """Blocking takes the composer away and the bot's right to write; unblocking gives both back."""
    anna = sandbox.add_person("Anna", language_code="en")
    page = await open_page()
    screen = await start(page, "Anna")
    await screen.get_by_role("button", name=re.compile("bot$")).click()
    await page.get_by_role("menuitem", name="Block the bot").click()
    await expect(screen.get_by_role("combobox")).to_be_hidden()
    with pytest.raises(AssertionError, match="blocked"):
        await bot.call("sendMessage", chat_id=anna.id, text="Are you there?")
    await screen.get_by_role("button", name="Unblock").click()
    await write(screen, "back")
    await expect(bubbles(screen).last).to_contain_text("Anna said: back")


async def test_the_chat_says_what_was_changed_in_it(sandbox: Sandbox, open_page: OpenPage) -> None:
    """Pinning, the timer and the background come as messages without words, to the bot as well."""
    sandbox.add_person("Anna", language_code="en")
    page = await open_page()
    screen = await start(page, "Anna")
    for item in ("Turn auto-delete on", "Turn auto-delete off", "Change the background"):
        await screen.get_by_role("button", name=re.compile("bot$")).click()
        await page.get_by_role("menuitem", name=item).click()
    await bubbles(screen).last.get_by_role("button", name="Message menu").click()
    await page.get_by_role("menuitem", name="Pin").click()
    await expect(screen.locator(".service")).to_have_text(
        [
            "New messages delete themselves after 7 days",
            "Messages no longer delete themselves",
            "The background was changed",
            "Pinned: Welcome, Anna",
        ]
    )


async def test_keyboard_alone_is_enough(sandbox: Sandbox, open_page: OpenPage) -> None:
    """From the list to START, a command, a button and a menu without a mouse."""
    sandbox.add_person("Anna", language_code="en")
    page = await open_page()
    await expect(page.get_by_role("button", name="Anna")).to_be_visible()
    await page.get_by_role("button", name="Add a person").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    screen = phone(page, "Anna")
    await expect(screen.get_by_role("button", name="Start")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(screen.get_by_role("combobox")).to_be_focused()
    await page.keyboard.type("/")
    await expect(screen.get_by_role("option", name="/card")).to_contain_text("Your card")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    link = screen.get_by_role("button", name="Open the card")
    await link.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem", name="Anna (this phone)")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(link).to_be_focused()


async def test_dark_mode_follows_the_system(sandbox: Sandbox, open_page: OpenPage) -> None:
    """Whoever likes it dark has it dark, with letters that stand out."""
    sandbox.add_person("Anna", language_code="en")
    page = await open_page(dark=True)
    await start(page, "Anna")
    background = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    text = await page.evaluate("getComputedStyle(document.body).color")
    assert _brightness(background) < 60
    assert _brightness(text) > 200


async def test_small_window_shows_one_thing_at_a_time(sandbox: Sandbox, open_page: OpenPage) -> None:
    """On a narrow window the chat fills the screen, and back leads to the people."""
    sandbox.add_person("Anna", language_code="en")
    page = await open_page(width=390, height=780)
    screen = await start(page, "Anna")
    box = await screen.bounding_box()
    assert box is not None
    assert box["width"] == 390
    await expect(page.get_by_role("navigation", name="People")).to_be_hidden()
    await screen.get_by_role("button", name="Back to the people").click()
    await expect(page.get_by_role("navigation", name="People")).to_be_visible()


def _brightness(colour: str) -> float:
    channels = [float(channel) for channel in re.findall(r"\d+", colour)[:3]]
    return sum(channels) / 3
