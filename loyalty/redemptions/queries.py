"""All SQL of redemptions: what is set aside at the till, and how it ends."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, and_, bindparam, func, insert, select, update

from loyalty.redemptions.model import Held, Question, UnderWay
from storage import Reading, Transaction
from storage.contract import AnyRow
from storage.models import HoldState
from storage.tables import HOLD_ACTIVE, accounts, cards, holds, people, shops

_HOLDS = (
    select(
        *(holds.c[name] for name in ("id", "account_id", "staff_id", "shop_id", "bill_minor", "points", "worth_minor")),
        *(holds.c[name] for name in ("state", "expires_at", "receipt_number")),
        people.c.first_name,
        cards.c.number.label("card_number"),
        shops.c.name.label("shop"),
    )
    .join(shops, shops.c.id == holds.c.shop_id)
    .join(accounts, accounts.c.id == holds.c.account_id)
    .outerjoin(people, people.c.id == accounts.c.person_id)
    .outerjoin(cards, and_(cards.c.account_id == holds.c.account_id, cards.c.revoked_at.is_(None)))
)
_NOW = bindparam("now", type_=holds.c.expires_at.type)
_ONE = _HOLDS.where(holds.c.id == bindparam("hold_id"))
_BY_KEY = _HOLDS.where(holds.c.key == bindparam("key"))
_OF_ACCOUNT = holds.c.account_id == bindparam("account_id")
_TIMED_OUT = _HOLDS.where(HOLD_ACTIVE, _OF_ACCOUNT, holds.c.expires_at <= _NOW).order_by(holds.c.id)
_WAITING = _HOLDS.where(HOLD_ACTIVE, _OF_ACCOUNT, holds.c.expires_at > _NOW).order_by(holds.c.id.desc()).limit(1)
_UNDER_WAY = (
    select(holds.c.points, holds.c.staff_id, people.c.first_name, holds.c.expires_at)
    .join(people, people.c.id == holds.c.staff_id)
    .where(HOLD_ACTIVE, _OF_ACCOUNT, holds.c.expires_at > _NOW)
    .order_by(holds.c.points.desc(), holds.c.id)
    .limit(1)
)
_WITH_TIMED_OUT = (
    select(holds.c.account_id).where(HOLD_ACTIVE, holds.c.expires_at <= _NOW).limit(bindparam("most", type_=Integer()))
)
_LOCK_TIMED_OUT = select(accounts.c.id).where(accounts.c.id.in_(_WITH_TIMED_OUT)).with_for_update(skip_locked=True)
_NEXT_END = select(func.min(holds.c.expires_at)).where(HOLD_ACTIVE)
_ADD = insert(holds).returning(holds.c.id)
_RESOLVE = update(holds).where(holds.c.id == bindparam("hold_id"))
_BLOCKED = select(people.c.first_name).where(people.c.id == bindparam("person_id"), people.c.blocked_at.is_not(None))


async def find(reading: Reading, hold_id: int) -> Held | None:
    return await _one(reading, _ONE, {"hold_id": hold_id})


async def by_key(reading: Reading, key: str) -> Held | None:
    """The redemption that was asked for with this key."""
    return await _one(reading, _BY_KEY, {"key": key})


async def newest_waiting(reading: Reading, account_id: int, now: datetime) -> Held | None:
    """The last question to the account that can still be answered."""
    return await _one(reading, _WAITING, {"account_id": account_id, "now": now})


async def under_way(reading: Reading, account_id: int, now: datetime) -> UnderWay | None:
    """Of the questions to the account that can still be answered, the one for most points."""
    row = (await reading.run(_UNDER_WAY, {"account_id": account_id, "now": now})).one_or_none()
    return UnderWay(row.points, row.staff_id, row.first_name or "", row.expires_at) if row else None


async def timed_out(reading: Reading, account_id: int, now: datetime) -> list[Held]:
    """Those of the account that nobody has answered in time, the oldest first."""
    return [_held(row) for row in (await reading.run(_TIMED_OUT, {"account_id": account_id, "now": now})).all()]


async def lock_timed_out(transaction: Transaction, now: datetime, limit: int) -> list[int]:
    """Up to `limit` accounts with such a one; those locked elsewhere wait for next time."""
    return list((await transaction.run(_LOCK_TIMED_OUT, {"now": now, "most": limit})).scalars())


async def next_end(reading: Reading) -> datetime | None:
    """When the next one runs out of time; None: there is none under way."""
    moment: datetime | None = (await reading.run(_NEXT_END)).scalar()
    return moment


async def add(transaction: Transaction, question: Question) -> int:
    """Writes a redemption that is under way and returns its number."""
    row = asdict(question) | {"state": HoldState.ACTIVE}
    hold_id: int = (await transaction.run(_ADD, row)).scalar_one()
    return hold_id


async def resolve(transaction: Transaction, hold_id: int, state: HoldState, now: datetime) -> None:
    """It has ended so."""
    await transaction.later(_RESOLVE, {"hold_id": hold_id, "state": state, "resolved_at": now})


async def blocked_name(reading: Reading, person_id: int | None) -> str | None:
    """The first name of a customer who has blocked the bot; None: they have not."""
    name: str | None = (await reading.run(_BLOCKED, {"person_id": person_id})).scalar_one_or_none()
    return name


async def _one(reading: Reading, statement: Any, wanted: dict[str, Any]) -> Held | None:
    row = (await reading.run(statement, wanted)).one_or_none()
    return _held(row) if row else None


def _held(row: AnyRow) -> Held:
    return Held(
        hold_id=row.id,
        account_id=row.account_id,
        staff_id=row.staff_id,
        customer=row.first_name or "",
        card_number=row.card_number,
        shop_id=row.shop_id,
        shop=row.shop,
        bill_minor=row.bill_minor,
        points=row.points,
        worth_minor=row.worth_minor,
        left_minor=row.bill_minor - row.worth_minor,
        state=HoldState(row.state),
        expires_at=row.expires_at,
        receipt_number=row.receipt_number,
    )
