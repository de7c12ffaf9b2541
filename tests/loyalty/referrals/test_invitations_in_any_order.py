"""Invitations, whatever friends buy, give back and wait for, in whatever order."""

from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from loyalty import referrals
from loyalty.purchases import Receipt
from storage.models import ReferralState, Role
from storage.tables import referrals as referral_rows
from tests.loyalty.machine import WorldMachine
from tests.loyalty.people import FIRST_SETTINGS

MINIMUM = 5_000


class Invitations(WorldMachine):
    """Anna brought Boris and Carl, Boris brought Dora; purchases are about as large as they must be."""

    receipts: Bundle[Receipt] = Bundle("receipts")

    @initialize(cap=st.sampled_from([1, 10]))
    def open(self, cap: int) -> None:
        async def arrive() -> None:
            self.owner = await self.world.open({"referrals.monthly_cap": cap})
            self.till = await self.world.newcomer("Thandi", Role.STAFF, invited_by=self.owner)
            self.customers = [await self.world.newcomer(name) for name in ("Anna", "Boris", "Carl", "Dora")]
            anna, boris, carl, dora = self.customers
            for friend, by in ((boris, anna), (carl, anna), (dora, boris)):
                code = await by.do(referrals.issue, self.world.now)
                await friend.do(referrals.accept, code.code, self.world.now)

        self.run(arrive())
        self.cap = cap

    @rule(target=receipts, who=st.integers(0, 3), more=st.sampled_from([-1, 0, 1_000]))
    def buy(self, who: int, more: int) -> Receipt:
        return self.run(self.till.sells(self.customers[who], MINIMUM + more))

    @rule(who=st.integers(0, 3))
    def spend(self, who: int) -> None:
        self.attempt(self.till.gives(self.customers[who], -400))

    @rule(receipt=receipts)
    def undo(self, receipt: Receipt) -> None:
        self.attempt(self.till.undoes(receipt))

    @rule(receipt=receipts, amount=st.sampled_from([1, 1_000, MINIMUM]))
    def refund(self, receipt: Receipt, amount: int) -> None:
        self.attempt(self.till.refunds(receipt, amount))

    @rule(minutes=st.sampled_from([1, 16, 60 * 24 * 10, 60 * 24 * 30]), sweeping=st.booleans())
    def wait(self, minutes: int, sweeping: bool) -> None:
        self.world.wait(minutes=minutes)
        if sweeping:
            self.run(self.world.sweep())

    @rule(hold=st.sampled_from([0, 14]), own=st.sampled_from([0, 500]), expiry=st.sampled_from(["none", "rolling"]))
    def change_settings(self, hold: int, own: int, expiry: str) -> None:
        changes = {"referrals.hold_days": hold, "referrals.referrer_points": own, "expiry.policy": expiry}
        self.run(self.owner.sets({"expiry.after_months": 1, **changes}))

    @invariant()
    def the_books_agree(self) -> None:
        assert self.run(self.world.differences()) == []

    @invariant()
    def nobody_is_rewarded_beyond_the_limit(self) -> None:
        r = referral_rows.c
        given = r.state.in_([ReferralState.PENDING, ReferralState.REWARDED]) & (r.referrer_points > 0)
        rows = self.run(self.world.rows(select(r.referrer_account_id, r.bought_at).where(given)))
        months = [(row.referrer_account_id, f"{row.bought_at.astimezone(FIRST_SETTINGS.zone):%Y-%m}") for row in rows]
        assert max(map(months.count, months), default=0) <= self.cap


def test_invitations_stay_right_after_any_steps_in_any_order(sqlite_template: Path) -> None:
    """Buying, undoing, refunding in parts, waiting with and without sweeps, and other settings meanwhile."""
    Invitations.template = sqlite_template
    run_state_machine_as_test(
        Invitations,
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
