"""What happens in the demo's café: each thing by its use case, at a moment of the past."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.demo.cast import Trouble
from bot.handlers.membership.start import OFFERS_WORDING
from bot.handlers.preferences.texts import CONSENT_WORDING
from bot.handlers.ratings.texts import WORDING
from loyalty import birthdays, complaints, membership, preferences, purchases, ratings, redemptions, referrals, sweeps
from loyalty.actor import Actor
from loyalty.complaints import Category, Said
from loyalty.ledger.model import NotEnoughPoints
from loyalty.membership import Profile
from loyalty.preferences import Birthday
from loyalty.redemptions.model import AboveLargestShare
from loyalty.referrals import rewards
from storage import Transaction
from storage.models import Purpose

#: More at once than there ever are in the demo.
ALL = 1_000


class Cafe:
    """Who is known there by now, in one transaction."""

    def __init__(self, transaction: Transaction, cashier: Actor) -> None:
        self.transaction = transaction
        self.cashier = cashier
        self.known: dict[int, Actor] = {}
        self._languages: dict[int, str] = {}
        self._bought: dict[int, int] = {}
        self._numbers: dict[int, int] = {}

    async def join(self, at: datetime, *, profile: Profile, by: int | None, offers: bool) -> None:
        """`by` is the Telegram id of whoever invited them."""
        joined = await membership.join(self.transaction, profile, at)
        self.known[profile.telegram_id] = actor = joined.visitor.actor
        self._languages[profile.telegram_id] = profile.language
        if by is not None:
            code = await referrals.issue(self.transaction, self.known[by], at)
            await referrals.welcome(self.transaction, actor, code.token, at)
        await membership.record_consent(self.transaction, actor, Purpose.OFFERS, offers, OFFERS_WORDING, "start", at)

    async def tell_about_themselves(
        self, at: datetime, *, who: int, birthday: Birthday, allowed: dict[Purpose, bool]
    ) -> None:
        actor = self.known[who]
        await preferences.set_birthday(self.transaction, actor, birthday, at)
        for purpose, granted in allowed.items():
            await membership.record_consent(self.transaction, actor, purpose, granted, CONSENT_WORDING, "settings", at)

    async def buy(self, at: datetime, *, who: int, amount_minor: int, with_points: bool) -> None:
        """With points for a part of the bill, if there are enough of them."""
        actor, key = self.known[who], f"demo:{who}:{at:%Y%m%d%H%M%S}"
        if with_points and await self._may_redeem(actor, amount_minor, at):
            held = await redemptions.hold(
                self.transaction, self.cashier, actor.account_id, amount_minor, None, key=key, now=at
            )
            receipt = await redemptions.capture(self.transaction, actor, held.hold_id, at)
        else:
            receipt = await purchases.record(
                self.transaction, self.cashier, actor.account_id, amount_minor, key=key, now=at
            )
        self._bought[who] = receipt.purchase_id

    async def _may_redeem(self, actor: Actor, amount_minor: int, at: datetime) -> bool:
        try:
            await redemptions.allowance(self.transaction, self.cashier, actor.account_id, amount_minor, at)
        except (NotEnoughPoints, AboveLargestShare):
            return False
        return True

    async def rate(self, at: datetime, *, who: int, score: int, reason: Category | None, words: str | None) -> None:
        """After their latest purchase."""
        actor, cause = self.known[who], f"purchase:{self._bought[who]}"
        rating = await ratings.rate(
            self.transaction, actor, score, cause=cause, language=self._languages[who], wording=WORDING, now=at
        )
        if reason:
            await ratings.give_reason(self.transaction, actor, rating.rating_id, reason, True, at)
        if words:
            await ratings.comment(self.transaction, actor, rating.rating_id, words, at)

    async def complain(self, at: datetime, *, who: int, trouble: Trouble) -> None:
        view = await complaints.open_complaint(
            self.transaction, self.known[who], trouble.category, trouble.words, key=f"demo:complaint:{who}", now=at
        )
        self._numbers[who] = view.number

    async def take(self, at: datetime, *, who: int) -> None:
        await complaints.take(self.transaction, self.cashier, self._numbers[who], at)

    async def answer(self, at: datetime, *, who: int, words: str) -> None:
        await complaints.answer(self.transaction, self.cashier, self._numbers[who], Said(words), at)

    async def say_solved(self, at: datetime, *, who: int) -> None:
        await complaints.say_solved(self.transaction, self.cashier, self._numbers[who], at)

    async def close(self, at: datetime, *, who: int, mark: int) -> None:
        await complaints.close(self.transaction, self.known[who], self._numbers[who], at)
        await complaints.rate_handling(self.transaction, self.known[who], self._numbers[who], mark)

    async def look_around(self, at: datetime) -> None:
        """What the sweep would have done."""
        await sweeps.settle_accounts(self.transaction, at, ALL)
        await rewards.mature(self.transaction, at, ALL)
        await complaints.remind(self.transaction, at, ALL)
        await birthdays.greet(self.transaction, at, ALL)


Happens = Callable[[Cafe, datetime], Awaitable[None]]
