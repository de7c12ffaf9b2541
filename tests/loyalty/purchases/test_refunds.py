"""Purchases taken back: the points go with the money, and nobody gains or loses by the way it is cut up."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from loyalty import membership, purchases
from loyalty.actor import Forbidden
from loyalty.cards.model import OwnCard
from loyalty.purchases.model import AlreadyRefunded, AmountTooSmall, NothingToUndo, RefundTooLarge, UndoTooLate
from storage.models import Role
from storage.tables import outbox_messages
from tests.loyalty.people import Person, World


async def test_a_refund_takes_the_earned_points_back(anna: Person, till: Person) -> None:
    """Buying and refunding leaves nothing to farm."""
    refunded = await till.refunds(await till.sells(anna, 12_550), 12_550)
    assert (refunded.taken_points, refunded.uncovered_points, refunded.balance_after) == (627, 0, 0)


@pytest.mark.parametrize("parts", [[1] * 99, [33, 33, 33], [98, 1], [50, 49]])
async def test_many_parts_take_back_as_much_as_one(anna: Person, till: Person, owner: Person, parts: list[int]) -> None:
    """However a refund is cut up, all points are gone at the end, and each step keeps the customer's share."""
    await owner.sets({"earning.rate_basis_points": 3_333})
    purchase = await till.sells(anna, 99)
    refunded = 0
    for part in parts:
        refunded += part
        await till.refunds(purchase, part)
        assert (await anna.balance()).available == 32 * (99 - refunded) // 99
    assert await anna.figures() == (0, 0, 0, 0)


async def test_what_was_spent_already_is_owed_and_covered_by_the_next_purchase(anna: Person, till: Person) -> None:
    """A shortfall is recorded, never forgiven; the balance never goes below nothing."""
    purchase = await till.sells(anna, 10_000)
    await till.gives(anna, -400)
    refunded = await till.refunds(purchase, 10_000)
    assert (refunded.taken_points, refunded.uncovered_points) == (500, 400)
    assert await anna.figures() == (0, 0, 0, 400)
    receipt = await till.sells(anna, 6_000)
    assert (receipt.points, receipt.balance_after) == (300, 0)
    assert await anna.figures() == (0, 0, 0, 100)
    await till.gives(anna, 150)
    assert await anna.figures() == (50, 0, 0, 0)


async def test_several_debts_are_covered_oldest_first(anna: Person, till: Person) -> None:
    """One credit may cover more than one debt."""
    first, second = await till.sells(anna, 2_000), await till.sells(anna, 4_000)
    await till.gives(anna, -300)
    await till.refunds(first, 2_000)
    await till.refunds(second, 4_000)
    assert await anna.figures() == (0, 0, 0, 300)
    await till.gives(anna, 250)
    await till.gives(anna, 100)
    assert await anna.figures() == (50, 0, 0, 0)


async def test_pending_points_go_first(anna: Person, till: Person, owner: Person) -> None:
    """Those of the refunded purchase before those of another, then what can be spent."""
    await till.sells(anna, 2_000)
    await owner.sets({"earning.hold_days": 14})
    await till.sells(anna, 4_000)
    till.world.wait(days=1)
    purchase = await till.sells(anna, 6_000)
    await till.refunds(purchase, 6_000)
    assert (await anna.overview()).pending == [(till.world.now + timedelta(days=13), 200)]
    assert await anna.figures() == (100, 0, 200, 0)


async def test_points_spent_on_a_refunded_purchase_come_back(anna: Person, till: Person) -> None:
    """Half of the bill back: half of the points spent on it, half of those it earned."""
    await till.gives(anna, 1_000)
    receipt = await anna.says_yes(await till.asks(anna, 2_000, 1_000))
    assert (receipt.points, receipt.redeemed_points, receipt.balance_after) == (50, 1_000, 50)
    refunded = await till.refunds(receipt, 1_000)
    assert (refunded.returned_points, refunded.taken_points) == (500, 25)
    assert await anna.figures() == (525, 0, 0, 0)
    await till.refunds(receipt, 1_000)
    assert await anna.figures() == (1_000, 0, 0, 0)


async def test_returned_points_keep_their_own_end(anna: Person, till: Person, owner: Person) -> None:
    """They go back to their lot, whose day has not come."""
    await owner.sets({"expiry.policy": "rolling", "expiry.after_months": 6, "earning.rate_basis_points": 0})
    await till.gives(anna, 500)
    [(ends, _)] = (await anna.overview()).expiring
    till.world.wait(days=60)
    receipt = await anna.says_yes(await till.asks(anna, 1_000, 500))
    await till.refunds(receipt, 1_000)
    assert (await anna.overview()).expiring == [(ends, 500)]


async def test_returned_points_whose_day_has_passed_get_a_period_of_grace(
    anna: Person, till: Person, owner: Person, world: World
) -> None:
    """Thirty days, and then they expire for good, as often as it takes."""
    await owner.sets({"expiry.policy": "rolling", "expiry.after_months": 1, "earning.rate_basis_points": 0})
    await till.gives(anna, 800)
    receipt = await anna.says_yes(await till.asks(anna, 1_000, 400))
    world.wait(days=40)
    await world.sweep()
    assert await anna.figures() == (0, 0, 0, 0)
    for _ in range(2):
        await till.refunds(receipt, 500)
        [(ends, points)] = (await anna.overview()).expiring
        assert (ends, points) == (world.now + timedelta(days=30), 200)
        world.wait(days=31)
        await world.sweep()
        assert await anna.figures() == (0, 0, 0, 0)


