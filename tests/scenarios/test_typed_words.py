"""A typed word is accepted wherever a button is, in every language."""

import pytest

from sandbox import Person
from tests.scenarios.complaints.test_complaint import complains, said
from tests.scenarios.conftest import Cafe, answer
from tests.scenarios.preferences.test_settings import answers, row_of
from tests.scenarios.referrals.test_invite import invitation_of


@pytest.fixture
async def till(cafe: Cafe) -> Person:
    return await cafe.cashier(await cafe.owner())


@pytest.fixture
async def anna(cafe: Cafe) -> Person:
    return await cafe.customer("Anna")


@pytest.mark.parametrize(
    ("language", "word", "granted"),
    [
        ("en", "no", False),
        ("en", "OK!", True),
        ("ru", "Да", True),
        ("ru", "нет", False),
        ("ru", "ага", True),
        ("uk", "так", True),
        ("uk", "Ні, дякую.", False),
        ("af", "nee", False),
        ("af", "Ja", True),
    ],
)
async def test_the_question_about_offers(cafe: Cafe, language: str, word: str, granted: bool) -> None:
    """Answered in one's own words, over a restart; a second answer to nothing changes nothing."""
    anna = await cafe.customer("Anna", language)
    await cafe.restart()
    await cafe.says(anna, word)
    assert await answers(cafe) == [("offers", granted, "start")]
    await cafe.says(anna, word)
    assert len(await answers(cafe)) == 1


@pytest.mark.parametrize(
    ("language", "word"),
    [("en", "stop"), ("en", "Unsubscribe"), ("ru", "Стоп!"), ("ru", "отпишите меня"), ("uk", "відписатися")],
)
@pytest.mark.parametrize("question", [None, "birthday:ask", "invite:code", "phone:ask"])
async def test_stop_is_understood_anywhere(cafe: Cafe, language: str, word: str, question: str | None) -> None:
    """Whatever question is open; with a button to choose anew."""
    anna = await cafe.customer("Anna", language)
    if question:
        await cafe.forges(anna, question)
    await cafe.says(anna, word)
    assert [granted for _, granted, place in await answers(cafe) if place == "stop"] == [False, False, False]
    assert len(anna.buttons) == 1
    assert "➖" in await cafe.taps(anna, anna.buttons[0][0])


async def test_stop_in_a_complaint_is_a_word_of_it(cafe: Cafe, anna: Person) -> None:
    """Somebody who writes to us writes what they like."""
    await cafe.forges(anna, "complaint:about:other")
    assert "stop" in await cafe.says(anna, "stop")
    assert await answers(cafe) == []


@pytest.mark.parametrize(("language", "word"), [("en", "delete me"), ("ru", "Удалите меня"), ("af", "Vee my uit")])
async def test_delete_me_asks_as_the_button_does(cafe: Cafe, language: str, word: str) -> None:
    """Nothing is deleted by a word alone."""
    anna = await cafe.customer("Anna", language)
    await cafe.says(anna, word)
    typed = answer(anna), anna.buttons
    await cafe.forges(anna, "privacy:forget")
    assert (answer(anna), anna.buttons) == typed
    assert (await cafe.visitor(anna)).first_name == "Anna"


@pytest.mark.parametrize(
    ("word", "code"),
    [("русский", "ru"), ("Russian", "ru"), ("українська", "uk"), ("украинский", "uk"), ("Engels", "en"), ("af", None)],
)
async def test_a_language_by_its_name(cafe: Cafe, anna: Person, word: str, code: str | None) -> None:
    """At any time, in the middle of a question too."""
    await cafe.forges(anna, "birthday:ask")
    await cafe.says(anna, word)
    assert (await cafe.visitor(anna)).language == (code or "en")


@pytest.mark.parametrize(("language", "word"), [("en", "yes"), ("ru", "ага"), ("uk", "так"), ("af", "ja")])
async def test_yes_to_a_birthday(cafe: Cafe, language: str, word: str) -> None:
    """And no puts the question again; a yes before a day was told is no day."""
    anna = await cafe.customer("Anna", language)
    await cafe.forges(anna, "birthday:ask")
    await cafe.says(anna, word)
    await cafe.says(anna, "28.11")
    await cafe.restart()
    await cafe.says(anna, "nee" if language == "af" else "no")
    await cafe.says(anna, "28.11")
    await cafe.says(anna, word)
    row = await row_of(cafe, anna)
    assert (row.birth_month, row.birth_day) == (11, 28)


