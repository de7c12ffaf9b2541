"""The complaints desk: one of the team takes each complaint, answers, and nobody waits unnoticed."""

import asyncio
from datetime import timedelta

import pytest

from loyalty import complaints
from loyalty.complaints import Category, Said
from sandbox import Person
from sandbox.view import as_read, inline_rows
from tests.scenarios.complaints.test_complaint import complains, said
from tests.scenarios.conftest import Cafe, answer
from tests.scenarios.ratings.test_rate import PIXEL


@pytest.fixture
async def zola(cafe: Cafe) -> Person:
    return await cafe.owner("Zola")


@pytest.fixture
async def thabo(cafe: Cafe, zola: Person) -> Person:
    return await cafe.cashier(zola, "Thabo")


@pytest.fixture
async def anna(cafe: Cafe, zola: Person) -> Person:
    return await cafe.customer("Anna")


async def test_a_complaint_reaches_everybody_and_one_takes_it(
    cafe: Cafe, zola: Person, thabo: Person, anna: Person
) -> None:
    """The call in the other chats turns into who has taken it; pressing theirs late is explained."""
    await complains(cafe, anna)
    for person in (zola, thabo):
        call = await person.wait_for("📥 Complaint 1 · Waiting")
        assert "Answer by tomorrow, 12:00" in as_read(call["text"])
    take = inline_rows(zola.last)[0][0]["callback_data"]
    thread = await cafe.taps(thabo, "Take it")
    assert "My coffee was cold" in thread
    assert "taken by Thabo" in thread
    assert "Anna" in thread
    await zola.wait_for("Complaint 1: taken by Thabo")
    assert not any("Answer by" in text for text in zola.texts), "the call itself has changed"
    await anna.wait_for("Thabo is looking into your complaint 1")
    assert "Thabo has taken this complaint" in await cafe.forges(zola, take)
    assert "taken by Thabo" in await cafe.forges(thabo, take)


async def test_two_who_take_at_once(cafe: Cafe, zola: Person, thabo: Person, anna: Person) -> None:
    """Exactly one has it."""
    await complains(cafe, anna)
    for person in (zola, thabo):
        await person.wait_for("Complaint 1")
    await asyncio.gather(*(person.press("Take it") for person in (zola, thabo)))
    await cafe.settled()
    await anna.wait_for("is looking into your complaint")
    texts = [zola.texts, thabo.texts]
    assert sum(any("has taken this complaint" in text for text in seen) for seen in texts) == 1
    assert sum("is looking into your complaint" in text for text in anna.texts) == 1


async def test_answers_go_both_ways_in_the_chat(cafe: Cafe, zola: Person, thabo: Person, anna: Person) -> None:
    """By the dialogue, by a reply to the message, with files; each arrives as a message of the complaint."""
    await complains(cafe, anna)
    await thabo.wait_for("Complaint 1")
    await cafe.taps(thabo, "Take it")
    await cafe.taps(thabo, "Answer")
    assert "On its way to Anna" in await cafe.says(thabo, "We are <sorry> & make you a new one")
    came = await anna.wait_for("We are <sorry> & make you a new one")
    assert "Thabo on your complaint 1:" in came["text"]
    assert [b["text"] for b in inline_rows(came)[0]] == ["Answer", "It is solved"]
    await anna.send("A warm one, please", reply_to=came)
    await cafe.settled()
    await anna.wait_for("Added to complaint 1")
    news = await thabo.wait_for("The customer has written in complaint 1")
    await cafe.taps(thabo, "Read")
    assert "A warm one, please" in answer(thabo)
    await thabo.send("It is ready", reply_to=news)
    await cafe.settled()
    await anna.wait_for("It is ready")
    await cafe.taps(thabo, "Answer")
    await thabo.send_photo(PIXEL, "There it is")
    await cafe.settled()
    await anna.wait_for("There it is")
    assert any("photo" in message for message in anna.from_bot)
    assert [side for side, _, _ in await said(cafe)] == [False, True, False, True, True]


