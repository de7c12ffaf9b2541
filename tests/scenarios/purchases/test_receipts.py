"""What a receipt says beside its figures: thanks on some occasions, and a way to say 'not me' on every one."""

from datetime import timedelta

from sandbox import Person
from sandbox.view import as_read
from tests.scenarios.conftest import Cafe, answer


async def buys(cafe: Cafe, anna: Person, thabo: Person, amount: str) -> str:
    """The receipt of a purchase."""
    await cafe.buys(anna, thabo, amount)
    return as_read((await anna.wait_for(f"R{amount}.00 at"))["text"])


async def test_round_numbers_of_purchases_are_thanked_for(cafe: Cafe) -> None:
    """The first and the fifth, not those between; one that was taken back does not count."""
    thabo = await cafe.cashier(await cafe.owner())
    anna = await cafe.customer()
    assert "Your first purchase with the card" in await buys(cafe, anna, thabo, "11")
    for amount in ("12", "13", "14"):
        assert "Thank you" not in await buys(cafe, anna, thabo, amount)
    assert "Purchase no. 5 with your card" in await buys(cafe, anna, thabo, "15")
    await cafe.taps(thabo, "Undo")
    await anna.wait_for("is undone")
    assert "Purchase no. 5 with your card" in await buys(cafe, anna, thabo, "16")


async def test_an_anniversary_is_said_once(cafe: Cafe) -> None:
    """At the first purchase on or after the day on which one joined."""
    thabo = await cafe.cashier(await cafe.owner())
    anna = await cafe.customer()
    await buys(cafe, anna, thabo, "11")
    cafe.clock.advance(timedelta(days=364))
    assert "with us" not in await buys(cafe, anna, thabo, "12")
    cafe.clock.advance(timedelta(days=3))
    assert "You have been with us for 1 year. Thank you." in await buys(cafe, anna, thabo, "13")
    assert "with us" not in await buys(cafe, anna, thabo, "14")
    cafe.clock.advance(timedelta(days=2 * 366))
    assert "You have been with us for 3 years." in await buys(cafe, anna, thabo, "15")


async def test_not_me_opens_a_complaint_about_that_purchase(cafe: Cafe) -> None:
    """Also of a redemption, also twice, also after a restart, and from the history as well."""
    thabo = await cafe.cashier(await cafe.owner())
    anna = await cafe.customer()
    await buys(cafe, anna, thabo, "100")
    await cafe.restart()
    await cafe.taps(anna, "Not me")
    assert "R100.00" in answer(anna)
    await cafe.says(anna, "/cancel")
    await cafe.says(anna, "/history")
    await cafe.taps(anna, "1")
    await cafe.taps(anna, "Not me")
    assert "R100.00" in answer(anna)


async def test_not_me_is_for_ones_own_purchases(cafe: Cafe) -> None:
    """A forged number is somebody else's, or nobody's."""
    thabo = await cafe.cashier(await cafe.owner())
    anna, boris = await cafe.customer("Anna"), await cafe.customer("Boris")
    await buys(cafe, anna, thabo, "100")
    for number in (1, 999):
        assert "There is no such line in your history" in await cafe.forges(boris, f"receipt:notme:{number}")
    assert (await cafe.books())["complaint"] == []
