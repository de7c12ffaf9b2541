"""What a customer says in passing is kept, and one tap brings it where it belongs."""

from datetime import timedelta

import pytest

from sandbox import Person
from sandbox.view import inline_rows
from tests.scenarios.complaints.test_complaint import complains, said
from tests.scenarios.conftest import Cafe, answer
from tests.scenarios.ratings.test_rate import PIXEL


@pytest.fixture
async def anna(cafe: Cafe) -> Person:
    return await cafe.customer("Anna")


def key_of(person: Person) -> str:
    """The data of the first button of the newest message."""
    data: str = inline_rows(person.last)[0][0]["callback_data"]
    return data


async def test_please_hurry_a_voice_and_a_picture_are_added_by_one_tap(cafe: Cafe, anna: Person) -> None:
    """All that was said after 'Send', over a restart; a second press adds nothing and shows where it stands."""
    await complains(cafe, anna)
    assert "adds it to your complaint 1" in await cafe.says(anna, "Please hurry")
    await anna.send_voice(b"OggS")
    await anna.send_photo(PIXEL, "the cake")
    await cafe.settled()
    assert sum("not sure what to do" in text for text in anna.texts) == 1
    await cafe.restart()
    data = key_of(anna)
    assert "Added to complaint 1" in await cafe.taps(anna, "Add to complaint 1")
    kinds = [(text, media) for _, text, media in await said(cafe)][1:]
    assert kinds == [("Please hurry", None), (None, "voice"), ("the cake", "photo")]
    assert "Please hurry" in await cafe.forges(anna, data)
    assert len(await said(cafe)) == 4


async def test_thanks_but_no_after_an_answer(cafe: Cafe) -> None:
    """In Ukrainian: offered for the complaint the team has answered, though a newer one waits."""
    till, olha = await cafe.cashier(await cafe.owner()), await cafe.customer("Ольга", "uk")
    await complains_in_words(cafe, olha, "Холодна кава")
    await till.wait_for("Complaint 1")
    await cafe.taps(till, "Take it")
    await cafe.taps(till, "Answer")
    await cafe.says(till, "We are sorry")
    await olha.wait_for("We are sorry")
    await complains_in_words(cafe, olha, "І довго чекала")
    await cafe.says(olha, "Дякую, але ні")
    await cafe.taps(olha, "Додати до звернення № 1")
    assert (await said(cafe))[-1][1] == "Дякую, але ні"
    await till.wait_for(lambda message: "1" in message.get("text", "") and "Ольга" in message.get("text", ""))


async def complains_in_words(cafe: Cafe, person: Person, words: str) -> None:
    await cafe.forges(person, "complaint:about:other")
    await cafe.says(person, words)
    await cafe.forges(person, key_of(person))


async def test_words_out_of_the_blue_become_a_complaint_if_wanted(cafe: Cafe, anna: Person) -> None:
    """Nothing is sent before what it is about is known and it was looked at once more."""
    assert "sends it to the team" in await cafe.says(anna, "The music is too loud")
    data = key_of(anna)
    await cafe.restart()
    assert "What is it about" in await cafe.taps(anna, "Send to the team")
    assert "What is it about" in await cafe.forges(anna, data)
    assert "The music is too loud" in await cafe.taps(anna, "Something else")
    assert not await said(cafe)
    await cafe.taps(anna, "Send")
    assert [text for _, text, _ in await said(cafe)] == ["The music is too loud"]
    assert "has ended" in await cafe.forges(anna, data)


async def test_what_was_said_another_day_is_another_offer(cafe: Cafe, anna: Person) -> None:
    """The earlier button passes on what stood above it and nothing of today."""
    await complains(cafe, anna)
    await cafe.says(anna, "Please hurry")
    early = key_of(anna)
    cafe.clock.advance(timedelta(days=1))
    await cafe.says(anna, "What a day")
    assert "Added to complaint 1" in await cafe.forges(anna, early)
    assert [text for _, text, _ in await said(cafe)][1:] == ["Please hurry"]


async def test_what_is_changed_before_the_tap_is_added_changed(cafe: Cafe, anna: Person) -> None:
    """An edit reaches what is kept."""
    await complains(cafe, anna)
    message = await anna.send("Please hurri")
    await cafe.settled()
    await anna.edit(message, "Please hurry")
    await cafe.settled()
    await cafe.taps(anna, "Add to complaint 1")
    assert (await said(cafe))[-1][1] == "Please hurry"


async def test_closed_meanwhile_it_is_refused_and_kept(cafe: Cafe, anna: Person) -> None:
    """Nothing goes into a closed complaint; opened again, the same button works."""
    await complains(cafe, anna)
    await cafe.says(anna, "Please hurry")
    data = key_of(anna)
    await cafe.forges(anna, "complaint:solved:1")
    assert "is closed" in await cafe.forges(anna, data)
    await cafe.forges(anna, "complaint:notyet:1")
    assert "Added to complaint 1" in await cafe.forges(anna, data)


async def test_nobody_adds_to_anothers_complaint(cafe: Cafe, anna: Person) -> None:
    """A forged number finds nothing, and what was said is kept."""
    await complains(cafe, anna)
    boris = await cafe.customer("Boris")
    await cafe.says(boris, "hello")
    key = key_of(boris).rpartition(":")[2]
    assert "no such complaint" in await cafe.forges(boris, f"unplaced:add:1:{key}")
    assert len(await said(cafe)) == 1
    assert "What is it about" in await cafe.forges(boris, f"unplaced:complain:{key}")


async def test_delivered_again_it_is_kept_once(cafe: Cafe, anna: Person) -> None:
    """And the offer, which may have got lost, is put again."""
    await complains(cafe, anna)
    cafe.sandbox.duplicate_next_update()
    await cafe.says(anna, "Please hurry")
    assert "adds it to your complaint 1" in answer(anna)
    assert sum("not sure what to do" in text for text in anna.texts) == 1
    await cafe.taps(anna, "Add to complaint 1")
    assert [text for _, text, _ in await said(cafe)][1:] == ["Please hurry"]


async def test_what_cannot_be_passed_on_is_said_so(cafe: Cafe, anna: Person) -> None:
    """With a way to go on."""
    await anna.send_location()
    await cafe.settled()
    assert "I can pass on words, photos" in answer(anna)
    assert anna.buttons == [["Balance", "Help"]]
    assert "/balance" in await cafe.taps(anna, "Help")
