"""How likely one is to recommend the café: asked, answered, corrected, and thanked for."""

from datetime import timedelta

import pytest

from loyalty.programme import settings
from sandbox import Person
from sandbox.view import inline_rows
from tests.scenarios.conftest import Cafe, answer


async def ratings(cafe: Cafe) -> list[tuple[object, ...]]:
    return (await cafe.books())["rating"]


def urls(person: Person) -> list[str]:
    return [button["url"] for row in inline_rows(person.last) for button in row if "url" in button]


async def test_the_question_has_eleven_neutral_buttons(cafe: Cafe) -> None:
    """Numbers only, no faces, from 0 to 10."""
    anna = await cafe.customer("Anna")
    question = await cafe.says(anna, "/rate")
    assert "How likely are you to recommend" in question
    assert "0 not at all … 10 very likely" in question
    assert anna.buttons == [["0", "1", "2", "3", "4", "5"], ["6", "7", "8", "9", "10"]]


async def test_a_ten_is_thanked_with_an_invitation_and_places_to_say_so(cafe: Cafe) -> None:
    """A promoter is asked to invite a friend and shown where the café can be reviewed."""
    owner = await cafe.owner()
    await cafe.change(owner, {"ratings.review_links": ("https://www.example.org/zorg",)})
    anna = await cafe.customer("Anna")
    await cafe.says(anna, "/rate")
    assert "What did you like best? (You chose 10.)" in await cafe.taps(anna, "10")
    await cafe.taps(anna, "Staff")
    assert "Invite them" in await cafe.taps(anna, "Done")
    assert anna.buttons == [["Invite a friend"], ["Review us on example.org"]]
    assert urls(anna) == ["https://www.example.org/zorg"]
    assert len(anna.from_bot) == 3, "greeting, offers, and one screen that changed in place"


async def test_a_link_from_before_links_were_checked_is_left_out(cafe: Cafe, monkeypatch: pytest.MonkeyPatch) -> None:
    """Telegram would refuse the whole screen for it."""
    owner = await cafe.owner()
    with monkeypatch.context() as before:
        before.setattr(settings, "is_web_address", lambda _link: True)
        await cafe.change(owner, {"ratings.review_links": ("https://", "https://example.org", "http://localhost")})
    anna = await cafe.customer("Anna")
    await cafe.says(anna, "/rate")
    await cafe.taps(anna, "10")
    assert "Invite them" in await cafe.taps(anna, "Leave it")
    assert urls(anna) == ["https://example.org/"]


async def test_a_seven_is_asked_what_would_make_it_a_ten(cafe: Cafe) -> None:
    """In their own words, which are kept with the language and the wording of the question."""
    anna = await cafe.customer("Anna")
    await cafe.says(anna, "/rate")
    assert "What would make it a ten? (You chose 7.)" in await cafe.says(anna, "7")
    assert "what to work on" in await cafe.says(anna, "More chairs <outside>")
    assert len(anna.from_bot) == 3, "greeting, offers, and thanks: no question is left above"
    [row] = await ratings(cafe)
    assert row[2:8] == (7, [], "More chairs <outside>", "asked", "en", "nps-2")


async def test_a_four_can_become_a_complaint_with_the_words_in_it(cafe: Cafe) -> None:
    """Somebody unhappy is offered an answer; what they said need not be said again."""
    anna = await cafe.customer("Anna")
    await cafe.says(anna, "/rate")
    assert "What went wrong? (You chose 4.)" in await cafe.taps(anna, "4")
    await cafe.taps(anna, "Speed")
    await cafe.says(anna, "Half an hour for a coffee")
    assert "Make it a complaint" in answer(anna)
    assert "Half an hour for a coffee" in await cafe.taps(anna, "Get an answer within 24 hours")
    assert "Your complaint no. 1 has reached us" in await cafe.taps(anna, "Send")
    [complaint] = (await cafe.books())["complaint"]
    assert complaint[3] == "waiting"
    assert (await ratings(cafe))[0][0] in complaint, "it knows which rating it came from"


