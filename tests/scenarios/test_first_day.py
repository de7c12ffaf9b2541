"""A café's first day: from the owner's link to a customer who reads why the balance is what it is."""

from tests.scenarios.conftest import Cafe, answer


async def test_a_newcomer_is_greeted_given_points_and_asked_about_offers(cafe: Cafe) -> None:
    """The greeting says what one gets, the welcome points are there, and offers are a question."""
    anna = cafe.person("Anna")
    await cafe.says(anna, "/start")
    greeting, question = anna.texts
    assert "Hello, Anna" in greeting
    assert "100 welcome points" in greeting
    assert "May we send you offers" in question
    assert anna.buttons == [["Yes, please", "No, thanks"]]
    assert "100 points" in await cafe.says(anna, "/balance")


async def test_from_the_first_link_to_the_first_receipt(cafe: Cafe) -> None:
    """The owner invites a cashier, who scans a card and enters a purchase; the customer's receipt comes at once."""
    owner = await cafe.owner()
    thabo = await cafe.cashier(owner)
    anna = await cafe.customer("Anna")
    number = await cafe.card_number(anna)
    await cafe.says(thabo, number)
    assert "Anna" in answer(thabo)
    await cafe.taps(thabo, "Add purchase")
    assert "R125.50" in await cafe.says(thabo, "125.50")
    done = await cafe.taps(thabo, "Confirm")
    assert "+627 points" in done
    await anna.wait_for("+627 points")
    assert "727 points" in await cafe.says(anna, "/balance")
    why = await cafe.taps(anna, "Why this number?")
    assert "+100" in why
    assert "+627" in why
