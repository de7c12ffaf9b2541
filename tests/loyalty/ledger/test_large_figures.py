"""Points and money at the largest values the settings allow, which do not fit into 32 bits."""

from typing import Any

from loyalty import balances, cards, history, purchases
from loyalty.purchases import Receipt
from storage.models import EntryKind
from tests.loyalty.people import Person, World

#: All that is paid comes back, and the largest bill is as large as it can be.
LARGEST: dict[str, Any] = {
    "earning.rate_basis_points": 10_000,
    "till.largest_purchase_minor": 2_000_000_000,
    "redeeming.largest_share_percent": 100,
}
BILL = 2_000_000_000


async def test_three_of_the_largest_purchases_are_counted_shown_and_spent(
    owner: Person, till: Person, anna: Person, world: World
) -> None:
    """As whole numbers, wherever they are read; the books are proven at the end."""
    await owner.sets(LARGEST)
    first, _, last = [await till.sells(anna, BILL) for _ in range(3)]
    assert await anna.figures() == (3 * BILL, 0, 0, 0)
    held = await till.asks(anna, BILL, BILL)
    assert await anna.figures() == (2 * BILL, BILL, 0, 0)
    spent: Receipt = await anna.says_yes(held)
    assert (spent.redeemed_points, spent.balance_after) == (BILL, 2 * BILL)
    await owner.do(purchases.refund, last.purchase_id, BILL, key="back", now=world.now)
    await owner.do(purchases.refund, spent.purchase_id, BILL, key="spent back", now=world.now)
    assert await anna.figures() == (2 * BILL, 0, 0, 0)
    async with world.database.reading() as reading:
        me = await anna.actor(reading)
        explained = await balances.explain(reading, anna.account_id, world.now)
        view = await cards.find(reading, await till.actor(reading), (await anna.card()).number, world.now)
        lines = await history.whole(reading, me)
        stories = [await history.story(reading, me, line.id) for line in lines]
    earned = next(total for total in explained.kinds if total.kind is EntryKind.PURCHASE)
    assert (earned.points, earned.paid_minor) == (3 * BILL, 3 * BILL)
    assert (view.purchases, view.average_minor) == (2, BILL)
    assert stories[0].line.purchase_id == first.purchase_id
    assert {type(figure) for figure in _figures(stories)} == {int}


async def test_what_cannot_be_taken_back_is_owed_beyond_32_bits(
    owner: Person, till: Person, anna: Person, world: World
) -> None:
    """Points that are spent already when three purchases are refunded; later ones absorb it."""
    await owner.sets(LARGEST | {"redeeming.smallest_points": 1})
    bought = [await till.sells(anna, BILL) for _ in range(3)]
    for _ in range(3):
        await anna.says_yes(await till.asks(anna, BILL, BILL))
    for purchase in bought:
        await owner.do(purchases.refund, purchase.purchase_id, BILL, key=world.key(), now=world.now)
    assert await anna.figures() == (0, 0, 0, 3 * BILL)
    for _ in range(4):
        await till.sells(anna, BILL)
    assert await anna.figures() == (BILL, 0, 0, 0)


def _figures(stories: list[history.Story]) -> list[Any]:
    related = [one.points for story in stories for one in (*story.from_lots, *story.went_to)]
    return [*related, *(figure for story in stories for figure in (story.set_aside, story.owed))]
