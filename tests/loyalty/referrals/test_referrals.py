"""Rewards of invitations: to both sides, once, after the hold, and gone with the purchase they came from."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from loyalty import referrals
from loyalty.referrals import Code, Standing, rewards
from loyalty.referrals.model import AlreadyInvited, NotANewcomer, OwnReferral, ReferralCircle, ReferralUnknown
from storage.models import ReferralState
from storage.tables import entries, outbox_messages
from storage.tables import referrals as referral_rows
from tests.loyalty.people import Person, World
from tests.storage.test_parallel import all_at_once

HOLD_DAYS = 14


async def code_of(person: Person) -> Code:
    code: Code = await person.do(referrals.issue, person.world.now)
    return code


async def brings(person: Person, name: str) -> Person:
    """Somebody new who names the person's code."""
    friend = await person.world.newcomer(name)
    assert await friend.do(referrals.accept, (await code_of(person)).code, person.world.now) == person.name
    return friend


async def standing(person: Person) -> Standing:
    found: Standing = await person.do(referrals.standing, person.world.now)
    return found


async def state(friend: Person) -> str:
    statement = select(referral_rows.c.state).where(referral_rows.c.friend_account_id == friend.account_id)
    [row] = await friend.world.rows(statement)
    return str(row.state)


async def told(person: Person) -> list[str]:
    """The kinds of what they were told of invitations."""
    kind = outbox_messages.c.kind
    statement = select(kind).where(outbox_messages.c.person_id == person.person_id, kind.startswith("referral_"))
    return [str(row.kind) for row in await person.world.rows(statement.order_by(outbox_messages.c.id))]


@pytest.fixture
async def boris(anna: Person) -> Person:
    """A friend of Anna's who has bought nothing yet."""
    return await brings(anna, "Boris")


async def test_both_get_their_points_after_the_hold(anna: Person, boris: Person, till: Person, owner: Person) -> None:
    """On their way with the first purchase, to be spent fourteen days later; both are told twice."""
    await owner.sets({"referrals.friend_points": 300})
    await till.sells(boris, 5_000)
    matures_at = till.world.now + timedelta(days=HOLD_DAYS)
    assert (await anna.figures(), await boris.figures()) == ((0, 0, 500, 0), (250, 0, 300, 0))
    assert (await anna.overview()).pending == [(matures_at, 500)]
    assert (await standing(anna)).pending == [(matures_at, 500)]
    till.world.wait(days=HOLD_DAYS)
    await till.world.sweep()
    assert (await anna.figures(), await boris.figures()) == ((500, 0, 0, 0), (550, 0, 0, 0))
    assert await told(anna) == await told(boris) == ["referral_pending", "referral_rewarded"]
    assert (await standing(anna)).rewarded_points == 500


async def test_it_is_paid_once(anna: Person, boris: Person, till: Person) -> None:
    """Later purchases, a repeated press and repeated sweeps add nothing."""
    await till.sells(boris, 5_000, key="k")
    await till.sells(boris, 5_000, key="k")
    await till.sells(boris, 9_000)
    till.world.wait(days=HOLD_DAYS)
    for _ in range(2):
        await till.world.sweep()
    await till.sells(boris, 9_000)
    assert (await anna.balance()).available == 500
    assert await told(anna) == ["referral_pending", "referral_rewarded"]


async def test_only_money_counts_towards_the_smallest_purchase(anna: Person, boris: Person, till: Person) -> None:
    """Below it, or with points instead of money, nothing comes yet; the first that is large enough counts."""
    await till.sells(boris, 4_999)
    await till.gives(boris, 500)
    receipt = await boris.says_yes(await till.asks(boris, 5_000, 500))
    assert receipt.amount_minor == 5_000
    assert await state(boris) == ReferralState.JOINED
    await till.sells(boris, 5_000)
    assert await state(boris) == ReferralState.PENDING
    assert (await anna.balance()).pending == 500


async def test_a_redemption_paid_mostly_in_money_counts(anna: Person, boris: Person, till: Person) -> None:
    """The way the first purchase was paid does not matter, as long as enough of it was money."""
    await till.gives(boris, 500)
    await boris.says_yes(await till.asks(boris, 5_500, 500))
    assert (await anna.balance()).pending == 500


