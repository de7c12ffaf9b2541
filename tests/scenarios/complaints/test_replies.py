"""Replies: to a message of a complaint one more message in it, an amount to a customer's card a purchase."""

import pytest

from sandbox import Person
from tests.scenarios.complaints.test_complaint import complains, said
from tests.scenarios.conftest import Cafe, answer


@pytest.fixture
async def till(cafe: Cafe) -> Person:
    return await cafe.cashier(await cafe.owner())


async def replies(cafe: Cafe, person: Person, text: str, to: dict[str, object]) -> str:
    await cafe.quiet()
    await person.send(text, reply_to=to)
    await cafe.settled()
    return answer(person)


@pytest.mark.parametrize(
    ("language", "asks"), [("en", "Add this purchase for Anna?"), ("ru", "Anna: внести эту покупку?")]
)
async def test_an_amount_replied_to_a_card_is_a_purchase(cafe: Cafe, language: str, asks: str) -> None:
    """Though a complaint of the customer is open, taken by this cashier, and has a button under the card."""
    till, anna = await cafe.cashier(await cafe.owner(), "Thabo", language), await cafe.customer("Anna")
    await complains(cafe, anna)
    await till.wait_for(lambda message: "1" in message.get("text", "") and bool(message.get("reply_markup")))
    await cafe.forges(till, "desk:take:1")
    await cafe.says(till, await cafe.card_number(anna))
    card = till.last
    await cafe.restart()
    before = len(await said(cafe))
    heard = list(anna.texts)
    assert asks in (await replies(cafe, till, "45.50", card)).replace("\u00a0", " ")
    await cafe.quiet()
    assert len(await said(cafe)) == before
    assert anna.texts == heard
    assert not (await cafe.books())["purchase"], "nothing is booked before it is confirmed"


async def test_words_replied_to_a_card_go_to_no_complaint(cafe: Cafe, till: Person) -> None:
    """Neither to the customer of the card nor to anybody else."""
    anna = await cafe.customer("Anna")
    await complains(cafe, anna)
    await till.wait_for("Complaint 1")
    await cafe.taps(till, "Take it")
    await cafe.says(till, await cafe.card_number(anna))
    assert "Scan a customer's card" in await replies(cafe, till, "who was that?", till.last)
    assert len(await said(cafe)) == 1


async def test_a_customer_cannot_reply_a_purchase(cafe: Cafe, till: Person) -> None:
    """A card that somebody passed on to them is nothing to them."""
    anna, boris = await cafe.customer("Anna"), await cafe.customer("Boris")
    await cafe.says(till, await cafe.card_number(anna))
    assert "not sure what to do" in await replies(cafe, boris, "45.50", till.last)
    assert not (await cafe.books())["purchase"]


async def test_a_reply_to_the_desks_list_answers_nobody(cafe: Cafe, till: Person) -> None:
    """One complaint in the list is a line of it, not what the list is about."""
    anna = await cafe.customer("Anna")
    await complains(cafe, anna)
    await till.wait_for("Complaint 1")
    await cafe.taps(till, "Take it")
    await cafe.says(till, "/desk")
    await replies(cafe, till, "all quiet here", till.last)
    assert len(await said(cafe)) == 1


async def test_a_reply_to_the_thread_answers_the_customer(cafe: Cafe, till: Person) -> None:
    """And the customer's reply to the answer comes back."""
    anna = await cafe.customer("Anna")
    await complains(cafe, anna)
    await till.wait_for("Complaint 1")
    await cafe.taps(till, "Take it")
    await replies(cafe, till, "We are sorry", till.last)
    got = await anna.wait_for("We are sorry")
    assert "Added to complaint 1" in await replies(cafe, anna, "no", got)
    assert [text for _, text, _ in await said(cafe)][1:] == ["We are sorry", "no"]
