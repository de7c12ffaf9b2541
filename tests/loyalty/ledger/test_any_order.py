"""Whatever people do, in whatever order, the books agree after every step."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import and_, or_, select

from loyalty import referrals
from loyalty.expiry.rules import ExpiryPolicy
from loyalty.purchases import Receipt
from loyalty.redemptions import Held
from storage.models import EntryKind, Role
from storage.tables import entries
from tests.loyalty.machine import WorldMachine
from tests.loyalty.people import Person

AMOUNTS = st.sampled_from([1, 19, 20, 999, 2_000, 3_333, 10_000, 25_050])
POINTS = st.sampled_from([1, 7, 100, 250, 999])


class AnyOrder(WorldMachine):
    """Two customers, one of whom the other has brought, a till and an owner."""

    receipts: Bundle[Receipt] = Bundle("receipts")
    questions: Bundle[Held] = Bundle("questions")

    def __init__(self) -> None:
        super().__init__()
        #: What the ledger must come to, reckoned without it: earned, given and taken, less what was refunded or spent.
        self.expected: dict[int, int] = {}

    @initialize(welcome=st.sampled_from([0, 100]))
    def open(self, welcome: int) -> None:
        async def arrive() -> None:
            self.owner = await self.world.open({"earning.welcome_points": welcome, "redeeming.smallest_points": 1})
            self.till = await self.world.newcomer("Thandi", Role.STAFF, invited_by=self.owner)
            self.customers = [await self.world.newcomer(name) for name in ("Anna", "Boris")]
            anna, boris = self.customers
            code = await anna.do(referrals.issue, self.world.now)
            await boris.do(referrals.accept, code.code, self.world.now)

        self.run(arrive())
        self.expected = {person.account_id: welcome for person in self.customers}

    @rule(target=receipts, who=st.integers(0, 1), amount=AMOUNTS)
    def buy(self, who: int, amount: int) -> Receipt:
        customer = self.customers[who]
        key = self.world.key()
        receipt = self.run(self.till.sells(customer, amount, key=key))
        assert replace(self.run(self.till.sells(customer, amount, key=key)), is_new=True) == receipt
        self.expected[customer.account_id] += receipt.points
        return receipt

    @rule(receipt=receipts)
    def undo(self, receipt: Receipt) -> None:
        undone = self.attempt(self.till.undoes(receipt))
        if undone and undone.is_new:
            self.expected[receipt.account_id] += undone.returned_points - undone.taken_points

    @rule(receipt=receipts, part=st.sampled_from([0.1, 0.34, 0.5, 1.0]), repeat=st.booleans())
    def refund(self, receipt: Receipt, part: float, repeat: bool) -> None:
        key = self.world.key()
        amount = max(1, int(receipt.amount_minor * part))
        refunded = self.attempt(self.till.refunds(receipt, amount, key=key))
        if refunded is None:
            return
        assert 0 <= refunded.uncovered_points <= refunded.taken_points
        self.expected[receipt.account_id] += refunded.returned_points - refunded.taken_points
        if repeat:
            again = self.run(self.till.refunds(receipt, amount, key=key))
            assert (again.taken_points, again.balance_after) == (refunded.taken_points, refunded.balance_after)

    @rule(target=questions, who=st.integers(0, 1), bill=AMOUNTS, points=st.none() | POINTS)
    def ask(self, who: int, bill: int, points: int | None) -> Any:
        held = self.attempt(self.till.asks(self.customers[who], bill, points))
        return multiple() if held is None else held

    def _customer(self, held: Held) -> Person:
        return next(person for person in self.customers if person.account_id == held.account_id)

    @rule(target=receipts, held=questions)
    def say_yes(self, held: Held) -> Any:
        receipt = self.attempt(self._customer(held).says_yes(held))
        if receipt is None:
            return multiple()
        if receipt.is_new:
            self.expected[held.account_id] += receipt.points - receipt.redeemed_points
        return receipt

    @rule(held=consumes(questions), by_staff=st.booleans())
    def say_no(self, held: Held, by_staff: bool) -> None:
        self.attempt((self.till if by_staff else self._customer(held)).says_no(held))

    @rule(who=st.integers(0, 1), points=POINTS, sign=st.sampled_from([1, -1]))
    def adjust(self, who: int, points: int, sign: int) -> None:
        customer = self.customers[who]
        key = self.world.key()
        adjusted = self.attempt(self.till.gives(customer, sign * points, key=key))
        if adjusted:
            self.expected[customer.account_id] += adjusted.points
            assert not self.run(self.till.gives(customer, sign * points, key=key)).is_new

    @rule(seconds=st.sampled_from([60, 181, 3_600, 86_400, 86_400 * 20, 86_400 * 45]), sweeping=st.booleans())
    def wait(self, seconds: int, sweeping: bool) -> None:
        self.world.wait(seconds=seconds)
        if sweeping:
            self.run(self.world.sweep())

    @rule(
        policy=st.sampled_from(["none", "rolling", "month_end"]),
        months=st.integers(1, 3),
        hold=st.sampled_from([0, 14]),
        reward_hold=st.sampled_from([0, 14]),
        minimum=st.sampled_from([0, 2_000, 5_000]),
    )
    def change_settings(self, policy: ExpiryPolicy, months: int, hold: int, reward_hold: int, minimum: int) -> None:
        changes = {"expiry.policy": policy, "expiry.after_months": months, "earning.hold_days": hold}
        rewards = {"referrals.hold_days": reward_hold, "referrals.minimum_purchase_minor": minimum}
        self.run(self.owner.sets({**changes, **rewards}))

    @invariant()
    def the_books_agree(self) -> None:
        if not self.expected:
            return
        assert self.run(self.world.differences()) == []
        for person in self.customers:
            available, held, pending, shortfall = self.run(person.figures())
            assert min(available, held, pending, shortfall) >= 0
            assert shortfall == 0 or available == pending == 0
            besides = self.run(self._besides(person))
            assert available + held + pending - shortfall == self.expected[person.account_id] + besides

    async def _besides(self, person: Person) -> int:
        """What comes and goes without anybody doing it to this account: `verify` reckons rewards of its own."""
        e = entries.c
        revived = and_(e.kind == EntryKind.RETURN, e.purchase_id.is_(None))
        by_itself = e.kind.in_([EntryKind.EXPIRY, EntryKind.REFERRAL, EntryKind.REVERSAL])
        found = select(e.points).where(e.account_id == person.account_id, or_(by_itself, revived))
        return sum(row.points for row in await self.world.rows(found))


def test_the_books_agree_after_any_steps_in_any_order(sqlite_template: Path) -> None:
    """Buying, refunding, asking, answering, adjusting, waiting, changing the rules, and doing it all again."""
    AnyOrder.template = sqlite_template
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
