"""The outbox: claiming what is due, and writing down how its sending ended.

A row's `due_at` says when somebody has to look at it next; while it is being sent, that is when the claim lapses. So
one look finds both what is due and what a dead process left behind. A finished row has none, and no facts: whom and
what it told of stands in the tables, where the wish to be forgotten reaches it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, bindparam, exists, func, or_, select, update

from storage.contract import Reading, Transaction
from storage.models import DeliveryState
from storage.tables import outbox_messages as rows
from storage.tables import people, programme_versions

#: How long a claim holds unless it is prolonged.
CLAIM = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Owed:
    """A claimed message, with what one needs to know to word it and to send it."""

    id: int
    key: str
    person_id: int
    kind: str
    facts: dict[str, Any]
    #: How often its sending was begun, this time included.
    attempts: int
    #: None: they have asked to be forgotten.
    telegram_id: int | None
    language: str
    #: The fingerprint of the programme's settings in force.
    settings: str


# Made once: building a statement costs more than running it.
_NOW, _UNTIL = (bindparam(name, type_=rows.c.due_at.type) for name in ("now", "until"))
_THESE = rows.c.id.in_(bindparam("ids", expanding=True))
_PROLONG = update(rows).where(_THESE, rows.c.state == DeliveryState.SENDING).values(due_at=_UNTIL)
_EARLIER = rows.alias()
_HELD_UP = exists().where(
    _EARLIER.c.person_id == rows.c.person_id,
    _EARLIER.c.id < rows.c.id,
    _EARLIER.c.due_at.is_not(None),
    or_(_EARLIER.c.state == DeliveryState.SENDING, _EARLIER.c.attempts > 0),
)
_DUE = (
    select(rows.c.id)
    .where(rows.c.due_at <= _NOW, ~_HELD_UP)
    .order_by(rows.c.due_at, rows.c.id)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
)
_READER = people.c.id == rows.c.person_id
_SETTINGS = (
    select(programme_versions.c.fingerprint)
    .where(or_(programme_versions.c.holds_from.is_(None), programme_versions.c.holds_from <= _NOW))
    .order_by(programme_versions.c.id.desc())
    .limit(1)
)
_CLAIM = (
    update(rows)
    .where(_THESE)
    .values(state=DeliveryState.SENDING, attempts=rows.c.attempts + 1, due_at=_UNTIL)
    .returning(
        *(rows.c[name] for name in ("id", "key", "person_id", "kind", "facts", "attempts")),
        select(people.c.telegram_id).where(_READER).scalar_subquery().label("telegram_id"),
        select(people.c.language).where(_READER).scalar_subquery().label("language"),
        _SETTINGS.scalar_subquery().label("settings"),
    )
)
_ANYTHING_DUE = select(exists().where(rows.c.due_at <= _NOW))


async def claim(transaction: Transaction, now: datetime, limit: int, under_way: Collection[int] = ()) -> Sequence[Owed]:
    """Up to `limit` messages to send now, oldest first, each counted as an attempt; other processes pass them over.

    A message waits while an earlier one to the same person is being sent or tried again. The claims of `under_way`,
    the ids this process is sending still, are prolonged.
    """
    if under_way:
        await transaction.run(_PROLONG, {"ids": list(under_way), "until": now + CLAIM})
    ids = (await transaction.run(_DUE, {"now": now, "most": limit})).scalars().all()
    if not ids:
        return ()
    claimed = await transaction.run(_CLAIM, {"ids": ids, "until": now + CLAIM, "now": now})
    return sorted((Owed(*row) for row in claimed), key=lambda message: message.id)


_SENT = (
    update(rows)
    .where(rows.c.id == bindparam("outbox_id"))
    .values(
        state=DeliveryState.SENT,
        due_at=None,
        facts={},
        sent_at=bindparam("now"),
        message_id=bindparam("as_message"),
    )
)


async def finish_sent(transaction: Transaction, sent: Sequence[tuple[Owed, int | None]], now: datetime) -> None:
    """Write down that messages went out, each with Telegram's id of it; in one go, since most messages end so."""
    await transaction.run(
        _SENT, [{"outbox_id": message.id, "now": now, "as_message": number} for message, number in sent]
    )


async def finish(
    transaction: Transaction, message: Owed, state: DeliveryState, now: datetime, message_id: int | None = None
) -> None:
    """Write down the end of a message. Of somebody who blocked the bot, that is remembered too."""
    sent_at = now if state == DeliveryState.SENT else None
    ended: dict[str, Any] = {"state": state, "due_at": None, "facts": {}, "sent_at": sent_at, "message_id": message_id}
    await transaction.run(update(rows).where(rows.c.id == message.id).values(ended))
    if state == DeliveryState.BLOCKED:
        person = update(people).where(people.c.id == message.person_id, people.c.blocked_at.is_(None))
        await transaction.run(person.values(blocked_at=now))


async def put_back(transaction: Transaction, message: Owed, due_at: datetime, *, tried: bool) -> None:
    """Let a message wait until `due_at`. Not `tried`: its turn had not come, the attempt does not count."""
    attempts = message.attempts if tried else message.attempts - 1
    waiting = {"state": DeliveryState.PENDING, "attempts": attempts, "due_at": due_at}
    await transaction.run(update(rows).where(rows.c.id == message.id).values(waiting))


async def message_id(reading: Reading, key: str) -> int | None:
    """Telegram's id of the message in which the one with this key went out; None: it has not, or nobody knows."""
    found: int | None = (await reading.run(select(rows.c.message_id).where(rows.c.key == key))).scalar_one_or_none()
    return found


async def anything_due(reading: Reading, now: datetime) -> bool:
    """Whether something ought to be sent that nobody has claimed: for lack of room, or because it has to wait."""
    return bool((await reading.run(_ANYTHING_DUE, {"now": now})).scalar_one())


async def recover(transaction: Transaction, now: datetime) -> int:
    """Make everything that is being sent due again: for the start of the only process. Returns how many."""
    left = update(rows).where(rows.c.due_at.is_not(None), rows.c.state == DeliveryState.SENDING)
    return (await transaction.run(left.values(state=DeliveryState.PENDING, due_at=now))).rowcount


async def backlog(reading: Reading, now: datetime) -> tuple[int, datetime | None]:
    """How many messages ought to have gone out by now and have not, and when the oldest of them was written."""
    owed = select(func.count(), func.min(rows.c.created_at)).where(
        rows.c.due_at.is_not(None), or_(rows.c.due_at <= now, rows.c.attempts > 0)
    )
    count, oldest = (await reading.run(owed)).one()
    return count, oldest


_NEWEST = select(func.coalesce(func.max(rows.c.id), 0))
_FINISH_UNSENT = (
    update(rows)
    .where(rows.c.id > bindparam("after", type_=Integer))
    .values(state=DeliveryState.SENT, due_at=None, facts={}, sent_at=rows.c.created_at)
)


async def newest(reading: Reading) -> int:
    """The number of the last message that was put in; 0: none."""
    number: int = (await reading.run(_NEWEST)).scalar_one()
    return number


async def finish_unsent(transaction: Transaction, after: int) -> None:
    """Take all messages behind that number for sent when they were put in, and send none of them."""
    await transaction.run(_FINISH_UNSENT, {"after": after})
