"""A purchase entered by mistake, taken back by the one who entered it."""

from datetime import timedelta

import pytest

from loyalty.adjustments import adjust
from sandbox import Person
from tests.scenarios.conftest import Cafe, answer


@pytest.fixture
async def owner(cafe: Cafe) -> Person:
    return await cafe.owner()


@pytest.fixture
async def till(cafe: Cafe, owner: Person) -> Person:
    return await cafe.cashier(owner)


@pytest.fixture
async def anna(cafe: Cafe) -> Person:
    return await cafe.customer("Anna")


async def points(cafe: Cafe, person: Person) -> str:
    return (await cafe.says(person, "/balance")).split(" · ")[0]


async def test_within_fifteen_minutes_it_is_undone_and_the_customer_is_told(
    cafe: Cafe, till: Person, anna: Person
) -> None:
    """The points go back, and nobody is left wondering."""
    await cafe.buys(anna, till, "100")
    cafe.clock.advance(timedelta(minutes=15))
    undone = await cafe.taps(till, "Undo")
    assert "R100.00 is undone" in undone
    assert "500 points taken back" in undone
    await anna.wait_for("was a mistake at the till and is undone")
    assert await points(cafe, anna) == "100 points"
    assert await cafe.differences() == []


async def test_later_it_is_refused_with_a_way_out(cafe: Cafe, till: Person, anna: Person) -> None:
    """After fifteen minutes an administrator has to refund it."""
    await cafe.buys(anna, till, "100")
    cafe.clock.advance(timedelta(minutes=15, seconds=1))
    assert "15 minutes only" in await cafe.taps(till, "Undo")
    assert await points(cafe, anna) == "600 points"


async def test_undone_twice_is_undone_once(cafe: Cafe, till: Person, anna: Person) -> None:
    """The second press shows the same, and the customer is told once."""
    await cafe.buys(anna, till, "100")
    await till.press_data("purchase:undo:1", till.last)
    await till.press_data("purchase:undo:1", till.last)
    await cafe.settled()
    assert "is undone" in answer(till)
    await anna.wait_for("is undone")
    assert sum("is undone" in text for text in anna.texts) == 1
    assert await points(cafe, anna) == "100 points"


async def test_nobody_undoes_the_purchase_of_another_cashier(
    cafe: Cafe, owner: Person, till: Person, anna: Person
) -> None:
    """Not even with a forged button; nor one that does not exist."""
    await cafe.buys(anna, till, "100")
    sipho = await cafe.cashier(owner, "Sipho")
    assert "no purchase of yours" in await cafe.forges(sipho, "purchase:undo:1")
    assert "no purchase of yours" in await cafe.forges(till, "purchase:undo:999999999")
    assert await points(cafe, anna) == "600 points"


async def test_an_undone_receipt_number_is_free_again(cafe: Cafe, till: Person, anna: Person) -> None:
    """The right purchase can be entered with the receipt of the wrong one."""
    for amount, ending in (("1000", "Undo"), ("100", None)):
        await cafe.says(till, await cafe.card_number(anna))
        await cafe.taps(till, "Add purchase")
        await cafe.says(till, amount)
        await cafe.taps(till, "Receipt number")
        await cafe.says(till, "17")
        await cafe.taps(till, "Confirm")
        if ending:
            await cafe.taps(till, ending)
    assert "R100.00" in answer(till)
    assert await points(cafe, anna) == "600 points"


async def test_points_spent_meanwhile_become_a_shortfall(cafe: Cafe, till: Person, anna: Person) -> None:
    """What cannot be taken back is made up for by the next points, and the customer is told so."""
    await cafe.buys(anna, till, "100")
    confirmed = till.last
    async with cafe.database.transaction() as transaction:
        account_id = (await cafe.actor(anna)).account_id
        why = "booked by mistake"
        await adjust(transaction, await cafe.actor(till), account_id, -600, why, key="1", now=cafe.clock.now())
    await till.press("Undo", confirmed)
    assert "had been spent already" in (await anna.wait_for("is undone"))["text"]
    assert await cafe.differences() == []
