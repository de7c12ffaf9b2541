"""Ratings and the team: bad ones come at once with a button that opens a case, good ones once a day."""

import asyncio
import re
from datetime import timedelta
from typing import Any

import pytest

from bot.i18n import LANGUAGES
from sandbox import Person
from sandbox.view import as_read, inline_rows
from tests.scenarios.conftest import Cafe, answer

WORDS = "Half an hour for a <coffee>"


@pytest.fixture
async def zola(cafe: Cafe) -> Person:
    return await cafe.owner("Zola")


@pytest.fixture
async def thabo(cafe: Cafe, zola: Person) -> Person:
    return await cafe.cashier(zola, "Thabo", "ru")


@pytest.fixture
async def anna(cafe: Cafe, zola: Person) -> Person:
    return await cafe.customer("Anna")


async def rates(cafe: Cafe, person: Person, score: int, words: str | None = None) -> None:
    await cafe.says(person, "/rate")
    if any(label == "Correct it" for row in person.buttons for label in row):
        await cafe.taps(person, "Correct it")
    await cafe.taps(person, str(score))
    if words:
        await cafe.says(person, words)
    await cafe.quiet()


async def later(cafe: Cafe, **duration: float) -> None:
    cafe.clock.advance(timedelta(**duration))
    await cafe.quiet()


def heard(person: Person, what: str = "A rating") -> list[str]:
    """What stands in a chat of ratings."""
    return [text for text in person.texts if what in text]


async def cases(cafe: Cafe) -> list[tuple[Any, ...]]:
    return (await cafe.books())["complaint"]


async def test_a_bad_rating_with_words_reaches_the_whole_team(
    cafe: Cafe, zola: Person, thabo: Person, anna: Person
) -> None:
    """At once when the words are there, each in their own language, once, and not its author."""
    await cafe.says(anna, "/rate")
    await cafe.taps(anna, "4")
    await cafe.taps(anna, "Speed")
    await cafe.quiet()
    assert not heard(zola), "there may be more to come"
    await cafe.says(anna, WORDS)
    assert as_read((await zola.wait_for("A rating"))["text"]) == f"📊 A rating: 4 out of 10\nSpeed\n{WORDS}"
    assert zola.buttons == [["Open a case"]]
    assert "Оценка: 4 из 10" in as_read((await thabo.wait_for("Оценка"))["text"])
    assert thabo.buttons == [["Завести обращение"]]
    await cafe.restart()
    await later(cafe, hours=2)
    assert len(heard(zola)) == 1
    assert len(heard(thabo, "Оценка")) == 1
    assert not heard(anna)


async def test_a_bad_rating_without_words_comes_when_it_is_finished(
    cafe: Cafe, zola: Person, thabo: Person, anna: Person
) -> None:
    """With Leave it, or when the hour for words is over; words after that change the message that stands."""
    await rates(cafe, anna, 2)
    await cafe.taps(anna, "Leave it")
    assert "They did not say why" in as_read((await zola.wait_for("A rating"))["text"])
    boris = await cafe.customer("Boris")
    await rates(cafe, boris, 6)
    await cafe.restart()
    assert len(heard(zola)) == 1
    await later(cafe, minutes=61)
    assert heard(zola)[1].splitlines()[0] == "📊 A rating: 6 out of 10"
    await rates(cafe, anna, 1, "Cold <soup>")
    assert len(heard(zola)) == 2
    assert "Cold <soup>" in heard(zola)[0]


async def test_a_case_is_opened_by_one_press(cafe: Cafe, zola: Person, thabo: Person, anna: Person) -> None:
    """Taken by who pressed; the customer hears of it with the promised time; further presses show it."""
    await rates(cafe, anna, 3, WORDS)
    await thabo.wait_for("Оценка")
    call = inline_rows(zola.last)[0][0]["callback_data"]
    thread = await cafe.taps(thabo, "Завести обращение")
    for said in (WORDS, "Anna", "Thabo", "3 из 10"):
        assert said in thread
    told = as_read((await anna.wait_for("We have read your rating"))["text"])
    assert "will answer by tomorrow at 12:00" in told
    await zola.wait_for("taken by Thabo")
    assert zola.buttons == [["Read"]]
    await cafe.restart()
    assert "taken by Thabo" in await cafe.forges(zola, call)
    assert "Thabo" in await cafe.forges(thabo, call)
    assert len(await cases(cafe)) == 1
    assert sum("We have read your rating" in text for text in anna.texts) == 1
    await cafe.forges(thabo, "desk:answer:1")
    await cafe.says(thabo, "Sorry, the next one is on us")
    await anna.wait_for("the next one is on us")


