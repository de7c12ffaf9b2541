"""What one's invitations have come to."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import func, select

from loyalty.actor import Actor, Permission
from loyalty.programme import Programme, load
from loyalty.referrals.joining import require_newcomer
from loyalty.referrals.model import AlreadyInvited, NotANewcomer
from storage import Reading
from storage.models import ReferralState
from storage.tables import accounts, people, referrals

#: Rewards of the inviting customer that count against the month's cap.
_COUNTING = referrals.c.state.in_([ReferralState.PENDING, ReferralState.REWARDED]) & (referrals.c.referrer_points > 0)


@dataclass(frozen=True, slots=True)
class Standing:
    """One's invitations in figures."""

    #: Friends who came; of them, those who have bought something that counts, and those for whom points have come.
    joined: int
    bought: int
    rewarded: int
    rewarded_points: int
    #: (when they can be spent, points), the soonest first
    pending: list[tuple[datetime, int]]
    #: Friends beyond a month's cap, and those whose first purchase was refunded.
    capped: int
    cancelled: int
    #: Rewards that count against this month's cap, and when the next month begins.
    this_month: int
    next_month_at: datetime
    #: Whether one may still name who invited oneself.
    may_name_inviter: bool


@dataclass(frozen=True, slots=True)
class Friend:
    """One friend invited, in the inviter's eyes. What was bought is not their business."""

    referral_id: int
    #: Their first name; empty once they have asked to be forgotten.
    name: str
    state: ReferralState
    joined_at: datetime
    #: When the inviter's points can be spent; None: the friend has bought nothing that counts.
    matures_at: datetime | None
    #: The inviter's points.
    points: int


async def standing(reading: Reading, actor: Actor, now: datetime) -> Standing:
    """The figures behind /invite."""
    actor.require(Permission.USE_OWN_CARD)
    programme = await load(reading, now)
    own = referrals.c.referrer_account_id == actor.account_id
    figures = select(referrals.c.state, func.count(), func.sum(referrals.c.referrer_points)).where(own)
    counts, points = Counter[str](), Counter[str]()
    for state, count, earned in await reading.run(figures.group_by(referrals.c.state)):
        counts[state], points[state] = count, int(earned)
    joined = counts.total()
    return Standing(
        joined=joined,
        bought=joined - counts[ReferralState.JOINED],
        rewarded=counts[ReferralState.REWARDED],
        rewarded_points=points[ReferralState.REWARDED],
        pending=await _pending(reading, actor),
        capped=counts[ReferralState.CAPPED],
        cancelled=counts[ReferralState.CANCELLED],
        this_month=await rewards_this_month(reading, programme, actor.account_id, now),
        next_month_at=month_of(programme, now)[1],
        may_name_inviter=await _may_name_inviter(reading, actor, now),
    )


async def friends(reading: Reading, actor: Actor, before_id: int | None = None, limit: int = 10) -> list[Friend]:
    """A page of the friends one has invited, the newest first; `before_id` is the last of the page before."""
    actor.require(Permission.USE_OWN_CARD)
    statement = (
        select(
            referrals.c.id,
            func.coalesce(people.c.first_name, ""),
            referrals.c.state,
            referrals.c.joined_at,
            referrals.c.matures_at,
            referrals.c.referrer_points,
        )
        .join(accounts, accounts.c.id == referrals.c.friend_account_id)
        .outerjoin(people, people.c.id == accounts.c.person_id)
        .where(referrals.c.referrer_account_id == actor.account_id)
        .order_by(referrals.c.id.desc())
        .limit(limit)
    )
    if before_id is not None:
        statement = statement.where(referrals.c.id < before_id)
    rows = await reading.run(statement)
    return [Friend(number, name, ReferralState(state), *rest) for number, name, state, *rest in rows]


def inviter_points(programme: Programme) -> int:
    """What a friend brings whoever invited them, as long as the month's cap is not reached: nothing if that is 0."""
    return programme.referrals.referrer_points if programme.referrals.monthly_cap else 0


def month_of(programme: Programme, now: datetime) -> tuple[datetime, datetime]:
    """When the calendar month began in the programme's zone, and when the next one begins."""
    today = now.astimezone(programme.zone)
    first = date(today.year, today.month, 1)
    following = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    begin, end = (datetime.combine(day, time(), tzinfo=programme.zone) for day in (first, following))
    return begin, end


async def rewards_this_month(reading: Reading, programme: Programme, account_id: int, now: datetime) -> int:
    """How many friends have brought this customer points, or are about to, by buying in this calendar month."""
    since = month_of(programme, now)[0]
    statement = select(func.count()).where(
        referrals.c.referrer_account_id == account_id, _COUNTING, referrals.c.bought_at >= since
    )
    count: int = (await reading.run(statement)).scalar_one()
    return count


async def _pending(reading: Reading, actor: Actor) -> list[tuple[datetime, int]]:
    statement = (
        select(referrals.c.matures_at, func.sum(referrals.c.referrer_points))
        .where(referrals.c.referrer_account_id == actor.account_id, referrals.c.state == ReferralState.PENDING)
        .where(referrals.c.referrer_points > 0)
        .group_by(referrals.c.matures_at)
        .order_by(referrals.c.matures_at)
    )
    return [(at, int(points)) for at, points in await reading.run(statement)]


async def _may_name_inviter(reading: Reading, actor: Actor, now: datetime) -> bool:
    try:
        await require_newcomer(reading, actor, now)
    except (AlreadyInvited, NotANewcomer):
        return False
    return True
