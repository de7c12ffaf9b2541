"""Points taken in two steps: staff ask, the customer answers."""

from datetime import timedelta

from sqlalchemy import select

from loyalty import redemptions
from loyalty.actor import Forbidden
from loyalty.cards.model import OwnCard
from loyalty.ledger.model import NotEnoughPoints
from loyalty.purchases.model import ReceiptAlreadyUsed
from loyalty.redemptions.model import (
    AboveLargestShare,
    BelowSmallestRedemption,
    BillTooSmall,
    HoldExpired,
    HoldResolved,
    HoldUnknown,
)
from loyalty.refusal import LoyaltyError
from storage.models import HoldState
from storage.tables import outbox_messages
from tests.loyalty.people import Person, World


async def told(person: Person) -> list[str]:
    """What the person has been sent, oldest first."""
    query = select(outbox_messages.c.kind).where(outbox_messages.c.person_id == person.person_id)
    return [row.kind for row in await person.world.rows(query.order_by(outbox_messages.c.id))]


async def test_points_pay_part_of_a_bill_once_the_customer_says_yes(anna: Person, till: Person) -> None:
    """They are set aside, then taken; what was paid in money earns; both sides are told."""
    await till.gives(anna, 1_000)
    held = await till.asks(anna, 10_000, 300, receipt_number="9")
    assert (held.points, held.worth_minor, held.customer, held.state) == (300, 300, "Anna", HoldState.ACTIVE)
    assert held.expires_at == till.world.now + timedelta(minutes=3)
    assert await anna.figures() == (700, 300, 0, 0)
    receipt = await anna.says_yes(held)
    assert (receipt.amount_minor, receipt.points, receipt.redeemed_points) == (10_000, 485, 300)
    assert (receipt.receipt_number, receipt.balance_after) == ("9", 1_185)
    assert await anna.figures() == (1_185, 0, 0, 0)
    assert await told(anna) == ["adjustment", "redemption_asked", "receipt"]
    assert await told(till) == ["redemption_captured"]


async def test_a_second_yes_redeems_nothing(anna: Person, till: Person) -> None:
    """Pressing the same button twice redeems once, and shows the same receipt."""
    await till.gives(anna, 1_000)
    held = await till.asks(anna, 10_000, 300)
    first = await anna.says_yes(held)
    again = await anna.says_yes(held)
    assert (again.purchase_id, again.balance_after, again.is_new) == (first.purchase_id, first.balance_after, False)
    assert await anna.figures() == (1_185, 0, 0, 0)
    resolved = await anna.refused(redemptions.release, held.hold_id, till.world.now)
    assert isinstance(resolved, HoldResolved)
    assert resolved.state == "captured"


async def test_a_no_gives_the_points_back(anna: Person, till: Person) -> None:
    """The till is told; a second no is fine; a yes after it is too late."""
    await till.gives(anna, 1_000)
    held = await till.asks(anna, 10_000, 300)
    assert (await anna.says_no(held)).state is HoldState.RELEASED
    assert not (await anna.says_no(held)).is_new
    assert await anna.figures() == (1_000, 0, 0, 0)
    assert await told(till) == ["redemption_released"]
    error = await anna.refused(redemptions.capture, held.hold_id, till.world.now)
    assert isinstance(error, HoldResolved)


async def test_staff_take_the_question_back(anna: Person, till: Person, owner: Person) -> None:
    """Only the one who asked; then it is the customer who is told."""
    await till.gives(anna, 1_000)
    held = await till.asks(anna, 10_000, 300)
    assert isinstance(await owner.refused(redemptions.release, held.hold_id, till.world.now), HoldUnknown)
    await till.says_no(held)
    assert (await told(anna))[-1] == "redemption_released"


async def test_without_an_answer_the_points_come_back(anna: Person, till: Person, world: World) -> None:
    """After three minutes; both are told once, however often the sweep runs."""
    await till.gives(anna, 1_000)
    held = await till.asks(anna, 10_000, 300)
    world.wait(minutes=3)
    assert isinstance(await anna.refused(redemptions.capture, held.hold_id, world.now), HoldExpired)
    assert (await world.sweep()).holds == 1
    assert (await world.sweep()).holds == 0
    assert await anna.figures() == (1_000, 0, 0, 0)
    assert await told(till) == ["redemption_expired"]
    assert (await told(anna))[-1] == "redemption_expired"
    assert isinstance(await anna.refused(redemptions.release, held.hold_id, world.now), HoldExpired)


async def test_a_forgotten_question_does_not_stand_in_the_way_of_the_next(
    anna: Person, till: Person, world: World
) -> None:
    """Staff ask again after the time-out, before any sweep has come by."""
    await till.gives(anna, 300)
    await till.asks(anna, 10_000, 300)
    world.wait(minutes=4)
    assert (await till.asks(anna, 10_000, 300)).is_new
    assert await anna.figures() == (0, 300, 0, 0)


