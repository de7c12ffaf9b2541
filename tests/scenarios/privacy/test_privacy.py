"""My data, and delete me."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from sandbox import Person
from storage.tables import outbox_messages, people
from tests.scenarios.conftest import Cafe, answer


@pytest.fixture
async def owner(cafe: Cafe) -> Person:
    return await cafe.owner()


@pytest.fixture
async def thabo(cafe: Cafe, owner: Person) -> Person:
    return await cafe.cashier(owner)


@pytest.fixture
async def anna(cafe: Cafe) -> Person:
    return await cafe.customer("Annabellissima")


async def people_known(cafe: Cafe) -> list[int | None]:
    async with cafe.database.reading() as reading:
        return list((await reading.run(select(people.c.telegram_id).order_by(people.c.id))).scalars())


async def asks_to_be_forgotten(cafe: Cafe, person: Person) -> str:
    """Down to the last question."""
    await cafe.says(person, "/settings")
    await cafe.taps(person, "Delete me")
    return await cafe.taps(person, "Go on")


def files_of(cafe: Cafe, person: Person) -> dict[str, bytes]:
    """By name, what the bot has sent as documents."""
    found = {}
    for document in (message["document"] for message in person.from_bot if "document" in message):
        stored = cafe.sandbox.world.files.get(document["file_id"])
        assert stored is not None
        found[document["file_name"]] = stored.content
    return found


async def test_my_data_comes_as_two_files(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """One to read, one for programs, with everything that happened."""
    await cafe.buys(anna, thabo)
    await cafe.says(anna, "/settings")
    await cafe.taps(anna, "My data")
    files = files_of(cafe, anna)
    data: dict[str, Any] = json.loads(files["my-data.json"])
    assert data["person"]["first_name"] == "Annabellissima"
    assert [purchase["amount_minor"] for purchase in data["purchases"]] == [12550]
    assert data["account"]["available"] == 727
    readable = files["my-data.txt"].decode("utf-8-sig")
    assert "Name: Annabellissima" in readable
    assert "+627" in readable
    assert "Thabo" not in readable + files["my-data.json"].decode()


@pytest.mark.parametrize("language", ["ru", "uk", "af"])
async def test_the_readable_file_is_in_the_readers_language(cafe: Cafe, language: str) -> None:
    """As every other word of ours; nothing in it fails for want of a translation."""
    person = await cafe.customer("Ирина", language)
    await cafe.forges(person, "privacy:data")
    assert "Ирина" in files_of(cafe, person)["my-data.txt"].decode("utf-8-sig")


async def test_being_forgotten_takes_two_steps(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """What goes, what stays and what is lost is said first; then the card is nobody's."""
    await cafe.buys(anna, thabo)
    number = await cafe.card_number(anna)
    await cafe.says(anna, "/settings")
    first = await cafe.taps(anna, "Delete me")
    assert "Erased for good" in first
    assert "Kept, without you" in first
    assert "You lose 727 points, worth R7.27" in first
    await cafe.restart()
    assert "Nobody can undo it" in await cafe.taps(anna, "Go on")
    assert anna.buttons == [["Delete everything"], ["Keep my card"]]
    await cafe.restart()
    await cafe.taps(anna, "Delete everything")
    assert "we no longer know who you are" in anna.texts[-2]
    assert "/start" in answer(anna)
    assert anna.keyboard is None
    assert anna.id not in await people_known(cafe)
    assert "no such card" in await cafe.says(thabo, number)
    assert "annabell" not in str(await cafe.books()).lower()
    assert await cafe.differences() == []


async def test_erased_words_are_in_no_file(cafe: Cafe, empty: Path, anna: Person) -> None:
    """Neither in the database's file nor in the log beside it, while the assistant goes on."""
    for words in ("XYZZYWORD the soup " + "was cold " * 300, "XYZZYWORD and salty"):
        await cafe.forges(anna, "complaint:about:other")
        await cafe.says(anna, words)
    await cafe.taps(anna, "Send")
    assert any(b"XYZZYWORD" in file.read_bytes() for file in files_beside(empty))
    await asks_to_be_forgotten(cafe, anna)
    await cafe.taps(anna, "Delete everything")
    for file in files_beside(empty):
        assert not [word for word in (b"XYZZYWORD", b"was cold", b"nnabellissima") if word in file.read_bytes()]


