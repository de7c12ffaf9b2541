"""People as Telegram shows them, and their accounts."""

from datetime import datetime

from loyalty import cards, ledger
from loyalty.actor import Actor, Permission
from loyalty.identity import acting
from loyalty.membership.model import Joined, Profile, Visitor
from loyalty.membership.queries import people as queries
from loyalty.programme import Programme, load, of
from storage import Reading, Transaction
from storage.models import EntryKind


async def identify(reading: Reading, telegram_id: int, chat_id: int | None = None) -> Visitor | None:
    """The person behind an update, with rights and language as they are now; None for a stranger. One statement.

    `chat_id`: where they act; None: in their private chat, which has their own number.
    """
    return await queries.identify(reading, telegram_id, telegram_id if chat_id is None else chat_id)


async def recognise(
    reading: Reading, telegram_id: int, now: datetime, chat_id: int | None = None
) -> tuple[Programme, Visitor | None]:
    """The settings in force and the person behind an update. One statement for those who are known."""
    found = await queries.recognise(reading, telegram_id, telegram_id if chat_id is None else chat_id, now)
    if found is None:
        return await load(reading, now), None
    visitor, settings = found
    return await of(reading, settings), visitor


async def join(transaction: Transaction, profile: Profile, now: datetime, source: str | None = None) -> Joined:
    """Makes a customer of a stranger: account, card, welcome points. A second call returns what the first one gave.

    `source` is the word after `s_` in the link that brought them.
    """
    person_id = await queries.add(transaction, profile, source, now)
    if person_id is not None:
        await _open_account(transaction, person_id, now)
    visitor = await identify(transaction, profile.telegram_id)
    assert visitor is not None, "every person has an account"
    welcome_points, card_token = await queries.given(
        transaction, visitor.actor.account_id, _welcome_key(visitor.actor.account_id)
    )
    return Joined(visitor, welcome_points, person_id is not None, card_token)


async def _open_account(transaction: Transaction, person_id: int, now: datetime) -> None:
    account_id = await queries.open_account(transaction, person_id, now)
    await cards.issue(transaction, account_id, now)
    programme = await load(transaction, now)
    if programme.earning.welcome_points:
        account = await ledger.lock(transaction, account_id, now)
        key = _welcome_key(account_id)
        await ledger.credit(transaction, account, EntryKind.WELCOME, programme.earning.welcome_points, key=key, now=now)
        await ledger.save(transaction, account)


def _welcome_key(account_id: int) -> str:
    return f"welcome:{account_id}"


async def update_profile(transaction: Transaction, profile: Profile) -> None:
    """Keeps name and user name as Telegram shows them now; the language stays the customer's own choice."""
    await queries.save_profile(transaction, profile)


async def set_language(transaction: Transaction, actor: Actor, language: str) -> None:
    """From now on everything reaches the person in this language."""
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD)
    await queries.save_language(transaction, actor.person_id, language)


async def set_blocked(transaction: Transaction, telegram_id: int, blocked: bool, now: datetime) -> None:
    """Marks that the bot cannot write to them, since when; or that it can again."""
    if blocked:
        await queries.save_blocked(transaction, telegram_id, now)
    else:
        await queries.save_unblocked(transaction, telegram_id)
