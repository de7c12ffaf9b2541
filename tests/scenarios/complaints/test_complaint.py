"""Something went wrong: a customer complains, the team answers, and the customer says when it is solved."""

from datetime import timedelta
from typing import Any

from sandbox import Person
from sandbox.view import inline_rows
from tests.scenarios.conftest import Cafe, answer
from tests.scenarios.ratings.test_rate import PIXEL


async def complains(cafe: Cafe, person: Person, text: str = "My coffee was cold", about: str = "Waiting") -> str:
    """A whole complaint; what the customer reads at its end."""
    await cafe.says(person, "/complaint")
    await cafe.taps(person, about)
    await cafe.says(person, text)
    return await cafe.taps(person, "Send")


async def said(cafe: Cafe) -> list[tuple[Any, ...]]:
    """Of each message of a complaint: whose side, words, kind of file."""
    rows = (await cafe.books())["complaint_message"]
    return [(row[3], row[4], row[5]) for row in rows]


async def test_a_complaint_gets_a_number_and_a_time(cafe: Cafe) -> None:
    """What it is about, what happened, is that right: then a number, and when the answer is there, in plain words."""
    anna = await cafe.customer("Anna")
    assert "within 24 hours" in await cafe.says(anna, "/complaint")
    assert anna.buttons == [["Waiting", "Taste, quality"], ["Staff", "Price"], ["Points and card", "Something else"]]
    assert "Tell us what happened" in await cafe.taps(anna, "Waiting")
    check = await cafe.says(anna, "I waited <b>40</b> minutes & left")
    assert "I waited <b>40</b> minutes & left" in check
    assert anna.buttons == [["Send"], ["Add more", "Cancel"]]
    sent = await cafe.taps(anna, "Send")
    assert "Your complaint no. 1 has reached us." in sent
    assert "We answer by tomorrow at 12:00. You will get it right here." in sent
    assert anna.buttons == [["Add something", "My complaints"]]


async def test_words_are_as_good_as_buttons(cafe: Cafe) -> None:
    """Somebody who only types, and begins with what happened, gets there too."""
    anna = await cafe.customer("Anna")
    await cafe.says(anna, "/complaint")
    assert "What is it about?" in await cafe.says(anna, "Rude words at the till")
    assert "Shall we send this?" in await cafe.says(anna, "staff")
    assert "Go on" in await cafe.says(anna, "add more")
    assert "Twice already" in await cafe.says(anna, "Twice already")
    assert "no. 1 has reached us" in await cafe.says(anna, "send")
    assert [text for _, text, _ in await said(cafe)] == ["Rude words at the till", "Twice already"]


async def test_everything_can_go_with_it(cafe: Cafe) -> None:
    """Photo, voice, video, video note and document, with their captions; what cannot be passed on is said so."""
    anna = await cafe.customer("Anna")
    await cafe.says(anna, "/complaint")
    await cafe.taps(anna, "Taste, quality")
    await anna.send_photo(PIXEL, "A hair")
    await anna.send_voice(b"OggS")
    await anna.send_video(b"video")
    await anna.send_video_note(b"note")
    await anna.send_document(b"%PDF", "bill.pdf")
    await cafe.settled()
    assert "5 attachments" in answer(anna)
    await anna.send_location()
    await cafe.settled()
    assert "I can pass on words, photos" in answer(anna)
    await cafe.taps(anna, "Send")
    kinds = [(text, media) for _, text, media in await said(cafe)]
    assert kinds == [
        ("A hair", "photo"), (None, "voice"), (None, "video"), (None, "video_note"), (None, "document"),
    ]  # fmt: skip


async def test_only_one_question_stands_in_the_chat(cafe: Cafe) -> None:
    """Each message of the complaint moves the check screen below; no trail of earlier ones is left."""
    anna = await cafe.customer("Anna")
    await cafe.says(anna, "/complaint")
    await cafe.taps(anna, "Waiting")
    for text in ("One", "Two", "Three"):
        await cafe.says(anna, text)
    assert sum("Shall we send this?" in text for text in anna.texts) == 1
    await cafe.taps(anna, "Send")
    assert not any("Shall we send this?" in text for text in anna.texts)


async def test_what_is_changed_before_sending_is_sent_changed(cafe: Cafe) -> None:
    """Editing a message changes the check screen and what is sent."""
    anna = await cafe.customer("Anna")
    await cafe.says(anna, "/complaint")
    await cafe.taps(anna, "Price")
    message = await anna.send("Two rand for water")
    await cafe.settled()
    await anna.edit(message, "Twenty rand for water")
    await cafe.settled()
    assert "Twenty rand" in answer(anna)
    await cafe.taps(anna, "Send")
    assert await said(cafe) == [(False, "Twenty rand for water", None)]