def files_beside(database: Path) -> list[Path]:
    """The database's file, and those that SQLite keeps with it."""
    return sorted(database.parent.glob(f"{database.name}*"))


async def test_one_can_think_better_of_it(cafe: Cafe, anna: Person) -> None:
    """At either step."""
    await asks_to_be_forgotten(cafe, anna)
    assert "stay as they are" in await cafe.taps(anna, "Keep my card")
    assert "100 points" in await cafe.says(anna, "/balance")


async def test_pressed_twice_or_by_accident_afterwards_nobody_joins(cafe: Cafe, anna: Person) -> None:
    """A second press, an old button and a word of thanks make no new customer; delivered twice neither."""
    await asks_to_be_forgotten(cafe, anna)
    question = anna.last
    cafe.sandbox.duplicate_next_update()
    await cafe.taps(anna, "Delete everything")
    await anna.press_data("privacy:erase:1-100", question)
    await cafe.settled()
    for word in ("thank you", "/balance"):
        assert "You have no card yet" in await cafe.says(anna, word)
    assert await people_known(cafe) == [None]


async def test_coming_back_is_a_new_start(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """A greeting as for anybody, a new card, and the old question's button no longer bites."""
    await cafe.buys(anna, thabo)
    await asks_to_be_forgotten(cafe, anna)
    account = (await cafe.actor(anna)).account_id
    await cafe.taps(anna, "Delete everything")
    await cafe.says(anna, "/start")
    assert any("Hello, Annabellissima" in text for text in anna.texts[-2:])
    assert "100 points" in await cafe.says(anna, "/balance")
    assert "has ended" in await cafe.forges(anna, f"privacy:erase:{account}-9999")
    assert anna.id in await people_known(cafe)


async def test_points_that_came_meanwhile_are_asked_about_again(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """The last question said 100 points, by now there are more."""
    await asks_to_be_forgotten(cafe, anna)
    question = anna.last
    await cafe.buys(anna, thabo)
    await anna.press("Delete everything", question)
    await cafe.settled()
    assert anna.id in await people_known(cafe)
    assert any("You lose 727 points" in text for text in anna.texts)
    await cafe.taps(anna, "Delete everything")
    assert anna.id not in await people_known(cafe)


async def test_nobody_is_deleted_by_somebody_else(cafe: Cafe, anna: Person) -> None:
    """A forged button names another's account."""
    boris = await cafe.customer("Boris")
    account = (await cafe.actor(anna)).account_id
    assert "has ended" in await cafe.forges(boris, f"privacy:erase:{account}-9999")
    assert {anna.id, boris.id} <= set(await people_known(cafe))


async def test_the_last_owner_stays(cafe: Cafe, owner: Person) -> None:
    """The bot would be nobody's."""
    for data in ("privacy:forget", "privacy:ask"):
        assert "needs an owner" in await cafe.forges(owner, data)
    account = (await cafe.actor(owner)).account_id
    assert "needs an owner" in await cafe.forges(owner, f"privacy:erase:{account}-9999")
    assert owner.id in await people_known(cafe)


async def test_a_cashier_leaves_the_team_with_it(cafe: Cafe, owner: Person, thabo: Person, anna: Person) -> None:
    """It is said before; afterwards the commands are a customer's again, and the purchase stays."""
    await cafe.buys(anna, thabo)
    assert "You leave the team" in await asks_to_be_forgotten(cafe, thabo)
    await cafe.taps(thabo, "Delete everything")
    assert "purchase" not in [command["command"] for command in thabo.commands]
    assert "Thabo" not in await cafe.says(owner, "/staff")
    assert "727 points" in await cafe.says(anna, "/balance")


async def test_a_question_at_the_till_ends_with_the_customer(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """The cashier sees that no points come, and nobody's name."""
    await cafe.buys(anna, thabo)
    await cafe.says(thabo, "/redeem")
    await cafe.says(thabo, await cafe.card_number(anna))
    await cafe.says(thabo, "50")
    await cafe.says(thabo, "300")
    await anna.wait_for("Take 300 points")
    await asks_to_be_forgotten(cafe, anna)
    await cafe.taps(anna, "Delete everything")
    assert "annabell" not in str(await cafe.books()).lower()
    assert await cafe.differences() == []
    async with cafe.database.reading() as reading:
        kinds = (await reading.run(select(outbox_messages.c.kind))).scalars().all()
    assert "redemption_released" in kinds
