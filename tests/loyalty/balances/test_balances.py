"""Balances that explain themselves."""

import pytest

from loyalty import adjustments, balances
from loyalty.actor import Forbidden
from loyalty.adjustments.model import AboveLimit, ReasonMissing
from loyalty.cards.model import OwnCard
from loyalty.ledger.model import AccountUnknown, NotEnoughPoints
from loyalty.purchases.model import AmountTooSmall
from tests.loyalty.people import Person, World


async def test_the_explanation_adds_up(anna: Person, till: Person, owner: Person, world: World) -> None:
    """Its kinds sum up to the balance, its lots to what is left; a rate is named when it was one."""
    await till.sells(anna, 10_000)
    await till.sells(anna, 2_000)
    await till.gives(anna, 100)
    await till.refunds(await anna.says_yes(await till.asks(anna, 1_000, 200)), 500)
    async with world.database.reading() as reading:
        explained = await balances.explain(reading, anna.account_id, anna.world.now)
    kinds = {kind.kind.value: kind for kind in explained.kinds}
    assert sum(kind.points for kind in explained.kinds) == explained.balance.available == 620
    assert sum(lot.remaining for lot in explained.lots) == 620
    assert (kinds["purchase"].count, kinds["purchase"].paid_minor) == (3, 12_800)
    assert kinds["purchase"].rate_basis_points == 500
    assert (kinds["redemption"].points, kinds["return"].points) == (-200, 100)
    await owner.sets({"earning.rate_basis_points": 600})
    await till.sells(anna, 1_000)
    async with world.database.reading() as reading:
        explained = await balances.explain(reading, anna.account_id, anna.world.now)
    assert explained.kinds[0].rate_basis_points is None


async def test_worth_is_told_in_money(anna: Person, till: Person, owner: Person) -> None:
    """By the value of a point now."""
    await till.gives(anna, 100)
    await owner.sets({"earning.point_value_minor": 5})
    balance = await anna.balance()
    assert (balance.worth_minor, balance.currency) == (500, "ZAR")


async def test_an_account_nobody_has(world: World, owner: Person) -> None:
    """There is nothing to show."""
    async with world.database.reading() as reading:
        with pytest.raises(AccountUnknown):
            await balances.overview(reading, 99_999, world.now)


async def test_adjustments_need_a_reason_and_stay_within_the_limit(anna: Person, till: Person, owner: Person) -> None:
    """Who manages the programme is free; nobody adjusts their own balance or below nothing."""

    async def refused(who: Person, points: int, reason: str = "sorry", to: Person = anna) -> object:
        return await who.refused(adjustments.adjust, to.account_id, points, reason, key="k", now=who.world.now)

    assert isinstance(await refused(till, 10, "  "), ReasonMissing)
    assert isinstance(await refused(till, 0), AmountTooSmall)
    assert isinstance(await refused(till, 1_001), AboveLimit)
    assert isinstance(await refused(till, 10, to=till), OwnCard)
    assert isinstance(await refused(till, -1), NotEnoughPoints)
    assert isinstance(await refused(anna, 10), Forbidden)
    assert (await owner.gives(anna, 5_000)).balance == 5_000


async def test_the_same_adjustment_again_changes_nothing(anna: Person, till: Person) -> None:
    """A repeated press tells that it is done."""
    await till.gives(anna, 100, key="k")
    again = await till.gives(anna, 100, key="k")
    assert (again.is_new, again.points, again.balance, again.reason) == (False, 100, 100, "an apology")
