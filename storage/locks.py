"""Locks wider than a row."""

from sqlalchemy import Table, text
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.statements import is_sqlite, run


async def lock_table(session: AsyncSession, table: Table) -> None:
    """Until the transaction ends, nobody else writes to the table or locks a row of it; who does so now is waited for.

    On SQLite, every transaction that writes is alone anyway.
    """
    if not is_sqlite(session):
        await run(session, text(f"LOCK TABLE {table.name} IN EXCLUSIVE MODE"))