async def test_the_team_sees_what_was_sent(cafe: Cafe, zola: Person, thabo: Person, anna: Person) -> None:
    """Every attachment comes as it was, with a caption that says whose it is; twelve come in two turns."""
    await cafe.says(anna, "/complaint")
    await cafe.taps(anna, "Taste, quality")
    for _ in range(9):
        await anna.send_photo(PIXEL)
    await anna.send_voice(b"OggS")
    await anna.send_video_note(b"note")
    await anna.send_document(b"%PDF", "bill.pdf")
    await cafe.settled()
    await cafe.taps(anna, "Send")
    call = await thabo.wait_for("Complaint 1")
    assert "12 attachments" in as_read(call["text"])
    await cafe.taps(thabo, "Read")
    before = len(thabo.from_bot)
    await cafe.taps(thabo, "📎 12 attachments")
    assert "2 more attachments" in answer(thabo)
    await cafe.taps(thabo, "Next »")
    sent = thabo.from_bot[before:]
    kinds = [next((k for k in ("photo", "voice", "video_note", "document") if k in m), "") for m in sent]
    assert [kind for kind in kinds if kind] == ["photo"] * 9 + ["voice", "video_note", "document"]
    assert sum("Complaint 1 · Anna · today, 12:00" in text for text in thabo.texts) == 11


async def test_the_desk_lists_what_is_to_be_done(cafe: Cafe, zola: Person, thabo: Person, anna: Person) -> None:
    """Four piles, the longest waiting first; an empty desk says that nobody waits."""
    assert "nobody is waiting for us" in await cafe.says(thabo, "/desk")
    await complains(cafe, anna, "First")
    cafe.clock.advance(timedelta(hours=1))
    await complains(cafe, await cafe.customer("Boris"), "Second", about="Price")
    assert "Unassigned" in await cafe.says(thabo, "/desk")
    assert thabo.buttons == [["tomorrow, 12:00 · 1 · Waiting · Anna"], ["tomorrow, 13:00 · 2 · Price · Boris"]]
    await cafe.taps(thabo, "tomorrow, 12:00 · 1 · Waiting · Anna")
    await cafe.taps(thabo, "Take it")
    await cafe.taps(thabo, "« Desk")
    assert thabo.buttons == [["tomorrow, 13:00 · 2 · Price · Boris"], ["Mine: 1"]]
    await cafe.taps(thabo, "Mine: 1")
    await cafe.taps(thabo, "tomorrow, 12:00 · 1 · Waiting · Anna")
    await cafe.taps(thabo, "Answer")
    await cafe.says(thabo, "Sorry")
    await cafe.taps(thabo, "« Desk")
    await cafe.taps(thabo, "Customer's turn: 1")
    assert thabo.buttons[0] == ["1 · Waiting · Anna"]
    await cafe.forges(zola, "desk:take:2")
    await cafe.says(thabo, "/desk")
    assert ["Customer's turn: 1", "With colleagues: 1"] not in thabo.buttons
    assert "With colleagues" in await cafe.forges(thabo, "desk:pile:colleagues:0")


async def test_nobody_works_on_their_own_complaint(cafe: Cafe, zola: Person, thabo: Person) -> None:
    """A member of the team who complains is a customer: the others are called, not they."""
    await complains(cafe, thabo)
    await zola.wait_for("Complaint 1")
    assert not any("📥" in text for text in thabo.texts)
    for action in ("show:1", "take:1", "answer:1", "solved:1", "files:1:0", "page:1:0"):
        assert "your own complaint" in await cafe.forges(thabo, f"desk:{action}")
    assert "nobody is waiting" in await cafe.says(thabo, "/desk")


async def test_an_answer_that_did_not_arrive(cafe: Cafe, zola: Person, thabo: Person, anna: Person) -> None:
    """Whoever answered learns that the customer has blocked the bot; the answer is there when they come back."""
    await complains(cafe, anna)
    await thabo.wait_for("Complaint 1")
    await cafe.taps(thabo, "Take it")
    await anna.block()
    await cafe.settled()
    await cafe.taps(thabo, "Answer")
    await cafe.says(thabo, "We are sorry")
    await thabo.wait_for("has not arrived: the customer has blocked the bot")
    assert "answers do not arrive" in await cafe.taps(thabo, "Read")
    await anna.unblock()
    await cafe.settled()
    assert "We are sorry" in await cafe.forges(anna, "complaint:show:1")


async def test_an_answer_that_was_changed(cafe: Cafe, zola: Person, thabo: Person, anna: Person) -> None:
    """An answer corrected in Telegram is corrected in the customer's chat, in place."""
    await complains(cafe, anna)
    await thabo.wait_for("Complaint 1")
    await cafe.taps(thabo, "Take it")
    await cafe.taps(thabo, "Answer")
    message = await thabo.send("Come at noon")
    await cafe.settled()
    await anna.wait_for("at noon")
    await thabo.edit(message, "Come at five")
    await anna.wait_for("Come at five")
    assert not any("at noon" in text for text in anna.texts)