async def test_the_same_question_again_is_the_same_question(anna: Person, till: Person) -> None:
    """A repeated press sets nothing more aside."""
    await till.gives(anna, 1_000)
    first = await till.asks(anna, 10_000, 300, key="q")
    again = await till.asks(anna, 10_000, 300, key="q")
    assert (again.hold_id, again.is_new) == (first.hold_id, False)
    assert await anna.figures() == (700, 300, 0, 0)


async def test_as_many_as_allowed(anna: Person, till: Person) -> None:
    """Half of the bill, or all there is, whichever is less."""
    await till.gives(anna, 900)
    held = await till.asks(anna, 1_000)
    assert held.points == 500
    await anna.says_no(held)
    assert (await till.asks(anna, 10_000)).points == 900


async def test_impossible_redemptions_are_refused_with_the_figures(
    anna: Person, till: Person, owner: Person, world: World
) -> None:
    """Too few, too many for the bill, more than there is, one's own, somebody else's."""

    async def refused(points: int | None, bill_minor: int = 10_000, who: Person = till, of: Person = anna) -> object:
        return await who.refused(redemptions.hold, of.account_id, bill_minor, points, key="k", now=world.now)

    def is_error(error: object, expected: LoyaltyError) -> bool:
        return type(error) is type(expected) and vars(error) == vars(expected)

    await till.gives(anna, 80)
    assert is_error(await refused(None), NotEnoughPoints(balance=80, price=100))
    await till.gives(anna, 820)
    assert is_error(await refused(99), BelowSmallestRedemption(smallest=100, points=99))
    assert is_error(await refused(901), NotEnoughPoints(balance=900, price=901))
    assert is_error(await refused(501, 1_000), AboveLargestShare(largest_points=500, points=501))
    assert is_error(await refused(None, 199), BillTooSmall(minimum_minor=200))
    assert isinstance(await refused(100, who=anna), Forbidden)
    assert isinstance(await refused(100, of=till), OwnCard)
    used = await till.sells(anna, 1_000, receipt_number="5")
    with_used_number = await till.refused(
        redemptions.hold, anna.account_id, 1_000, 100, key="k", now=world.now, receipt_number="5"
    )
    assert isinstance(with_used_number, ReceiptAlreadyUsed)
    assert with_used_number.purchase_id == used.purchase_id


async def test_nobody_answers_for_somebody_else(anna: Person, till: Person, world: World) -> None:
    """A modified client may send any number."""
    boris = await world.newcomer("Boris")
    await till.gives(anna, 1_000)
    held = await till.asks(anna, 10_000, 300)
    assert isinstance(await boris.refused(redemptions.capture, held.hold_id, world.now), HoldUnknown)
    assert isinstance(await boris.refused(redemptions.release, held.hold_id, world.now), HoldUnknown)
    assert isinstance(await anna.refused(redemptions.capture, 99_999, world.now), HoldUnknown)


async def test_the_worth_is_what_the_customer_was_asked(anna: Person, till: Person, owner: Person) -> None:
    """A change of the settings between question and answer changes nothing in between."""
    await till.gives(anna, 1_000)
    held = await till.asks(anna, 10_000, 1_000)
    await owner.sets({"earning.point_value_minor": 2})
    receipt = await anna.says_yes(held)
    assert receipt.points == (10_000 - 1_000) * 5 // 100 // 2


async def test_points_that_expire_while_set_aside(anna: Person, till: Person, owner: Person, world: World) -> None:
    """A yes in time still counts; what comes back after their day is gone at once."""
    await owner.sets({"expiry.policy": "rolling", "expiry.after_months": 1, "earning.rate_basis_points": 0})
    await till.gives(anna, 600)
    [(ends, _)] = (await anna.overview()).expiring
    world.now = ends - timedelta(minutes=1)
    kept, refused, forgotten = [await till.asks(anna, 10_000, 200) for _ in range(3)]
    world.now = ends + timedelta(minutes=1)
    await anna.says_yes(kept)
    await anna.says_no(refused)
    assert await anna.figures() == (0, 200, 0, 0)
    world.wait(minutes=5)
    assert (await world.sweep()).holds == 1
    assert await anna.figures() == (0, 0, 0, 0)
    assert forgotten.hold_id


async def test_points_that_come_back_cover_what_is_owed(anna: Person, till: Person) -> None:
    """Setting points aside is no way around a refund."""
    purchase = await till.sells(anna, 10_000)
    held = await till.asks(anna, 10_000, 500)
    await till.refunds(purchase, 10_000)
    assert await anna.figures() == (0, 500, 0, 500)
    await anna.says_no(held)
    assert await anna.figures() == (0, 0, 0, 0)
