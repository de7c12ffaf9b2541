"""Points that pay for a part of a bill: asked at the till, answered on the customer's own phone."""

import pytest

from sandbox import Person
from tests.scenarios.conftest import Cafe


@pytest.fixture
async def owner(cafe: Cafe) -> Person:
    return await cafe.owner()


@pytest.fixture
async def thabo(cafe: Cafe, owner: Person) -> Person:
    return await cafe.cashier(owner)


@pytest.fixture
async def anna(cafe: Cafe, thabo: Person) -> Person:
    """A customer with 900 points: a hundred for her welcome, the others for a purchase."""
    anna = await cafe.customer("Anna")
    await cafe.buys(anna, thabo, "160")
    await anna.wait_for("+800 points")
    return anna


async def asks(cafe: Cafe, thabo: Person, anna: Person, bill: str = "20", points: str = "300") -> None:
    """Thabo asks Anna for points, and Anna has the question."""
    await cafe.says(thabo, await cafe.card_number(anna))
    await cafe.taps(thabo, "Take points")
    await cafe.says(thabo, bill)
    await cafe.says(thabo, points)
    await anna.wait_for("Take")


async def test_points_pay_a_part_of_the_bill(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """Asked, confirmed on the customer's phone, and both screens say what is left to be paid in money."""
    await cafe.says(thabo, "/redeem")
    assert "900 points" in await cafe.says(thabo, await cafe.card_number(anna))
    assert "up to 900 points" in await cafe.says(thabo, "20")
    waiting = await cafe.says(thabo, "300")
    assert "Anna is asked for 300 points" in waiting
    question = await anna.wait_for("Take 300 points (R3,00) for this purchase of R20,00?")
    assert anna.buttons == [["Yes, take 300", "No"]]
    await cafe.taps(anna, "Yes, take 300")
    now = anna.chat.messages[question["message_id"]]
    assert "R17,00 is left to pay" in now["text"]
    assert "reply_markup" not in now
    receipt = await anna.wait_for("−300 points")
    assert "You now have 685 points" in receipt["text"]
    paid = await thabo.wait_for("Left to pay: R17,00")
    assert "300 points paid R3,00 of R20,00" in paid["text"]
    assert waiting not in thabo.texts
    assert await cafe.differences() == []
