"""Held against the record: the books, the chats, and what the outbox still owes."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from sqlalchemy import func, select

from hardship.record import Deed, Record
from storage import Database
from storage import tables as t
from storage.models import DeliveryState

#: Seconds.
LONGEST_OWED = 90.0


@dataclass(frozen=True, slots=True)
class Findings:
    #: Deeds that are not in the books, and receipts that never came.
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    #: Receipts that came more than once, which is allowed.
    receipts_again: int


@dataclass(frozen=True, slots=True)
class Books:
    """What there is of each mark, by their amounts and words."""

    #: Amounts as the cashiers typed them, and the ids of their purchases.
    purchases: list[tuple[str, int]]
    #: Purchase and kind of each entry.
    entries: Counter[tuple[int, str]]
    complaints: Counter[str]


async def all_sent(database: Database) -> int:
    """Waits until nothing is owed that is due; how many messages are owed still after a minute and a half."""
    table, until = t.outbox_messages, time.monotonic() + LONGEST_OWED
    while True:
        soon = datetime.now(UTC) + timedelta(minutes=2)
        under_way = table.c.state.in_((DeliveryState.PENDING, DeliveryState.SENDING)) & (table.c.due_at < soon)
        async with database.reading() as reading:
            query = select(func.count()).select_from(table).where(under_way)
            owed: int = (await reading.run(query)).scalar_one()
        if not owed or time.monotonic() > until:
            return owed
        await asyncio.sleep(0.2)


async def given_up(database: Database) -> int:
    """Messages that will never be sent although nobody has blocked the bot here."""
    table = t.outbox_messages
    given_up = table.c.state.in_((DeliveryState.FAILED, DeliveryState.BLOCKED, DeliveryState.UNKNOWN))
    async with database.reading() as reading:
        count: int = (await reading.run(select(func.count()).select_from(table).where(given_up))).scalar_one()
        return count


async def read_books(database: Database) -> Books:
    async with database.reading() as reading:
        bought = await reading.run(select(t.purchases.c.amount_minor, t.purchases.c.id))
        entries = await reading.run(select(t.entries.c.purchase_id, t.entries.c.kind))
        # Whoever was asked to try again may have said the same twice in one complaint.
        said = await reading.run(select(t.complaint_messages.c.text, t.complaint_messages.c.complaint_id).distinct())
        return Books(
            [(f"{Decimal(amount) / 100:.2f}", number) for amount, number in bought],
            Counter((number, kind) for number, kind in entries if number is not None),
            Counter(text for text, _ in said),
        )


def compare(record: Record, books: Books) -> Findings:
    lost: list[str] = []
    doubled = [f"{kind} of purchase {number}" for (number, kind), times in books.entries.items() if times > 1]
    tried = {deed.mark for deed in record.deeds}
    doubled += [f"R{mark} that nobody confirmed" for mark, _ in books.purchases if mark not in tried]
    again = 0
    for deed in record.deeds:
        times = _times(deed, books)
        if times == 0 and not deed.excused:
            lost.append(f"{deed.kind} {deed.mark}")
        elif times > 1:
            doubled.append(f"{deed.kind} {deed.mark}")
        if times and deed.kind != "complaint":
            receipts = _receipts(deed)
            lost += [] if receipts else [f"receipt of {deed.mark}"]
            again += receipts > 1
    return Findings(tuple(lost), tuple(doubled), again)


def _times(deed: Deed, books: Books) -> int:
    if deed.kind == "complaint":
        return books.complaints[deed.mark]
    numbers = [number for mark, number in books.purchases if mark == deed.mark]
    if deed.kind == "purchase":
        return len(numbers)
    return sum(books.entries[number, "redemption"] for number in numbers)


def _receipts(deed: Deed) -> int:
    return sum(text.startswith("🧾") and f"R{deed.mark}" in text for text in deed.customer.texts)
