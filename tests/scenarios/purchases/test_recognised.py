"""What the team types without being asked: an amount, a card with its amount, a card with a slip."""

from datetime import timedelta

import pytest

from sandbox import Person
from tests.scenarios.conftest import Cafe, answer


@pytest.fixture
async def till(cafe: Cafe) -> Person:
    return await cafe.cashier(await cafe.owner())


@pytest.fixture
async def anna(cafe: Cafe) -> Person:
    return await cafe.customer("Anna")


@pytest.mark.parametrize("shape", ["{card} 45.50", "{bare} R45.50", "45.50 {card}", "{card}\n45.50"])
async def test_card_and_amount_in_one_message(cafe: Cafe, till: Person, anna: Person, shape: str) -> None:
    """A preview at once, whatever is open; twice typed and once confirmed it is one purchase."""
    card = await cafe.card_number(anna)
    typed = shape.format(card=card, bare=card.replace("-", ""))
    assert "Add this purchase for Anna?" in await cafe.says(till, typed)
    await cafe.says(till, "/purchase")
    assert "R45.50" in await cafe.says(till, typed)
    await cafe.restart()
    await cafe.taps(till, "Confirm")
    assert len((await cafe.books())["purchase"]) == 1


async def test_the_amount_after_the_card_is_that_customers(cafe: Cafe, till: Person, anna: Person) -> None:
    """The card just shown stands in front, over a restart, for ten minutes, until a purchase is entered."""
    await cafe.says(till, await cafe.card_number(anna))
    await cafe.restart()
    assert "Add this purchase for Anna?" in await cafe.says(till, "125.50")
    await cafe.taps(till, "Confirm")
    assert "Whose purchase of R80.00" in await cafe.says(till, "80")
    await cafe.opens(till, await cafe.card_link(anna))
    assert "R80.00" in answer(till)
    await cafe.says(till, "/cancel")
    await cafe.opens(till, await cafe.card_link(anna))
    cafe.clock.advance(timedelta(minutes=11))
    assert "Whose purchase of R80.00" in await cafe.says(till, "80")


@pytest.mark.parametrize(
    ("language", "asks"), [("en", "Whose purchase of"), ("ru", "Чья это покупка на"), ("uk", "Чия це покупка на")]
)
async def test_an_amount_alone_waits_for_the_card(cafe: Cafe, anna: Person, language: str, asks: str) -> None:
    """The card typed next makes the preview; a slip and another amount are taken as what they are."""
    till = await cafe.cashier(await cafe.owner(), "Thabo", language)
    number = await cafe.card_number(anna)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert asks in await cafe.says(till, "45.50")
    assert asks in await cafe.says(till, "46.50")
    await cafe.restart()
    await cafe.says(till, wrong)
    assert "Anna" not in answer(till)
    assert "Anna" in await cafe.says(till, number)
    assert "46" in answer(till)
    assert not (await cafe.books())["purchase"]


@pytest.mark.parametrize("before", [[], ["/purchase"], ["/purchase", "{card}"]])
async def test_a_slip_in_a_card_is_called_one(cafe: Cafe, till: Person, anna: Person, before: list[str]) -> None:
    """Wherever the team types it; two digits that have changed places are one too."""
    number = await cafe.card_number(anna)
    for said in before:
        await cafe.says(till, said.format(card=number))
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    for slip in (wrong, wrong.replace("-", ""), wrong.replace("-", " ")):
        assert "There is a slip in this card number" in await cafe.says(till, slip)
    assert "Anna" in await cafe.says(till, number)


async def test_words_that_fit_nothing_at_the_till(cafe: Cafe, till: Person) -> None:
    """One sentence and what may be meant."""
    assert "type its number" in await cafe.says(till, "hmm")
    assert till.buttons == [["Add purchase", "Take points"], ["Help"]]
    assert "Whose purchase" in await cafe.taps(till, "Add purchase")
    await cafe.says(till, "/cancel")
    await cafe.says(till, "hmm")
    assert "Whose points" in await cafe.taps(till, "Take points")


async def test_a_customer_types_an_amount(cafe: Cafe, anna: Person) -> None:
    """It is no purchase, whoever's number stands before it."""
    number = await cafe.card_number(anna)
    for typed in ("45.50", f"{number} 45.50", number):
        assert "not sure what to do" in await cafe.says(anna, typed)
    assert not (await cafe.books())["purchase"]
