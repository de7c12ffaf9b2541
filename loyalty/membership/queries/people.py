"""People, and the accounts they joined with."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from loyalty.actor import PERMISSIONS, Actor
from loyalty.membership.model import Profile, Visitor
from loyalty.programme import IN_FORCE
from storage import Reading, Transaction
from storage.models import Role
from storage.statements import insert_for
from storage.tables import accounts, cards, dialogues, entries, people, shops

_PERSON = people.c.id == bindparam("person_id")
_EVERYBODY = (
    select(*(people.c[name] for name in ("telegram_id", "first_name", "last_name", "username", "language")))
    .where(people.c.telegram_id.is_not(None))
    .order_by(people.c.id)
)
_FIRST_SHOP = select(func.min(shops.c.id)).scalar_subquery()
_IDENTIFY = (
    select(
        people.c.id,
        people.c.telegram_id,
        accounts.c.id,
        people.c.role,
        people.c.language,
        people.c.first_name,
        people.c.last_name,
        people.c.username,
        func.coalesce(people.c.shop_id, _FIRST_SHOP),
        people.c.blocked_at,
        dialogues.c.person_id,
    )
    .join(accounts, accounts.c.person_id == people.c.id)
    .outerjoin(dialogues, (dialogues.c.person_id == people.c.id) & (dialogues.c.chat_id == bindparam("chat_id")))
    .where(people.c.telegram_id == bindparam("telegram_id"))
)
_RECOGNISE = _IDENTIFY.add_columns(IN_FORCE)
_BY_TELEGRAM_ID = people.c.telegram_id == bindparam("of_telegram_id")
_OPEN_ACCOUNT = insert(accounts).returning(accounts.c.id)
_GIVEN = (
    select(entries.c.points, cards.c.token)
    .select_from(cards)
    .outerjoin(entries, entries.c.key == bindparam("welcome_key"))
    .where(cards.c.account_id == bindparam("account_id"), cards.c.revoked_at.is_(None))
)
_SAVE = update(people).where(_PERSON)
_SAVE_PROFILE = update(people).where(_BY_TELEGRAM_ID)
_BLOCKED_SINCE = func.coalesce(people.c.blocked_at, bindparam("now", type_=people.c.blocked_at.type))
_BLOCK = update(people).where(_BY_TELEGRAM_ID).values(blocked_at=_BLOCKED_SINCE)
_UNBLOCK = update(people).where(_BY_TELEGRAM_ID).values(blocked_at=None)


async def identify(reading: Reading, telegram_id: int, chat_id: int) -> Visitor | None:
    """The person in this chat; None for a stranger. One statement."""
    row = (await reading.run(_IDENTIFY, {"telegram_id": telegram_id, "chat_id": chat_id})).one_or_none()
    return _visitor(row) if row else None


async def recognise(reading: Reading, telegram_id: int, chat_id: int, now: datetime) -> tuple[Visitor, str] | None:
    """The same, with the fingerprint of the settings in force."""
    asked = {"telegram_id": telegram_id, "chat_id": chat_id, "now": now}
    row = (await reading.run(_RECOGNISE, asked)).one_or_none()
    if row is None:
        return None
    *columns, settings = row
    return _visitor(columns), settings


async def everybody(reading: Reading) -> list[Profile]:
    """All who have ever joined, apart from those who asked to be forgotten."""
    return [Profile(*row) for row in await reading.run(_EVERYBODY)]


async def add(transaction: Transaction, profile: Profile, source: str | None, now: datetime) -> int | None:
    """Writes a customer and returns their number; None: they are there already."""
    row = {
        "telegram_id": profile.telegram_id,
        "first_name": profile.first_name,
        "last_name": profile.last_name,
        "username": profile.username,
        "language": profile.language,
        "role": Role.CUSTOMER,
        "source": source,
        "joined_at": now,
    }
    stranger = (
        insert_for(transaction, people).on_conflict_do_nothing(index_elements=["telegram_id"]).returning(people.c.id)
    )
    person_id: int | None = (await transaction.run(stranger, row)).scalar_one_or_none()
    return person_id


async def open_account(transaction: Transaction, person_id: int, now: datetime) -> int:
    """Writes an account with nothing on it and returns its number."""
    figures = {"available": 0, "held": 0, "pending": 0, "shortfall": 0, "lifetime_earned": 0}
    row = {"person_id": person_id, "created_at": now} | figures
    account_id: int = (await transaction.run(_OPEN_ACCOUNT, row)).scalar_one()
    return account_id


async def given(reading: Reading, account_id: int, welcome_key: str) -> tuple[int, str]:
    """The welcome points that were booked under this key, and the token of the card that counts."""
    points, token = (await reading.run(_GIVEN, {"account_id": account_id, "welcome_key": welcome_key})).one()
    return points or 0, token


async def save_profile(transaction: Transaction, profile: Profile) -> None:
    """Name and user name."""
    names = {"first_name": profile.first_name, "last_name": profile.last_name, "username": profile.username}
    await transaction.later(_SAVE_PROFILE, {"of_telegram_id": profile.telegram_id, **names})


async def save_language(transaction: Transaction, person_id: int, language: str) -> None:
    await transaction.later(_SAVE, {"person_id": person_id, "language": language})


async def save_blocked(transaction: Transaction, telegram_id: int, now: datetime) -> None:
    """They have blocked the bot, since now unless since long."""
    await transaction.later(_BLOCK, {"of_telegram_id": telegram_id, "now": now})


async def save_unblocked(transaction: Transaction, telegram_id: int) -> None:
    await transaction.later(_UNBLOCK, {"of_telegram_id": telegram_id})


def _visitor(row: Sequence[Any]) -> Visitor:
    person_id, telegram_id, account_id, role, language, first_name, last_name, username, *rest = row
    shop_id, blocked_at, dialogue = rest
    return Visitor(
        Actor(person_id, PERMISSIONS[role], shop_id, account_id),
        Role(role),
        telegram_id,
        language,
        first_name,
        last_name,
        username,
        blocked=blocked_at is not None,
        dialogue=dialogue is not None,
    )
