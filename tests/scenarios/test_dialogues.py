"""In the middle of a question people do something else: what they had said is not lost, misread or done twice."""

from pathlib import Path

import pytest

from sandbox import Person
from tests.clock import FixedClock
from tests.scenarios.complaints.test_complaint import complains, said
from tests.scenarios.conftest import Cafe, answer, opened_for_calls
from tests.scenarios.ratings.test_rate import PIXEL

KEPT = "is kept as it is"


@pytest.fixture
async def till(cafe: Cafe) -> Person:
    return await cafe.cashier(await cafe.owner())


@pytest.fixture
async def anna(cafe: Cafe, till: Person) -> Person:
    return await cafe.customer("Anna")


async def test_a_complaint_begun_is_gone_on_with(cafe: Cafe, anna: Person) -> None:
    """Asking to complain once more, by command or menu, shows what is there already instead of losing it."""
    await cafe.says(anna, "/complaint")
    await cafe.taps(anna, "Waiting")
    await cafe.says(anna, "My coffee was cold")
    for again in ("/complaint", "Complaint"):
        assert "My coffee was cold" in await cafe.says(anna, again)
    assert not [text for text in anna.texts if KEPT in text]
    assert "no. 1 has reached us" in await cafe.taps(anna, "Send")


async def test_a_slash_makes_no_command(cafe: Cafe, anna: Person) -> None:
    """Words that only begin like one are words."""
    await cafe.says(anna, "/complaint")
    await cafe.taps(anna, "Waiting")
    assert "/ or rather, an hour" in await cafe.says(anna, "/ or rather, an hour")
    assert not [text for text in anna.texts if KEPT in text]


async def test_cancel_can_be_typed_wherever_it_can_be_pressed(cafe: Cafe, anna: Person) -> None:
    """At the question what to add, it adds nothing."""
    await complains(cafe, anna)
    await cafe.taps(anna, "Add something")
    assert "cancelled" in await cafe.says(anna, "cancel")
    assert len(await said(cafe)) == 1


@pytest.mark.parametrize(("word", "closed"), [("solved", True), ("Not yet", False)])
async def test_a_button_s_word_may_come_as_a_reply(
    cafe: Cafe, till: Person, anna: Person, word: str, closed: bool
) -> None:
    """'Is it solved?' is answered by replying to it: that is no further message of the complaint."""
    await complains(cafe, anna)
    await till.wait_for("Complaint 1")
    await cafe.taps(till, "Take it")
    await cafe.taps(till, "It is solved")
    await anna.send(word, reply_to=await anna.wait_for("thinks your complaint 1 is solved"))
    await cafe.settled()
    assert ("is closed" if closed else "is open again") in answer(anna)
    assert len(await said(cafe)) == 1


@pytest.mark.parametrize("question", ["desk", "complaint", "birthday", "phone"])
async def test_the_next_customer_at_the_till_is_no_answer(
    cafe: Cafe, till: Person, anna: Person, question: str
) -> None:
    """A card's number opens the card, whatever the cashier was writing; the question stays open."""
    await complains(cafe, anna)
    await till.wait_for("Complaint 1")
    number = await cafe.card_number(await cafe.customer("Ben"))
    match question:
        case "desk":
            await cafe.taps(till, "Take it")
            await cafe.taps(till, "Answer")
        case "complaint":
            await cafe.says(till, "/complaint")
            await cafe.taps(till, "Waiting")
        case _:
            await cafe.forges(till, f"{question}:ask")
    assert "Ben" in await cafe.says(till, number)
    assert len(await said(cafe)) == 1
    if question == "desk":
        await cafe.says(till, "We are sorry")
        await anna.wait_for("We are sorry")


async def test_an_answer_in_pictures_is_not_said_to_be_put_aside(cafe: Cafe, till: Person, anna: Person) -> None:
    """The album has gone out; who then goes on is not told that nothing was changed."""
    await complains(cafe, anna)
    await till.wait_for("Complaint 1")
    await cafe.taps(till, "Take it")
    await cafe.taps(till, "Answer")
    album = {"photo": (await anna.send_photo(PIXEL))["photo"], "media_group_id": "1"}
    till.send_content(album)
    till.send_content(album)
    await cafe.settled()
    assert len(await said(cafe)) == 3
    await cafe.says(till, "/desk")
    assert not [text for text in till.texts if KEPT in text]


async def test_a_command_delivered_again_puts_nothing_aside(empty: Path, clock: FixedClock) -> None:
    """The second call with /purchase does not end the question that the first has put."""
    async with opened_for_calls(empty, clock) as cafe:
        till, anna = await cafe.cashier(await cafe.owner()), await cafe.customer("Anna")
        number = await cafe.card_number(anna)
        cafe.sandbox.duplicate_next_update()
        await cafe.says(till, "/purchase")
        assert not [text for text in till.texts if KEPT in text]
        assert "How much has Anna paid" in await cafe.says(till, number)
