"""The ledger as its customer reads it: page by page, one line with all that stands behind it, and as a whole."""

from loyalty.actor import Actor, Permission
from loyalty.history import queries
from loyalty.history.model import EntryUnknown, Line, Page, Story
from storage import Reading


async def page(reading: Reading, actor: Actor, from_id: int | None = None, size: int = 6) -> Page:
    """The lines from `from_id` downwards; None: from the newest."""
    actor.require(Permission.USE_OWN_CARD)
    newer: list[int] = []
    if from_id is None:
        lines = await queries.newest(reading, actor.account_id, size + 1)
    else:
        lines = await queries.downwards(reading, actor.account_id, from_id, size + 1)
        newer = await queries.numbers_above(reading, actor.account_id, from_id, size)
    older_from = lines[size].id if len(lines) > size else None
    return Page(lines[:size], newer[-1] if newer else None, older_from)


async def whole(reading: Reading, actor: Actor) -> list[Line]:
    """Every line, oldest first."""
    actor.require(Permission.USE_OWN_CARD)
    return await queries.all_lines(reading, actor.account_id)


async def story(reading: Reading, actor: Actor, entry_id: int) -> Story:
    """What stands behind one line.

    Raises:
        EntryUnknown: no such line, or not one of this customer's.
    """
    actor.require(Permission.USE_OWN_CARD)
    line = await queries.line(reading, actor.account_id, entry_id)
    if line is None:
        raise EntryUnknown
    from_lots = await queries.eaten(reading, entry_id)
    covered = sum(lot.points for lot in from_lots)
    return Story(
        line,
        from_lots,
        owed=max(-line.points - covered, 0),
        went_to=await queries.eaters(reading, entry_id),
        set_aside=await queries.set_aside(reading, entry_id),
        reverses=await queries.reverses(reading, entry_id),
        reversed_by=await queries.reversed_by(reading, entry_id),
    )
