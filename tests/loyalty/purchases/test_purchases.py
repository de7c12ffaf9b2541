"""Purchases as staff enter them and customers see them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from loyalty import purchases, redemptions
from loyalty.actor import Actor, Forbidden, Permission
from loyalty.cards.model import OwnCard
from loyalty.ledger.model import AccountUnknown
from loyalty.purchases.model import AmountTooLarge, AmountTooSmall, ReceiptAlreadyUsed
from storage.tables import audit_records, entries, outbox_messages
from tests.loyalty.people import Person, World


async def test_a_purchase_earns_five_percent_rounded_down_once(anna: Person, till: Person) -> None:
    """R125.50 at 5 % are 627 points, not 627.5."""
    receipt = await till.sells(anna, 12_550)
    assert (receipt.points, receipt.balance_after, receipt.currency, receipt.shop) == (627, 627, "ZAR", "Café Zorg")
    assert await anna.figures() == (627, 0, 0, 0)


async def test_the_preview_tells_what_the_purchase_then_does(anna: Person, till: Person) -> None:
    """What staff confirm is what happens."""
    await till.sells(anna, 10_000)
    preview = await till.do(purchases.preview, anna.account_id, 9_999, till.world.now)
    receipt = await till.sells(anna, 9_999)
    assert (preview.points, preview.balance_after) == (receipt.points, receipt.balance_after) == (499, 999)


async def test_the_preview_reckons_with_what_is_owed(anna: Person, till: Person) -> None:
    """The new points pay the debt first, and staff see so before they confirm."""
    purchase = await till.sells(anna, 10_000)
    await till.gives(anna, -400)
    await till.refunds(purchase, 10_000)
    preview = await till.do(purchases.preview, anna.account_id, 9_999, till.world.now)
    receipt = await till.sells(anna, 9_999)
    assert preview.balance_after == receipt.balance_after == 99


async def test_the_same_request_again_is_the_same_purchase(anna: Person, till: Person) -> None:
    """A repeated press books nothing and shows the first receipt."""
    first = await till.sells(anna, 5_000, key="k", receipt_number="A1")
    till.world.wait(minutes=1)
    await till.sells(anna, 7_000)
    again = await till.sells(anna, 5_000, key="k", receipt_number="A1")
    assert first.is_new
    assert not again.is_new
    assert [getattr(again, name) for name in ("purchase_id", "at", "points", "balance_after", "matures_at")] == [
        getattr(first, name) for name in ("purchase_id", "at", "points", "balance_after", "matures_at")
    ]
    assert await anna.figures() == (600, 0, 0, 0)


async def test_a_receipt_number_counts_once_in_a_shop(anna: Person, till: Person, world: World) -> None:
    """The same paper receipt cannot be entered for a second customer."""
    first = await till.sells(anna, 5_000, receipt_number="A1")
    boris = await world.newcomer("Boris")
    error = await till.refused(
        purchases.record, boris.account_id, 5_000, key="other", now=world.now, receipt_number="A1"
    )
    assert isinstance(error, ReceiptAlreadyUsed)
    assert (error.receipt_number, error.purchase_id, error.at) == ("A1", first.purchase_id, first.at)


@pytest.mark.parametrize("alike", ["a-1", "\uff21-\uff11", "A\u200b-1", "A\u20111", "\u202eA-1\u202c"], ids=ascii)
async def test_a_number_that_looks_like_a_used_one_is_used(
    anna: Person, till: Person, world: World, alike: str
) -> None:
    """Whoever enters it, for a purchase or with points: no caller need think of it."""
    first = await till.sells(anna, 5_000, receipt_number="A-1")
    asked = {"key": "other", "now": world.now, "receipt_number": alike}
    refusals = [
        await till.refused(purchases.record, anna.account_id, 5_000, **asked),
        await till.refused(redemptions.hold, anna.account_id, 5_000, 100, **asked),
        await till.refused(redemptions.allowance, anna.account_id, 5_000, world.now, alike),
    ]
    for error in refusals:
        assert isinstance(error, ReceiptAlreadyUsed)
        assert (error.receipt_number, error.purchase_id) == ("A-1", first.purchase_id)


async def test_a_number_nobody_sees_is_none(anna: Person, till: Person) -> None:
    """Two purchases without a number do not clash; with one it is kept as it is compared."""
    for _ in range(2):
        assert (await till.sells(anna, 5_000, receipt_number="\u200b ")).receipt_number is None
    held = await till.asks(anna, 5_000, 100, receipt_number="b\u20132")
    assert (held.receipt_number, (await anna.says_yes(held)).receipt_number) == ("B-2", "B-2")


async def test_the_customer_is_owed_a_receipt_and_the_deed_is_on_record(anna: Person, till: Person) -> None:
    """Receipt and audit are written with the purchase; what it came to stands in the tables alone."""
    receipt = await till.sells(anna, 5_000)
    [message] = await till.world.rows(select(outbox_messages).where(outbox_messages.c.person_id == anna.person_id))
    told = {"purchase_id": receipt.purchase_id, "milestone": 1, "anniversary_years": None}
    assert (message.kind, message.facts) == ("receipt", told)
    [record] = await till.world.rows(select(audit_records).where(audit_records.c.action == "purchase"))
    assert (record.actor_id, record.subject) == (till.person_id, f"purchase:{receipt.purchase_id}")


async def test_points_wait_as_long_as_the_programme_says(anna: Person, till: Person, owner: Person) -> None:
    """With a hold of 14 days points are shown, cannot be spent, and mature."""
    await owner.sets({"earning.hold_days": 14})
    preview = await till.do(purchases.preview, anna.account_id, 10_000, till.world.now)
    receipt = await till.sells(anna, 10_000)
    assert receipt.pending
    assert receipt.matures_at == till.world.now + timedelta(days=14)
    assert receipt.balance_after == preview.balance_after == 0
    assert await anna.figures() == (0, 0, 500, 0)
    assert (await anna.overview()).pending == [(receipt.matures_at, 500)]
    till.world.wait(days=14)
    await till.sells(anna, 2_000)
    assert await anna.figures() == (500, 0, 100, 0)


async def test_a_purchase_below_the_minimum_is_recorded_but_earns_nothing(
    anna: Person, till: Person, owner: Person
) -> None:
    """It still brings a receipt."""
    await owner.sets({"earning.minimum_purchase_minor": 1_000})
    receipt = await till.sells(anna, 999)
    assert (receipt.points, receipt.pending) == (0, False)
    assert await till.world.rows(select(entries.c.id).where(entries.c.account_id == anna.account_id)) == []
    assert (await till.refunds(receipt, 999)).taken_points == 0


async def test_impossible_purchases_are_refused(anna: Person, till: Person, world: World) -> None:
    """Nothing, too much, one's own card, a card nobody has, a customer at the till."""

    async def refused(who: Person, account_id: int, amount_minor: int) -> object:
        previewed = await who.refused(purchases.preview, account_id, amount_minor, world.now)
        recorded = await who.refused(purchases.record, account_id, amount_minor, key="k", now=world.now)
        assert type(previewed) is type(recorded)
        return recorded

    assert isinstance(await refused(till, anna.account_id, 0), AmountTooSmall)
    too_large = await refused(till, anna.account_id, 10_000_001)
    assert isinstance(too_large, AmountTooLarge)
    assert too_large.maximum_minor == 10_000_000
    assert isinstance(await refused(till, till.account_id, 100), OwnCard)
    assert isinstance(await refused(till, 99_999, 100), AccountUnknown)
    assert isinstance(await refused(anna, till.account_id, 100), Forbidden)