async def test_what_is_changed_after_sending_is_changed_too(cafe: Cafe) -> None:
    """The customer is told, whoever has taken it is told, and both read the new words."""
    owner = await cafe.owner()
    thabo = await cafe.cashier(owner)
    anna = await cafe.customer("Anna")
    await cafe.says(anna, "/complaint")
    await cafe.taps(anna, "Price")
    message = await anna.send("Two rand")
    await cafe.settled()
    await cafe.taps(anna, "Send")
    await thabo.wait_for("Complaint 1")
    await cafe.taps(thabo, "Take it")
    await anna.edit(message, "Twenty rand")
    await cafe.settled()
    await anna.wait_for("Changed in complaint 1 too.")
    await thabo.wait_for("has changed what they wrote")
    assert "Twenty rand" in await cafe.taps(thabo, "Read")
    assert "changed" in answer(thabo)


async def test_an_edit_elsewhere_changes_nothing(cafe: Cafe) -> None:
    """A changed command or a changed word in another place is passed over in silence."""
    anna = await cafe.customer("Anna")
    message = await anna.send("/balance")
    await cafe.settled()
    before = list(anna.texts)
    await anna.edit(message, "/card")
    await cafe.settled()
    assert anna.texts == before


async def test_nothing_is_lost_by_a_restart(cafe: Cafe) -> None:
    """Between any two steps the assistant may stop and start."""
    anna = await cafe.customer("Anna")
    await cafe.says(anna, "/complaint")
    await cafe.restart()
    await cafe.taps(anna, "Waiting")
    await cafe.restart()
    await cafe.says(anna, "An hour")
    await cafe.restart()
    assert "An hour" in answer(anna)
    assert "no. 1 has reached us" in await cafe.taps(anna, "Send")


async def test_send_pressed_again_sends_nothing_more(cafe: Cafe) -> None:
    """One complaint comes of a draft, however often and late its button is pressed."""
    anna = await cafe.customer("Anna")
    await cafe.says(anna, "/complaint")
    await cafe.taps(anna, "Waiting")
    await cafe.says(anna, "An hour")
    data = inline_rows(anna.last)[0][0]["callback_data"]
    await cafe.taps(anna, "Send")
    await cafe.restart()
    assert "no. 1 has reached us" in await cafe.forges(anna, data)
    boris = await cafe.customer("Boris")
    assert "has ended" in await cafe.forges(boris, data)
    assert len((await cafe.books())["complaint"]) == 1


async def test_an_update_delivered_again_adds_nothing(cafe: Cafe) -> None:
    """Telegram may bring the same message twice."""
    anna = await cafe.customer("Anna")
    await complains(cafe, anna)
    await cafe.taps(anna, "Add something")
    cafe.sandbox.duplicate_next_update()
    await cafe.says(anna, "And the cake was dry")
    assert len(await said(cafe)) == 2


async def test_cancel_sends_nothing(cafe: Cafe) -> None:
    """By button or by word, and the old buttons say that it has ended."""
    anna = await cafe.customer("Anna")
    for word in (True, False):
        await cafe.says(anna, "/complaint")
        await cafe.taps(anna, "Waiting")
        await cafe.says(anna, "An hour")
        data = inline_rows(anna.last)[0][0]["callback_data"]
        await (cafe.says(anna, "Cancel") if word else cafe.taps(anna, "Cancel"))
        assert "has ended" in await cafe.forges(anna, data)
    assert not (await cafe.books())["complaint"]


async def test_a_receipt_that_is_not_mine(cafe: Cafe) -> None:
    """'Not me' needs one more tap; the receipt stays, and pressing it again shows the same complaint."""
    owner = await cafe.owner()
    thabo = await cafe.cashier(owner)
    anna = await cafe.customer("Anna")
    await cafe.buys(anna, thabo)
    await anna.wait_for("+627 points")
    draft = await cafe.taps(anna, "Not me")
    assert "This purchase was not mine." in draft
    assert "Purchase of R125.50 at Café Zorg, today, 12:00" in draft
    await cafe.taps(anna, "Send")
    assert any("+627 points" in text for text in anna.texts)
    assert "Complaint 1" in await cafe.taps(anna, "Not me")
    [row] = (await cafe.books())["complaint"]
    assert row[6] is not None, "it knows the purchase"


async def test_nobody_complains_about_another_persons_purchase(cafe: Cafe) -> None:
    """Data of a button that was never shown to them."""
    owner = await cafe.owner()
    thabo = await cafe.cashier(owner)
    anna, boris = await cafe.customer("Anna"), await cafe.customer("Boris")
    await cafe.buys(anna, thabo)
    assert "no such line" in await cafe.forges(boris, "receipt:notme:1")
    assert not (await cafe.books())["complaint"]