async def test_a_refund_during_the_hold_cancels_both(anna: Person, boris: Person, till: Person) -> None:
    """A part that leaves enough changes nothing; one cent more, and both rewards end for good."""
    purchase = await till.sells(boris, 6_000)
    await till.refunds(purchase, 1_000)
    assert await state(boris) == ReferralState.PENDING
    await till.refunds(purchase, 1)
    assert await state(boris) == ReferralState.CANCELLED
    assert (await anna.figures(), (await boris.balance()).pending) == ((0, 0, 0, 0), 0)
    assert await told(anna) == await told(boris) == ["referral_pending", "referral_cancelled"]
    await till.sells(boris, 9_000)
    till.world.wait(days=HOLD_DAYS)
    await till.world.sweep()
    assert (await anna.balance()).available == 0


async def test_each_reversal_names_what_it_reverses(anna: Person, boris: Person, till: Person) -> None:
    """Nothing is deleted: the books show what came and why it went."""
    await till.refunds(await till.sells(boris, 6_000), 6_000)
    kinds = select(entries.c.id, entries.c.kind, entries.c.points, entries.c.reverses_id)
    came, went = await till.world.rows(kinds.where(entries.c.account_id == anna.account_id).order_by(entries.c.id))
    assert (came.kind, came.points) == ("referral", 500)
    assert (went.kind, went.points, went.reverses_id) == ("reversal", -500, came.id)


async def test_what_was_the_rule_at_the_purchase_stays_the_rule(
    anna: Person, boris: Person, till: Person, owner: Person
) -> None:
    """A stricter smallest purchase and other points bind only purchases made from then on."""
    purchase = await till.sells(boris, 6_000)
    await owner.sets(
        {"referrals.minimum_purchase_minor": 50_000, "referrals.referrer_points": 1, "referrals.hold_days": 100}
    )
    await till.refunds(purchase, 500)
    till.world.wait(days=HOLD_DAYS)
    await till.world.sweep()
    assert (await anna.balance()).available == 500


async def test_after_the_hold_a_refund_takes_no_reward_back(anna: Person, boris: Person, till: Person) -> None:
    """Even in the moment between the end of the hold and the next sweep."""
    purchase = await till.sells(boris, 6_000)
    till.world.wait(days=HOLD_DAYS)
    await till.refunds(purchase, 6_000)
    await till.world.sweep()
    assert ((await anna.balance()).available, (await boris.balance()).available) == (500, 500)
    assert await told(anna) == ["referral_pending", "referral_rewarded"]


async def test_a_purchase_undone_leaves_the_invitation_open(anna: Person, boris: Person, till: Person) -> None:
    """A mistake at the till costs nobody their reward: the next purchase counts."""
    await till.undoes(await till.sells(boris, 60_000))
    assert (await anna.figures(), await boris.figures()) == ((0, 0, 0, 0), (0, 0, 0, 0))
    assert await state(boris) == ReferralState.JOINED
    await till.sells(boris, 6_000)
    assert (await anna.balance()).pending == 500
    assert await told(anna) == ["referral_pending", "referral_cancelled", "referral_pending"]


async def test_without_a_hold_the_points_come_at_once(anna: Person, boris: Person, till: Person, owner: Person) -> None:
    """And go at once when the purchase is undone; what was spent meanwhile is owed."""
    await owner.sets({"referrals.hold_days": 0})
    purchase = await till.sells(boris, 6_000)
    assert ((await anna.balance()).available, (await boris.balance()).available) == (500, 800)
    assert await told(anna) == ["referral_rewarded"]
    await till.gives(anna, -400)
    await till.undoes(purchase)
    assert (await anna.figures(), await boris.figures()) == ((0, 0, 0, 400), (0, 0, 0, 0))


async def test_a_reward_that_another_refund_has_eaten_is_owed(anna: Person, boris: Person, till: Person) -> None:
    """Boris spends his earnings, an older purchase is refunded out of what is on its way, then the first one too."""
    small = await till.sells(boris, 4_000)
    first = await till.sells(boris, 5_000)
    await till.gives(boris, -450)
    await till.refunds(small, 4_000)
    assert await boris.figures() == (0, 0, 300, 0)
    await till.refunds(first, 5_000)
    assert await boris.figures() == (0, 0, 0, 450)
    assert await anna.figures() == (0, 0, 0, 0)