async def test_staff_find_their_own_newest_purchase(anna: Person, till: Person, owner: Person) -> None:
    """Not a colleague's, not one that is refunded."""
    assert await till.do(purchases.last_of) is None
    first = await till.sells(anna, 1_000)
    second = await till.sells(anna, 2_000)
    await owner.sells(anna, 3_000)
    assert (await till.do(purchases.last_of)).purchase_id == second.purchase_id
    await till.undoes(second)
    assert (await till.do(purchases.last_of)).purchase_id == first.purchase_id


async def test_a_purchase_is_found_by_its_key(anna: Person, till: Person) -> None:
    """For a handler that asks whether it has done it already."""
    receipt = await till.sells(anna, 1_000, key="mine")
    async with till.world.database.reading() as reading:
        found = await purchases.find(reading, "mine")
        assert found is not None
        assert found.purchase_id == receipt.purchase_id
        assert await purchases.find(reading, "nobody's") is None


async def test_who_acts_needs_no_telegram(anna: Person, till: Person) -> None:
    """Ids and rights are enough, as those of a till that is a program; without the right there is no purchase."""
    own = await till.me()
    program = Actor(own.person_id, frozenset({Permission.SERVE}), own.shop_id, own.account_id)
    world = till.world
    async with world.database.transaction() as transaction:
        sold: dict[str, Any] = {"key": "program:1", "now": world.now}
        receipt = await purchases.record(transaction, program, anna.account_id, 10_000, **sold)
    assert receipt.points == 500
    async with world.database.transaction() as transaction:
        with pytest.raises(Forbidden):
            await purchases.record(transaction, replace(program, rights=frozenset()), anna.account_id, 100, **sold)
