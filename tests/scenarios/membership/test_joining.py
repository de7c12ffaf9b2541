"""Coming in: greetings, links of every kind, the question about offers, help, and the way out of anything."""

import pytest

from loyalty import membership, programme
from loyalty.programme.model import OwnText
from sandbox import Person
from storage.tables import consents, people
from tests.scenarios.conftest import Cafe, answer

CARD_OF_NOBODY = "c_AAAAAAAAAAAAAAAAAAAA"


async def answers_given(cafe: Cafe, person: Person) -> list[bool]:
    """Every answer about offers that is kept, oldest first."""
    actor = await cafe.actor(person)
    async with cafe.database.reading() as reading:
        statement = consents.select().where(consents.c.person_id == actor.person_id).order_by(consents.c.id)
        return [row.granted for row in await reading.run(statement)]


async def source_of(cafe: Cafe, person: Person) -> str | None:
    async with cafe.database.reading() as reading:
        source: str | None = (await reading.run(people.select().where(people.c.telegram_id == person.id))).one().source
        return source


async def test_a_returning_customer_is_greeted_as_one_and_gets_no_second_welcome(cafe: Cafe) -> None:
    """Another /start says welcome back, and the welcome points are given once."""
    anna = await cafe.customer("Anna")
    back = await cafe.says(anna, "/start")
    assert "Welcome back" in back
    assert "100 points" in back
    assert "100 points" in await cafe.says(anna, "/balance")


async def test_the_owner_welcomes_in_their_own_words(cafe: Cafe) -> None:
    """In the language of whoever joins; what looks like a tag is text."""
    owner = await cafe.owner()
    async with cafe.database.transaction() as transaction:
        actor = await cafe.actor(owner)
        for language, text in (("en", "Cake & coffee <3"), ("af", "Koek en koffie!")):
            await programme.set_text(transaction, actor, OwnText.WELCOME, language, text, cafe.clock.now())
    for name, language, text in (("Ben", "en", "Cake & coffee <3"), ("Piet", "af", "Koek en koffie!")):
        newcomer = cafe.person(name, language)
        await cafe.opens(newcomer, cafe.link("s_door"))
        assert text in newcomer.texts[-2]


@pytest.mark.parametrize("payload", ["nonsense", "x_1234567890123456", "c_", "s_", "0"])
async def test_a_link_nobody_knows_still_leads_into_the_cafe(cafe: Cafe, payload: str) -> None:
    """A newcomer is greeted as a newcomer, a customer is not left without an answer."""
    ben = cafe.person("Ben")
    await cafe.opens(ben, cafe.link(payload))
    assert any("Hello, Ben" in text for text in ben.texts)
    seen = len(ben.texts)
    await cafe.opens(ben, cafe.link(payload))
    assert len(ben.texts) == seen + 1


async def test_where_a_customer_came_from_is_remembered_from_the_first_link_only(cafe: Cafe) -> None:
    """The word behind s_ is kept when somebody joins by it; a later link does not change it."""
    anna = cafe.person("Anna")
    await cafe.opens(anna, cafe.link("s_poster-long-street"))
    assert await source_of(cafe, anna) == "poster-long-street"
    await cafe.opens(anna, cafe.link("s_leaflet"))
    assert await source_of(cafe, anna) == "poster-long-street"


async def test_a_stranger_who_scans_a_card_joins_and_learns_nothing_of_its_owner(cafe: Cafe) -> None:
    """Somebody else's card link makes a newcomer a customer, no more."""
    anna = await cafe.customer("Anna")
    ben = cafe.person("Ben")
    await cafe.opens(ben, await cafe.card_link(anna))
    assert any("Hello, Ben" in text for text in ben.texts)
    assert not any("Anna" in text for text in ben.texts)


async def test_a_customer_who_scans_somebody_elses_card_is_told_whose_work_that_is(cafe: Cafe) -> None:
    """Without a name or a balance of its owner."""
    anna, ben = await cafe.customer("Anna"), await cafe.customer("Ben")
    await cafe.opens(ben, await cafe.card_link(anna))
    assert "somebody's loyalty card" in answer(ben)
    assert "Anna" not in answer(ben)


async def test_a_customer_who_scans_the_own_card_sees_it(cafe: Cafe) -> None:
    """Trying out the code on the own phone ends at the own card."""
    anna = await cafe.customer("Anna")
    number = await cafe.card_number(anna)
    await cafe.opens(anna, await cafe.card_link(anna))
    assert number in answer(anna)