async def test_ones_complaints_and_how_they_stand(cafe: Cafe) -> None:
    """The list, the thread, adding to it, an empty list, further pages."""
    anna = await cafe.customer("Anna")
    assert "no complaints" in await cafe.forges(anna, "complaint:mine:0")
    for number in range(8):
        await complains(cafe, anna, f"Complaint of mine {number + 1}")
    await cafe.says(anna, "/complaint")
    await cafe.taps(anna, "My complaints")
    assert anna.buttons[0] == ["No. 8 · Waiting · sent"]
    await cafe.taps(anna, "Next »")
    assert [row[0][:5] for row in anna.buttons[:2]] == ["No. 2", "No. 1"]
    thread = await cafe.taps(anna, "No. 2 · Waiting · sent")
    assert "Complaint of mine 2" in thread
    assert "You" in thread
    await cafe.taps(anna, "Add something")
    assert "Added to complaint 2" in await cafe.says(anna, "One more thing")
    assert "One more thing" in await cafe.forges(anna, "complaint:show:2")


async def test_nobody_sees_or_touches_another_persons_complaint(cafe: Cafe) -> None:
    """Every button of a complaint, pressed by somebody else, finds nothing."""
    anna, boris = await cafe.customer("Anna"), await cafe.customer("Boris")
    await complains(cafe, anna)
    before = await said(cafe)
    for action in ("show:1", "page:1:0", "files:1:0", "add:1", "solved:1", "thanks:1", "notyet:1", "score:1:5"):
        assert "no such complaint" in await cafe.forges(boris, f"complaint:{action}")
    for action in ("show:1", "page:1:0", "files:1:0", "take:1", "answer:1", "solved:1", "all", "pile:open:0"):
        assert "for the team only" in await cafe.forges(boris, f"desk:{action}")
    for action in ("show:x", "show:", "page:1", "score:1:9", "about:gold", "send:", "mine:-1"):
        assert "has ended" in await cafe.forges(boris, f"complaint:{action}")
    assert "for the team only" in await cafe.says(boris, "/desk")
    assert await said(cafe) == before


async def test_a_very_long_complaint_can_be_read_whole(cafe: Cafe) -> None:
    """Texts of 4096 characters, with signs that HTML must not take for its own, over several pages."""
    anna = await cafe.customer("Anna")
    await cafe.says(anna, "/complaint")
    await cafe.taps(anna, "Something else")
    long = ("<&> " * 1024)[:4090]
    await cafe.says(anna, "begin " + long[:4000] + " end1")
    await cafe.says(anna, "x" * 4091 + " end2")
    await cafe.taps(anna, "Send")
    read = await cafe.forges(anna, "complaint:show:1")
    while any("« Previous" in row for row in anna.buttons):
        read = await cafe.taps(anna, "« Previous") + read
    assert read.count("<&>") == 1000
    assert read.count("x") >= 4091
    assert "begin" in read
    assert "end1" in read
    assert "end2" in read


async def test_only_the_customer_closes_it_and_says_how_it_was(cafe: Cafe) -> None:
    """Solved, says the team; not yet, says the customer, and gets a new time; then solved, and five of five."""
    owner = await cafe.owner()
    thabo = await cafe.cashier(owner)
    anna = await cafe.customer("Anna")
    await complains(cafe, anna)
    await thabo.wait_for("Complaint 1")
    await cafe.taps(thabo, "Take it")
    await anna.wait_for("Thabo is looking into your complaint 1")
    await cafe.taps(thabo, "It is solved")
    await anna.wait_for("thinks your complaint 1 is solved")
    cafe.clock.advance(timedelta(hours=3))
    assert "We answer by tomorrow at 15:00" in await cafe.taps(anna, "Not yet")
    await thabo.wait_for("not solved yet")
    await cafe.forges(thabo, "desk:solved:1")
    await anna.wait_for(lambda m: "is solved. Is it?" in m.get("text", "") and bool(inline_rows(m)))
    assert "not sure what to do" in await cafe.says(await cafe.customer("Boris"), "solved")
    assert "How did we handle it?" in await cafe.says(anna, "solved")
    assert "5 out of 5" in await cafe.says(anna, "5")
    await thabo.wait_for("solved, the customer says")
    [row] = (await cafe.books())["complaint"]
    assert row[4] == "closed"
    assert row[-1] == 5
    assert "closed" in await cafe.forges(thabo, "desk:answer:1")


async def test_a_late_answer_is_owned_up_to(cafe: Cafe) -> None:
    """When the promised time passes the customer hears it from us, once; the whole team is told, and told again."""
    owner = await cafe.owner()
    thabo = await cafe.cashier(owner)
    anna = await cafe.customer("Anna")
    await complains(cafe, anna)
    cafe.clock.advance(timedelta(hours=24, minutes=1))
    for _ in range(2):
        await cafe.assistant.sweeper.sweep()
    await anna.wait_for("are late. We are sorry")
    for person in (owner, thabo):
        await person.wait_for("An answer was promised by today at 12:00 and has not come")
    cafe.clock.advance(timedelta(hours=24))
    await cafe.assistant.sweeper.sweep()
    await thabo.wait_for("promised by yesterday at 12:00")
    assert sum("and are late" in text for text in anna.texts) == 1
    assert sum("has not come" in text for text in thabo.texts) == 2
