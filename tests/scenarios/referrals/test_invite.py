"""Inviting friends, as both sides live it."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from loyalty import purchases, referrals
from sandbox import Person
from storage.tables import people
from storage.tables import purchases as purchase_rows
from tests.scenarios.conftest import Cafe

HOLD = timedelta(days=14)


@pytest.fixture
async def owner(cafe: Cafe) -> Person:
    return await cafe.owner()


@pytest.fixture
async def till(cafe: Cafe, owner: Person) -> Person:
    return await cafe.cashier(owner)


@pytest.fixture
async def anna(cafe: Cafe) -> Person:
    return await cafe.customer("Anna")


async def invitation_of(cafe: Cafe, person: Person) -> tuple[str, str]:
    """The link and the code on their /invite screen."""
    text = await cafe.says(person, "/invite")
    link = re.search(r"https://\S+start=r_\S+", text)
    code = re.search(r"\b[A-Z0-9]{3}-[A-Z0-9]{3}\b", text)
    assert link is not None
    assert code is not None
    return link[0], code[0]


async def friend_of(cafe: Cafe, person: Person, first_name: str = "Boris", language: str = "en") -> Person:
    """Somebody who joins by the person's link."""
    link, _code = await invitation_of(cafe, person)
    friend = cafe.person(first_name, language)
    await cafe.opens(friend, link)
    return friend


async def sells(cafe: Cafe, till: Person, customer: Person, amount: str = "125.50") -> None:
    await cafe.buys(customer, till, amount)
    await customer.wait_for("🧾")


async def refunds(cafe: Cafe, till: Person, customer: Person, amount_minor: int) -> None:
    """A part of the customer's newest purchase goes back."""
    async with cafe.database.transaction() as transaction:
        account_id = (await cafe.actor(customer)).account_id
        newest = select(purchase_rows.c.id).where(purchase_rows.c.account_id == account_id)
        purchase_id = (await transaction.run(newest.order_by(purchase_rows.c.id.desc()).limit(1))).scalar_one()
        await purchases.refund(
            transaction, await cafe.actor(till), purchase_id, amount_minor, key="r", now=cafe.clock.now()
        )
    await cafe.assistant.sweeper.sweep()


def buttons_of(person: Person) -> dict[str, dict[str, Any]]:
    """The inline buttons of the newest message, by their labels."""
    rows = person.last.get("reply_markup", {}).get("inline_keyboard", [])
    return {button["text"]: button for row in rows for button in row}


async def test_from_the_invitation_to_the_points_of_both(cafe: Cafe, till: Person, anna: Person) -> None:
    """Greeted with who invited them, told at the purchase, told after the hold; and the figures follow."""
    assert "No one has joined with your invitation yet" in await cafe.says(anna, "/invite")
    boris = await friend_of(cafe, anna)
    greeting = boris.texts[0]
    assert "Anna invited you." in greeting
    assert "For your first purchase of at least R50.00 you get 500 points (R5.00) more." in greeting
    assert "1 friend has joined · 0 have bought" in await cafe.says(anna, "/invite")
    await sells(cafe, till, boris)
    await boris.wait_for("+500 points for your first purchase, to be spent from 5 December")
    await anna.wait_for("Boris has made a first purchase: +500 points")
    screen = await cafe.says(anna, "/invite")
    assert "1 friend has joined · 1 has bought" in screen
    assert "500 points more from 5 December" in screen
    cafe.clock.advance(HOLD)
    await cafe.assistant.sweeper.sweep()
    for person in (anna, boris):
        await person.wait_for("Now yours to spend: +500 points")
    assert "1 friend has brought you 500 points" in await cafe.says(anna, "/invite")
    assert "600 points" in await cafe.says(anna, "/balance")
    assert await cafe.differences() == []


async def test_the_invitation_can_be_shared_copied_scanned_and_said(cafe: Cafe, anna: Person) -> None:
    """Each button carries the same link, and the picture comes on request."""
    link, _code = await invitation_of(cafe, anna)
    buttons = buttons_of(anna)
    assert buttons["Copy the link"]["copy_text"]["text"] == link
    assert "switch_inline_query_chosen_chat" in buttons["Share"]
    assert "A friend scans it" in await cafe.taps(anna, "QR code")
    assert anna.last["photo"]
    assert link in await cafe.taps(anna, "« Invitation")


async def test_without_inline_mode_it_is_shared_as_any_link(cafe: Cafe, anna: Person) -> None:
    """BotFather may not have switched inline mode on: the button still works."""
    cafe.sandbox.world.bot["supports_inline_queries"] = False
    await cafe.restart()
    link, _code = await invitation_of(cafe, anna)
    shared = buttons_of(anna)["Share"]["url"]
    query = parse_qs(urlsplit(shared).query)
    assert query["url"] == [link]
    assert "Anna invites you to Café Zorg" in query["text"][0]