async def test_staff_who_scan_a_card_of_nobody_are_told_so(cafe: Cafe) -> None:
    """A link that looks like a card, but is none."""
    thabo = await cafe.cashier(await cafe.owner())
    assert "no such card" in await cafe.opens(thabo, cafe.link(CARD_OF_NOBODY))


@pytest.mark.parametrize(("label", "granted"), [("Yes, please", True), ("No, thanks", False)])
async def test_the_question_about_offers_is_answered_by_its_button(cafe: Cafe, label: str, granted: bool) -> None:
    """The answer takes the question's place and is kept."""
    anna = await cafe.customer("Anna")
    messages = len(anna.from_bot)
    said = await cafe.taps(anna, label)
    assert ("You will get our offers" in said) is granted
    assert len(anna.from_bot) == messages
    assert await answers_given(cafe, anna) == [granted]


@pytest.mark.parametrize(("typed", "granted"), [("yes please", True), ("NO, THANKS", False)])
async def test_the_question_about_offers_is_answered_by_a_typed_word(cafe: Cafe, typed: str, granted: bool) -> None:
    """A typed word is as good as the button, whatever its case."""
    anna = await cafe.customer("Anna")
    await cafe.says(anna, typed)
    assert await answers_given(cafe, anna) == [granted]


async def test_an_old_answer_about_offers_can_be_pressed_again(cafe: Cafe) -> None:
    """Two fingers on the same button: the same answer, nothing goes wrong."""
    anna = await cafe.customer("Anna")
    question = anna.last
    await anna.press_data("offers:yes", question)
    await anna.press_data("offers:yes", question)
    await cafe.settled()
    assert set(await answers_given(cafe, anna)) == {True}
    assert "You will get our offers" in answer(anna)


async def test_a_question_left_unanswered_is_no_consent_and_stands_in_nobodys_way(cafe: Cafe) -> None:
    """Whoever goes on to the balance hears no word of it, and nothing is presumed."""
    anna = await cafe.customer("Anna")
    assert "100 points" in await cafe.says(anna, "/balance")
    assert not any("cancelled" in text for text in anna.texts)
    assert await answers_given(cafe, anna) == []


async def test_something_else_than_an_answer_about_offers_leaves_the_question_open(cafe: Cafe) -> None:
    """Small talk is no answer: the question stays open and can be answered after it."""
    anna = await cafe.customer("Anna")
    assert "not sure what to do" in await cafe.says(anna, "what a nice bot")
    await cafe.says(anna, "Yes, please")
    assert await answers_given(cafe, anna) == [True]


async def test_help_names_what_a_customer_can_do_and_keeps_the_rest_for_the_team(cafe: Cafe) -> None:
    """Each reader sees the commands of the own role."""
    owner = await cafe.owner()
    thabo, anna = await cafe.cashier(owner), await cafe.customer("Anna")
    for_anna, for_thabo, for_owner = [await cafe.says(who, "/help") for who in (anna, thabo, owner)]
    assert "/balance" in for_anna
    assert "/purchase" not in for_anna
    assert "/purchase" in for_thabo
    assert "/staff" not in for_thabo
    assert "/staff" in for_owner


async def test_cancel_with_nothing_begun_says_so(cafe: Cafe) -> None:
    """/cancel is never wrong."""
    anna = await cafe.customer("Anna")
    await cafe.taps(anna, "No, thanks")
    assert "nothing to cancel" in await cafe.says(anna, "/cancel")


async def test_a_command_nobody_knows_is_answered(cafe: Cafe) -> None:
    """No message stays without an answer."""
    anna = await cafe.customer("Anna")
    assert "no such command" in await cafe.says(anna, "/makecoffee")


async def test_nobody_joins_by_anything_but_start(cafe: Cafe) -> None:
    """A word of somebody we do not know (they may just have been forgotten) is answered with how to begin."""
    ben = cafe.person("Ben")
    assert "no card yet" in await cafe.says(ben, "hello?")
    assert "no card yet" in await cafe.forges(ben, "balance:show")
    async with cafe.database.reading() as reading:
        assert await membership.identify(reading, ben.id) is None
    await cafe.taps(ben, "Get my card")
    assert any("Hello, Ben" in text for text in ben.texts)
    assert "Welcome back" in await cafe.forges(ben, "start:join")
