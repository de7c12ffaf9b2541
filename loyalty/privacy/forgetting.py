"""Being forgotten: everything that tells who somebody was goes, the figures of the ledger stay without them.

What is erased, and what is kept because a shop has to be able to prove its books:

- The row of the person stays, nameless, so that what points to it (a purchase they entered as staff, a consent) still
  points to one and the same nobody. Account, purchases and entries lose their owner; points left on the account end.
- Consents stay, all withdrawn: they name nobody, and show that what was sent was allowed.
- Words go: complaints and the answers to them, comments of ratings, reasons of adjustments, details of the audit.
  Figures and dates of them stay.
- Messages to the person are deleted, sent or not, and where they stand in their chat. Those on their way to others
  hold no names: whoever is gone by then is not named.

Nothing is kept by which they could be recognised, not even a hash: whoever comes back is a stranger and is welcomed
with welcome points like any other. To take them twice one has to give up everything else, and to use them one has to
buy; a programme for which that is too generous gives fewer welcome points.
"""

from dataclasses import replace
from datetime import datetime

from loyalty import audit, complaints, ledger, membership, programme, ratings, redemptions
from loyalty.actor import Actor, Forgotten, Permission
from loyalty.cards.queries import revoke
from loyalty.complaints.queries.complaints import under_way
from loyalty.identity import acting
from loyalty.membership.model import LastOwner
from loyalty.membership.queries.team import count_owners, role
from loyalty.privacy.model import Farewell
from loyalty.privacy.queries import erasing
from loyalty.redemptions.ending import expire_timed_out
from storage import Reading, Transaction, sent_messages
from storage.models import Role

#: Version of the words on the screen where everything is withdrawn, and that screen.
WORDING, PLACE = "forget-1", "forget"


async def preview(reading: Reading, actor: Actor, now: datetime) -> Farewell:
    """What is at stake.

    Raises:
        LastOwner: the programme would be without an owner.
    """
    actor.require(Permission.USE_OWN_CARD)
    own = await role(reading, actor.person_id)
    if own is Role.OWNER and await count_owners(reading) == 1:
        raise LastOwner
    points = await erasing.points(reading, actor.account_id)
    worth_minor = (await programme.load(reading, now)).worth_minor(points)
    return Farewell(actor.account_id, own, points, worth_minor, len(await under_way(reading, actor.person_id)))


async def forget(transaction: Transaction, actor: Actor, agreed_points: int, now: datetime) -> Farewell:
    """Forgets the actor, if no more than `agreed_points` are lost by it; otherwise nothing changes (`done` is False).

    Raises:
        LastOwner: the programme would be without an owner.
    """
    try:
        actor = await acting(transaction, actor, Permission.USE_OWN_CARD, owners=True)
    except Forgotten:  # pressed twice
        return Farewell(actor.account_id, Role.CUSTOMER, points=0, worth_minor=0, open_complaints=0, done=True)
    account = await ledger.lock(transaction, actor.account_id, now)
    farewell = await preview(transaction, actor, now)
    if farewell.points > agreed_points:
        return farewell
    await expire_timed_out(transaction, account, now)
    while (waiting := await redemptions.waiting_for(transaction, actor, now)) is not None:
        await redemptions.release(transaction, actor, waiting.hold_id, now)
    for number in await under_way(transaction, actor.person_id):
        await complaints.close(transaction, actor, number, now)
    await membership.resign(transaction, actor, now)
    await membership.withdraw_consents(transaction, actor, WORDING, PLACE, now)
    await _close_account(transaction, actor, now)
    await audit.record(transaction, actor, "forgotten", f"person:{actor.person_id}", now, {"points": farewell.points})
    await _erase_messages(transaction, actor)
    await ratings.forgotten(transaction, actor.person_id, now)
    await erasing.erase_words(transaction, actor.person_id, actor.account_id)
    await erasing.end_dialogues(transaction, actor.person_id, actor.account_id, now)
    await erasing.erase_person(transaction, actor.person_id, now)
    return replace(farewell, done=True)


async def _close_account(transaction: Transaction, actor: Actor, now: datetime) -> None:
    account = await ledger.lock(transaction, actor.account_id, now)
    await ledger.forfeit(transaction, account, now)
    await ledger.save(transaction, account)
    await revoke(transaction, account.id, now)
    await erasing.remove_code(transaction, account.id)


async def _erase_messages(transaction: Transaction, actor: Actor) -> None:
    """Deletes the messages to them, and where they stand."""
    await erasing.erase_messages(transaction, actor.person_id)
    if (chat := await erasing.private_chat(transaction, actor.person_id)) is not None:
        await sent_messages.forget(transaction, chat)