async def test_an_answer_to_what_was_just_closed(cafe: Cafe, zola: Person, thabo: Person, anna: Person) -> None:
    """The customer closes while staff write: they are told, nothing goes out, and nothing is closed twice."""
    await complains(cafe, anna)
    await thabo.wait_for("Complaint 1")
    await cafe.taps(thabo, "Take it")
    await cafe.taps(thabo, "Answer")
    await cafe.forges(anna, "complaint:solved:1")
    assert "is closed: the customer says it is solved" in await cafe.says(thabo, "Still there?")
    assert len(await said(cafe)) == 1


async def test_the_till_sees_that_a_complaint_is_open(cafe: Cafe, zola: Person, thabo: Person, anna: Person) -> None:
    """Under the customer's card there is a way to it, until it is closed."""
    await complains(cafe, anna)
    number = await cafe.card_number(anna)
    await cafe.says(thabo, number)
    assert "My coffee was cold" in await cafe.taps(thabo, "⚠ Complaint 1 is open")
    await cafe.forges(anna, "complaint:solved:1")
    await cafe.says(thabo, number)
    assert thabo.buttons == [["Add purchase", "Take points"]]


async def test_many_complaints_do_not_keep_anybody_from_being_served(
    cafe: Cafe, zola: Person, thabo: Person, anna: Person
) -> None:
    """Somebody who has written a hundred has a card that opens all the same."""
    actor = await cafe.actor(anna)
    for number in range(100):
        async with cafe.database.transaction() as transaction:
            told = [Said("Again")]
            await complaints.open_complaint(
                transaction, actor, Category.OTHER, told, key=f"again:{number}", now=cafe.clock.now()
            )
    await cafe.says(thabo, await cafe.card_number(anna))
    assert thabo.buttons[:2] == [["Add purchase", "Take points"], ["⚠ Complaint 1 is open"]]


async def test_a_late_complaint_can_be_taken_over(cafe: Cafe, zola: Person, thabo: Person, anna: Person) -> None:
    """Whoever has it has let the time pass: a colleague may take it then, not before."""
    await complains(cafe, anna)
    await thabo.wait_for("Complaint 1")
    await cafe.taps(thabo, "Take it")
    assert "Thabo has taken this complaint" in await cafe.forges(zola, "desk:take:1")
    cafe.clock.advance(timedelta(hours=25))
    await cafe.assistant.sweeper.sweep()
    await zola.wait_for("Thabo has it; anybody can take it now.")
    assert "taken by Zola" in await cafe.taps(zola, "Take it")
    await anna.wait_for("Zola is looking into your complaint 1")
    assert "Zola has taken this complaint" in await cafe.forges(thabo, "desk:answer:1")


async def test_what_a_leaver_had_taken_is_open_again(cafe: Cafe, zola: Person, thabo: Person, anna: Person) -> None:
    """Somebody whose access has ended leaves nothing lying with them."""
    await complains(cafe, anna)
    await thabo.wait_for("Complaint 1")
    await cafe.taps(thabo, "Take it")
    await cafe.says(zola, "/staff")
    await cafe.taps(zola, "End access: Thabo")
    await cafe.taps(zola, "End access")
    assert "for the team only" in await cafe.forges(thabo, "desk:answer:1")
    await cafe.says(zola, "/desk")
    assert zola.buttons[0] == ["tomorrow, 12:00 · 1 · Waiting · Anna"]
    assert "taken by Zola" in await cafe.forges(zola, "desk:take:1")


async def test_an_answer_survives_a_restart_and_comes_once(
    cafe: Cafe, zola: Person, thabo: Person, anna: Person
) -> None:
    """Between the steps the assistant may stop; an update brought twice answers once."""
    await complains(cafe, anna)
    await thabo.wait_for("Complaint 1")
    await cafe.restart()
    cafe.sandbox.duplicate_next_update()
    await cafe.taps(thabo, "Take it")
    await cafe.taps(thabo, "Answer")
    await cafe.restart()
    cafe.sandbox.duplicate_next_update()
    await cafe.says(thabo, "We are sorry")
    await anna.wait_for("We are sorry")
    assert sum("We are sorry" in text for text in anna.texts) == 1
    assert [side for side, _, _ in await said(cafe)] == [False, True]


async def test_a_long_answer_is_all_there(cafe: Cafe, zola: Person, thabo: Person, anna: Person) -> None:
    """4096 characters arrive shortened, with a button to the rest."""
    await complains(cafe, anna)
    await thabo.wait_for("Complaint 1")
    await cafe.taps(thabo, "Take it")
    await cafe.taps(thabo, "Answer")
    await cafe.says(thabo, "<" * 4090 + " end")
    await anna.wait_for("Thabo on your complaint 1")
    assert "end" in await cafe.taps(anna, "Read all of it")
