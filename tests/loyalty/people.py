"""Small builders: people who act, and a world whose clock the test moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Executable, Select, text

from loyalty import adjustments, balances, cards, membership, programme, purchases, redemptions, sweeps
from loyalty.actor import Actor
from loyalty.balances import Balance
from loyalty.ledger import verification
from loyalty.ledger.model import Difference
from loyalty.programme import Programme
from loyalty.programme.settings import Earning
from loyalty.purchases import Receipt, Refunded
from loyalty.redemptions import Held
from loyalty.refusal import LoyaltyError
from storage import Database
from storage.models import Role

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
FIRST_SETTINGS = Programme(
    brand="Café Zorg",
    currency="ZAR",
    timezone="Africa/Johannesburg",
    default_language="en",
    earning=Earning(welcome_points=0),
)


class World:
    """One programme, its people, and the time."""

    def __init__(self, database: Database, now: datetime = NOON) -> None:
        self.database = database
        self.now = now
        self._numbers = count(1)

    def key(self) -> str:
        return f"request-{next(self._numbers)}"

    def wait(self, **duration: float) -> None:
        self.now += timedelta(**duration)

    async def open(self, settings: Mapping[str, Any] | None = None) -> "Person":
        """Opens the programme and returns its owner."""
        async with self.database.transaction() as transaction:
            await programme.ensure(transaction, FIRST_SETTINGS.changed(settings or {}), self.now)
            token = await membership.owner_link_token(transaction, self.now)
        owner = await self.newcomer("Olga")
        async with self.database.transaction() as transaction:
            await membership.accept(transaction, await owner.actor(transaction), token or "", self.now)
        return owner

    async def newcomer(self, name: str, role: Role = Role.CUSTOMER, invited_by: "Person | None" = None) -> "Person":
        profile = membership.Profile(1000 + next(self._numbers), name, None, None, "en")
        async with self.database.transaction() as transaction:
            joined = await membership.join(transaction, profile, self.now)
        person = Person(
            self, name, profile.telegram_id, joined.visitor.actor.person_id, joined.visitor.actor.account_id
        )
        if role is not Role.CUSTOMER and invited_by is not None:
            async with self.database.transaction() as transaction:
                invited = await membership.invite(transaction, await invited_by.actor(transaction), role, self.now)
                await membership.accept(transaction, await person.actor(transaction), invited.token, self.now)
        return person

    async def sweep(self) -> sweeps.Swept:
        return await sweeps.sweep(self.database, self.now)

    async def differences(self) -> list[Difference]:
        async with self.database.reading() as reading:
            return await verification.verify(reading)

    async def rows(self, query: Select[*tuple[Any, ...]]) -> list[Any]:
        """What a fresh look at the database finds."""
        async with self.database.reading() as reading:
            return list((await reading.run(query)).all())

    async def tamper(self, statement: str | Executable) -> None:
        """Changes the database behind the programme's back."""
        async with self.database.transaction() as transaction:
            await transaction.run(text(statement) if isinstance(statement, str) else statement)


@dataclass(frozen=True)
class Person:
    """Somebody who does things, each in a transaction of its own."""

    world: World
    name: str
    telegram_id: int
    person_id: int
    account_id: int

    async def actor(self, session: Any) -> Actor:
        visitor = await membership.identify(session, self.telegram_id)
        assert visitor is not None
        return visitor.actor

    async def visitor(self) -> membership.Visitor:
        """As the chat knows them now."""
        async with self.world.database.reading() as reading:
            visitor = await membership.identify(reading, self.telegram_id)
        assert visitor is not None
        return visitor

    async def me(self) -> Actor:
        async with self.world.database.reading() as reading:
            return await self.actor(reading)

    async def do(self, use_case: Any, *arguments: Any, **named: Any) -> Any:
        async with self.world.database.transaction() as transaction:
            return await use_case(transaction, await self.actor(transaction), *arguments, **named)

    async def refused(self, use_case: Any, *arguments: Any, **named: Any) -> LoyaltyError:
        """The error with which it is refused."""
        try:
            await self.do(use_case, *arguments, **named)
        except LoyaltyError as error:
            return error
        raise AssertionError(f"{self.name} may do it")

    async def sells(self, to: "Person", amount_minor: int, key: str | None = None, **named: Any) -> Receipt:
        key = key or self.world.key()
        receipt: Receipt = await self.do(
            purchases.record, to.account_id, amount_minor, key=key, now=self.world.now, **named
        )
        return receipt

    async def refunds(self, purchase: Receipt, amount_minor: int, key: str | None = None) -> Refunded:
        key = key or self.world.key()
        refunded: Refunded = await self.do(
            purchases.refund, purchase.purchase_id, amount_minor, key=key, now=self.world.now
        )
        return refunded

    async def undoes(self, purchase: Receipt) -> Refunded:
        undone: Refunded = await self.do(purchases.undo, purchase.purchase_id, self.world.now)
        return undone

    async def asks(
        self, of: "Person", bill_minor: int, points: int | None = None, key: str | None = None, **named: Any
    ) -> Held:
        key = key or self.world.key()
        held: Held = await self.do(
            redemptions.hold, of.account_id, bill_minor, points, key=key, now=self.world.now, **named
        )
        return held

    async def says_yes(self, held: Held) -> Receipt:
        receipt: Receipt = await self.do(redemptions.capture, held.hold_id, self.world.now)
        return receipt

    async def says_no(self, held: Held) -> Held:
        released: Held = await self.do(redemptions.release, held.hold_id, self.world.now)
        return released

    async def gives(
        self, to: "Person", points: int, reason: str = "an apology", key: str | None = None
    ) -> adjustments.Adjusted:
        adjusted: adjustments.Adjusted = await self.do(
            adjustments.adjust, to.account_id, points, reason, key=key or self.world.key(), now=self.world.now
        )
        return adjusted

    async def sets(self, changes: Mapping[str, Any]) -> Programme:
        changed: Programme = await self.do(programme.change, changes, self.world.now)
        return changed

    async def balance(self) -> Balance:
        async with self.world.database.reading() as reading:
            return await balances.balance(reading, self.account_id, self.world.now)

    async def figures(self) -> tuple[int, int, int, int]:
        """(available, held, pending, shortfall)"""
        balance = await self.balance()
        return balance.available, balance.held, balance.pending, balance.shortfall

    async def overview(self) -> balances.Overview:
        async with self.world.database.reading() as reading:
            return await balances.overview(reading, self.account_id, self.world.now)

    async def card(self) -> cards.Card:
        async with self.world.database.reading() as reading:
            return await cards.current(reading, self.account_id)
