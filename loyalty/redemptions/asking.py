"""Staff ask: how many points may pay for this bill, and the points that are asked for are set aside."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select

from loyalty import ledger
from loyalty.actor import Actor, Permission
from loyalty.ledger.model import AccountUnknown, NotEnoughPoints
from loyalty.programme import IN_FORCE, Programme, of
from loyalty.purchases.recording import check_sale, refuse_used_number, serving_shop
from loyalty.redemptions import rules
from loyalty.redemptions.ending import expire_timed_out
from loyalty.redemptions.held import HOLDS, Held, held_of, record
from loyalty.redemptions.model import AboveLargestShare, BelowSmallestRedemption, BillTooSmall, CustomerUnreachable
from loyalty.redemptions.notices import RedemptionAsked
from storage import Reading, Transaction
from storage.models import HoldState
from storage.tables import accounts, holds, people


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many points may pay for a bill. Money in minor units."""

    bill_minor: int
    available: int
    smallest: int
    largest: int
    #: What the largest number of points pays.
    worth_minor: int


async def allowance(
    reading: Reading,
    actor: Actor,
    account_id: int,
    bill_minor: int,
    now: datetime,
    receipt_number: str | None = None,
) -> Allowance:
    """What may be asked of this customer for this bill.

    Raises: as `hold` would for as many points as allowed.
    """
    actor.require(Permission.REDEEM)
    statement = select(accounts.c.person_id, accounts.c.available, IN_FORCE).where(accounts.c.id == account_id)
    row = (await reading.run(statement, {"now": now})).one_or_none()
    if row is None:
        raise AccountUnknown
    programme = await of(reading, row.programme)
    check_sale(programme, actor, row.person_id, bill_minor)
    await _require_reachable(reading, row.person_id)
    await refuse_used_number(reading, serving_shop(actor), receipt_number)
    largest = _allowed_points(programme, row.available, bill_minor, None)
    smallest = programme.redeeming.smallest_points
    return Allowance(bill_minor, row.available, smallest, largest, programme.worth_minor(largest))


async def hold(
    transaction: Transaction,
    actor: Actor,
    account_id: int,
    bill_minor: int,
    points: int | None,
    *,
    key: str,
    now: datetime,
    receipt_number: str | None = None,
) -> Held:
    """Sets points aside for a bill, or as many as allowed (`points` None), and asks the customer.

    The same key again changes nothing.

    Raises:
        Forbidden, AccountUnknown, OwnCard, AmountTooSmall, AmountTooLarge, ReceiptAlreadyUsed: as for a purchase.
        CustomerUnreachable: the customer has blocked the bot and cannot be asked.
        BillTooSmall, BelowSmallestRedemption, AboveLargestShare, NotEnoughPoints: not so many points for this bill.
    """
    actor.require(Permission.REDEEM)
    account = await ledger.lock(transaction, account_id, now)
    check_sale(account.programme, actor, account.person_id, bill_minor)
    before = (await transaction.run(HOLDS.where(holds.c.key == key))).one_or_none()
    if before is not None:
        return held_of(before, is_new=False)
    await _require_reachable(transaction, account.person_id)
    await expire_timed_out(transaction, account, now)
    await refuse_used_number(transaction, serving_shop(actor), receipt_number)
    points = _allowed_points(account.programme, account.available, bill_minor, points)
    portions = await ledger.portions_to_spend(transaction, account, points)
    row = {
        "key": key,
        "account_id": account.id,
        "shop_id": serving_shop(actor),
        "staff_id": actor.person_id,
        "points": points,
        "bill_minor": bill_minor,
        "worth_minor": account.programme.worth_minor(points),
        "receipt_number": receipt_number,
        "state": HoldState.ACTIVE,
        "created_at": now,
        "expires_at": now + timedelta(seconds=account.programme.redeeming.hold_seconds),
    }
    hold_id = (await transaction.run(insert(holds).returning(holds.c.id), row)).scalar_one()
    await ledger.set_aside(transaction, account, portions, hold_id)
    await ledger.save(transaction, account)
    held = held_of((await transaction.run(HOLDS.where(holds.c.id == hold_id))).one())
    await record(transaction, actor, held, RedemptionAsked, now, tell=[account.person_id])
    return held


async def asked(reading: Reading, actor: Actor, key: str) -> Held | None:
    """What became of the request with this key, if this member of staff made it."""
    actor.require(Permission.REDEEM)
    statement = HOLDS.where(holds.c.key == key, holds.c.staff_id == actor.person_id)
    row = (await reading.run(statement)).one_or_none()
    return held_of(row, is_new=False) if row else None


async def _require_reachable(reading: Reading, person_id: int | None) -> None:
    statement = select(people.c.first_name).where(people.c.id == person_id, people.c.blocked_at.is_not(None))
    blocked = (await reading.run(statement)).one_or_none()
    if blocked is not None:
        raise CustomerUnreachable(blocked.first_name)


def _allowed_points(programme: Programme, available: int, bill_minor: int, wanted: int | None) -> int:
    smallest = programme.redeeming.smallest_points
    largest = rules.largest_redemption(
        bill_minor, programme.redeeming.largest_share_percent, programme.earning.point_value_minor
    )
    points = min(available, largest) if wanted is None else wanted
    if available < smallest:
        raise NotEnoughPoints(balance=available, price=max(smallest, wanted or 0))
    if largest < smallest:
        raise BillTooSmall
    if points < smallest:
        raise BelowSmallestRedemption(smallest=smallest, points=points)
    if points > min(available, largest):  # the narrower of the two is what to say
        raise (
            NotEnoughPoints(balance=available, price=points)
            if available < largest
            else AboveLargestShare(largest_points=largest, points=points)
        )
    return points
