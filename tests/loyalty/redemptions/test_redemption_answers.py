"""The buttons of a redemption: whenever they are pressed, they find how it stands, and both sides are told once."""

import asyncio

from sqlalchemy import select

from loyalty import membership, redemptions
from loyalty.ledger.model import NotEnoughPoints
from loyalty.purchases.model import ReceiptAlreadyUsed
from loyalty.redemptions import Held
from loyalty.redemptions.model import CustomerUnreachable, HoldUnknown, PointsAskedFor
from storage.models import HoldState
from storage.tables import outbox_messages
from tests.loyalty.people import Person, World


async def answers(who: Person, held: Held, *, yes: bool) -> Held:
    answered: Held = await who.do(redemptions.answer, held.hold_id, yes=yes, now=who.world.now)
    return answered


async def told(world: World) -> list[tuple[str, int]]:
    """Which notices of redemptions went to whom."""
    of_redemptions = outbox_messages.c.kind.startswith("redemption_")
    query = select(outbox_messages.c.kind, outbox_messages.c.person_id).where(of_redemptions)
    return [(kind.removeprefix("redemption_"), person) for kind, person in await world.rows(query)]


async def test_the_allowance_is_what_a_hold_then_takes(anna: Person, till: Person) -> None:
    """Half of the bill, or what there is."""
    await till.gives(anna, 700)
    for bill_minor, largest in ((1_000, 500), (2_000, 700)):
        allowed = await till.do(redemptions.allowance, anna.account_id, bill_minor, anna.world.now)
        assert (allowed.largest, allowed.worth_minor, allowed.available) == (largest, largest, 700)
        held = await till.asks(anna, bill_minor)
        assert (held.points, held.left_minor) == (largest, bill_minor - largest)
        await answers(till, held, yes=False)


async def test_what_cannot_be_asked_is_said_before(anna: Person, till: Person, world: World) -> None:
    """Too few points, a receipt number used before, a customer who has blocked the bot."""
    assert isinstance(
        await till.refused(redemptions.allowance, anna.account_id, 1_000, anna.world.now), NotEnoughPoints
    )
    await till.gives(anna, 700)
    await till.sells(anna, 1_000, receipt_number="7")
    used = await till.refused(redemptions.allowance, anna.account_id, 1_000, anna.world.now, "7")
    assert isinstance(used, ReceiptAlreadyUsed)
    async with world.database.transaction() as transaction:
        await membership.set_blocked(transaction, anna.telegram_id, True, world.now)
    blocked = await till.refused(redemptions.allowance, anna.account_id, 1_000, anna.world.now)
    assert isinstance(blocked, CustomerUnreachable)
    assert blocked.name == "Anna"
    held = await till.refused(redemptions.hold, anna.account_id, 1_000, 100, key="k", now=world.now)
    assert isinstance(held, CustomerUnreachable)


async def test_what_can_be_spent_is_known_before_the_bill(
    anna: Person, till: Person, owner: Person, world: World
) -> None:
    """Points somebody asks for at the moment are named; without those, and once their time is over, none are."""
    await till.gives(anna, 700)
    can = await till.do(redemptions.spendable, anna.account_id, world.now)
    assert (can.points, can.worth_minor, can.smallest) == (700, 700, 100)
    held = await till.asks(anna, 10_000, 650)
    for who, own in ((till, True), (owner, False)):
        refused = await who.refused(redemptions.spendable, anna.account_id, world.now)
        assert isinstance(refused, PointsAskedFor)
        assert (refused.points, refused.staff, refused.own, refused.until) == (650, "Thandi", own, held.expires_at)
        for use_case, named in ((redemptions.allowance, {}), (redemptions.hold, {"points": 200, "key": "other"})):
            refused = await who.refused(use_case, anna.account_id, 10_000, now=world.now, **named)
            assert isinstance(refused, PointsAskedFor)
    world.wait(minutes=3)
    assert (await till.do(redemptions.spendable, anna.account_id, world.now)).points == 50
    async with world.database.transaction() as transaction:
        await membership.set_blocked(transaction, anna.telegram_id, True, world.now)
    assert isinstance(await till.refused(redemptions.spendable, anna.account_id, world.now), CustomerUnreachable)


async def test_each_press_finds_the_first_end(anna: Person, till: Person, world: World) -> None:
    """After a yes, no and a second yes change nothing; staff are told once."""
    await till.gives(anna, 700)
    held = await till.asks(anna, 1_000, 300)
    for who, yes in ((anna, True), (anna, True), (anna, False), (till, False)):
        assert (await answers(who, held, yes=yes)).state is HoldState.CAPTURED
    assert await anna.figures() == (435, 0, 0, 0)
    assert await told(world) == [("asked", anna.person_id), ("captured", till.person_id)]


async def test_a_press_after_the_time_ends_it_for_both(anna: Person, till: Person, world: World) -> None:
    """Without waiting for the sweep, which then finds nothing to do."""
    await till.gives(anna, 700)
    held = await till.asks(anna, 1_000, 300)
    world.wait(minutes=3)
    assert (await answers(anna, held, yes=True)).state is HoldState.EXPIRED
    await world.sweep()
    expired = [("expired", anna.person_id), ("expired", till.person_id)]
    assert await told(world) == [("asked", anna.person_id), *expired]
    assert await anna.figures() == (700, 0, 0, 0)


async def test_yes_and_no_at_once_end_it_once(anna: Person, till: Person) -> None:
    """Ten presses of each side at the same moment."""
    await till.gives(anna, 700)
    held = await till.asks(anna, 1_000, 300)
    presses = [answers(who, held, yes=who is anna) for who in (anna, till) * 5]
    states = {ended.state for ended in await asyncio.gather(*presses)}
    assert len(states) == 1
    expected = (435, 0, 0, 0) if HoldState.CAPTURED in states else (700, 0, 0, 0)
    assert await anna.figures() == expected


async def test_a_stranger_answers_nothing(anna: Person, till: Person, owner: Person, world: World) -> None:
    """Nor does the member of staff say yes for the customer."""
    await till.gives(anna, 700)
    held = await till.asks(anna, 1_000, 300)
    for who, yes in ((owner, True), (owner, False), (till, True)):
        refused = await who.refused(redemptions.answer, held.hold_id, yes=yes, now=world.now)
        assert isinstance(refused, HoldUnknown)


async def test_a_question_that_does_not_arrive_frees_the_points(anna: Person, till: Person, world: World) -> None:
    """Staff are told; told of it twice, nothing more happens."""
    await till.gives(anna, 700)
    held = await till.asks(anna, 1_000, 300)
    for _ in range(2):
        async with world.database.transaction() as transaction:
            await redemptions.was_not_asked(transaction, held.hold_id, world.now)
    assert await told(world) == [("asked", anna.person_id), ("unreachable", till.person_id)]
    assert await anna.figures() == (700, 0, 0, 0)


async def test_the_next_end_is_that_of_the_oldest_question(anna: Person, till: Person, world: World) -> None:
    """None when nobody is asked."""
    async with world.database.reading() as reading:
        assert await redemptions.next_end(reading) is None
    await till.gives(anna, 700)
    first = await till.asks(anna, 1_000, 100)
    world.wait(minutes=1)
    second = await till.asks(anna, 1_000, 100)
    async with world.database.reading() as reading:
        assert await redemptions.next_end(reading) == first.expires_at
        waiting = await redemptions.waiting_for(reading, await anna.actor(reading), world.now)
    assert waiting is not None
    assert waiting.hold_id == second.hold_id
