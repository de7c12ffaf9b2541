"""The proof of the books: each kind of damage is found, and the account is named."""

from collections.abc import AsyncIterator

import pytest

from loyalty import referrals
from storage import Database
from tests.loyalty.people import Person, World

DAMAGE = {
    "UPDATE account SET available = available + 1 WHERE id = {anna}": {"sum of entries", "available"},
    "UPDATE account SET available = available - 1, pending = pending + 1 WHERE id = {anna}": {"available", "pending"},
    "UPDATE account SET held = held + 1 WHERE id = {anna}": {"sum of entries", "held"},
    "UPDATE account SET shortfall = 5 WHERE id = {anna}": {"sum of entries", "shortfall"},
    "UPDATE account SET lifetime_earned = 0 WHERE id = {anna}": {"lifetime earned"},
    "UPDATE entry SET points = points + 1 WHERE account_id = {anna} AND kind = 'adjustment' AND points > 0": {
        "sum of entries",
        "lot of entry",
    },
    "UPDATE entry SET points = points + 1 WHERE account_id = {anna} AND points < 0 AND kind = 'adjustment'": {
        "sum of entries",
        "points covering entry",
    },
    "UPDATE lot SET remaining = remaining - 1 WHERE account_id = {anna} AND remaining > 0": {
        "available",
        "remaining of lot",
    },
    "UPDATE lot SET mature = NOT mature WHERE account_id = {anna}": {"available", "pending"},
    "UPDATE lot SET account_id = {boris} WHERE account_id = {anna}": {"available", "account of lot"},
    "UPDATE lot_use SET points = points + 1 WHERE hold_id IN (SELECT id FROM hold WHERE state = 'active')": {
        "points of hold",
        "remaining of lot",
    },
    "UPDATE hold SET state = 'released' WHERE state = 'active'": {"held", "points of hold"},
    "UPDATE hold SET points = points - 1 WHERE state = 'captured'": {"points of hold"},
    "DELETE FROM lot_use WHERE points < 0": {"remaining of lot"},
    "UPDATE purchase SET earned_points = earned_points + 1 WHERE account_id = {anna}": {"points earned by purchase"},
    "UPDATE purchase SET redeemed_points = 0 WHERE account_id = {anna}": {"points spent on purchase"},
    "UPDATE purchase SET refunded_minor = 0 WHERE account_id = {anna}": {"money refunded of purchase"},
    "UPDATE refund SET taken_points = taken_points + 1": {"points taken back for purchase"},
    "UPDATE refund SET returned_points = returned_points + 1": {"points given back for purchase"},
    "UPDATE referral SET referrer_points = referrer_points + 1": {"points of invitations"},
    "UPDATE referral SET friend_points = 0 WHERE friend_account_id = {boris}": {"points of invitations"},
    "UPDATE entry SET points = points + 1 WHERE kind = 'referral' AND account_id = {anna}": {
        "sum of entries",
        "points of invitations",
    },
    "UPDATE entry SET points = points + 1 WHERE kind = 'return'": {
        "points returned by entry",
        "points given back for purchase",
    },
}


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    """Without the proof at the end: here the books are spoiled on purpose."""
    yield World(database)  # noqa: PT022


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage[:60])
async def test_every_damage_is_found_and_its_account_named(
    anna: Person, till: Person, world: World, damage: str
) -> None:
    """One figure changed behind the programme's back."""
    boris = await world.newcomer("Boris")
    code = await anna.do(referrals.issue, world.now)
    await boris.do(referrals.accept, code.code, world.now)
    await till.sells(boris, 10_000)
    await till.gives(anna, 1_000)
    await till.gives(anna, -50)
    receipt = await anna.says_yes(await till.asks(anna, 10_000, 400))
    await till.refunds(receipt, 5_000)
    await anna.says_no(await till.asks(anna, 10_000, 100))
    await till.asks(anna, 10_000, 100)
    assert await world.differences() == []

    await world.tamper(damage.format(anna=anna.account_id, boris=boris.account_id))

    found = await world.differences()
    both = {anna.account_id, boris.account_id}
    assert {difference.account_id for difference in found} & (both if "{boris}" in damage else {anna.account_id})
    assert {difference.account_id for difference in found} <= both
    names = {difference.what for difference in found}
    for what in DAMAGE[damage]:
        assert any(name.startswith(what) for name in names), names
    assert all(difference.expected != difference.found for difference in found)
