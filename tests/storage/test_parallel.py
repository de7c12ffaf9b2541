"""Many at once: one balance is spent once, one request is booked once."""

import asyncio
from typing import Any

from sqlalchemy import func, select

from loyalty import membership
from loyalty.membership.model import LastOwner
from loyalty.purchases.model import ReceiptAlreadyUsed
from loyalty.redemptions.model import PointsAskedFor
from loyalty.refusal import LoyaltyError
from storage.models import Role
from storage.tables import accounts, purchases
from tests.loyalty.people import Person, World


async def all_at_once(*doings: Any) -> tuple[list[Any], list[LoyaltyError]]:
    """(results, refusals); anything else is raised."""
    outcomes = await asyncio.gather(*doings, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException) and not isinstance(outcome, LoyaltyError):
            raise outcome
    refusals = [outcome for outcome in outcomes if isinstance(outcome, LoyaltyError)]
    return [outcome for outcome in outcomes if not isinstance(outcome, LoyaltyError)], refusals


async def test_twenty_redemptions_of_one_balance_redeem_it_once(anna: Person, till: Person, owner: Person) -> None:
    """80 of 100 points, asked twenty times in the same moment: one gets them, nineteen hear why not."""
    await owner.sets({"redeeming.smallest_points": 1})
    await till.gives(anna, 100)
    held, refusals = await all_at_once(*(till.asks(anna, 10_000, 80) for _ in range(20)))
    assert len(held) == 1
    assert [(type(error), vars(error)["points"]) for error in refusals] == [(PointsAskedFor, 80)] * 19
    assert await anna.figures() == (20, 80, 0, 0)


async def test_one_hold_is_resolved_once(anna: Person, till: Person) -> None:
    """Ten times yes and ten times no in the same moment: one of them happens."""
    await till.gives(anna, 1_000)
    held = await till.asks(anna, 10_000, 1_000)
    answers = [answer(held) for _ in range(10) for answer in (anna.says_yes, anna.says_no)]
    results, _ = await all_at_once(*answers)
    assert sum(result.is_new for result in results) == 1
    assert await anna.figures() in [(1_000, 0, 0, 0), (450, 0, 0, 0)]


async def test_one_request_is_one_purchase(anna: Person, till: Person) -> None:
    """The same press delivered ten times at once."""
    receipts, _ = await all_at_once(*(till.sells(anna, 10_000, key="k") for _ in range(10)))
    assert len({receipt.purchase_id for receipt in receipts}) == 1
    assert sum(receipt.is_new for receipt in receipts) == 1
    assert await anna.figures() == (500, 0, 0, 0)


async def test_purchases_of_one_customer_all_count(anna: Person, till: Person, owner: Person) -> None:
    """Two tills, one card: nothing is overwritten."""
    await all_at_once(*(who.sells(anna, 1_000) for _ in range(10) for who in (till, owner)))
    assert await anna.figures() == (1_000, 0, 0, 0)


async def test_one_receipt_number_is_one_purchase(world: World, till: Person) -> None:
    """Entered for two customers in the same moment, one of them gets it."""
    customers = [await world.newcomer(name) for name in ("Anna", "Boris", "Clara")]
    receipts, refusals = await all_at_once(*(till.sells(who, 1_000, receipt_number="7") for who in customers))
    assert len(receipts) == 1
    assert [type(error) for error in refusals] == [ReceiptAlreadyUsed] * 2


async def test_parts_refunded_at_once_are_no_more_than_the_purchase(anna: Person, till: Person) -> None:
    """Ten times R20 of a R100 bill: five of them."""
    purchase = await till.sells(anna, 10_000)
    refunded, _ = await all_at_once(*(till.refunds(purchase, 2_000) for _ in range(10)))
    assert len(refunded) == 5
    [row] = await till.world.rows(select(purchases.c.refunded_minor))
    assert row.refunded_minor == 10_000


async def test_one_person_joins_once(world: World, owner: Person) -> None:
    """Five /start in the same moment are one account and one welcome."""
    profile = membership.Profile(7, "Anna", None, None, "en")

    async def start() -> membership.Joined:
        async with world.database.transaction() as transaction:
            return await membership.join(transaction, profile, world.now)

    joins, _ = await all_at_once(*(start() for _ in range(5)))
    assert sum(joined.is_new for joined in joins) == 1
    assert len({joined.card_token for joined in joins}) == 1
    [row] = await world.rows(select(func.count().label("number")).select_from(accounts))
    assert row.number == 2


async def test_one_invitation_makes_one_member_of_staff(world: World, owner: Person) -> None:
    """A link that leaked into a group chat."""
    invited = await owner.do(membership.invite, Role.STAFF, world.now)
    crowd = [await world.newcomer(f"Guest {number}") for number in range(5)]
    accepted, refusals = await all_at_once(*(guest.do(membership.accept, invited.token, world.now) for guest in crowd))
    assert (len(accepted), len(refusals)) == (1, 4)


async def test_two_owners_cannot_both_step_down(world: World, owner: Person) -> None:
    """Each sees the other still there; only one may go."""
    partner = await world.newcomer("Oleg", Role.OWNER, invited_by=owner)
    gone, refusals = await all_at_once(
        *(who.do(membership.revoke_role, who.person_id, world.now) for who in (owner, partner))
    )
    assert len(gone) == 1
    assert [type(error) for error in refusals] == [LastOwner]


async def test_sweeps_on_several_replicas_expire_once(anna: Person, till: Person, owner: Person, world: World) -> None:
    """They share the work and book each thing once."""
    await owner.sets({"expiry.policy": "rolling", "expiry.after_months": 1})
    customers = [anna] + [await world.newcomer(f"Guest {number}") for number in range(5)]
    for customer in customers:
        await till.gives(customer, 500)
        await till.asks(customer, 10_000, 200)
    world.wait(days=60)
    await asyncio.gather(*(world.sweep() for _ in range(4)))
    await world.sweep()
    assert [await customer.figures() for customer in customers] == [(0, 0, 0, 0)] * 6
