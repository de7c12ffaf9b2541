"""The balance: what one has, what it is worth, what comes and goes, and why it is that number."""

from datetime import timedelta

from loyalty import purchases, redemptions
from loyalty.expiry.rules import ExpiryPolicy
from sandbox import Person
from tests.scenarios.conftest import Cafe, answer


async def test_points_that_are_on_their_way_are_shown_with_their_day(cafe: Cafe) -> None:
    """With a waiting time, a purchase's points are announced first and can be spent from their day on."""
    owner = await cafe.owner()
    thabo, anna = await cafe.cashier(owner), await cafe.customer("Anna")
    await cafe.change(owner, {"earning.hold_days": 7})
    await cafe.buys(anna, thabo, "60")
    assert "from 28 November" in (await anna.wait_for("R60.00"))["text"]
    balance = await cafe.says(anna, "/balance")
    assert "100 points" in balance.splitlines()[0]
    assert "300 points more from 28 November" in balance
    why = await cafe.taps(anna, "Why this number?")
    assert "−300  not to be spent yet" in why
    assert summed(why) == 100
    await cafe.says(anna, "/balance")
    assert "from 28 November: 300 points" in await cafe.taps(anna, "All dates")
    cafe.clock.advance(timedelta(days=7))
    await cafe.assistant.sweeper.sweep()
    assert "400 points" in (await cafe.says(anna, "/balance")).splitlines()[0]


async def test_pending_points_that_will_expire_stand_among_the_dates_once(cafe: Cafe) -> None:
    """With both of their dates; those of one day together, and what is there already apart."""
    owner = await cafe.owner()
    thabo, anna = await cafe.cashier(owner), await cafe.customer("Anna", "ru")
    await cafe.change(owner, {"earning.hold_days": 7, "expiry.policy": ExpiryPolicy.ROLLING, "expiry.after_months": 12})
    await cafe.buys(anna, thabo, "60")
    await cafe.buys(anna, thabo, "40")
    await cafe.forges(anna, "balance:dates")
    dates = answer(anna).replace("\xa0", " ").splitlines()[1:]
    assert len(dates) == 2
    assert "с 28 ноября до" in dates[0]
    assert dates[0].endswith("2027 года включительно: 500 баллов")
    assert dates[1].endswith("включительно: 100 баллов")
    cafe.clock.advance(timedelta(days=8))
    await cafe.assistant.sweeper.sweep()
    await cafe.says(anna, "/balance")
    await cafe.forges(anna, "balance:dates")
    assert "⏳" not in answer(anna)
    assert "600 баллов" in answer(anna).replace("\xa0", " ")


async def test_points_that_expire_are_shown_before_and_explained_after(cafe: Cafe) -> None:
    """The balance says what goes next and when; afterwards the sum shows what has gone."""
    owner = await cafe.owner()
    anna = await cafe.customer("Anna")
    await cafe.change(owner, {"expiry.policy": ExpiryPolicy.ROLLING, "expiry.after_months": 12})
    balance = await cafe.says(anna, "/balance")
    assert "100 points are good until" in balance
    assert "100 points" in await cafe.taps(anna, "All dates")
    cafe.clock.advance(timedelta(days=400))
    await cafe.assistant.sweeper.sweep()
    assert "0 points" in (await cafe.says(anna, "/balance")).splitlines()[0]
    why = await cafe.taps(anna, "Why this number?")
    assert "−100  expired" in why


async def test_points_set_aside_at_the_till_are_not_shown_as_lost(cafe: Cafe) -> None:
    """While the customer is asked, the balance says what is set aside."""
    thabo, anna = await cafe.cashier(await cafe.owner()), await cafe.customer("Anna")
    await cafe.buys(anna, thabo, "100")
    await hold(cafe, anna, thabo, 300)
    assert "300 points set aside" in await cafe.says(anna, "/balance")
    why = await cafe.taps(anna, "Why this number?")
    assert "−300  set aside for a purchase at the till" in why
    assert summed(why) == 300


async def test_a_shortfall_is_said_plainly(cafe: Cafe) -> None:
    """Points spent and then their purchase refunded: the next points make up for them."""
    thabo, anna = await cafe.cashier(await cafe.owner()), await cafe.customer("Anna")
    await cafe.buys(anna, thabo, "100")
    held = await hold(cafe, anna, thabo, 600)
    async with cafe.database.transaction() as transaction:
        await redemptions.capture(transaction, await cafe.actor(anna), held, cafe.clock.now())
        await purchases.undo(transaction, await cafe.actor(thabo), 1, cafe.clock.now())
    balance = await cafe.says(anna, "/balance")
    assert "had been spent already" in balance
    why = await cafe.taps(anna, "Why this number?")
    assert "+430  still missing after a refund" in why
    assert summed(why) == 0
    assert await cafe.differences() == []


