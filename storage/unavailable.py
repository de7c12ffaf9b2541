"""Away is not broken: which errors of a database say 'not now', and which say 'never'.

Whoever meets `Unavailable` waits and does the same again; whoever meets anything else has found a fault. So each code
is decided here, and where it could be either, by what is worse: an update that is repeated for nothing, or a purchase
that is lost with an apology while the database was away.

SQLite, by the primary code (the last byte of `sqlite_errorcode`), with exceptions by the whole code:

| code | said | why |
|---|---|---|
| BUSY, LOCKED, PROTOCOL | not now | somebody else holds the file for longer than we wait |
| FULL, IOERR, NOMEM | not now | it may take a person to empty a disk, but nothing is wrong with the statement |
| IOERR_DATA, IOERR_CORRUPTFS | never | the disk has answered, with something else than was written |
| CANTOPEN, PERM | not now, refused | the volume is gone, or no file handle is left |
| READONLY | not now, refused | mounted read-only after an error; not where we forbade writing ourselves |
| SCHEMA | not now | another process migrates in this moment |
| CORRUPT, NOTADB, ERROR, CONSTRAINT, MISUSE and the rest | never | the same statement ends the same |

`refused`: it answers, and turns us away. In service that is waited for too; at the start a person has to look.

PostgreSQL, by SQLSTATE, the longest that fits:

| state | said | why |
|---|---|---|
| 08 | not now | the connection; poolers use 08P01 for 'no server for you yet' too |
| 25006 | not now | a standby after a failover: nothing of ours declares itself read-only |
| 25P03, 25P04 | not now | a transaction cut for its length: we or the server stood still |
| 28, 3D000, 57P04 | not now, refused | a password or a database being changed; 57P04: it was dropped |
| 40 but 40002 | not now | serialisation, deadlock, an unknown end: they ask for a repeat; 40002 is a constraint |
| 53 but 53400 | not now | too many connections, a full disk, no memory; 53400 is a limit to be met again |
| 55P03 | not now | `lock_timeout`: somebody holds the row |
| 57 | not now | `statement_timeout` (57014: a slow server, not a slow statement), shutdown, crash, start |
| 58 but 58P01, 58P02 | not now | the server's own disk; a file missing or double is damage |
| 22, 23, 42, XX and the rest | never | the same statement ends the same |

A driver says it without any code when the line breaks (`OSError`, a connection found closed), when nothing comes back
in time, and when a prepared statement is older than the tables; SQLAlchemy when its pool has no connection to give.
A commit whose end is unknown is 'not now' too: an update's id is written with its effect, so a repeat is harmless.
"""

import sqlite3
from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class Unavailable(Exception):
    """The database cannot answer now; the same may go well later. Holds a short reason, without values."""

    def __init__(self, reason: str, *, refused: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        #: It does answer, and turns us away: at the start somebody has to look at the address or the password.
        self.refused = refused


_SQLITE = {
    sqlite3.SQLITE_BUSY: "it is locked",
    sqlite3.SQLITE_LOCKED: "it is locked",
    sqlite3.SQLITE_PROTOCOL: "it is locked",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk fails",
    sqlite3.SQLITE_NOMEM: "memory is short",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened",
    sqlite3.SQLITE_PERM: "the file cannot be opened",
    sqlite3.SQLITE_READONLY: "the file cannot be written",
    sqlite3.SQLITE_SCHEMA: "its tables are being changed",
}
#: IOERR_DATA and IOERR_CORRUPTFS, which Python's sqlite3 has no names for before 3.12.
_SQLITE_NEVER = {sqlite3.SQLITE_IOERR | (number << 8) for number in (32, 33)}

#: By SQLSTATE or its beginning; None: never.
_POSTGRESQL = {
    "08": "the connection is lost",
    "25006": "it is read-only",
    "25P03": "the transaction took too long",
    "25P04": "the transaction took too long",
    "28": "it refuses the user or the password",
    "3D000": "there is no database of that name",
    "40": "others were at the same rows",
    "40002": None,
    "53": "the server is short of means",
    "53400": None,
    "55P03": "a row stayed locked",
    "57": "the server stops or starts",
    "57014": "the statement took too long",
    "57P04": "there is no database of that name",
    "58": "the server's disk fails",
    "58P01": None,
    "58P02": None,
}
_REFUSED = ("28", "3D000", "57P04")
_SQLITE_REFUSED = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY)
#: What asyncpg says without an SQLSTATE that fits; by name, so that whoever runs on SQLite need not load it.
_DRIVER = {
    "ConnectionDoesNotExistError": "the connection is lost",
    "InvalidCachedStatementError": "its tables are being changed",
    "OutdatedSchemaCacheError": "its tables are being changed",
    "TargetServerAttributeNotMatched": "it is read-only",
}


def told_by_sqlite(error: sqlite3.Error) -> Unavailable | None:
    """None: a fault. Errors that Python makes of its own accord carry no code, and are faults."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
    reason = None if code in _SQLITE_NEVER else _SQLITE.get(code & 0xFF)
    return Unavailable(reason, refused=code & 0xFF in _SQLITE_REFUSED) if reason else None


def told_by_state(state: str) -> Unavailable | None:
    """What PostgreSQL's SQLSTATE says."""
    fits = max((known for known in _POSTGRESQL if state.startswith(known)), key=len, default="")
    reason = _POSTGRESQL.get(fits)
    return Unavailable(reason, refused=fits in _REFUSED) if reason else None


def told(error: BaseException) -> Unavailable | None:
    """What an error says that came out of SQLAlchemy or a driver; None: a fault, to be raised as it is."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return Unavailable("the connection is lost")
    return next((found for one in _layers(error) if (found := _told_by(one))), None)


def _layers(error: BaseException) -> Iterator[BaseException]:
    """SQLAlchemy's error, the driver's as SQLAlchemy dresses it, and the driver's own."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = (seen.orig if isinstance(seen, DBAPIError) else None) or seen.__cause__


def _told_by(error: BaseException) -> Unavailable | None:
    if isinstance(error, sqlite3.Error):
        return told_by_sqlite(error)
    if isinstance(error, PoolTimeout):
        return Unavailable("no connection is free")
    if isinstance(error, TimeoutError):
        return Unavailable("it does not answer in time")
    if isinstance(error, OSError):
        return Unavailable("it cannot be reached")
    if reason := next((_DRIVER[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in _DRIVER), None):
        return Unavailable(reason)
    if state := getattr(error, "sqlstate", None):
        return told_by_state(state)
    return Unavailable("the connection is lost") if _found_closed(error) else None


def _found_closed(error: BaseException) -> bool:
    """asyncpg's InterfaceError is one class for a connection that is closed and for a wrong number of arguments."""
    return any(kind.__name__ == "InterfaceError" for kind in type(error).__mro__) and "is closed" in str(error)
