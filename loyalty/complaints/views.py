"""Finding complaints: for their customer, for the team, and under a lock for those who change one."""

from loyalty.actor import Actor, Permission
from loyalty.complaints.model import ComplaintUnknown, ComplaintView, MessageView, OwnComplaint, PurchaseAbout
from loyalty.complaints.queries import around, messages
from loyalty.complaints.queries import complaints as queries
from loyalty.purchases.model import PurchaseUnknown
from storage import Reading, Transaction


async def find(reading: Reading, actor: Actor, number: int) -> ComplaintView:
    """A complaint of one's own, or for the team any other.

    Raises:
        ComplaintUnknown: there is none of this number that they may see.
    """
    actor.require(Permission.USE_OWN_CARD)
    view = await queries.find(reading, number)
    if view is None or not (view.customer_id == actor.person_id or actor.may(Permission.WORK_DESK)):
        raise ComplaintUnknown
    return view


async def opened_with(reading: Reading, actor: Actor, key: str) -> ComplaintView | None:
    """The actor's complaint that was sent under this key."""
    actor.require(Permission.USE_OWN_CARD)
    return await queries.opened_with(reading, actor.person_id, key)


async def mine(reading: Reading, actor: Actor, offset: int = 0, limit: int = 6) -> list[ComplaintView]:
    """One's own complaints, newest first."""
    actor.require(Permission.USE_OWN_CARD)
    return await queries.of_customer(reading, actor.person_id, offset, limit)


async def to_confirm(reading: Reading, actor: Actor) -> ComplaintView | None:
    """One's own newest complaint that the team has answered: is it solved?"""
    actor.require(Permission.USE_OWN_CARD)
    return await queries.newest_answered(reading, actor.person_id)


async def under_way_of(reading: Reading, actor: Actor, person_id: int) -> list[int]:
    """Numbers of a customer's complaints that are not closed.

    Raises:
        Forbidden: not of the team.
    """
    actor.require(Permission.WORK_DESK)
    return await queries.under_way(reading, person_id)


async def thread(reading: Reading, actor: Actor, number: int) -> tuple[ComplaintView, list[MessageView]]:
    """A complaint with everything said in it, oldest first.

    Raises:
        ComplaintUnknown: there is none of this number that they may see.
    """
    view = await find(reading, actor, number)
    return view, await messages.thread(reading, number)


async def own_thread(reading: Reading, actor: Actor, number: int) -> tuple[ComplaintView, list[MessageView]]:
    """As `thread`, of one's own complaints alone, whatever the role.

    Raises:
        ComplaintUnknown: not theirs.
    """
    found = await thread(reading, actor, number)
    if found[0].customer_id != actor.person_id:
        raise ComplaintUnknown
    return found


async def message(reading: Reading, said_id: int) -> MessageView:
    """One message of a complaint, for whoever it is addressed to.

    Raises:
        ComplaintUnknown: there is none of this number.
    """
    found = await messages.find(reading, said_id)
    if found is None:
        raise ComplaintUnknown
    return found


async def about_purchase(
    reading: Reading, actor: Actor, purchase_id: int
) -> tuple[PurchaseAbout, ComplaintView | None]:
    """A purchase on the actor's own card, and their complaint about it that is not closed, if there is one.

    Raises:
        PurchaseUnknown: no such purchase on their card.
    """
    actor.require(Permission.USE_OWN_CARD)
    purchase = await around.purchase(reading, actor.account_id, purchase_id)
    if purchase is None:
        raise PurchaseUnknown
    return purchase, await queries.about_purchase(reading, actor.person_id, purchase_id)


async def lock(transaction: Transaction, number: int) -> ComplaintView:
    """The complaint as it is now, and no one else changes it before this transaction ends.

    Raises:
        ComplaintUnknown: there is none of this number.
    """
    view = await queries.lock(transaction, number)
    if view is None:
        raise ComplaintUnknown
    return view


async def lock_for_customer(transaction: Transaction, actor: Actor, number: int) -> ComplaintView:
    """Raises ComplaintUnknown unless it is the actor's own. Who acts was asked before."""
    view = await lock(transaction, number)
    if view.customer_id != actor.person_id:
        raise ComplaintUnknown
    return view


async def lock_for_desk(transaction: Transaction, actor: Actor, number: int) -> ComplaintView:
    """Raises ComplaintUnknown, or OwnComplaint. What they may was asked before."""
    view = await lock(transaction, number)
    if view.customer_id == actor.person_id:
        raise OwnComplaint
    return view
