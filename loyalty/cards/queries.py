"""All SQL of cards."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, bindparam, func, select, update

from loyalty.balances.model import Figures
from loyalty.cards.model import Card, Custom, Holder
from loyalty.cards.rules import format_number
from loyalty.programme import IN_FORCE
from storage import Reading, Transaction
from storage.models import Role
from storage.statements import insert_for, total
from storage.tables import accounts, audit_records, cards, people, purchases

_COUNTS = (cards.c.account_id == bindparam("of_account"), cards.c.revoked_at.is_(None))
_CURRENT = select(cards.c.account_id, cards.c.token, cards.c.number, cards.c.created_at).where(*_COUNTS)
_REVOKE = update(cards).where(*_COUNTS)
_LOCK_ACCOUNT = select(accounts.c.id).where(accounts.c.id == bindparam("account_id")).with_for_update()
_HOLDER = (
    select(
        people.c.first_name,
        people.c.last_name,
        people.c.joined_at,
        people.c.blocked_at,
        *(accounts.c[name] for name in ("id", "person_id", "available", "held", "pending", "shortfall")),
        cards.c.number,
        cards.c.revoked_at,
        IN_FORCE,
    )
    .join(accounts, accounts.c.id == cards.c.account_id)
    .join(people, people.c.id == accounts.c.person_id)
)
_BY_NUMBER = _HOLDER.where(cards.c.number == bindparam("wanted"))
_BY_TOKEN = _HOLDER.where(cards.c.token == bindparam("wanted"))
_KEPT_MINOR = purchases.c.amount_minor - purchases.c.refunded_minor
_CUSTOM = select(func.count(), func.coalesce(total(_KEPT_MINOR), 0), func.max(purchases.c.at)).where(
    purchases.c.account_id == bindparam("account_id"), _KEPT_MINOR > 0
)
#: By its subject a record is found at once, however many a busy member of staff has made.
_RECORDED = (
    audit_records.c.subject == bindparam("subject", type_=String()),
    audit_records.c.action == bindparam("action", type_=String()),
    audit_records.c.at > bindparam("since", type_=audit_records.c.at.type),
)
_HOW_OFTEN = select(func.count()).select_from(audit_records).where(*_RECORDED)
_LAST_TIME = select(func.max(audit_records.c.at)).where(*_RECORDED)
_OWNERS = select(people.c.id).where(people.c.role == Role.OWNER).order_by(people.c.id)


async def add(transaction: Transaction, card: Card) -> bool:
    """Keeps a new card; False: its number is somebody's already."""
    row = {
        "account_id": card.account_id,
        "token": card.token,
        "number": card.number,
        "created_at": card.created_at,
    }
    free = insert_for(transaction, cards).on_conflict_do_nothing(index_elements=["number"])
    return (await transaction.run(free, row)).rowcount == 1


async def current(reading: Reading, account_id: int) -> Card | None:
    """The account's card that counts."""
    row = (await reading.run(_CURRENT, {"of_account": account_id})).one_or_none()
    return Card(*row) if row else None


async def lock_account(transaction: Transaction, account_id: int) -> None:
    """Two who renew at once do so one after the other."""
    await transaction.run(_LOCK_ACCOUNT, {"account_id": account_id})


async def revoke(transaction: Transaction, account_id: int, now: datetime) -> None:
    """The account's card counts no more."""
    await transaction.later(_REVOKE, {"of_account": account_id, "revoked_at": now})


async def by_number(reading: Reading, number: str, now: datetime) -> Holder | None:
    return await _holder(reading, _BY_NUMBER, number, now)


async def by_token(reading: Reading, token: str, now: datetime) -> Holder | None:
    return await _holder(reading, _BY_TOKEN, token, now)


async def _holder(reading: Reading, statement: Any, wanted: str, now: datetime) -> Holder | None:
    row = (await reading.run(statement, {"wanted": wanted, "now": now})).one_or_none()
    if row is None:
        return None
    return Holder(
        account_id=row.id,
        person_id=row.person_id,
        name=" ".join(filter(None, (row.first_name, row.last_name))) or format_number(row.number),
        member_since=row.joined_at,
        card_number=row.number,
        revoked=row.revoked_at is not None,
        blocked=row.blocked_at is not None,
        figures=Figures(row.available, row.held, row.pending, row.shortfall, row.programme),
    )


async def custom(reading: Reading, account_id: int) -> Custom:
    """What the account has bought and not brought back."""
    count, spent_minor, last_at = (await reading.run(_CUSTOM, {"account_id": account_id})).one()
    return Custom(count, int(spent_minor), last_at)


async def recorded(reading: Reading, subject: str, action: str, since: datetime) -> int:
    """How often it was written down of this subject after that moment."""
    asked = {"subject": subject, "action": action, "since": since}
    return int((await reading.run(_HOW_OFTEN, asked)).scalar_one())


async def last_recorded(reading: Reading, subject: str, action: str, since: datetime) -> datetime | None:
    """When it was last written down of this subject, if after that moment."""
    moment: datetime | None = (
        await reading.run(_LAST_TIME, {"subject": subject, "action": action, "since": since})
    ).scalar()
    return moment


async def owners(reading: Reading) -> list[int]:
    return list((await reading.run(_OWNERS)).scalars())
