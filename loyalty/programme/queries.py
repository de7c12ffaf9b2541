"""All SQL of the programme: versions of its settings, the first shop, and the owner's own texts."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, or_, select

from loyalty.programme.model import OwnText, Version
from storage import Reading, Transaction
from storage.locks import lock_table
from storage.statements import insert_for
from storage.tables import accounts, people, programme_texts, programme_versions, shops

_HOLDS_FROM = programme_versions.c.holds_from
#: The fingerprint of the settings in force at `:now`, to be selected along with other things: the newest version whose
#: day has come. One that holds at once does so from its commit on, whatever the clock of who asks says.
IN_FORCE = (
    select(programme_versions.c.fingerprint)
    .where(or_(_HOLDS_FROM.is_(None), bindparam("now", type_=_HOLDS_FROM.type) >= _HOLDS_FROM))
    .order_by(programme_versions.c.id.desc())
    .limit(1)
    .scalar_subquery()
    .label("programme")
)
_LOAD = select(IN_FORCE)
_OF_FINGERPRINT = (
    select(programme_versions.c.settings).where(programme_versions.c.fingerprint == bindparam("fingerprint")).limit(1)
)
_ANY_VERSION = select(programme_versions.c.id).limit(1)
_ANY_SHOP = select(shops.c.id).limit(1)
_HISTORY = (
    select(programme_versions.c.at, people.c.first_name, programme_versions.c.settings, programme_versions.c.holds_from)
    .outerjoin(people, people.c.id == programme_versions.c.changed_by)
    .order_by(programme_versions.c.id)
)
_OF_NAME = programme_texts.c.name == bindparam("text_name")
_TEXTS = select(programme_texts.c.language, programme_texts.c.text).where(_OF_NAME)
_REMOVE_TEXT = delete(programme_texts).where(_OF_NAME, programme_texts.c.language == bindparam("text_language"))
_ADD_VERSION = insert(programme_versions).inline()
_ADD_SHOP = insert(shops).inline()


async def in_force(reading: Reading, now: datetime) -> str:
    """The fingerprint of the settings in force."""
    fingerprint: str = (await reading.run(_LOAD, {"now": now})).scalar_one()
    return fingerprint


async def settings_of(reading: Reading, fingerprint: str) -> dict[str, Any]:
    """The settings of this content, as they are stored."""
    stored: dict[str, Any] = (await reading.run(_OF_FINGERPRINT, {"fingerprint": fingerprint})).scalar_one()
    return stored


async def lock_versions(transaction: Transaction) -> None:
    """Replicas that start at once do so one after the other."""
    await lock_table(transaction, programme_versions)


async def lock_accounts(transaction: Transaction) -> None:
    """Whoever books has locked an account and read the settings with it: nobody books by the old rules from here on."""
    await lock_table(transaction, accounts)


async def any_version(reading: Reading) -> bool:
    return (await reading.run(_ANY_VERSION)).first() is not None


async def any_shop(reading: Reading) -> bool:
    return (await reading.run(_ANY_SHOP)).first() is not None


async def add_version(
    transaction: Transaction, settings: dict[str, Any], fingerprint: str, changed_by: int | None, now: datetime
) -> None:
    """Settings that hold at once."""
    row = {"settings": settings, "fingerprint": fingerprint, "at": now, "changed_by": changed_by}
    await transaction.later(_ADD_VERSION, row)


async def add_shop(transaction: Transaction, name: str, now: datetime) -> None:
    await transaction.later(_ADD_SHOP, {"name": name, "created_at": now})


async def versions(reading: Reading) -> list[Version]:
    """All there were, oldest first."""
    return [Version(*row) for row in await reading.run(_HISTORY)]


async def texts(reading: Reading, name: OwnText) -> dict[str, str]:
    """The owner's words for it, by language."""
    return {row.language: row.text for row in await reading.run(_TEXTS, {"text_name": name})}


async def save_text(
    transaction: Transaction, name: OwnText, language: str, text: str, changed_by: int, now: datetime
) -> None:
    """In the place of what was said before."""
    row = {"name": name, "language": language, "text": text, "at": now, "changed_by": changed_by}
    first = insert_for(transaction, programme_texts)
    anew = {column: first.excluded[column] for column in ("text", "at", "changed_by")}
    await transaction.run(first.on_conflict_do_update(index_elements=["name", "language"], set_=anew), row)


async def remove_text(transaction: Transaction, name: OwnText, language: str) -> None:
    await transaction.run(_REMOVE_TEXT, {"text_name": name, "text_language": language})