@pytest.mark.parametrize(
    ("settings", "promise"),
    [
        ({}, "500 points (R5.00) for each of you."),
        ({"referrals.friend_points": 200}, "500 points (R5.00) for you, 200 points (R2.00) for your friend."),
        ({"referrals.friend_points": 0}, "Invite a friend: 500 points (R5.00) for you."),
        ({"referrals.referrer_points": 0}, "500 points (R5.00) for your friend, none for you."),
        ({"referrals.monthly_cap": 0}, "500 points (R5.00) for your friend, none for you."),
        ({"referrals.referrer_points": 0, "referrals.friend_points": 0}, "It brings no points at the moment."),
        ({"referrals.hold_days": 0}, "The points come at once."),
        ({"referrals.minimum_purchase_minor": 0}, "What counts is your friend's first purchase, paid in money."),
        ({"referrals.monthly_cap": 1}, "At most 1 friend a month brings you points."),
    ],
)
async def test_the_screen_promises_what_the_settings_say(
    cafe: Cafe, owner: Person, anna: Person, settings: dict[str, int], promise: str
) -> None:
    """Honest even where there is nothing to be had."""
    await cafe.change(owner, settings)
    assert promise in await cafe.says(anna, "/invite")


async def test_a_code_said_aloud_counts_as_well(cafe: Cafe, till: Person, anna: Person) -> None:
    """Typed later, in small letters, after a mistyped one and a restart in between."""
    _link, code = await invitation_of(cafe, anna)
    boris = await cafe.customer("Boris")
    cafe.clock.advance(timedelta(days=6))
    await cafe.says(boris, "/invite")
    assert "six letters and digits" in await cafe.taps(boris, "I have a code")
    assert "That is not a code" in await cafe.says(boris, "what code?")
    assert "I do not know this invitation" in await cafe.says(boris, "XXX-XXX")
    await cafe.restart()
    assert "Anna invited you." in await cafe.says(boris, code.lower().replace("-", " "))
    await cafe.says(boris, "/invite")
    assert "I have a code" not in buttons_of(boris)
    await sells(cafe, till, boris)
    await anna.wait_for("Boris has made a first purchase")


async def test_the_question_for_the_code_can_be_left(cafe: Cafe, anna: Person) -> None:
    """By its button, by its word, by any command; and what is typed afterwards is no code any more."""
    for leave in ("tap", "Leave it", "/balance"):
        await cafe.says(anna, "/invite")
        await cafe.taps(anna, "I have a code")
        await (cafe.taps(anna, "Leave it") if leave == "tap" else cafe.says(anna, leave))
        assert "not sure what to do" in await cafe.says(anna, "KMP-347")


async def test_refusals_say_exactly_why(cafe: Cafe, till: Person, anna: Person) -> None:
    """Own link, a circle, an inviter already, a purchase already, a card for too long, a link nobody has."""
    link, _code = await invitation_of(cafe, anna)
    assert "your own invitation" in await cafe.opens(anna, link)
    boris = await friend_of(cafe, anna)
    assert "Your invitation by Anna already counts" in await cafe.opens(boris, link)
    circle, _code = await invitation_of(cafe, boris)
    assert "Boris joined with an invitation of yours" in await cafe.opens(anna, circle)
    carl, dora = await cafe.customer("Carl"), await cafe.customer("Dora")
    await sells(cafe, till, carl)
    assert "only before the first purchase" in await cafe.opens(carl, link)
    assert "I do not know this invitation" in await cafe.opens(dora, link + "x")
    cafe.clock.advance(timedelta(days=8))
    assert "during its first 7 days" in await cafe.opens(dora, link)
    await cafe.says(dora, "/invite")
    assert "I have a code" not in buttons_of(dora)


async def test_a_link_nobody_has_still_opens_the_door(cafe: Cafe) -> None:
    """A newcomer joins all the same and reads that the link is no longer known."""
    boris = cafe.person("Boris")
    await boris.open("https://t.me/zorg_bot?start=r_nobodyhasthistoken1")
    await cafe.settled()
    assert "Hello, Boris" in boris.texts[0]
    assert "I do not know this link any more" in boris.texts[0]


async def test_somebody_with_a_fresh_card_may_still_follow_a_link(cafe: Cafe, anna: Person) -> None:
    """They had found the bot themselves a moment ago."""
    link, _code = await invitation_of(cafe, anna)
    boris = await cafe.customer("Boris")
    cafe.sandbox.duplicate_next_update()
    await cafe.opens(boris, link)
    assert "1 friend has joined" in await cafe.says(anna, "/invite")


async def test_a_refund_during_the_hold_is_told_to_both(cafe: Cafe, till: Person, anna: Person) -> None:
    """The points that were on their way do not come."""
    boris = await friend_of(cafe, anna)
    await sells(cafe, till, boris, "60")
    await refunds(cafe, till, boris, 2_000)
    await anna.wait_for("Boris has returned the first purchase: −500 points")
    await boris.wait_for("Your first purchase was refunded: −500 points")
    assert "1 first purchase was refunded" in await cafe.says(anna, "/invite")
    cafe.clock.advance(HOLD)
    await cafe.assistant.sweeper.sweep()
    assert await cafe.differences() == []