async def test_two_who_press_at_once_open_one_case(cafe: Cafe, zola: Person, thabo: Person, anna: Person) -> None:
    """Both see it, one has it, and the customer is told once."""
    await rates(cafe, anna, 0, WORDS)
    await asyncio.gather(zola.press("Open a case"), thabo.press("Завести обращение"))
    await cafe.settled()
    await cafe.quiet()
    [case] = await cases(cafe)
    assert case[3:5] == ("other", "taken")
    assert all(any(WORDS in text for text in person.texts) for person in (zola, thabo))
    assert sum("We have read your rating" in text for text in anna.texts) == 1


async def test_a_complaint_of_the_customers_own_is_the_case(
    cafe: Cafe, zola: Person, thabo: Person, anna: Person
) -> None:
    """Who asks for an answer first is asked nothing twice, neither by us nor by the other."""
    await rates(cafe, anna, 4, WORDS)
    call = inline_rows(zola.last)[0][0]["callback_data"]
    await cafe.taps(anna, "Get an answer within 24 hours")
    await cafe.taps(anna, "Something else")
    await cafe.taps(anna, "Send")
    assert "nobody has taken it" in await cafe.forges(zola, call)
    assert len(await cases(cafe)) == 1
    boris = await cafe.customer("Boris")
    await rates(cafe, boris, 4, WORDS)
    thanked = boris.last
    await cafe.taps(zola, "Open a case")
    await cafe.quiet()
    await boris.press("Get an answer within 24 hours", thanked)
    await cafe.settled()
    assert "Complaint 2" in answer(boris)
    assert len(await cases(cafe)) == 2


async def test_a_corrected_score_follows_where_it_stands(cafe: Cafe, zola: Person, thabo: Person, anna: Person) -> None:
    """From 3 to 9 it says so, in the same message, and has no button any more."""
    await rates(cafe, anna, 3, WORDS)
    await zola.wait_for("A rating")
    await rates(cafe, anna, 9)
    assert "corrected from 3 to 9 out of 10" in heard(zola)[0]
    assert len(heard(zola)) == 1
    assert not [label for row in zola.buttons for label in row if label == "Open a case"]
    assert "исправлена: была 3, стала 9 из 10" in heard(thabo, "Оценка")[0]


async def test_who_corrects_before_the_team_hears_is_not_reported(cafe: Cafe, zola: Person, anna: Person) -> None:
    """A slip of the finger is nobody's business."""
    await rates(cafe, anna, 0)
    await rates(cafe, anna, 10)
    await later(cafe, hours=2)
    assert not heard(zola)


async def test_good_words_come_once_a_day(cafe: Cafe, zola: Person, thabo: Person, anna: Person) -> None:
    """At six in the evening in one message, the best first; a day without words brings none."""
    boris, carla = await cafe.customer("Boris"), await cafe.customer("Carla")
    await rates(cafe, boris, 7, "More <chairs>")
    await rates(cafe, anna, 10, "Best coffee")
    await rates(cafe, carla, 9)
    assert not heard(zola, "Best coffee")
    await later(cafe, hours=5, minutes=59)
    assert not heard(zola, "Best coffee")
    await cafe.restart()
    await later(cafe, minutes=2)
    [day] = heard(zola, "Best coffee")
    assert day.splitlines()[1:] == ["10 out of 10", "Best coffee", "7 out of 10", "More <chairs>"]
    assert "Что написали клиенты" in heard(thabo, "Best coffee")[0]
    assert not heard(anna, "Что написали"), "customers get none"
    await later(cafe, days=2)
    await cafe.restart()
    await cafe.quiet()
    assert len(heard(zola, "good ratings")) == 1