async def test_beyond_the_months_limit_only_the_friend_is_rewarded(
    anna: Person, boris: Person, till: Person, owner: Person, world: World
) -> None:
    """Boris's friend could not know of it. The new month begins at midnight in the café, not in Greenwich."""
    await owner.sets({"referrals.monthly_cap": 1})
    carl, dora = await brings(anna, "Carl"), await brings(anna, "Dora")
    world.now = datetime(2026, 3, 31, 21, 59, tzinfo=UTC)
    await till.sells(boris, 5_000)
    await till.sells(carl, 5_000)
    assert await state(carl) == ReferralState.CAPPED
    assert ((await anna.balance()).pending, (await carl.balance()).pending) == (500, 500)
    assert await told(anna) == ["referral_pending", "referral_capped"]
    world.now = datetime(2026, 3, 31, 22, 0, tzinfo=UTC)
    await till.sells(dora, 5_000)
    assert (await anna.balance()).pending == 1_000
    world.wait(days=HOLD_DAYS)
    await world.sweep()
    assert await told(carl) == ["referral_pending", "referral_rewarded"]
    figures = await standing(anna)
    assert (figures.joined, figures.bought, figures.rewarded, figures.capped) == (3, 3, 2, 1)


async def test_a_cancelled_reward_makes_room_in_the_month(
    anna: Person, boris: Person, till: Person, owner: Person
) -> None:
    """Only what is really given counts."""
    await owner.sets({"referrals.monthly_cap": 1})
    await till.refunds(await till.sells(boris, 5_000), 5_000)
    await till.sells(await brings(anna, "Carl"), 5_000)
    assert (await anna.balance()).pending == 500


async def test_a_capped_friends_reward_ends_with_its_purchase(
    anna: Person, boris: Person, till: Person, owner: Person
) -> None:
    """As any other."""
    await owner.sets({"referrals.monthly_cap": 1})
    await till.sells(boris, 5_000)
    carl = await brings(anna, "Carl")
    await till.refunds(await till.sells(carl, 5_000), 5_000)
    assert await state(carl) == ReferralState.CANCELLED
    assert (await carl.figures(), await anna.figures()) == ((0, 0, 0, 0), (0, 0, 500, 0))


@pytest.mark.parametrize("settings", [{"referrals.referrer_points": 0}, {"referrals.monthly_cap": 0}])
async def test_a_side_without_points_is_told_nothing(
    anna: Person, boris: Person, till: Person, owner: Person, settings: dict[str, int]
) -> None:
    """No message about no points."""
    await owner.sets(settings)
    await till.sells(boris, 5_000)
    assert await anna.figures() == (0, 0, 0, 0)
    assert await told(anna) == []
    assert await told(boris) == ["referral_pending"]


async def test_who_is_no_friend(anna: Person, boris: Person, till: Person, world: World) -> None:
    """Oneself, whoever has an inviter or has bought, whoever came long ago, and codes that nobody has."""
    code = (await code_of(anna)).code
    carl, dora = await world.newcomer("Carl"), await world.newcomer("Dora")
    await till.sells(carl, 100)
    bought = await carl.refused(referrals.accept, code, world.now)
    assert isinstance(bought, NotANewcomer)
    assert bought.bought
    assert isinstance(await anna.refused(referrals.accept, code, world.now), OwnReferral)
    assert isinstance(await dora.refused(referrals.accept, "XXXXXX", world.now), ReferralUnknown)
    again = await boris.refused(referrals.accept, code, world.now)
    assert isinstance(again, AlreadyInvited)
    assert again.name == "Anna"
    world.wait(days=7, seconds=1)
    late = await dora.refused(referrals.accept, code, world.now)
    assert isinstance(late, NotANewcomer)
    assert (late.bought, late.days) == (False, 7)


async def test_a_purchase_entered_by_mistake_spends_no_newcomers_right(anna: Person, till: Person) -> None:
    """Undone, it was never made."""
    carl = await till.world.newcomer("Carl")
    await till.undoes(await till.sells(carl, 5_000))
    assert await carl.do(referrals.accept, (await code_of(anna)).code, till.world.now) == "Anna"


async def test_circles_are_refused_however_long(anna: Person, boris: Person, world: World) -> None:
    """Anna brought Boris, who brought Carl: neither can have brought Anna."""
    carl = await brings(boris, "Carl")
    for friend in (boris, carl):
        error = await anna.refused(referrals.accept, (await code_of(friend)).code, world.now)
        assert isinstance(error, ReferralCircle)
        assert error.name == friend.name


