"""What the owner says in words of their own."""

from sqlalchemy import select

from loyalty import programme
from loyalty.actor import Forbidden
from loyalty.programme.model import OwnText, TextTooLong
from loyalty.programme.own_texts import LONGEST
from storage.tables import audit_records
from tests.loyalty.people import Person, World

WELCOME = OwnText.WELCOME


async def says(owner: Person, language: str, text: str) -> None:
    await owner.do(programme.set_text, WELCOME, language, text, owner.world.now)


async def heard(world: World, language: str) -> str | None:
    """By somebody of this language."""
    async with world.database.reading() as reading:
        return await programme.own_text(reading, WELCOME, language, "en")


async def test_each_language_has_its_own_words(owner: Person, world: World) -> None:
    """Where they lack, those of the programme's language; where these lack too, none."""
    assert await heard(world, "uk") is None
    await says(owner, "en", "Good to see you!")
    await says(owner, "uk", " Раді вас бачити! ")
    assert [await heard(world, language) for language in ("uk", "af", "en")] == [
        "Раді вас бачити!",
        "Good to see you!",
        "Good to see you!",
    ]


async def test_words_change_and_go(owner: Person, world: World) -> None:
    """The last ones count, an empty text takes them back, and all of it is written down with who said it."""
    for text in ("Hello", "Hi", ""):
        await says(owner, "en", text)
        assert await heard(world, "en") == (text or None)
    query = select(audit_records.c.actor_id, audit_records.c.details).where(audit_records.c.action == "text_changed")
    rows = await world.rows(query)
    assert [row.details["text"] for row in rows] == ["Hello", "Hi", ""]
    assert {row.actor_id for row in rows} == {owner.person_id}


async def test_a_text_has_its_limits_and_is_the_owners(owner: Person, till: Person, world: World) -> None:
    """It has to fit in beside the bot's own sentences."""
    error = await owner.refused(programme.set_text, WELCOME, "en", "x" * (LONGEST + 1), world.now)
    assert isinstance(error, TextTooLong)
    assert error.maximum == LONGEST
    assert isinstance(await till.refused(programme.set_text, WELCOME, "en", "Hi", world.now), Forbidden)
    assert await heard(world, "en") is None