@pytest.mark.parametrize(
    ("language", "words", "shown"),
    [
        ("en", "22-8", "Quiet from 22:00 until 08:00"),
        ("en", "22 to 8", "Quiet from 22:00 until 08:00"),
        ("ru", "с 22:00 до 8:00", "22:00"),
        ("uk", "22:00–8:00", "22:00"),
    ],
)
async def test_quiet_hours(cafe: Cafe, language: str, words: str, shown: str) -> None:
    """Out of the blue they are offered as one button; on their screen they are set."""
    anna = await cafe.customer("Anna", language)
    await cafe.says(anna, words)
    assert anna.buttons == [["22:00 – 08:00"]]
    assert shown in await cafe.taps(anna, "22:00 – 08:00")
    await cafe.forges(anna, "settings:usual")
    await cafe.forges(anna, "settings:quiet")
    assert shown in await cafe.says(anna, words)
    await cafe.forges(anna, "settings:quiet")
    await cafe.says(anna, "9-9")
    assert "Something went wrong" not in answer(anna)


@pytest.mark.parametrize(("word", "closed"), [("yes", True), ("да", True), ("no", False), ("ні", False)])
async def test_is_it_solved(cafe: Cafe, till: Person, anna: Person, word: str, closed: bool) -> None:
    """Yes and no answer what the team has asked, and are no message of the complaint; again they answer nothing."""
    await complains(cafe, anna)
    await till.wait_for("Complaint 1")
    await cafe.taps(till, "Take it")
    await cafe.taps(till, "It is solved")
    await anna.wait_for("thinks your complaint 1 is solved")
    await cafe.restart()
    assert ("is closed" if closed else "is open again") in await cafe.says(anna, word)
    await cafe.says(anna, word)
    assert len(await said(cafe)) == 1


async def test_yes_at_the_till_comes_before_a_complaint_being_written(cafe: Cafe, till: Person, anna: Person) -> None:
    """The question of the till is answered; the next word is the complaint's."""
    await cafe.buys(anna, till, "100")
    await cafe.says(till, "take points")
    await cafe.says(till, await cafe.card_number(anna))
    await cafe.forges(anna, "complaint:about:other")
    await cafe.says(anna, "It was cold")
    await cafe.says(till, "10")
    await cafe.taps(till, "As many as allowed (500)")
    await anna.wait_for("Take 500 points")
    assert "500 points used" in await cafe.says(anna, "ok")
    assert "yes" in await cafe.says(anna, "yes")
    await cafe.taps(anna, "Send")
    assert [text for _, text, _ in await said(cafe)] == ["It was cold", "yes"]


async def test_undo_at_the_till_offers_the_last_purchase(cafe: Cafe, till: Person, anna: Person) -> None:
    """One tap more, so that 'undo' typed twice undoes one purchase."""
    assert "no purchase that could be undone" in await cafe.says(till, "undo")
    await cafe.buys(anna, till, "10")
    await cafe.buys(anna, till, "20")
    assert "R20.00" in await cafe.says(till, "undo")
    assert "R20.00" in await cafe.says(till, "отмени")
    assert "R20.00 is undone" in await cafe.taps(till, "Undo")
    assert "not sure" in await cafe.says(anna, "undo")


async def test_an_invitation_code_needs_no_question(cafe: Cafe, anna: Person) -> None:
    """As it is said aloud; a wrong one is no code, and a second time it is refused in words."""
    _link, code = await invitation_of(cafe, anna)
    boris = await cafe.customer("Борис", "ru")
    assert "KMP" not in code
    await cafe.says(boris, "KMP-347")
    assert (await cafe.books())["referral"] == []
    assert "Anna" in await cafe.says(boris, code.lower())
    assert len((await cafe.books())["referral"]) == 1
    assert "Anna" in await cafe.says(boris, code)
    assert "your own invitation" in await cafe.says(anna, code)
