"""People as Telegram shows them, and their accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from loyalty import cards, ledger
from loyalty.actor import PERMISSIONS, Actor, Permission
from loyalty.membership.model import Profile, Visitor
from loyalty.programme import IN_FORCE, Programme, load, of
from storage import Reading, Transaction
from storage.models import EntryKind, Role
from storage.statements import insert_for
from storage.tables import accounts, dialogues, entries, people, shops
from storage.tables import cards as card_rows


@dataclass(frozen=True, slots=True)
class Joined:
    """A new customer, or one who had joined before, with what they got then."""

    visitor: Visitor
    welcome_points: int
    is_new: bool
    card_token: str


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


async def identify(reading: Reading, telegram_id: int, chat_id: int | None = None) -> Visitor | None:
    """The person behind an update, with rights and language as they are now; None for a stranger. One statement.

    `chat_id`: where they act; None: in their private chat, which has their own number.
    """
    row = (await reading.run(_IDENTIFY, _where(telegram_id, chat_id))).one_or_none()
    return _visitor(row) if row else None


async def recognise(
    reading: Reading, telegram_id: int, now: datetime, chat_id: int | None = None
) -> tuple[Programme, Visitor | None]:
    """The settings in force and the person behind an update. One statement for those who are known."""
    row = (await reading.run(_RECOGNISE, {"now": now, **_where(telegram_id, chat_id)})).one_or_none()
    if row is None:
        return await load(reading, now), None
    *columns, settings = row
    return await of(reading, settings), _visitor(columns)


def _where(telegram_id: int, chat_id: int | None) -> dict[str, int]:
    return {"telegram_id": telegram_id, "chat_id": telegram_id if chat_id is None else chat_id}


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


async def join(transaction: Transaction, profile: Profile, now: datetime, source: str | None = None) -> Joined:
    """Makes a customer of a stranger: account, card, welcome points. A second call returns what the first one gave.

    `source` is the word after `s_` in the link that brought them.
    """
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
    person_id = (await transaction.run(stranger, row)).scalar_one_or_none()
    if person_id is not None:
        await _open_account(transaction, person_id, now)
    visitor = await identify(transaction, profile.telegram_id)
    assert visitor is not None, "every person has an account"
    welcome_points, card_token = await _given(transaction, visitor.actor.account_id)
    return Joined(visitor, welcome_points, person_id is not None, card_token)


async def _open_account(transaction: Transaction, person_id: int, now: datetime) -> None:
    figures = {"available": 0, "held": 0, "pending": 0, "shortfall": 0, "lifetime_earned": 0}
    row = {"person_id": person_id, "created_at": now} | figures
    account_id = (await transaction.run(insert(accounts).returning(accounts.c.id), row)).scalar_one()
    await cards.issue(transaction, account_id, now)
    programme = await load(transaction, now)
    if programme.earning.welcome_points:
        account = await ledger.lock(transaction, account_id, now)
        key = f"welcome:{account_id}"
        await ledger.credit(transaction, account, EntryKind.WELCOME, programme.earning.welcome_points, key=key, now=now)
        await ledger.save(transaction, account)


async def _given(reading: Reading, account_id: int) -> tuple[int, str]:
    statement = (
        select(entries.c.points, card_rows.c.token)
        .select_from(card_rows)
        .outerjoin(entries, entries.c.key == f"welcome:{account_id}")
        .where(card_rows.c.account_id == account_id, card_rows.c.revoked_at.is_(None))
    )
    points, token = (await reading.run(statement)).one()
    return points or 0, token


async def update_profile(transaction: Transaction, profile: Profile) -> None:
    """Keeps name and user name as Telegram shows them now; the language stays the customer's own choice."""
    names = {
        "first_name": profile.first_name,
        "last_name": profile.last_name,
        "username": profile.username,
    }
    await transaction.run(update(people).where(people.c.telegram_id == profile.telegram_id).values(names))


async def set_language(transaction: Transaction, actor: Actor, language: str) -> None:
    """From now on everything reaches the person in this language."""
    actor.require(Permission.USE_OWN_CARD)
    await transaction.run(update(people).where(people.c.id == actor.person_id).values(language=language))


async def set_blocked(transaction: Transaction, telegram_id: int, blocked: bool, now: datetime) -> None:
    """Marks that the bot cannot write to them, since when; or that it can again."""
    value = func.coalesce(people.c.blocked_at, now) if blocked else None
    await transaction.run(update(people).where(people.c.telegram_id == telegram_id).values(blocked_at=value))