async def test_a_mistake_at_the_till_costs_nobody_the_reward(cafe: Cafe, till: Person, anna: Person) -> None:
    """Undone, told, and the next purchase counts."""
    boris = await friend_of(cafe, anna)
    await sells(cafe, till, boris, "1255")
    await cafe.taps(till, "Undo")
    await anna.wait_for("that was a mistake at the till: −500 points")
    await boris.wait_for("Your next one counts instead")
    await sells(cafe, till, boris)
    assert "500 points more from 5 December" in await cafe.says(anna, "/invite")


async def test_the_months_limit_is_said_before_and_after(cafe: Cafe, owner: Person, till: Person, anna: Person) -> None:
    """Whoever is beyond it hears so, and from when on friends count again; the friend gets theirs."""
    await cafe.change(owner, {"referrals.monthly_cap": 1})
    boris, carl = await friend_of(cafe, anna), await friend_of(cafe, anna, "Carl")
    await sells(cafe, till, boris)
    assert "Friends who buy from 1 December on bring you points again" in await cafe.says(anna, "/invite")
    await sells(cafe, till, carl)
    await anna.wait_for("Carl has made a first purchase. It brings you no points: the limit is 1 friend a month.")
    await carl.wait_for("+500 points for your first purchase")
    await cafe.says(anna, "/invite")
    friends = await cafe.taps(anna, "My friends")
    assert "Boris: bought, 500 points from 5 December" in friends
    assert "Carl: bought, beyond the month's limit" in friends


async def test_the_list_of_friends_turns_its_pages_in_place(cafe: Cafe, anna: Person) -> None:
    """Names as they are, pages of ten, and never anybody else's friends."""
    link, _code = await invitation_of(cafe, anna)
    for number in range(12):
        await cafe.opens(cafe.person(f"<b>{number}</b>"), link)
    await cafe.says(anna, "/invite")
    shown = len(anna.from_bot)
    assert "<b>11</b>: joined on 21 November, has not bought yet" in await cafe.taps(anna, "My friends")
    assert "<b>0</b>" in await cafe.taps(anna, "Next »")
    assert "12 friends have joined" in await cafe.taps(anna, "« Invitation")
    assert len(anna.from_bot) == shown
    stranger = await cafe.customer("Eve")
    await cafe.says(stranger, "/invite")
    assert "No one has joined" in await cafe.forges(stranger, "invite:more:9999")
    assert "has ended" in await cafe.forges(stranger, "invite:more:'; --")


async def test_a_forged_press_starts_no_code_for_old_customers(cafe: Cafe, till: Person, anna: Person) -> None:
    """The button is not there, and pressing it anyway is refused."""
    await sells(cafe, till, anna)
    await cafe.says(anna, "/invite")
    assert "only before the first purchase" in await cafe.forges(anna, "invite:code")


async def test_the_card_goes_into_any_chat(cafe: Cafe, anna: Person) -> None:
    """Anna types the bot's name in her chat with Boris; what he sees brings him here as her friend."""
    boris = cafe.person("Boris")
    query = await anna.inline_query("")
    [card] = await query.answered()
    assert card["title"] == "Invite to Café Zorg"
    message = await anna.choose(query, 0, boris)
    assert "Anna invites you to Café Zorg" in message["text"]
    await boris.press("Get my card", message)
    await cafe.settled()
    await boris.wait_for("Anna invited you.")


async def test_who_has_no_card_is_led_to_the_bot(cafe: Cafe) -> None:
    """Typing the bot's name in some chat makes nobody a customer."""
    carl = cafe.person("Carl", "af")
    query = await carl.inline_query("")
    assert await query.answered() == []
    assert query.button is not None
    async with cafe.database.reading() as reading:
        assert (await reading.run(select(people.c.id))).all() == []
    await cafe.opens(carl, f"https://t.me/zorg_bot?start={query.button['start_parameter']}")
    async with cafe.database.reading() as reading:
        assert (await reading.run(select(people.c.source))).scalar_one() == "inline"


async def test_a_card_shared_by_who_blocked_the_bot_is_no_return(cafe: Cafe, anna: Person) -> None:
    """They may still invite; the bot does not write to them again for that."""
    await anna.block()
    await cafe.settled()
    query = await anna.inline_query("")
    assert len(await query.answered()) == 1
    assert (await cafe.visitor(anna)).blocked


@pytest.mark.parametrize("typed", ["кмр-347", "KMP 347", "kmp347"])
def test_a_code_is_read_as_it_was_heard(typed: str) -> None:
    """In Cyrillic letters that look the same, in small ones, with or without its dash."""
    assert referrals.parse_code(typed) == "KMP347"


@pytest.mark.parametrize("typed", ["", "KMP34", "KMP3470", "KMP-34O", "ЖЖЖЖЖЖ"])
def test_what_is_no_code_is_not_taken_for_one(typed: str) -> None:
    """Letters that codes never have are a slip of the finger, not an unknown code."""
    assert referrals.parse_code(typed) is None