async def test_two_who_invite_each_other_at_once_are_no_circle(anna: Person, world: World) -> None:
    """One of them comes first, and the other is refused."""
    boris = await world.newcomer("Boris")
    codes = (await code_of(anna)).code, (await code_of(boris)).code
    _, refusals = await all_at_once(
        anna.do(referrals.accept, codes[1], world.now), boris.do(referrals.accept, codes[0], world.now)
    )
    assert [type(error) for error in refusals] == [ReferralCircle]


async def test_a_friend_who_buys_while_the_code_is_typed_again(anna: Person, boris: Person, till: Person) -> None:
    """The purchase waits for the inviter's account, and the friend who types for nobody."""
    carl = await brings(boris, "Carl")
    codes = [(await code_of(person)).code for person in (anna, boris, carl)]
    for _ in range(5):
        await all_at_once(
            *(till.sells(friend, 6_000) for friend in (boris, carl)),
            *(who.do(referrals.accept, code, till.world.now) for who in (anna, boris, carl) for code in codes),
        )
        till.world.wait(seconds=1)


async def test_friends_who_buy_at_once_keep_to_the_limit(
    anna: Person, boris: Person, till: Person, owner: Person
) -> None:
    """Three first purchases, twice each, in the same moment, and room for one reward."""
    await owner.sets({"referrals.monthly_cap": 1})
    all_friends = [boris, await brings(anna, "Carl"), await brings(anna, "Dora")]
    await all_at_once(*(till.sells(friend, 5_000) for friend in all_friends for _ in range(2)))
    assert (await anna.balance()).pending == 500
    states = sorted([await state(friend) for friend in all_friends])
    assert states == [ReferralState.CAPPED, ReferralState.CAPPED, ReferralState.PENDING]


async def test_everything_at_once_leaves_the_books_right(anna: Person, boris: Person, till: Person) -> None:
    """A chain of friends who buy and give back in the same moment as the sweep: nobody waits for nobody."""
    carl = await brings(boris, "Carl")
    sold = [await till.sells(friend, 6_000) for friend in (boris, carl)]
    till.world.wait(minutes=5)
    await all_at_once(
        *(till.refunds(purchase, 6_000) for purchase in sold),
        *(till.undoes(purchase) for purchase in sold),
        *(till.sells(who, 7_000) for who in (anna, boris, carl)),
        *(till.world.sweep() for _ in range(2)),
    )
    assert await till.world.differences() == []


async def test_sweeps_on_two_replicas_tell_once(anna: Person, boris: Person, till: Person) -> None:
    """Whoever comes first tells, the other finds it done."""
    await till.sells(boris, 5_000)
    till.world.wait(days=HOLD_DAYS)
    swept, _ = await all_at_once(*(till.world.sweep() for _ in range(3)))
    assert sum(one.referrals for one in swept) == 1
    assert await told(anna) == ["referral_pending", "referral_rewarded"]


async def test_a_batch_at_a_time_leaves_nobody_out(anna: Person, boris: Person, till: Person, world: World) -> None:
    """An outage over the end of many holds is caught up."""
    for friend in (boris, await brings(anna, "Carl"), await brings(anna, "Dora")):
        await till.sells(friend, 5_000)
    world.wait(days=HOLD_DAYS + 40)
    async with world.database.transaction() as transaction:
        assert [await rewards.mature(transaction, world.now, limit=2) for _ in range(3)] == [2, 1, 0]


async def test_the_code_stays_the_same(anna: Person, world: World) -> None:
    """Asked for ten times at once: one link and one code, that others read and type as they like."""
    codes, _ = await all_at_once(*(code_of(anna) for _ in range(10)))
    assert len(set(codes)) == 1
    assert len(codes[0].token) >= 16
    assert referrals.parse_code(referrals.format_code(codes[0].code).lower()) == codes[0].code


async def test_the_list_of_friends_comes_in_pages(anna: Person, boris: Person) -> None:
    """The newest first, each with what it brings; nobody sees another's."""
    carl = await brings(anna, "Carl")
    first = await anna.do(referrals.friends, None, 1)
    second = await anna.do(referrals.friends, first[-1].referral_id, 5)
    assert ([friend.name for friend in first], [friend.name for friend in second]) == (["Carl"], ["Boris"])
    assert await carl.do(referrals.friends, first[-1].referral_id) == []
