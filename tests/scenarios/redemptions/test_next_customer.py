"""What is typed while points are being taken is recognised first and judged after: the next customer is never stuck."""

from datetime import timedelta

import pytest

from sandbox import Person
from storage.tables import dialogues, holds
from tests.scenarios.conftest import Cafe


@pytest.fixture
async def owner(cafe: Cafe) -> Person:
    return await cafe.owner()


@pytest.fixture
async def thabo(cafe: Cafe, owner: Person) -> Person:
    return await cafe.cashier(owner)


@pytest.fixture
async def sipho(cafe: Cafe, owner: Person) -> Person:
    return await cafe.cashier(owner, "Sipho")


@pytest.fixture
async def anna(cafe: Cafe, thabo: Person) -> Person:
    """A customer with 900 points."""
    anna = await cafe.customer("Anna")
    await cafe.buys(anna, thabo, "160")
    return anna


@pytest.fixture
async def boris(cafe: Cafe) -> Person:
    """A customer with the hundred points of a welcome."""
    return await cafe.customer("Boris")


async def reaches(cafe: Cafe, cashier: Person, customer: Person, step: str) -> None:
    await cafe.says(cashier, "/redeem")
    if step != "card":
        await cafe.says(cashier, await cafe.card_number(customer))
    if step in ("points", "receipt"):
        await cafe.says(cashier, "20")
    if step == "receipt":
        await cafe.says(cashier, "receipt number")


async def all_points(cafe: Cafe, cashier: Person, customer: Person) -> None:
    """Another till takes all there is."""
    await cafe.says(cashier, await cafe.card_number(customer))
    await cafe.taps(cashier, "Take points")
    await cafe.says(cashier, "100")
    await cafe.says(cashier, "900")
    await customer.wait_for("Take 900 points")


@pytest.mark.parametrize("dash", ["-", ""])
async def test_the_points_have_gone_and_the_next_customer_comes(
    cafe: Cafe, thabo: Person, sipho: Person, anna: Person, boris: Person, dash: str
) -> None:
    """Anna's points went at the other till while Thabo was asked how many: Boris' card is Boris' card."""
    next_card = (await cafe.card_number(boris)).replace("-", dash)
    await reaches(cafe, thabo, anna, "points")
    await all_points(cafe, sipho, anna)
    await cafe.taps(anna, "Yes, take 900")
    assert "points can be used now" in await cafe.says(thabo, "500")
    assert "Boris has 100 points" in await cafe.says(thabo, next_card)
    assert "Of R20.00, Boris can pay up to 100 points" in await cafe.says(thabo, "20")


@pytest.mark.parametrize("step", ["card", "bill", "points", "receipt"])
async def test_a_card_at_every_step_is_the_next_customer(
    cafe: Cafe, thabo: Person, anna: Person, boris: Person, step: str
) -> None:
    """Over a restart too."""
    number = await cafe.card_number(boris)
    await reaches(cafe, thabo, anna, step)
    await cafe.restart()
    assert "Boris has 100 points" in await cafe.says(thabo, number)


@pytest.mark.parametrize("step", ["card", "bill", "points"])
async def test_a_slip_in_a_card_is_named_at_every_step(cafe: Cafe, thabo: Person, anna: Person, step: str) -> None:
    """It is no bill and no number of points; where the receipt's number is asked for it may well be that."""
    number = await cafe.card_number(anna)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    await reaches(cafe, thabo, anna, step)
    assert "There is a slip in this card number" in await cafe.says(thabo, wrong)


async def test_a_receipt_number_may_look_like_a_card(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """Eight digits with a right check digit that no card has."""
    await reaches(cafe, thabo, anna, "receipt")
    assert "Receipt no. 00000000" in await cafe.says(thabo, "00000000")


async def test_an_amount_of_money_at_the_points_is_another_bill(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """The sign of the currency says which of the two it is."""
    await reaches(cafe, thabo, anna, "points")
    assert "Of R10.00, Anna can pay up to 500 points" in await cafe.says(thabo, "R10")


async def test_no_name_lies_in_the_dialogue(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """The card and the account; the name is read when it is shown."""
    await reaches(cafe, thabo, anna, "points")
    async with cafe.database.reading() as reading:
        (row,) = [one for one in await reading.run(dialogues.select()) if one.name == "redeem"]
    assert "Anna" not in str(row.data)
    assert row.account_id == (await cafe.actor(anna)).account_id


async def test_points_a_colleague_asks_for_are_named(cafe: Cafe, thabo: Person, sipho: Person, anna: Person) -> None:
    """By whom and until when, and no bill is asked for in vain; afterwards they can be asked for again."""
    number = await cafe.card_number(anna)
    await all_points(cafe, sipho, anna)
    await cafe.says(thabo, "/redeem")
    said = await cafe.says(thabo, number)
    assert said == "900 points are asked for by Sipho at the moment, until 12:03."
    assert thabo.buttons == [["Add purchase"]]
    assert "How much has Anna paid" in await cafe.taps(thabo, "Add purchase")
    await cafe.taps(anna, "No")
    await cafe.says(thabo, "/redeem")
    assert "Anna has 900 points" in await cafe.says(thabo, number)


async def test_ones_own_question_is_named_as_well(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """Pressed again under an old card."""
    number = (await cafe.card_number(anna)).replace("-", "")
    await all_points(cafe, thabo, anna)
    said = await cafe.forges(thabo, f"redeem:card:{number}")
    assert said == "This customer is being asked for 900 points already, until 12:03."
    cafe.clock.advance(timedelta(minutes=3))
    await cafe.assistant.sweeper.sweep()
    await thabo.wait_for("Anna did not answer in time")
    assert "Anna has 900 points" in await cafe.forges(thabo, f"redeem:card:{number}")


async def test_points_asked_for_after_the_bill_was_typed_are_named(
    cafe: Cafe, thabo: Person, sipho: Person, anna: Person
) -> None:
    """The colleague was quicker; nothing is set aside twice."""
    await reaches(cafe, thabo, anna, "points")
    await all_points(cafe, sipho, anna)
    for typed in ("500", "as many as allowed (900)"):
        assert "900 points are asked for by Sipho" in await cafe.says(thabo, typed)
    async with cafe.database.reading() as reading:
        assert len((await reading.run(holds.select())).all()) == 1
    assert await cafe.differences() == []


async def test_who_has_too_few_points_is_asked_for_no_bill(cafe: Cafe, thabo: Person, owner: Person) -> None:
    """One tap adds the purchase; an amount typed is theirs, not that of the customer before."""
    await cafe.change(owner, {"earning.welcome_points": 50})
    carla = await cafe.customer("Carla")
    number = await cafe.card_number(carla)
    await cafe.says(thabo, "/redeem")
    said = await cafe.says(thabo, number)
    assert said == "Carla has 50 points, worth R0.50.\nAt least 100 points are needed to pay with points."
    assert thabo.buttons == [["Add purchase"]]
    assert "Add this purchase for Carla" in await cafe.says(thabo, "20")


async def test_a_bill_too_small_says_how_large_it_must_be(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """A hundred points at least, half of the bill at most: from R2.00."""
    await reaches(cafe, thabo, anna, "bill")
    assert "From R2.00 on a bill can be paid with points" in await cafe.says(thabo, "1.99")
    assert "up to 100 points" in await cafe.says(thabo, "2")
