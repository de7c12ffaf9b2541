"""Numbers that no card has: a few are slips, many are somebody trying which cards there are."""

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select

from bot.i18n import LANGUAGES
from loyalty import cards
from sandbox import Person
from storage.tables import audit_records
from tests.scenarios.conftest import Cafe


@pytest.fixture
async def owner(cafe: Cafe) -> Person:
    return await cafe.owner()


@pytest.fixture
async def till(cafe: Cafe, owner: Person) -> Person:
    return await cafe.cashier(owner)


@pytest.fixture
async def anna(cafe: Cafe) -> Person:
    return await cafe.customer("Anna")


def numbers(count: int) -> list[str]:
    """Possible ones, which in a café of three nobody has."""
    rng = Random(1)
    return [cards.new_number(rng) for _ in range(count)]


async def tries(cafe: Cafe, till: Person, count: int) -> None:
    for number in numbers(count):
        await cafe.says(till, number)


async def written(cafe: Cafe, action: str) -> int:
    async with cafe.database.reading() as reading:
        return len((await reading.run(select(audit_records.c.id).where(audit_records.c.action == action))).all())


async def test_ten_numbers_that_nobody_has_make_a_pause(cafe: Cafe, owner: Person, till: Person, anna: Person) -> None:
    """No number is looked up any more, neither a right one nor a wrong one; the owner hears of it, once."""
    number = await cafe.card_number(anna)
    await tries(cafe, till, 10)
    assert await written(cafe, "card_miss") == 10
    for typed in (number, numbers(11)[-1]):
        said = await cafe.says(till, typed)
        assert "Until 12:10 no number is looked up for you" in said
    told = await owner.wait_for("Thabo has typed 10 card numbers that do not exist")
    assert "Until 12:10 they can serve only with scanned cards" in told["text"]
    assert sum("card numbers that do not exist" in text for text in owner.texts) == 1
    assert await written(cafe, "card_look_ups_paused") == 1
    assert await written(cafe, "card_miss") == 10


async def test_the_pause_ends(cafe: Cafe, till: Person, anna: Person) -> None:
    """After ten minutes, and over a restart; then ten more are needed for another."""
    number = await cafe.card_number(anna)
    await tries(cafe, till, 10)
    await cafe.restart()
    cafe.clock.advance(timedelta(minutes=9, seconds=59))
    assert "no number is looked up" in await cafe.says(till, number)
    cafe.clock.advance(timedelta(seconds=1))
    assert "Anna" in await cafe.says(till, number)
    await tries(cafe, till, 9)
    assert "Anna" in await cafe.says(till, number)
    await tries(cafe, till, 1)
    assert "no number is looked up" in await cafe.says(till, number)


async def test_slips_over_the_day_make_no_pause(cafe: Cafe, till: Person, anna: Person) -> None:
    """Nine, and long after them some more; a wrong check digit is none at all, nor is a word."""
    number = await cafe.card_number(anna)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    await cafe.says(till, "/purchase")
    for typed in [wrong, "hello"] * 6:
        await cafe.says(till, typed)
    await tries(cafe, till, 9)
    cafe.clock.advance(timedelta(minutes=10))
    await tries(cafe, till, 9)
    assert "Anna" in await cafe.says(till, number)


async def test_whoever_scans_can_serve_in_the_pause(cafe: Cafe, till: Person, anna: Person) -> None:
    """Down to the purchase; a number forged into a button is looked up for nobody."""
    await cafe.card_number(anna)
    ben = await cafe.customer("Ben")
    await tries(cafe, till, 10)
    assert "Anna" in await cafe.opens(till, await cafe.card_link(anna))
    forged = (await cafe.card_number(ben)).replace("-", "")
    for press in (f"purchase:card:{forged}", f"redeem:card:{forged}", f"customer:show:{forged}"):
        assert "no number is looked up" in await cafe.forges(till, press)
    await cafe.opens(till, await cafe.card_link(anna))
    assert "How much has Anna paid" in await cafe.taps(till, "Add purchase")
    await cafe.says(till, "10")
    assert "+50 points" in await cafe.taps(till, "Confirm")


async def test_every_way_to_look_up_counts(cafe: Cafe, till: Person, anna: Person) -> None:
    """Alone, with an amount, at each question of both flows, by a forged button."""
    (one,) = numbers(1)
    for typed in (one, f"{one} 45.50", "/redeem", one, "/purchase", one):
        await cafe.says(till, typed)
    for press in (f"purchase:card:{one}", f"redeem:card:{one}", f"customer:show:{one}"):
        assert "no such card" in await cafe.forges(till, press)
    await cafe.says(till, await cafe.card_number(anna))
    assert "no such card" in await cafe.says(till, one)
    await cafe.says(till, "10")
    await cafe.says(till, "receipt number")
    assert f"Receipt no. {one}" in await cafe.says(till, one)
    assert await written(cafe, "card_miss") == 9


async def test_a_colleague_goes_on(cafe: Cafe, owner: Person, till: Person, anna: Person) -> None:
    """Each is counted for themselves."""
    number = await cafe.card_number(anna)
    sipho = await cafe.cashier(owner, "Sipho")
    await tries(cafe, till, 10)
    assert "Anna" in await cafe.says(sipho, number)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_is_told_in_every_language(cafe: Cafe, language: str) -> None:
    owner = await cafe.owner(language=language)
    till = await cafe.cashier(owner, "<Thabo>", language)
    await tries(cafe, till, 11)
    told = await owner.wait_for("⚠️")
    assert "<Thabo>" in told["text"]
    assert "12:10" in told["text"]
    assert "12:10" in till.texts[-1]
