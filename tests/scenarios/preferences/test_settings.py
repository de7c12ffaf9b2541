"""/settings, /offers and /stop, as customers use them."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from sandbox import Person
from sandbox.view import as_read
from storage.tables import consents, outbox_messages, people
from tests.scenarios.conftest import Cafe, answer


@pytest.fixture
async def anna(cafe: Cafe) -> Person:
    return await cafe.customer("Anna")


async def row_of(cafe: Cafe, person: Person) -> Any:
    async with cafe.database.reading() as reading:
        return (await reading.run(select(people).where(people.c.telegram_id == person.id))).one()


async def answers(cafe: Cafe) -> list[tuple[str, bool, str]]:
    """Every consent on record: purpose, answer, place."""
    columns = select(consents.c.purpose, consents.c.granted, consents.c.place).order_by(consents.c.id)
    async with cafe.database.reading() as reading:
        return [tuple(row) for row in await reading.run(columns)]


async def test_the_menu_edits_itself_in_place(cafe: Cafe, anna: Person) -> None:
    """Through every screen and back, the chat does not grow."""
    await cafe.says(anna, "/settings")
    count = len(anna.from_bot)
    for door in ("Messages", "Quiet hours", "Phone", "Birthday", "Language"):
        await cafe.taps(anna, door)
        assert "Birthday not set" in await cafe.taps(anna, "« Settings")
    await cafe.taps(anna, "Delete me")
    await cafe.taps(anna, "Keep my card")
    assert "Birthday not set" in await cafe.taps(anna, "« Settings")
    assert len(anna.from_bot) == count


async def test_another_language_changes_the_menu_too(cafe: Cafe, anna: Person) -> None:
    """The settings, the keyboard below the chat and the commands."""
    await cafe.says(anna, "/settings")
    await cafe.taps(anna, "Language")
    await cafe.taps(anna, "Русский")
    assert (await cafe.visitor(anna)).language == "ru"
    menu = next(text for text in reversed(anna.texts) if "🌐" in text)
    assert "🌐 Русский" in menu


async def test_each_consent_is_a_switch(cafe: Cafe, anna: Person) -> None:
    """Recorded with its place; the old button pressed again records nothing."""
    await cafe.says(anna, "/settings")
    assert "➖ Offers" in await cafe.taps(anna, "Messages")
    assert "✅ Offers" in await cafe.taps(anna, "Get offers")
    assert "✅ Offers" in await cafe.forges(anna, "settings:switch:offers-yes")
    await cafe.restart()
    await cafe.taps(anna, "Get surveys")
    assert "➖ Offers" in await cafe.taps(anna, "Stop offers")
    assert await answers(cafe) == [
        ("offers", True, "settings"),
        ("surveys", True, "settings"),
        ("offers", False, "settings"),
    ]
    assert "You get: surveys" in await cafe.taps(anna, "« Settings")


async def test_offers_are_calm_when_there_are_none(cafe: Cafe, anna: Person) -> None:
    """What is on, whether they come by themselves, and a switch for each purpose."""
    assert "There are no offers just now" in await cafe.says(anna, "/offers")
    assert "You are not subscribed to offers" in answer(anna)
    assert "you get it right here" in await cafe.taps(anna, "Get offers")
    assert await answers(cafe) == [("offers", True, "offers")]


async def test_stop_ends_all_at_once(cafe: Cafe, anna: Person) -> None:
    """In the middle of anything, and pressed twice it is harmless."""
    await cafe.taps(anna, "Yes, please")
    await cafe.says(anna, "/settings")
    await cafe.taps(anna, "Birthday")
    assert "no more offers, news or surveys" in await cafe.says(anna, "/stop")
    assert "receipts" in answer(anna)
    assert "were not getting" in await cafe.says(anna, "/stop")
    assert (await answers(cafe))[1:] == [(purpose, False, "stop") for purpose in ("offers", "news", "surveys")]
    assert not (await cafe.visitor(anna)).dialogue


@pytest.mark.parametrize("typed", ["28 November", "28.11", "28/11", "November 28th"])
async def test_a_birthday_is_told_in_words(cafe: Cafe, anna: Person, typed: str) -> None:
    """Read back before it is kept, and a restart in between loses nothing."""
    await cafe.says(anna, "/settings")
    assert "When is your birthday" in await cafe.taps(anna, "Birthday")
    await cafe.restart()
    assert "Is 28 November your birthday?" in await cafe.says(anna, typed)
    await cafe.restart()
    assert "28 November it is" in await cafe.taps(anna, "Yes, that is it")
    row = await row_of(cafe, anna)
    assert (row.birth_month, row.birth_day) == (11, 28)
    assert "🎂 28 November" in await cafe.taps(anna, "« Settings")


async def test_months_are_understood_in_the_readers_language(cafe: Cafe) -> None:
    """Names of months come from Babel."""
    oksana = await cafe.customer("Оксана", "uk")
    await cafe.forges(oksana, "birthday:ask")
    assert "28 листопада" in await cafe.says(oksana, "28 листопада")


async def test_what_is_no_day_is_asked_again(cafe: Cafe, anna: Person) -> None:
    """And another day can be typed instead of the one read back; yes can be typed too."""
    await cafe.forges(anna, "birthday:ask")
    assert "cannot read that" in await cafe.says(anna, "soon")
    assert "cannot read that" in await cafe.says(anna, "30 February")
    assert "Is 1 March" in await cafe.says(anna, "1 March")
    assert "Is 29 February" in await cafe.says(anna, "29.2")
    assert "29 February it is" in await cafe.says(anna, "yes, that is it")


async def test_a_birthday_cannot_move_within_a_year(cafe: Cafe, anna: Person) -> None:
    """The refusal names the date; a forged day is none; taking it back is always possible."""
    await cafe.forges(anna, "birthday:save:11-28")
    assert "28 November it is" in await cafe.forges(anna, "birthday:save:11-28")
    for data in ("birthday:save:3-1", "birthday:ask"):
        assert "again on 21 November 2027" in await cafe.forges(anna, data)
    assert "no such day" in await cafe.forges(anna, "birthday:save:2-31")
    await cafe.forges(anna, "birthday:show")
    assert "again on 21 November 2027" in answer(anna)
    assert anna.buttons == [["Erase it"], ["« Settings"]]
    assert "erased" in await cafe.taps(anna, "Erase it")
    assert (await row_of(cafe, anna)).birth_month is None
    cafe.clock.advance(timedelta(days=366))
    await cafe.says(anna, "/settings")
    assert "When is your birthday" in await cafe.taps(anna, "Birthday")


async def test_a_phone_number_is_ones_own(cafe: Cafe, anna: Person) -> None:
    """By Telegram's button only; somebody else's contact and typed numbers are refused, and it can be taken back."""
    await cafe.says(anna, "/settings")
    await cafe.taps(anna, "Phone")
    await cafe.taps(anna, "Share my number")
    assert "only from the button below" in await cafe.says(anna, "+27 82 000 0000")
    await anna.send_contact(own=False)
    await cafe.settled()
    assert "somebody else's" in answer(anna)
    assert (await row_of(cafe, anna)).phone is None
    await cafe.restart()
    assert "is noted" in await cafe.taps(anna, "📱 Share my number")
    phone = (await row_of(cafe, anna)).phone
    assert phone.startswith("+")
    assert anna.keyboard is not None
    assert "⭐ Balance" in anna.keyboard[0]
    assert phone in await cafe.says(anna, "/settings")
    await cafe.taps(anna, "Phone")
    assert "erased" in await cafe.taps(anna, "Erase it")
    assert (await row_of(cafe, anna)).phone is None


async def test_sharing_a_number_can_be_put_off(cafe: Cafe, anna: Person) -> None:
    """The usual buttons are there still; and the one that shares works whenever it is pressed."""
    await cafe.forges(anna, "phone:ask")
    assert "100 points" in await cafe.taps(anna, "⭐ Balance")
    assert "is noted" in await cafe.taps(anna, "📱 Share my number")
    assert anna.keyboard is not None
    assert "⭐ Balance" in anna.keyboard[0]


async def test_quiet_hours_of_ones_own(cafe: Cafe, anna: Person) -> None:
    """One tap sets the usual spans, any other is typed, one tap brings ours back; forged hours are refused."""
    await cafe.says(anna, "/settings")
    assert "Quiet from 21:00 until 09:00" in await cafe.taps(anna, "Quiet hours")
    assert "Quiet from 23:00 until 07:00" in await cafe.taps(anna, "23:00 – 07:00")
    await cafe.taps(anna, "Quiet hours")
    assert "Type two full hours" in await cafe.taps(anna, "Other hours")
    await cafe.restart()
    assert "not sure what to do" in await cafe.says(anna, "at night")
    assert "Quiet from 20:00 until 06:00" in await cafe.says(anna, "from 20:00 to 6")
    assert "at the same hour" in await cafe.forges(anna, "settings:quiethours:9-9")
    assert "has ended" in await cafe.forges(anna, "settings:quiethours:9-24")
    await cafe.says(anna, "/settings")
    await cafe.taps(anna, "Quiet hours")
    assert "Quiet from 21:00 until 09:00" in await cafe.taps(anna, "Our usual hours")


async def test_a_birthday_is_greeted_in_the_morning(cafe: Cafe, anna: Person) -> None:
    """With the present the programme gives; seen in the balance, once."""
    owner = await cafe.owner()
    await cafe.change(owner, {"birthdays.points": 200})
    await cafe.forges(anna, "birthday:save:12-1")
    cafe.clock.advance(timedelta(days=9, hours=13))  # 1 December, one in the morning
    await cafe.assistant.sweeper.sweep()
    assert not any("Happy birthday" in text for text in anna.texts)
    assert "300 points" in await cafe.says(anna, "/balance")
    cafe.clock.advance(timedelta(hours=8))
    await cafe.assistant.sweeper.sweep()
    greeting = await anna.wait_for("Happy birthday")
    assert "200 points" in as_read(greeting["text"])
    await cafe.assistant.sweeper.sweep()
    assert sum("Happy birthday" in text for text in anna.texts) == 1
    assert await cafe.differences() == []


async def test_expiry_is_warned_of_in_words(cafe: Cafe, anna: Person) -> None:
    """Amount, worth and day, though all marketing was stopped: it is about one's own points."""
    owner = await cafe.owner()
    await cafe.change(owner, {"expiry.policy": "rolling", "expiry.after_months": 1})
    boris = await cafe.customer("Boris")
    await cafe.says(boris, "/stop")
    cafe.clock.advance(timedelta(days=25))
    await cafe.assistant.sweeper.sweep()
    warning = await boris.wait_for("are good until")
    assert "100 points, worth R1.00, are good until 21 December 2026" in as_read(warning["text"])
    async with cafe.database.reading() as reading:
        kinds = [row.kind for row in await reading.run(select(outbox_messages.c.kind))]
    assert kinds.count("points_expiring") == 3  # Zola's, Anna's and Boris's


async def test_a_new_surname_is_noticed(cafe: Cafe, anna: Person) -> None:
    """Also a new user name, with the next thing they do."""
    anna.user["last_name"] = "Kruger"
    anna.user["username"] = "anna_k"
    await cafe.says(anna, "/balance")
    row = await row_of(cafe, anna)
    assert (row.first_name, row.last_name, row.username) == ("Anna", "Kruger", "anna_k")
