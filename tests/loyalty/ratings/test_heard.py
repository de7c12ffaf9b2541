"""What the team hears of ratings, on both databases: whom, when, and a case that is opened once whoever presses."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from loyalty import complaints, ratings
from loyalty.ratings.model import RaterGone
from storage import Database
from storage.tables import complaint_messages, outbox_messages
from storage.tables import complaints as cases
from tests.loyalty.people import Person, World

#: When the day's message goes out: six in the evening in Johannesburg.
EVENING = 16


async def rates(customer: Person, score: int, words: str | None = None) -> int:
    now = customer.world.now
    rating: ratings.Rating = await customer.do(
        ratings.rate, score, cause=ratings.ASKED, language="en", wording="1", now=now
    )
    if words:
        await customer.do(ratings.comment, rating.rating_id, words, now)
    return rating.rating_id


async def owed(world: World, kind: str) -> list[tuple[int, timedelta]]:
    """(to whom, in how long) of the messages of one kind."""
    rows = await world.rows(
        select(outbox_messages.c.person_id, outbox_messages.c.due_at)
        .where(outbox_messages.c.kind == kind)
        .order_by(outbox_messages.c.id)
    )
    return [(row.person_id, row.due_at - world.now) for row in rows]


async def test_a_bad_rating_waits_for_its_words_and_no_longer_than_an_hour(
    world: World, owner: Person, till: Person, anna: Person
) -> None:
    """One message for each of the team; words bring it forward, and so does having no more to say."""
    rating_id = await rates(anna, 4)
    hour = timedelta(hours=1)
    assert await owed(world, "rating_heard") == [(owner.person_id, hour), (till.person_id, hour)]
    world.wait(minutes=10)
    await anna.do(ratings.comment, rating_id, "Cold", world.now)
    assert await owed(world, "rating_heard") == [(owner.person_id, timedelta()), (till.person_id, timedelta())]
    ben = await world.newcomer("Ben")
    other = await rates(ben, 0)
    await ben.do(ratings.finish, other, world.now)
    await ben.do(ratings.finish, other, world.now)
    assert await owed(world, "rating_heard") == [(owner.person_id, timedelta()), (till.person_id, timedelta())] * 2


async def test_good_words_are_owed_once_a_day(world: World, owner: Person, till: Person, anna: Person) -> None:
    """However many there are, to each of the team but their author."""
    await rates(anna, 9, "Lovely")
    await rates(till, 10, "My own shop")
    await rates(await world.newcomer("Ben"), 8)
    due = timedelta(hours=EVENING - world.now.hour)
    assert sorted(await owed(world, "ratings_of_day")) == [(owner.person_id, due), (till.person_id, due)]
    start, end = world.now - timedelta(days=1), world.now + timedelta(days=1)
    async with world.database.reading() as reading:
        assert [one.comment for one in await ratings.heard_between(reading, till.person_id, start, end)] == ["Lovely"]
        seen = await ratings.heard_between(reading, owner.person_id, start, end)
        assert [one.comment for one in seen] == ["My own shop", "Lovely"]
        assert await ratings.heard_between(reading, anna.person_id, start, end) == []


async def test_colleagues_who_press_at_once_open_one_case(
    world: World, owner: Person, till: Person, anna: Person, database_url: str
) -> None:
    """On two replicas, again and again, while the customer corrects what they said: one case, one taker."""
    other = Database(database_url)
    for guest in [anna, *[await world.newcomer(f"Guest {number}") for number in range(4)]]:
        rating_id = await rates(guest, 2, "Cold <soup>")

        async def press(who: Person, database: Database, rating_id: int = rating_id) -> int:
            async with database.transaction() as transaction:
                actor = await who.actor(transaction)
                return (await ratings.open_case(transaction, actor, rating_id, world.now)).number

        presses = (press(who, base) for who in (owner, till) for base in (world.database, other))
        *numbers, _ = await asyncio.gather(*presses, guest.do(ratings.comment, rating_id, "Cold soup", world.now))
        assert len(set(numbers)) == 1
    await other.close()
    found = await world.rows(select(cases.c.state, cases.c.category, cases.c.rating_id))
    assert [tuple(row) for row in found] == [("taken", "other", number) for number in range(1, 6)]
    assert len(await owed(world, "case_opened")) == 5


async def test_the_customer_waits_for_an_answer_then(world: World, till: Person, anna: Person) -> None:
    """Their words are the first of the complaint, and the promise is that of any other."""
    rating_id = await rates(anna, 1, "Cold")
    view: complaints.ComplaintView = await till.do(ratings.open_case, rating_id, world.now)
    assert (view.taken_by, view.about.score, view.answer_due_at) == (till.person_id, 1, world.now + timedelta(hours=24))
    [said] = await world.rows(select(complaint_messages.c.author_id, complaint_messages.c.text))
    assert tuple(said) == (anna.person_id, "Cold")


async def test_there_is_nobody_to_answer_behind_no_rating(world: World, till: Person) -> None:
    """A number of which there is none is refused like one whose customer is gone."""
    with pytest.raises(RaterGone):
        await till.do(ratings.open_case, 77, world.now)