def summed(why: str) -> int:
    """What the signed numbers of the explanation add up to."""
    signed = [line.split()[0] for line in why.splitlines() if line.startswith(("+", "−"))]
    return sum(int(number.replace("−", "-").replace(",", "")) for number in signed)


async def hold(cafe: Cafe, customer: Person, cashier: Person, points: int) -> int:
    account_id = (await cafe.actor(customer)).account_id
    async with cafe.database.transaction() as transaction:
        held = await redemptions.hold(
            transaction, await cafe.actor(cashier), account_id, 2000, points, key="till", now=cafe.clock.now()
        )
    return held.hold_id


async def test_every_point_is_explained_down_to_its_lot(cafe: Cafe) -> None:
    """From the balance to the sum, from the sum to the single credits, and back, in one message."""
    thabo, anna = await cafe.cashier(await cafe.owner()), await cafe.customer("Anna")
    await cafe.buys(anna, thabo, "10")
    await cafe.buys(anna, thabo, "20")
    await anna.wait_for("R20.00")
    await cafe.says(anna, "/balance")
    messages = len(anna.from_bot)
    why = await cafe.taps(anna, "Why this number?")
    assert "Why 250?" in why
    assert "+100  welcome" in why
    assert "+150  2 purchases (5% of R30.00)" in why
    lots = await cafe.taps(anna, "By credit")
    assert "+100 · welcome" in lots
    assert "+50 · purchase" in lots
    assert "Why 250?" in await cafe.taps(anna, "« Why this number?")
    assert "250 points" in await cafe.taps(anna, "« Balance")
    assert len(anna.from_bot) == messages


async def test_an_empty_card_says_how_points_are_earned(cafe: Cafe) -> None:
    """Without a welcome bonus the first balance is nothing, and says what to do."""
    owner = await cafe.owner()
    await cafe.change(owner, {"earning.welcome_points": 0})
    ben = await cafe.customer("Ben")
    assert "0 points" in await cafe.says(ben, "/balance")
    assert "Show your card" in answer(ben)
    assert "Nothing has happened" in await cafe.taps(ben, "Why this number?")
    assert "There are none" in await cafe.taps(ben, "By credit")


async def test_nobody_is_promised_points_where_purchases_bring_none(cafe: Cafe) -> None:
    """A programme that only gives points by hand does not invite to earn nothing at the till."""
    owner = await cafe.owner()
    await cafe.change(owner, {"earning.rate_basis_points": 0, "earning.welcome_points": 0})
    ben = await cafe.customer("Ben")
    await cafe.says(ben, "/balance")
    await cafe.says(ben, "/history")
    assert not [text for text in ben.texts if "0%" in text]


async def test_a_screen_that_says_it_already_is_left_alone(cafe: Cafe) -> None:
    """Pressing the button of the screen one is on changes nothing and brings no second copy."""
    anna = await cafe.customer("Anna")
    await cafe.says(anna, "/balance")
    messages = len(anna.from_bot)
    await cafe.forges(anna, "balance:show")
    assert len(anna.from_bot) == messages


async def test_the_balance_can_be_asked_for_in_words(cafe: Cafe) -> None:
    """The menu's word, typed without its picture."""
    anna = await cafe.customer("Anna")
    assert "100 points" in await cafe.says(anna, "balance")


async def test_a_year_of_dates_is_shown_page_by_page(cafe: Cafe) -> None:
    """Somebody who comes every day has a date for each: more than one message holds."""
    owner = await cafe.owner()
    thabo, anna = await cafe.cashier(owner), await cafe.customer("Anna")
    await cafe.change(owner, {"expiry.policy": ExpiryPolicy.ROLLING, "expiry.after_months": 12})
    account_id, actor = (await cafe.actor(anna)).account_id, await cafe.actor(thabo)
    for day in range(120):
        async with cafe.database.transaction() as transaction:
            await purchases.record(transaction, actor, account_id, 10_000, key=f"day:{day}", now=cafe.clock.now())
        cafe.clock.advance(timedelta(days=1))
    await cafe.says(anna, "/balance")
    first = await cafe.taps(anna, "All dates")
    assert ": 600 points" in first
    assert anna.buttons == [["Next »"], ["« Balance"]]
    assert await cafe.taps(anna, "Next »") != first
    assert await cafe.taps(anna, "« Previous") == first
    assert "20 March 2028: 500 points" in await cafe.forges(anna, "balance:page:9999")
