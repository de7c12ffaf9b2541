"""What one's invitations have come to."""

from datetime import datetime

from loyalty.actor import Actor, Permission
from loyalty.programme import Programme, load
from loyalty.referrals.joining import require_newcomer
from loyalty.referrals.model import AlreadyInvited, Friend, NotANewcomer, Standing
from loyalty.referrals.queries import invitations as queries
from loyalty.referrals.rules import month_of
from storage import Reading
from storage.models import ReferralState


async def standing(reading: Reading, actor: Actor, now: datetime) -> Standing:
    """The figures behind /invite."""
    actor.require(Permission.USE_OWN_CARD)
    programme = await load(reading, now)
    outcomes = await queries.outcomes(reading, actor.account_id)
    joined = sum(outcome.friends for outcome in outcomes.values())
    return Standing(
        joined=joined,
        bought=joined - outcomes[ReferralState.JOINED].friends,
        rewarded=outcomes[ReferralState.REWARDED].friends,
        rewarded_points=outcomes[ReferralState.REWARDED].points,
        pending=await queries.pending(reading, actor.account_id),
        capped=outcomes[ReferralState.CAPPED].friends,
        cancelled=outcomes[ReferralState.CANCELLED].friends,
        this_month=await rewards_this_month(reading, programme, actor.account_id, now),
        next_month_at=month_of(programme, now)[1],
        may_name_inviter=await _may_name_inviter(reading, actor, now),
    )


async def friends(reading: Reading, actor: Actor, before_id: int | None = None, limit: int = 10) -> list[Friend]:
    """A page of the friends one has invited, the newest first; `before_id` is the last of the page before."""
    actor.require(Permission.USE_OWN_CARD)
    return await queries.friends(reading, actor.account_id, before_id, limit)


async def rewards_this_month(reading: Reading, programme: Programme, account_id: int, now: datetime) -> int:
    """How many friends have brought this customer points, or are about to, by buying in this calendar month."""
    return await queries.count_rewards(reading, account_id, month_of(programme, now)[0])


async def _may_name_inviter(reading: Reading, actor: Actor, now: datetime) -> bool:
    try:
        await require_newcomer(reading, actor, now)
    except (AlreadyInvited, NotANewcomer):
        return False
    return True
