"""Updates whose effect is committed."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, select, tuple_, update

from storage.contract import Reading, Transaction
from storage.tables import handled_updates

#: Whose the updates are that were handled before updates were kept with their bot.
_NOBODYS = 0


class UpdateKey(NamedTuple):
    """By what an update is known. Each bot counts its own: another token on the same database begins elsewhere."""

    bot_id: int
    update_id: int


async def was_handled(reading: Reading, key: UpdateKey) -> bool:
    """Whether this update's effect has been committed before: Telegram delivers it again."""
    mine = handled_updates.c.bot_id == key.bot_id, handled_updates.c.update_id == key.update_id
    return (await reading.run(select(handled_updates.c.update_id).where(*mine))).first() is not None


async def adopt(transaction: Transaction, bot_id: int) -> None:
    """At a start: what was handled before updates were kept with their bot was handled by this one."""
    nobodys = update(handled_updates).where(handled_updates.c.bot_id == _NOBODYS)
    await transaction.run(nobodys.values(bot_id=bot_id))


async def forget(transaction: Transaction, before: datetime, limit: int) -> int:
    """Drop at most `limit` keys of updates that were handled before that moment. Returns how many."""
    key = handled_updates.c.bot_id, handled_updates.c.update_id
    old = select(*key).where(handled_updates.c.at < before).limit(limit)
    return (await transaction.run(delete(handled_updates).where(tuple_(*key).in_(old)))).rowcount
