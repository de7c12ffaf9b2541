"""Cards at the till."""

from loyalty import cards
from loyalty.actor import Forbidden
from loyalty.cards.model import CardRevoked, CardUnknown, OwnCard
from tests.loyalty.people import Person, World


async def test_staff_see_who_is_in_front_of_them(anna: Person, till: Person, world: World) -> None:
    """By the scanned token or the typed number: name, balance, purchases after refunds."""
    card = await anna.card()
    new = await till.do(cards.find, card.token, world.now)
    assert (new.name, new.purchases, new.average_minor, new.last_purchase_at) == ("Anna", 0, None, None)
    await till.sells(anna, 10_000)
    refunded = await till.sells(anna, 5_000)
    await till.refunds(refunded, 5_000)
    await till.refunds(await till.sells(anna, 9_001), 4_000)
    seen = await till.do(cards.find, cards.format_number(card.number), world.now)
    assert (seen.account_id, seen.card_number, seen.purchases) == (anna.account_id, card.number, 2)
    assert (seen.average_minor, seen.last_purchase_at, seen.balance.available) == (7_500, world.now, 750)


async def test_a_renewed_card_replaces_the_old_one(anna: Person, till: Person, world: World) -> None:
    """Whoever has found the old one gets nothing."""
    old = await anna.card()
    new = await anna.do(cards.renew, world.now)
    assert new == await anna.card()
    assert new.token != old.token
    assert isinstance(await till.refused(cards.find, old.token, world.now), CardRevoked)
    assert (await till.do(cards.find, new.token, world.now)).account_id == anna.account_id


async def test_cards_nobody_may_open(anna: Person, till: Person, world: World) -> None:
    """An unknown one, one's own, and any for a customer."""
    assert isinstance(await till.refused(cards.find, "no such card", world.now), CardUnknown)
    assert isinstance(await till.refused(cards.find, (await till.card()).token, world.now), OwnCard)
    assert isinstance(await anna.refused(cards.find, (await till.card()).token, world.now), Forbidden)


async def test_an_account_nobody_has_has_no_card(world: World, owner: Person) -> None:
    """Asked by an old button."""
    async with world.database.reading() as reading:
        try:
            await cards.current(reading, 99_999)
        except CardUnknown:
            return
    raise AssertionError("there is no such account")
