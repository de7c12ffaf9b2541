"""The card: a code that leads to its customer, a number that can be said aloud, and a new one when it is lost."""

from io import BytesIO

import segno

from loyalty.cards import parse_number
from sandbox import Person
from storage.tables import cards
from tests.scenarios.conftest import Cafe, answer


async def tokens(cafe: Cafe, person: Person) -> list[str]:
    """The tokens of the cards a person has had, oldest first."""
    account_id = (await cafe.actor(person)).account_id
    async with cafe.database.reading() as reading:
        rows = await reading.run(cards.select().where(cards.c.account_id == account_id).order_by(cards.c.id))
    return [row.token for row in rows]


def picture(cafe: Cafe, person: Person) -> bytes:
    """The newest picture, as the phone has it."""
    largest = next(m for m in reversed(person.from_bot) if "photo" in m)["photo"][-1]
    stored = cafe.sandbox.world.files.get(largest["file_id"])
    assert stored is not None
    return stored.content


def qr_code(text: str) -> bytes:
    drawn = BytesIO()
    segno.make_qr(text, error="q").save(drawn, kind="png", scale=12, border=4)
    return drawn.getvalue()


async def test_the_code_is_the_link_that_opens_the_card(cafe: Cafe) -> None:
    """What the picture holds is the c_ link, and staff who open it see whose card it is."""
    thabo, anna = await cafe.cashier(await cafe.owner()), await cafe.customer("Anna")
    await cafe.says(anna, "/card")
    (token,) = await tokens(cafe, anna)
    assert len(token) >= 16
    assert picture(cafe, anna) == qr_code(cafe.link(f"c_{token}"))
    assert "Anna" in await cafe.opens(thabo, cafe.link(f"c_{token}"))


async def test_the_number_has_a_check_digit(cafe: Cafe) -> None:
    """A cashier who hears one digit wrong is told so at once."""
    thabo, anna = await cafe.cashier(await cafe.owner()), await cafe.customer("Anna")
    number = await cafe.card_number(anna)
    assert parse_number(number)
    assert "Anna" in await cafe.says(thabo, number.replace("-", " "))
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    await cafe.says(thabo, "/purchase")
    assert "There is a slip" in await cafe.says(thabo, wrong)


async def test_a_renewed_card_takes_the_place_of_the_old_one(cafe: Cafe) -> None:
    """The old code and number are refused with words that say what to do; the points stay."""
    thabo, anna = await cafe.cashier(await cafe.owner()), await cafe.customer("Anna")
    old_number, old_link = await cafe.card_number(anna), await cafe.card_link(anna)
    assert "stop working at once" in await cafe.taps(anna, "New card")
    renewed = await cafe.taps(anna, "New card")
    assert "Here is your new card" in renewed
    assert picture(cafe, anna) == qr_code(await cafe.card_link(anna))
    assert "was renewed" in await cafe.opens(thabo, old_link)
    assert "was renewed" in await cafe.says(thabo, old_number)
    assert "100 points" in await cafe.says(anna, "/balance")


async def test_a_renewal_pressed_twice_renews_once(cafe: Cafe) -> None:
    """The button names the card it is about: the second press shows the new card again."""
    anna = await cafe.customer("Anna")
    await cafe.card_number(anna)
    await cafe.taps(anna, "New card")
    question = anna.last
    await anna.press("New card", question)
    await anna.press("New card", question)
    await cafe.settled()
    assert len(await tokens(cafe, anna)) == 2
    assert "Here is your new card" in answer(anna)


async def test_a_card_can_be_kept(cafe: Cafe) -> None:
    """Second thoughts change nothing."""
    anna = await cafe.customer("Anna")
    number = await cafe.card_number(anna)
    await cafe.taps(anna, "New card")
    assert "stays as it is" in await cafe.taps(anna, "Keep this one")
    assert await cafe.card_number(anna) == number


async def test_from_the_card_to_the_balance_and_back(cafe: Cafe) -> None:
    """A picture cannot become a text, so each is a message of its own."""
    anna = await cafe.customer("Anna")
    await cafe.says(anna, "/balance")
    assert "Show it at the till" in await cafe.taps(anna, "Card")
    assert "100 points" in await cafe.taps(anna, "Balance")
