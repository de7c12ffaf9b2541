"""Loyalty cards: numbers with a check digit, renewal, and what staff see when they scan one."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import Row, func, select, update

from loyalty import audit
from loyalty.actor import Actor, Permission
from loyalty.balances import Balance, of_row
from loyalty.cards.model import CardRevoked, CardUnknown, OwnCard
from loyalty.programme import IN_FORCE, of
from storage import Reading, Transaction
from storage.statements import insert_for
from storage.tables import accounts, cards, people, purchases

_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Card:
    """A card that counts. `token` follows `c_` in the link behind its QR code."""

    account_id: int
    token: str
    number: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class CustomerView:
    """A customer as staff see them at the till. Money in minor units."""

    account_id: int
    person_id: int
    name: str
    card_number: str
    member_since: datetime
    balance: Balance
    #: Purchases not wholly refunded, what they cost on average after refunds, and when the last one was.
    purchases: int
    average_minor: int | None
    last_purchase_at: datetime | None


def new_number(rng: Random) -> str:
    """Eight digits, of which the last is a check digit (Luhn): one wrong digit or two swapped ones are noticed."""
    body = f"{rng.randrange(10 ** (_DIGITS - 1)):0{_DIGITS - 1}d}"
    return body + str(-_luhn_sum(body + "0") % 10)


def parse_number(text: str) -> str | None:
    """The number in what a cashier typed, with or without spaces and dashes; None when it cannot be one."""
    digits = text.replace(" ", "").replace("-", "")
    well_formed = len(digits) == _DIGITS and digits.isascii() and digits.isdigit()
    return digits if well_formed and _luhn_sum(digits) % 10 == 0 else None


def format_number(number: str) -> str:
    """48210937 as people read it: 4821-0937."""
    return f"{number[:4]}-{number[4:]}"


def _luhn_sum(digits: str) -> int:
    doubled = (2 * int(digit) for digit in digits[-2::-2])
    return sum(int(digit) for digit in digits[-1::-2]) + sum(n - 9 if n > 9 else n for n in doubled)


async def issue(transaction: Transaction, account_id: int, now: datetime) -> Card:
    """A new card for an account that has none that counts."""
    while True:  # until the number is one nobody has; with ten million of them, at once
        token, number = secrets.token_urlsafe(15), new_number(secrets.SystemRandom())
        row = {"account_id": account_id, "token": token, "number": number, "created_at": now}
        free = insert_for(transaction, cards).on_conflict_do_nothing(index_elements=["number"])
        if (await transaction.run(free, row)).rowcount == 1:
            return Card(account_id, token, number, now)


async def current(reading: Reading, account_id: int) -> Card:
    """The account's card.

    Raises:
        CardUnknown: there is no such account.
    """
    columns = select(cards.c.account_id, cards.c.token, cards.c.number, cards.c.created_at)
    statement = columns.where(cards.c.account_id == account_id, cards.c.revoked_at.is_(None))
    row = (await reading.run(statement)).one_or_none()
    if row is None:
        raise CardUnknown
    return Card(*row)


async def renew(transaction: Transaction, actor: Actor, now: datetime) -> Card:
    """A new card in place of one's own, which counts no more."""
    actor.require(Permission.USE_OWN_CARD)
    await transaction.run(select(accounts.c.id).where(accounts.c.id == actor.account_id).with_for_update())
    old = cards.c.account_id == actor.account_id, cards.c.revoked_at.is_(None)
    await transaction.run(update(cards).where(*old).values(revoked_at=now))
    card = await issue(transaction, actor.account_id, now)
    await audit.record(transaction, actor, "card_renewed", f"account:{actor.account_id}", now, {"number": card.number})
    return card


async def find(reading: Reading, actor: Actor, token_or_number: str, now: datetime) -> CustomerView:
    """The customer whose card was scanned or typed.

    Raises:
        Forbidden: not staff.
        CardUnknown: no card has this token or number.
        CardRevoked: it has been renewed since.
        OwnCard: staff do not serve themselves.
    """
    actor.require(Permission.SERVE)
    number = parse_number(token_or_number)
    found = cards.c.number == number if number else cards.c.token == token_or_number
    statement = (
        select(
            people.c.first_name,
            people.c.last_name,
            people.c.joined_at,
            accounts,
            cards.c.number,
            cards.c.revoked_at,
            IN_FORCE,
        )
        .join(accounts, accounts.c.id == cards.c.account_id)
        .join(people, people.c.id == accounts.c.person_id)
        .where(found)
    )
    row = (await reading.run(statement, {"now": now})).one_or_none()
    if row is None:
        raise CardUnknown
    if row.revoked_at is not None:
        raise CardRevoked
    if row.person_id == actor.person_id:
        raise OwnCard
    return await _view(reading, row)


async def _view(reading: Reading, row: Row[*tuple[Any, ...]]) -> CustomerView:
    kept = purchases.c.amount_minor - purchases.c.refunded_minor
    figures = select(func.count(), func.sum(kept), func.max(purchases.c.at)).where(
        purchases.c.account_id == row.id, kept > 0
    )
    count, spent_minor, last_at = (await reading.run(figures)).one()
    return CustomerView(
        account_id=row.id,
        person_id=row.person_id,
        name=" ".join(filter(None, (row.first_name, row.last_name))),
        card_number=row.number,
        member_since=row.joined_at,
        balance=of_row(row, await of(reading, row.programme)),
        purchases=count,
        average_minor=int(spent_minor) // count if count else None,
        last_purchase_at=last_at,
    )
