"""Locks wider than a row."""

from typing import Any

from sqlalchemy import ClauseElement, Executable, Table
from sqlalchemy.ext.compiler import compiles

from storage.contract import Reading


class _Lock(Executable, ClauseElement):
    inherit_cache = False

    def __init__(self, table: Table) -> None:
        self.table = table


@compiles(_Lock)
def _lock(lock: _Lock, _compiler: Any, **_options: Any) -> str:
    return f"LOCK TABLE {lock.table.name} IN EXCLUSIVE MODE"


@compiles(_Lock, "sqlite")
def _no_lock(_lock: _Lock, _compiler: Any, **_options: Any) -> str:
    return "SELECT 1"  # every transaction that writes is alone anyway


async def lock_table(reading: Reading, table: Table) -> None:
    """Until the transaction ends, nobody else writes to the table or locks a row of it; whoever does is waited for."""
    await reading.run(_Lock(table))