async def test_words_after_closing_come_the_next_day(cafe: Cafe, zola: Person, anna: Person) -> None:
    """Nothing is told twice, and nothing gets lost between two days."""
    await later(cafe, hours=5, minutes=30)
    await rates(cafe, anna, 8, "Warm room")
    await later(cafe, hours=1)
    assert not heard(zola, "Warm room")
    await later(cafe, days=1)
    assert len(heard(zola, "Warm room")) == 1


async def test_the_evening_is_put_off_by_quiet_hours(cafe: Cafe, zola: Person, anna: Person) -> None:
    """Where it is quiet at six, good words come when the quiet ends."""
    await cafe.change(zola, {"quiet.from_hour": 17, "quiet.until_hour": 9})
    await rates(cafe, anna, 10, "Best coffee")
    await later(cafe, hours=8)
    assert not heard(zola, "Best coffee")
    await later(cafe, hours=14)
    assert len(heard(zola, "Best coffee")) == 1


async def test_words_of_somebody_forgotten_are_gone(cafe: Cafe, zola: Person, thabo: Person, anna: Person) -> None:
    """In the chats of the team too, in both kinds of message, and no case can be opened."""
    boris = await cafe.customer("Boris")
    await rates(cafe, anna, 3, "My secret")
    await rates(cafe, boris, 10, "His secret")
    call = inline_rows(zola.last)[0][0]["callback_data"]
    await later(cafe, hours=7)
    assert heard(zola, "secret")
    for person in (anna, boris):
        await forgets(cafe, person)
    await cafe.quiet()
    assert not heard(zola, "secret")
    assert not heard(thabo, "secret")
    assert "asked to be forgotten" in heard(zola)[0]
    assert "nobody to answer" in await cafe.forges(zola, call)
    assert await cases(cafe) == []


async def forgets(cafe: Cafe, person: Person) -> None:
    await cafe.says(person, "/settings")
    await cafe.taps(person, "Delete me")
    await cafe.taps(person, "Go on")
    await cafe.taps(person, "Delete everything")


async def test_nobody_opens_a_case_for_themselves(cafe: Cafe, zola: Person, thabo: Person) -> None:
    """A member's own rating goes to the others, and a customer who forges the button is refused."""
    await cafe.says(thabo, "/rate")
    await cafe.taps(thabo, "2")
    await cafe.says(thabo, "Долго")
    await zola.wait_for("A rating")
    assert not heard(thabo, "📊")
    assert "ваша собственная оценка" in await cafe.forges(thabo, "ratings:case:1")
    anna = await cafe.customer("Anna")
    assert "for the team only" in await cafe.forges(anna, "ratings:case:1")
    assert await cases(cafe) == []


async def test_who_has_left_the_team_reads_nothing(cafe: Cafe, zola: Person, thabo: Person, anna: Person) -> None:
    """Words that wait for the hour or the evening are not for somebody whose access has ended meanwhile."""
    await rates(cafe, anna, 3)
    boris = await cafe.customer("Boris")
    await rates(cafe, boris, 10, "Best coffee")
    await cafe.forges(zola, f"staff:ended:{(await cafe.actor(thabo)).person_id}")
    await later(cafe, hours=7)
    assert heard(zola, "Best coffee")
    assert not heard(thabo, "Best coffee")
    assert not heard(thabo, "📊")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_all_of_it_goes_out_in_every_language(cafe: Cafe, language: str) -> None:
    """To the team and to the customer, with nothing left unfilled."""
    owner = await cafe.owner("Zola", language)
    anna = await cafe.customer("Anna", language)
    for score in (4, 10, 2):
        await cafe.forges(anna, f"rate:give:{score}:asked")
        await cafe.says(anna, WORDS)
        await cafe.quiet()
    await later(cafe, hours=7)
    await cafe.forges(owner, "ratings:case:1")
    assert "1" in (await anna.wait_for("👋"))["text"]
    await cafe.forges(anna, "rate:give:8:asked")
    await later(cafe, hours=24)
    assert any(text[0] in "📊💬" for text in owner.texts), "the team has heard"
    for text in [*owner.texts, *anna.texts]:
        assert not re.search(r"[{}]|\bNone\b", text)
