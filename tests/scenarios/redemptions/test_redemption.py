"""Points that pay for a part of a bill: asked at the till, answered on the customer's own phone."""

from datetime import timedelta
from typing import Any

import pytest

from bot.i18n import LANGUAGES
from loyalty import adjustments, balances
from sandbox import Person
from sandbox.view import as_read
from tests.scenarios.conftest import Cafe


@pytest.fixture
async def owner(cafe: Cafe) -> Person:
    return await cafe.owner()


@pytest.fixture
async def thabo(cafe: Cafe, owner: Person) -> Person:
    return await cafe.cashier(owner)


@pytest.fixture
async def anna(cafe: Cafe, thabo: Person) -> Person:
    """A customer with 900 points: a hundred for her welcome, the others for a purchase."""
    anna = await cafe.customer("Anna")
    await cafe.buys(anna, thabo, "160")
    await anna.wait_for("+800 points")
    return anna


async def asks(cafe: Cafe, thabo: Person, anna: Person, bill: str = "20", points: str = "300") -> dict[str, Any]:
    """Thabo asks Anna for points; the question as she has it."""
    await cafe.says(thabo, await cafe.card_number(anna))
    await cafe.taps(thabo, "Take points")
    await cafe.says(thabo, bill)
    await cafe.says(thabo, points)
    return await anna.wait_for(f"Take {points} points")


def now(person: Person, message: dict[str, Any]) -> str:
    """What the message says by now."""
    return as_read(person.chat.messages[message["message_id"]]["text"])


def data(message: dict[str, Any], column: int = 0, row: int = 0) -> str:
    """What a button of the screen carries."""
    carried: str = message["reply_markup"]["inline_keyboard"][row][column]["callback_data"]
    return carried


