"""The outbox: claiming what is due, and writing down how its sending ended.

A row's `due_at` says when somebody has to look at it next; while it is being sent, that is when the claim lapses. So
one look finds both what is due and what a dead process left behind. A finished row has none, and no facts: whom and
what it told of stands in the tables, where the wish to be forgotten reaches it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)

from storage.contract import Reading, Transaction
from storage.models import DeliveryState, Urgency
from storage.statements import insert_for
from storage.tables import outbox_messages as rows
from storage.tables import people, programme_versions

#: How long a claim holds unless it is prolonged.
CLAIM = timedelta(seconds=60)
#: A kind that this version does not know may be a newer replica's: for so long it is left to that one.
STRANGE_FOR = timedelta(hours=1)


class Chat(NamedTuple):
    """A recipient that is nobody in particular: a chat, and perhaps one of its threads."""

    chat_id: int
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """A claimed message, with what one needs to know to word it and to send it."""

    id: int
    key: str
    #: To whom; None: to `chat_id`.
    person_id: int | None
    chat_id: int | None
    thread_id: int | None
    kind: str
    urgency: int
    #: A JSON document as it is kept: whoever knows the kind reads it.
    facts: str
    #: How often its sending was begun, this time included.
    attempts: int
    #: Of a person; None: they have asked to be forgotten.
    telegram_id: int | None
    #: Of a person; None: a chat has none of its own.
    language: str | None
    #: The fingerprint of the programme's settings in force.
    settings: str


# Made once: building a statement costs more than running it.
_NOW, _UNTIL = (bindparam(name, type_=rows.c.due_at.type) for name in ("now", "until"))
_BY = bindparam("by", type_=Integer)
_THESE = rows.c.id.in_(bindparam("ids", expanding=True))
_SENDING = rows.c.state == DeliveryState.SENDING
_PROLONG = update(rows).where(_THESE, _SENDING, rows.c.claimed_by.is_not_distinct_from(_BY)).values(due_at=_UNTIL)
_EARLIER = rows.alias("earlier")


def _held_up(recipient: str, known: ColumnElement[bool]) -> ColumnElement[bool]:
    """An earlier message to the same one, and as urgent, is due, being sent, or to be tried again.

    So of everybody's messages the first alone is claimed, and what two replicas claim at once is not out of order.
    """
    return exists().where(
        _EARLIER.c[recipient] == rows.c[recipient],
        _EARLIER.c.id < rows.c.id,
        _EARLIER.c.urgency == rows.c.urgency,
        known,
        _EARLIER.c.due_at.is_not(None),
        or_(_EARLIER.c.due_at <= _NOW, _EARLIER.c.state == DeliveryState.SENDING, _EARLIER.c.attempts > 0),
    )


class _Looks(NamedTuple):
    """What looks for messages of some kinds."""

    first_of_everybody: Select[tuple[int]]
    anything: Select[tuple[bool]]


@cache
def _looks(kinds: tuple[str, ...], quiet: bool) -> _Looks:
    # The kinds stand in the text: a list of bound values would be worded anew each time.
    words = ", ".join(f"'{kind}'" for kind in kinds if kind.isidentifier())
    known: ColumnElement[bool] = literal_column(f"{rows.name}.kind IN ({words})")
    earlier_known: ColumnElement[bool] = literal_column(f"{_EARLIER.name}.kind IN ({words})")
    # An urgency that this version does not know, from a newer one, is one that can wait: nothing is left lying.
    wanted = rows.c.urgency >= Urgency.QUIET if quiet else rows.c.urgency < Urgency.QUIET
    due = and_(wanted, rows.c.due_at <= _NOW, known)
    first = (
        select(rows.c.id)
        .where(due, ~_held_up("person_id", earlier_known), ~_held_up("chat_id", earlier_known))
        .order_by(rows.c.urgency, rows.c.due_at, rows.c.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
    )
    return _Looks(first, select(exists().where(due)))


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
    .values(state=DeliveryState.SENDING, attempts=rows.c.attempts + 1, due_at=_UNTIL, claimed_by=_BY)
    .returning(
        *(rows.c[name] for name in ("id", "key", "person_id", "chat_id", "thread_id", "kind", "urgency")),
        # Not as a document: one that cannot be read is to be that message's trouble alone.
        cast(rows.c.facts, String).label("facts"),
        rows.c.attempts,
        select(people.c.telegram_id).where(_READER).scalar_subquery().label("telegram_id"),
        select(people.c.language).where(_READER).scalar_subquery().label("language"),
        _SETTINGS.scalar_subquery().label("settings"),
    )
)


async def put(
    transaction: Transaction,
    recipient: int | Chat,
    kind: str,
    facts: dict[str, Any],
    *,
    urgency: Urgency,
    key: str,
    now: datetime,
    due_at: datetime,
) -> None:
    """Owe a message to a person, by their id, or to a chat. One with its key that is there already stays as it is."""
    chat = recipient if isinstance(recipient, Chat) else None
    row = {
        "key": key,
        "person_id": None if chat else recipient,
        "chat_id": chat.chat_id if chat else None,
        "thread_id": chat.thread_id if chat else None,
        "kind": kind,
        "urgency": urgency,
        "facts": facts,
        "state": DeliveryState.PENDING,
        "attempts": 0,
        "created_at": now,
        "due_at": due_at,
    }
    await transaction.later(insert_for(transaction, rows).inline().on_conflict_do_nothing(), row)


async def claim(
    transaction: Transaction,
    now: datetime,
    limit: int,
    kinds: Collection[str],
    *,
    quiet: bool = False,
    by: int | None = None,
) -> Sequence[Owed]:
    """Up to `limit` messages of these kinds to send now, the most urgent first; other processes pass them over.

    Those somebody waits for, or the `quiet` ones. Each counts as an attempt. Of everybody the first alone: their next
    one waits until that has been sent. `by`: the number under which this process claims (`storage.claims`).
    """
    first = _looks(tuple(kinds), quiet).first_of_everybody
    ids = (await transaction.run(first, {"now": now, "most": limit})).scalars().all()
    if not ids:
        return ()
    claimed = await transaction.run(_CLAIM, {"ids": ids, "until": now + CLAIM, "now": now, "by": by})
    return sorted((Owed(*row) for row in claimed), key=lambda message: (message.urgency, message.id))


async def prolong(transaction: Transaction, ids: Collection[int], now: datetime, by: int | None = None) -> None:
    """The claims of what this process is sending still hold on."""
    if ids:
        await transaction.run(_PROLONG, {"ids": list(ids), "until": now + CLAIM, "by": by})


async def anything_due(reading: Reading, now: datetime, kinds: Collection[str], *, quiet: bool = False) -> bool:
    """Whether something ought to be sent that nobody has claimed: for lack of room, or because it has to wait."""
    return bool((await reading.run(_looks(tuple(kinds), quiet).anything, {"now": now})).scalar_one())


#: Of a finished row nothing is left to send, nor of whom or what it told.
_ENDED: dict[str, Any] = {"due_at": None, "facts": {}, "claimed_by": None}
_SENT = (
    update(rows)
    .where(rows.c.id == bindparam("outbox_id"))
    .values(state=DeliveryState.SENT, sent_at=bindparam("now", type_=rows.c.sent_at.type), **_ENDED)
)


async def finish_sent(transaction: Transaction, sent: Sequence[Owed], now: datetime) -> None:
    """Write down that messages went out; in one go, since most messages end so."""
    await transaction.run(_SENT, [{"outbox_id": message.id, "now": now} for message in sent])


async def finish(transaction: Transaction, message: Owed, state: DeliveryState, now: datetime) -> None:
    """Write down the end of a message. Of somebody who blocked the bot, that is remembered too."""
    await transaction.run(update(rows).where(rows.c.id == message.id).values(state=state, **_ENDED))
    if state == DeliveryState.BLOCKED and message.person_id is not None:
        person = update(people).where(people.c.id == message.person_id, people.c.blocked_at.is_(None))
        await transaction.run(person.values(blocked_at=now))


async def put_back(transaction: Transaction, message: Owed, due_at: datetime) -> None:
    """Let a message wait until `due_at`, unless another process has taken it over."""
    still_ours = (rows.c.id == message.id, _SENDING, rows.c.attempts == message.attempts)
    waiting = {"state": DeliveryState.PENDING, "due_at": due_at, "claimed_by": None}
    await transaction.run(update(rows).where(*still_ours).values(waiting))


async def fail_strange(transaction: Transaction, now: datetime, kinds: Collection[str]) -> Sequence[tuple[int, str]]:
    """End what has been due for an hour and is of none of these kinds; returns each one's id and kind."""
    strange = (rows.c.kind.not_in(list(kinds)), rows.c.due_at <= now - STRANGE_FOR)
    ended = update(rows).where(*strange).values(state=DeliveryState.FAILED, **_ENDED)
    return [(row.id, row.kind) for row in await transaction.run(ended.returning(rows.c.id, rows.c.kind))]


async def recover(transaction: Transaction, now: datetime) -> int:
    """Make everything that is being sent due again: for the start of the only process. Returns how many."""
    left = update(rows).where(rows.c.due_at.is_not(None), _SENDING)
    pending = {"state": DeliveryState.PENDING, "due_at": now, "claimed_by": None}
    return (await transaction.run(left.values(pending))).rowcount


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
