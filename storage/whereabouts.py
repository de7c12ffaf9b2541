"""Where a database is, as its URL says."""

from typing import NamedTuple

from sqlalchemy import make_url


class Whereabouts(NamedTuple):
    #: Its path, or its name on the server; None: in memory alone.
    name: str | None
    is_file: bool


def whereabouts(database_url: str) -> Whereabouts:
    """Whether or not such a database is there."""
    url = make_url(database_url)
    is_file = url.get_backend_name() == "sqlite"
    return Whereabouts(None if url.database in ("", ":memory:") else url.database, is_file)
