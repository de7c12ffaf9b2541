"""Cards at the till."""

import asyncio
from datetime import timedelta
from random import Random

from sqlalchemy import Executable, select

from loyalty import cards
from loyalty.actor import Forbidden
from loyalty.cards.model import CardRevoked, CardUnknown, LookUpsPaused, OwnCard
from storage import Reading
from storage.contract import Parameters, Rows
from storage.models import Role
from storage.tables import audit_records, outbox_messages
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


class Counted(Reading):
    """Keeps what is asked."""

    def __init__(self, reading: Reading) -> None:
        self.dialect = reading.dialect
        self.asked: list[str] = []
        self._reading = reading

    async def run(self, statement: Executable, parameters: Parameters = None) -> Rows:
        self.asked.append(str(statement))
        return await self._reading.run(statement, parameters)


async def test_whose_card_it_is_takes_one_look(world: World, till: Person, anna: Person) -> None:
    """At each step at the till; what they have bought in all these years is summed up only where it is shown."""
    card = await anna.card()
    await till.sells(anna, 10_000)
    async with world.database.reading() as reading:
        counted = Counted(reading)
        holder = await cards.holder(counted, await till.me(), card.number, world.now)
        (asked,) = counted.asked
        assert "purchase" not in asked
        assert (holder.account_id, holder.name, holder.blocked) == (anna.account_id, "Anna", False)
        await cards.view(counted, holder)
    assert any("FROM purchase" in asked for asked in counted.asked)


async def recorded(world: World, action: str) -> int:
    return len(await world.rows(select(audit_records.c.id).where(audit_records.c.action == action)))


async def test_misses_at_once_make_one_pause(world: World, owner: Person, till: Person, anna: Person) -> None:
    """Two replicas, or two phones of one cashier: none is lost, one pause begins, every owner is told once."""
    number = cards.new_number(Random(1))
    await asyncio.gather(*(till.do(cards.missed, number, world.now) for _ in range(12)))
    assert await recorded(world, "card_miss") == 12
    assert await recorded(world, "card_look_ups_paused") == 1
    told = select(outbox_messages.c.person_id, outbox_messages.c.facts).where(outbox_messages.c.kind == "cards_guessed")
    ((told_id, facts),) = await world.rows(told)
    until = world.now + timedelta(minutes=10)
    assert told_id == owner.person_id
    assert facts == {"staff_id": till.person_id, "misses": 10, "until": until.isoformat()}
    refused = await till.refused(cards.look_up, (await anna.card()).number, world.now)
    assert isinstance(refused, LookUpsPaused)
    assert refused.until == until


async def test_only_numbers_that_could_be_are_misses(world: World, till: Person, anna: Person, owner: Person) -> None:
    """A word, a token and a wrong check digit are none; a scanned card is found in a pause, and by a colleague any."""
    mate = await world.newcomer("Mpho", Role.STAFF, invited_by=owner)
    for typed in ("hello", "no such token", "12345678"):
        await till.do(cards.missed, typed, world.now)
    assert await recorded(world, "card_miss") == 0
    for _ in range(10):
        await till.do(cards.missed, cards.new_number(Random(1)), world.now)
    card = await anna.card()
    assert (await till.do(cards.look_up, card.token, world.now)).account_id == anna.account_id
    assert (await mate.do(cards.look_up, card.number, world.now)).account_id == anna.account_id
    assert isinstance(await till.refused(cards.look_up, card.number, world.now), LookUpsPaused)
    world.wait(minutes=10)
    assert (await till.do(cards.look_up, card.number, world.now)).account_id == anna.account_id
