"""Numbers that no card has, typed by the team: a few are slips, many are somebody trying which cards there are.

They are counted in the audit, where replicas count together.
"""

from datetime import datetime, timedelta

from loyalty import audit, notices
from loyalty.actor import Actor, Permission
from loyalty.cards import queries
from loyalty.cards.model import LookUpsPaused
from loyalty.cards.notices import CardsGuessed
from loyalty.cards.rules import parse_number
from loyalty.identity import acting
from storage import Reading, Transaction

#: So many within that time, and no number is looked up for so long.
MISSES = 10
WITHIN = timedelta(minutes=10)
PAUSE = timedelta(minutes=10)
_MISS, _PAUSE = "card_miss", "card_look_ups_paused"


async def refuse_while_paused(reading: Reading, actor: Actor, now: datetime) -> None:
    """Raises LookUpsPaused."""
    actor.require(Permission.SERVE)
    paused_at = await queries.last_recorded(reading, _subject(actor), _PAUSE, now - PAUSE)
    if paused_at is not None:
        raise LookUpsPaused(paused_at + PAUSE)


async def missed(transaction: Transaction, actor: Actor, token_or_number: str, now: datetime) -> None:
    """No card was found: counted if it was the number of a possible card. The tenth begins a pause, and the owners
    hear of it.

    In a transaction of its own, for the look-up is refused.
    """
    actor = await acting(transaction, actor, Permission.SERVE)  # locked: two at once are counted one after the other
    if parse_number(token_or_number) is None:
        return
    await audit.record(transaction, actor, _MISS, _subject(actor), now, {})
    misses = await queries.recorded(transaction, _subject(actor), _MISS, now - WITHIN)
    paused = await queries.last_recorded(transaction, _subject(actor), _PAUSE, now - PAUSE)
    if misses >= MISSES and paused is None:
        await _pause(transaction, actor, misses, now)


async def _pause(transaction: Transaction, actor: Actor, misses: int, now: datetime) -> None:
    until = now + PAUSE
    await audit.record(transaction, actor, _PAUSE, _subject(actor), now, {"misses": misses, "until": until.isoformat()})
    told = CardsGuessed(actor.person_id, misses, until)
    for owner_id in await queries.owners(transaction):
        key = f"{told.kind}:{actor.person_id}:{now.isoformat()}:{owner_id}"
        await notices.notify(transaction, owner_id, told, key=key, now=now)


def _subject(actor: Actor) -> str:
    return f"person:{actor.person_id}"