async def test_points_that_have_ended_are_not_owed_too(anna: Person, till: Person, owner: Person, world: World) -> None:
    """Of 500 points earned 200 were spent and 300 ended: the refund takes what the customer has had of them."""
    await owner.sets({"expiry.policy": "rolling", "expiry.after_months": 1})
    purchase = await till.sells(anna, 10_000)
    await till.gives(anna, -200)
    world.wait(days=40)
    await world.sweep()
    assert await anna.figures() == (0, 0, 0, 0)
    await till.refunds(purchase, 5_000)
    await till.refunds(purchase, 5_000)
    assert await anna.figures() == (0, 0, 0, 200)


async def test_the_same_refund_again_changes_nothing(anna: Person, till: Person) -> None:
    """A repeated press shows the first result."""
    purchase = await till.sells(anna, 10_000)
    first = await till.refunds(purchase, 4_000, key="r")
    await till.sells(anna, 10_000)
    again = await till.refunds(purchase, 4_000, key="r")
    assert not again.is_new
    assert (again.taken_points, again.balance_after, again.at) == (first.taken_points, first.balance_after, first.at)
    assert await anna.figures() == (800, 0, 0, 0)


async def test_impossible_refunds_are_refused(anna: Person, till: Person, owner: Person, world: World) -> None:
    """More than is left, nothing, what is refunded already, one's own, nobody's, a customer's wish."""
    purchase = await till.sells(anna, 10_000)

    async def refused(who: Person, purchase_id: int, amount_minor: int) -> object:
        return await who.refused(purchases.refund, purchase_id, amount_minor, key="k", now=world.now)

    await till.refunds(purchase, 4_000)
    too_large = await refused(till, purchase.purchase_id, 6_001)
    assert isinstance(too_large, RefundTooLarge)
    assert too_large.left_minor == 6_000
    assert isinstance(await refused(till, purchase.purchase_id, 0), AmountTooSmall)
    await till.refunds(purchase, 6_000)
    assert isinstance(await refused(till, purchase.purchase_id, 1), AlreadyRefunded)
    assert isinstance(await refused(till, 99_999, 1), NothingToUndo)
    assert isinstance(await refused(anna, purchase.purchase_id, 1), Forbidden)
    mine = await owner.sells(till, 1_000)
    assert isinstance(await refused(till, mine.purchase_id, 1_000), OwnCard)


async def test_a_wrong_entry_is_undone_and_its_receipt_number_is_free_again(anna: Person, till: Person) -> None:
    """Within fifteen minutes; a second press finds it done."""
    wrong = await till.sells(anna, 125_500, receipt_number="77")
    till.world.wait(minutes=15)
    undone = await till.undoes(wrong)
    assert (undone.amount_minor, undone.taken_points, undone.is_new) == (125_500, 6_275, True)
    assert not (await till.undoes(wrong)).is_new
    right = await till.sells(anna, 12_550, receipt_number="77")
    assert right.balance_after == 627
    kinds = select(outbox_messages.c.kind).where(outbox_messages.c.person_id == anna.person_id)
    assert [row.kind for row in await till.world.rows(kinds.order_by(outbox_messages.c.id))] == [
        "receipt",
        "purchase_undone",
        "receipt",
    ]


async def test_undo_is_for_ones_own_fresh_purchase(anna: Person, till: Person, owner: Person, world: World) -> None:
    """Not a colleague's, not an old one, not a refunded one, not an imagined one."""
    purchase = await till.sells(anna, 10_000)
    assert isinstance(await owner.refused(purchases.undo, purchase.purchase_id, world.now), NothingToUndo)
    assert isinstance(await till.refused(purchases.undo, 99_999, world.now), NothingToUndo)
    world.wait(minutes=16)
    late = await till.refused(purchases.undo, purchase.purchase_id, world.now)
    assert isinstance(late, UndoTooLate)
    assert late.minutes == 15
    refunded = await till.sells(anna, 10_000)
    await till.refunds(refunded, 10_000)
    assert isinstance(await till.refused(purchases.undo, refunded.purchase_id, world.now), AlreadyRefunded)


async def test_undo_takes_what_a_refund_has_left(anna: Person, till: Person) -> None:
    """A part refunded before is not taken twice."""
    purchase = await till.sells(anna, 10_000)
    await till.refunds(purchase, 4_000)
    assert (await till.undoes(purchase)).taken_points == 300
    assert await anna.figures() == (0, 0, 0, 0)


async def test_a_former_member_of_staff_undoes_nothing(anna: Person, world: World, owner: Person) -> None:
    """Rights are those of now, not of when the button was drawn."""
    till = await world.newcomer("Piet", Role.STAFF, invited_by=owner)
    purchase = await till.sells(anna, 10_000)
    await owner.do(membership.revoke_role, till.person_id, world.now)
    assert isinstance(await till.refused(purchases.undo, purchase.purchase_id, world.now), Forbidden)
