"""What is typed while a purchase is entered is recognised first: the next customer's card, an amount, a word."""

import pytest

from sandbox import Person
from storage.tables import dialogues, purchases
from tests.scenarios.conftest import Cafe, answer


@pytest.fixture
async def till(cafe: Cafe) -> Person:
    return await cafe.cashier(await cafe.owner())


@pytest.fixture
async def anna(cafe: Cafe) -> Person:
    return await cafe.customer("Anna")


@pytest.fixture
async def ben(cafe: Cafe) -> Person:
    return await cafe.customer("Ben")


async def reaches(cafe: Cafe, till: Person, customer: Person, step: str) -> None:
    await cafe.says(till, "/purchase")
    if step != "card":
        await cafe.says(till, await cafe.card_number(customer))
    if step in ("confirm", "receipt"):
        await cafe.says(till, "10")
    if step == "receipt":
        await cafe.says(till, "receipt number")


async def enters(cafe: Cafe, till: Person, customer: Person, receipt_number: str) -> str:
    await reaches(cafe, till, customer, "receipt")
    await cafe.says(till, receipt_number)
    return await cafe.taps(till, "Confirm")


@pytest.mark.parametrize("step", ["card", "amount", "confirm", "receipt"])
async def test_a_card_at_every_step_is_the_next_customer(
    cafe: Cafe, till: Person, anna: Person, ben: Person, step: str
) -> None:
    """Over a restart too; nothing is booked for the one before."""
    number = await cafe.card_number(ben)
    await reaches(cafe, till, anna, step)
    await cafe.restart()
    assert "How much has Ben paid" in await cafe.says(till, number)
    await cafe.says(till, "20")
    await cafe.taps(till, "Confirm")
    async with cafe.database.reading() as reading:
        (row,) = await reading.run(purchases.select())
    assert row.account_id == (await cafe.actor(ben)).account_id


async def test_an_amount_where_the_card_is_asked_for_is_kept(cafe: Cafe, till: Person, anna: Person) -> None:
    """It is no card that does not exist."""
    await reaches(cafe, till, anna, "card")
    assert "Whose purchase of R45.50 is it" in await cafe.says(till, "45.50")
    assert "Add this purchase for Anna" in await cafe.says(till, await cafe.card_number(anna))


async def test_no_name_lies_in_the_dialogue(cafe: Cafe, till: Person, anna: Person) -> None:
    """The card and the account; the name is read when it is shown, so a new one is shown at once."""
    await reaches(cafe, till, anna, "confirm")
    async with cafe.database.reading() as reading:
        (row,) = [one for one in await reading.run(dialogues.select()) if one.name == "purchase"]
    assert "Anna" not in str(row.data)
    assert row.account_id == (await cafe.actor(anna)).account_id


async def test_a_used_receipt_number_names_its_customer(cafe: Cafe, till: Person, anna: Person, ben: Person) -> None:
    """Whose and when, and one tap opens them; the purchase goes through with another number."""
    await enters(cafe, till, anna, "17")
    said = await enters(cafe, till, ben, "17")
    assert said == "Receipt no. 17 has already been entered: Anna, R10.00, 12:00. Check the number and type it again."
    refusal = till.last
    await till.press("Anna", refusal)
    await cafe.settled()
    assert "Anna" in answer(till)
    assert till.buttons[0] == ["Add purchase", "Take points"]


async def test_a_customer_reads_no_other_customers_name(cafe: Cafe, till: Person, anna: Person, ben: Person) -> None:
    """The number was used between the question and the yes: whoever says yes is told of the number alone."""
    await cafe.buys(ben, till, "160")
    await cafe.says(till, "/redeem")
    await cafe.says(till, await cafe.card_number(ben))
    await cafe.says(till, "20")
    await cafe.says(till, "receipt number")
    await cafe.says(till, "17")
    await cafe.says(till, "300")
    await ben.wait_for("Take 300 points")
    await enters(cafe, till, anna, "17")
    said = await cafe.taps(ben, "Yes, take 300")
    assert "Receipt no. 17 has already been entered." in said
    assert "Anna" not in said


async def test_a_used_number_of_a_forgotten_customer(cafe: Cafe, till: Person, anna: Person, ben: Person) -> None:
    """There is nobody to be named."""
    await enters(cafe, till, anna, "17")
    await cafe.says(anna, "delete me")
    await cafe.taps(anna, "Go on")
    await cafe.taps(anna, "Delete everything")
    said = await enters(cafe, till, ben, "17")
    assert said == "Receipt no. 17 has already been entered. Check the number and type it again."


async def test_a_blocked_customer_is_promised_no_receipt(cafe: Cafe, till: Person, anna: Person) -> None:
    """Neither at the first press nor at the second, and none of the undoing."""
    await reaches(cafe, till, anna, "confirm")
    await anna.block()
    await cafe.settled()
    preview = till.last
    data = preview["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    for _ in range(2):
        await till.press_data(data, preview)
        await cafe.settled()
        shown = till.chat.messages[preview["message_id"]]["text"]
        assert "they have blocked this bot, so the receipt cannot be delivered" in shown
    await cafe.taps(till, "Undo")
    assert "has blocked this bot and is not told" in till.chat.messages[preview["message_id"]]["text"]