async def test_points_pay_a_part_of_the_bill(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """Asked, confirmed on the customer's phone, and both screens say what is left to be paid in money."""
    await cafe.says(thabo, "/redeem")
    assert "900 points" in await cafe.says(thabo, await cafe.card_number(anna))
    assert "up to 900 points" in await cafe.says(thabo, "20")
    waiting = await cafe.says(thabo, "300")
    assert "Waiting for Anna to agree: 300 points" in waiting
    question = await anna.wait_for("Take 300 points (R3.00) for this purchase of R20.00?")
    assert anna.buttons == [["Yes, take 300", "No"]]
    await cafe.taps(anna, "Yes, take 300")
    assert "R17.00 is left to pay" in now(anna, question)
    assert "reply_markup" not in anna.chat.messages[question["message_id"]]
    receipt = await anna.wait_for("−300 points")
    assert "You now have 685 points" in as_read(receipt["text"])
    paid = await thabo.wait_for("Left to pay: R17.00")
    assert "300 points paid R3.00 of R20.00" in as_read(paid["text"])
    assert waiting not in thabo.texts
    assert await cafe.differences() == []


async def test_no_takes_nothing(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """The question goes, the member of staff reads it at once and can go on without points."""
    question = await asks(cafe, thabo, anna)
    await cafe.taps(anna, "No")
    assert "No points were used" in now(anna, question)
    await thabo.wait_for("Anna said no")
    assert thabo.buttons == [["Add purchase", "Take points"]]
    assert "900 points" in await cafe.says(anna, "/balance")
    assert "How much has Anna paid" in await cafe.taps(thabo, "Add purchase")


async def test_staff_take_their_question_back(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """A wrong bill: the question disappears from the customer's phone, the points are free."""
    question = await asks(cafe, thabo, anna)
    assert "300 points set aside" in await cafe.says(anna, "/balance")
    await cafe.taps(thabo, "Take it back")
    await anna.wait_for(
        lambda message: message["message_id"] == question["message_id"] and "No points" in message["text"]
    )
    assert "900 points" in await cafe.says(anna, "/balance")
    await cafe.forges(thabo, "redeem:back:1")
    assert await cafe.differences() == []


async def test_when_time_runs_out_both_screens_say_so(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """Three minutes without an answer, and everything is as before."""
    question = await asks(cafe, thabo, anna)
    cafe.clock.advance(timedelta(minutes=3))
    await cafe.assistant.sweeper.sweep()
    await thabo.wait_for("Anna did not answer in time")
    await anna.wait_for("Time ran out and no points were used")
    assert "Time ran out" in now(anna, question)
    assert "900 points" in await cafe.says(anna, "/balance")


async def test_a_yes_too_late_settles_it_on_the_spot(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """Nobody has to wait for the next look at the clock: the late press itself ends it for both."""
    question = await asks(cafe, thabo, anna)
    cafe.clock.advance(timedelta(minutes=4))
    await cafe.taps(anna, "Yes, take 300")
    assert "Time ran out" in now(anna, question)
    await thabo.wait_for("Anna did not answer in time")
    assert "900 points" in await cafe.says(anna, "/balance")


async def test_old_buttons_show_how_it_ended(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """Yes twice, then no, then taken back: taken once, and every press finds the same end."""
    question = await asks(cafe, thabo, anna)
    waiting = thabo.last
    yes, no, back = data(question), data(question, 1), data(waiting)
    await cafe.taps(anna, "Yes, take 300")
    for late in (yes, no):
        await anna.press_data(late, question)
        await cafe.settled()
        assert "300 points used" in now(anna, question)
    await thabo.press_data(back, waiting)
    await cafe.settled()
    assert "300 points paid R3.00" in now(thabo, waiting)
    assert "685 points" in await cafe.says(anna, "/balance")
    assert await cafe.differences() == []


async def test_yes_and_take_it_back_at_the_same_moment(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """Whichever comes first counts; both read the same."""
    question = await asks(cafe, thabo, anna)
    waiting = thabo.last
    await anna.press("Yes, take 300")
    await thabo.press("Take it back")
    await cafe.settled()
    taken = "300 points used" in now(anna, question)
    assert ("685 points" if taken else "900 points") in await cafe.says(anna, "/balance")
    assert ("300 points paid" if taken else "No points") in now(thabo, waiting)
    assert await cafe.differences() == []


async def test_as_many_as_allowed(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """Half of the bill at most; pressed twice, the customer is asked once."""
    await cafe.says(thabo, await cafe.card_number(anna))
    await cafe.taps(thabo, "Take points")
    await cafe.says(thabo, "10")
    offer = thabo.last
    await cafe.taps(thabo, "As many as allowed (500)")
    await anna.wait_for("Take 500 points")
    count = len(anna.texts)
    assert "Waiting for Anna to agree: 500 points" in now(thabo, offer)
    await thabo.press_data(data(offer), offer)
    await cafe.settled()
    assert "Waiting for Anna to agree: 500 points" in now(thabo, offer)
    assert len(anna.texts) == count


async def test_everything_can_be_typed(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """Every button's words do what the button does, on both phones."""
    await cafe.says(thabo, "take points")
    await cafe.says(thabo, await cafe.card_number(anna))
    await cafe.says(thabo, "10")
    assert "Type the number that is printed on the receipt" in await cafe.says(thabo, "receipt number")
    assert "Receipt no. 77" in await cafe.says(thabo, "77")
    await cafe.says(thabo, "as many as allowed (500)")
    await anna.wait_for("Take 500 points")
    assert "500 points used" in await cafe.says(anna, "yes")
    await thabo.wait_for("Left to pay: R5.00")
    assert "No question is open" in await cafe.says(anna, "yes")
    await cafe.says(anna, "/history")
    story = await cafe.taps(anna, "1")
    assert "Receipt no. 77" in story
    assert "The points paid R5.00 of it" in story


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ("many", "I cannot read that as a number of points"),
        ("-5", "I cannot read that as a number of points"),
        ("2.5", "I cannot read that as a number of points"),
        ("99", "At least 100 points are needed"),
        ("501", "At most 500 points can be used for this purchase"),
    ],
)
async def test_a_wrong_number_of_points_is_refused_and_asked_for_again(
    cafe: Cafe, thabo: Person, anna: Person, said: str, refusal: str
) -> None:
    """One clear sentence, and nothing of what was said before is lost."""
    await cafe.says(thabo, await cafe.card_number(anna))
    await cafe.taps(thabo, "Take points")
    await cafe.says(thabo, "10")
    assert refusal in await cafe.says(thabo, said)
    assert "Waiting for Anna to agree: 200 points" in await cafe.says(thabo, "200")


async def test_more_than_there_is_cannot_be_taken(cafe: Cafe, thabo: Person) -> None:
    """Somebody with too few points: said before the bill, and refused after it."""
    boris = await cafe.customer("Boris")
    await cafe.says(thabo, "/redeem")
    assert "Boris has 100 points" in await cafe.says(thabo, await cafe.card_number(boris))
    await cafe.says(thabo, "100")
    assert "Only 100 points can be used now" in await cafe.says(thabo, "101")


async def test_the_next_customer_is_at_the_till_already(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """A card's number instead of the bill: that card it is."""
    boris = await cafe.customer("Boris")
    await cafe.says(thabo, "/redeem")
    await cafe.says(thabo, await cafe.card_number(anna))
    assert "I cannot read that as an amount" in await cafe.says(thabo, "what?")
    assert "Boris has" in await cafe.says(thabo, await cafe.card_number(boris))


async def test_who_blocked_the_bot_is_not_asked(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """Staff read why before they type the bill; what they type next is a purchase without points."""
    number = await cafe.card_number(anna)
    await anna.block()
    await cafe.settled()
    await cafe.says(thabo, "/redeem")
    assert "Anna has blocked this bot and cannot be asked" in await cafe.says(thabo, number)
    assert thabo.buttons == [["Add purchase"]]
    assert "Add this purchase for Anna" in await cafe.says(thabo, "20")
    assert await cafe.differences() == []


async def test_staff_are_told_when_the_question_does_not_arrive(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """Nobody knew it before the sending: the points are free again at once, and the screen says why."""
    number = await cafe.card_number(anna)
    await anna.delete_account()
    await cafe.says(thabo, "/redeem")
    await cafe.says(thabo, number)
    await cafe.says(thabo, "20")
    await cafe.says(thabo, "300")
    await thabo.wait_for("Anna cannot be asked")
    async with cafe.database.reading() as reading:
        figures = await balances.balance(reading, (await cafe.actor(anna)).account_id, cafe.clock.now())
    assert (figures.available, figures.held) == (900, 0)
    assert await cafe.differences() == []


async def test_a_restart_between_any_two_steps_changes_nothing(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """Where everybody is, is in the database."""
    number = await cafe.card_number(anna)
    await cafe.says(thabo, "/redeem")
    for said in (number, "20", "300"):
        await cafe.restart()
        await cafe.says(thabo, said)
    await anna.wait_for("Take 300 points")
    await cafe.restart()
    await cafe.taps(anna, "Yes, take 300")
    await thabo.wait_for("Left to pay: R17.00")
    assert await cafe.differences() == []


async def test_the_yes_delivered_twice_takes_once(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """Telegram brings the press again."""
    await asks(cafe, thabo, anna)
    cafe.sandbox.duplicate_next_update()
    await cafe.taps(anna, "Yes, take 300")
    await thabo.wait_for("Left to pay: R17.00")
    assert "685 points" in await cafe.says(anna, "/balance")
    assert await cafe.differences() == []


async def test_the_request_delivered_twice_asks_once(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """The typed number of points comes again."""
    await cafe.says(thabo, await cafe.card_number(anna))
    await cafe.taps(thabo, "Take points")
    await cafe.says(thabo, "20")
    cafe.sandbox.duplicate_next_update()
    await cafe.says(thabo, "300")
    await anna.wait_for("Take 300 points")
    assert len([text for text in anna.texts if "Take 300 points" in text]) == 1
    assert "300 points set aside" in await cafe.says(anna, "/balance")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_screen_in_every_language(cafe: Cafe, language: str) -> None:
    """All of them go out and have no gaps: asked, answered, taken back, timed out, listed, explained."""
    owner = await cafe.owner(language=language)
    thabo, anna = await cafe.cashier(owner, language=language), await cafe.customer("Anna", language)
    await cafe.change(owner, {"earning.welcome_points": 0, "expiry.policy": "rolling"})
    await adds_points(cafe, owner, anna, 900)
    number = (await cafe.card_number(anna)).replace("-", "")
    await cafe.forges(anna, "history:show")
    for press, who in (("redemption:yes:1", anna), ("redemption:no:2", anna), ("redeem:back:3", thabo)):
        await cafe.forges(thabo, f"redeem:card:{number}")
        await cafe.says(thabo, "10")
        await cafe.forges(thabo, data(thabo.last, row=1))
        for said in (press, "many", "99", "150"):
            await cafe.says(thabo, said)
        await anna.wait_for(lambda message: "tg-time" in str(message) or "date_time" in str(message))
        await cafe.forges(who, press)
    await cafe.says(thabo, "/redeem")
    for data_of_anna in ("history:show", "history:line:2.2", "history:line:3.3", "history:file", "redemption:yes:3"):
        await cafe.forges(anna, data_of_anna)
    for person in (thabo, anna):
        assert not [text for text in person.texts if not text or "{" in text or "None" in text]
    refused = [result for _method, _given, result in cafe.sandbox.requests if isinstance(result, Exception)]
    assert [error for error in refused if "not modified" not in str(error)] == []


async def adds_points(cafe: Cafe, owner: Person, anna: Person, points: int) -> None:
    """The owner gives points by hand."""
    account_id = (await cafe.actor(anna)).account_id
    async with cafe.database.transaction() as transaction:
        await adjustments.adjust(
            transaction, await cafe.actor(owner), account_id, points, "<sorry>", key="gift", now=cafe.clock.now()
        )


async def test_nobody_answers_for_somebody_else(cafe: Cafe, thabo: Person, anna: Person, owner: Person) -> None:
    """Neither another customer, nor the member of staff who asked, nor a colleague takes or frees the points."""
    boris = await cafe.customer("Boris")
    yes = data(await asks(cafe, thabo, anna))
    for stranger in (boris, owner, thabo):
        assert "already been settled" in await cafe.forges(stranger, yes)
    assert "This is for the team only" in await cafe.forges(boris, "redeem:back:1")
    assert "already been settled" in await cafe.forges(owner, "redeem:back:1")
    assert "300 points set aside" in await cafe.says(anna, "/balance")


async def test_staff_do_not_take_their_own_points(cafe: Cafe, thabo: Person) -> None:
    """As with purchases."""
    own = await cafe.card_number(thabo)
    await cafe.says(thabo, "/redeem")
    assert "This is your own card" in await cafe.says(thabo, own)


async def test_a_redemption_is_undone_like_any_purchase(cafe: Cafe, thabo: Person, anna: Person) -> None:
    """The points that paid are the customer's again, those that were earned are gone."""
    await asks(cafe, thabo, anna)
    await cafe.taps(anna, "Yes, take 300")
    await thabo.wait_for("Left to pay: R17.00")
    await cafe.taps(thabo, "Undo")
    await anna.wait_for("is undone")
    assert "900 points" in await cafe.says(anna, "/balance")
    assert await cafe.differences() == []