async def test_a_second_answer_corrects_the_first(cafe: Cafe) -> None:
    """Within the cooldown /rate shows the answer, and correcting it leaves one row."""
    anna = await cafe.customer("Anna")
    await cafe.says(anna, "/rate")
    await cafe.taps(anna, "9")
    await cafe.says(anna, "Good coffee")
    shown = await cafe.says(anna, "/rate")
    assert "You gave us 9 out of 10" in shown
    assert "Good coffee" in shown
    await cafe.taps(anna, "Correct it")
    assert "Good coffee" in await cafe.taps(anna, "3")
    await cafe.says(anna, "Cold coffee")
    [row] = await ratings(cafe)
    assert (row[2], row[4]) == (3, "Cold coffee")
    assert row[-1] is not None, "when it was corrected"


async def test_after_the_cooldown_the_question_is_new(cafe: Cafe) -> None:
    """Ninety days later there is a second answer, and the first stays what it was."""
    anna = await cafe.customer("Anna")
    await cafe.says(anna, "/rate")
    await cafe.taps(anna, "9")
    old_reason = anna.last
    cafe.clock.advance(timedelta(days=91))
    assert "How likely" in await cafe.says(anna, "/rate")
    await anna.press("Staff", old_reason)
    await cafe.settled()
    assert "can no longer be changed" in answer(anna)
    await cafe.taps(anna, "2")
    assert [row[2] for row in await ratings(cafe)] == [9, 2]


async def test_wrong_input_gets_one_sentence(cafe: Cafe) -> None:
    """Eleven, minus one, a word, a picture: the question stays open and says what it takes."""
    anna = await cafe.customer("Anna")
    await cafe.says(anna, "/rate")
    for typed in ("11", "-1", "great", "٣٣"):
        assert await cafe.says(anna, typed) == "Tap a number, or type one from 0 to 10."
    await anna.send_photo(PIXEL)
    await cafe.settled()
    assert answer(anna) == "Tap a number, or type one from 0 to 10."
    assert "You chose 8" in await cafe.says(anna, "8")
    await anna.send_photo(PIXEL)
    await cafe.settled()
    assert "You can only add words" in answer(anna)


async def test_a_button_pressed_twice_does_what_it_did_once(cafe: Cafe) -> None:
    """A reason stays ticked, a number stays one answer, after a restart too."""
    anna = await cafe.customer("Anna")
    await cafe.says(anna, "/rate")
    question = anna.last
    data = inline_rows(question)[1][0]["callback_data"]
    await cafe.taps(anna, "6")
    await cafe.restart()
    await cafe.forges(anna, data)
    reason = inline_rows(anna.last)[0][0]["callback_data"]
    await cafe.forges(anna, reason)
    await cafe.forges(anna, reason)
    assert anna.buttons[0][0] == "✓ Speed"
    [row] = await ratings(cafe)
    assert row[2:4] == (6, ["waiting"])


async def test_a_forger_changes_nobody_elses_rating(cafe: Cafe) -> None:
    """Neither another person's answer, nor scores and reasons that there are not."""
    anna, boris = await cafe.customer("Anna"), await cafe.customer("Boris")
    await cafe.says(anna, "/rate")
    await cafe.taps(anna, "9")
    before = await ratings(cafe)
    number = before[0][0]
    for data in (f"rate:why:{number}:price:1", f"rate:done:{number}", f"rate:complain:{number}"):
        assert "can no longer be changed" in await cafe.forges(boris, data)
    for data in ("rate:give:11:asked", "rate:give:8:x", f"rate:why:{number}:gold:1", "rate:give", "rate:why:0:price:1"):
        assert "has ended" in await cafe.forges(boris, data)
    assert "no such line" in await cafe.forges(boris, "rate:give:8:purchase:77")
    assert await ratings(cafe) == before


async def test_a_late_word_is_no_reason(cafe: Cafe) -> None:
    """What is typed the next day is not taken for a comment."""
    anna = await cafe.customer("Anna")
    await cafe.says(anna, "/rate")
    await cafe.taps(anna, "9")
    cafe.clock.advance(timedelta(hours=20))
    assert "not sure what to do" in await cafe.says(anna, "Are you open?")
    assert (await ratings(cafe))[0][4] is None


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c626001000000ffff030000060005"
    "57bfabd40000000049454e44ae426082"
)
