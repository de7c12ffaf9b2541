"""Two replicas at one moment: who acts is asked where they act, not where they were read."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func, select, text

from loyalty import complaints, membership, preferences, privacy, purchases, ratings
from loyalty.actor import Actor, Forbidden, Forgotten
from loyalty.complaints import Category, Said
from loyalty.preferences import Birthday
from loyalty.ratings.model import RaterGone
from loyalty.refusal import LoyaltyError
from storage import Database, Transaction, dialogues
from storage.dialogues import DialogueState
from storage.models import Role
from storage.tables import complaints as complaint_rows
from storage.tables import people
from storage.tables import purchases as purchase_rows
from storage.tables import ratings as rating_rows
from tests.loyalty.people import Person, World
from tests.loyalty.test_whose_it_is import everything

ROUNDS = 20
#: What only the one who leaves says.
WORDS = "unverwechselbar"
PHONE = "27829998877"
_WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")

Deed = Callable[[Transaction, Actor], Awaitable[Any]]


@pytest.fixture
async def replica(world: World) -> AsyncIterator[Database]:
    """A second process on the same database."""
    database = Database(world.database.url.render_as_string(False))
    yield database
    await database.close()


@dataclass
class Leaving:
    """A customer about to be forgotten, as both replicas have read them, and what they can still say."""

    person: Person
    actor: Actor
    complaint: complaints.ComplaintView
    rating: ratings.Rating

    @classmethod
    async def one(cls, world: World) -> "Leaving":
        person = await world.newcomer("Anna")
        key, now = world.key(), world.now
        complaint = await person.do(complaints.open_complaint, Category.OTHER, "Cold", key=key, now=now)
        rating = await person.do(ratings.rate, 3, cause=ratings.ASKED, language="en", wording="1", now=now)
        return cls(person, await person.me(), complaint, rating)

    async def forget(self, transaction: Transaction, actor: Actor) -> None:
        assert (await privacy.forget(transaction, actor, 0, self.person.world.now)).done

    def deeds(self) -> dict[str, Deed]:
        """All with words of theirs, or with what tells who they are."""
        now, person, said = self.person.world.now, self.person, Said(WORDS)
        key, number, rating_id = person.world.key(), self.complaint.number, self.rating.rating_id
        score: dict[str, Any] = {"cause": ratings.ASKED, "language": "en", "wording": "1", "now": now}
        typed = DialogueState("complaint", "words", {"text": WORDS})
        return {
            "complain": lambda t, who: complaints.open_complaint(t, who, Category.STAFF, WORDS, key=key, now=now),
            "add": lambda t, who: complaints.add(t, who, number, said, now),
            "correct": lambda t, who: complaints.edit(t, who, self.complaint.added[0], said, now),
            "rate": lambda t, who: ratings.rate(t, who, 9, **score),
            "comment": lambda t, who: ratings.comment(t, who, rating_id, WORDS, now),
            "birthday": lambda t, who: preferences.set_birthday(t, who, Birthday(11, 28), now),
            "phone": lambda t, who: preferences.set_phone(t, who, PHONE, person.telegram_id),
            "type": lambda t, who: dialogues.put(t, who.person_id, person.telegram_id, typed, now),
        }


async def attempt(database: Database, deed: Deed, actor: Actor) -> LoyaltyError | None:
    """Does it for the actor as they were read before; its refusal."""
    try:
        async with database.transaction() as transaction:
            await deed(transaction, actor)
    except LoyaltyError as error:
        return error
    return None


async def one_after_the_other(
    world: World, replica: Database, first: tuple[Deed, Actor], second: tuple[Deed, Actor]
) -> LoyaltyError | None:
    """The second begins on the replica when the first is done and not committed; what refuses it."""
    deed, actor = first
    async with world.database.transaction() as transaction:
        await deed(transaction, actor)
        waiting = asyncio.ensure_future(attempt(replica, *second))
        await _held_up(replica, waiting)
    return await waiting


async def _held_up(replica: Database, waiting: asyncio.Task[Any]) -> None:
    """Until it waits: on PostgreSQL for a lock, on SQLite for the one writer."""
    for _ in range(500):
        await asyncio.sleep(0.005)
        async with replica.reading() as reading:
            if replica.is_sqlite or (await reading.run(_WAITING)).scalar_one():
                return
    raise AssertionError("it waited for nothing")


async def traces(world: World) -> list[str]:
    """What of the words and of the person is left anywhere."""
    found = str(await everything(world)).lower()
    left = [word for word in (WORDS, PHONE) if word in found]
    left += map(str, await world.rows(select(people.c.birth_day).where(people.c.birth_day == 28)))
    for table in (complaint_rows, rating_rows):
        still_theirs = select(table.c.id).join(people, people.c.id == table.c.person_id)
        left += map(str, await world.rows(still_theirs.where(people.c.forgotten_at.is_not(None))))
    return left


async def test_nothing_said_while_being_forgotten_stays(world: World, till: Person, replica: Database) -> None:
    """Both are sent in one moment, twenty times, to two replicas: whichever comes first, the words are gone."""
    for _ in range(ROUNDS):
        anna = await Leaving.one(world)
        said = (attempt(replica, deed, anna.actor) for deed in anna.deeds().values())
        gone, *_ = await asyncio.gather(attempt(world.database, anna.forget, anna.actor), *said)
        assert gone is None
        assert await traces(world) == []


@pytest.mark.parametrize("deed", ["complain", "add", "correct", "rate", "comment", "birthday", "phone", "type"])
async def test_whoever_is_being_forgotten_says_nothing_more(
    world: World, till: Person, replica: Database, deed: str
) -> None:
    """Read before they were forgotten, and done while that is under way."""
    anna = await Leaving.one(world)
    refused = await one_after_the_other(world, replica, (anna.forget, anna.actor), (anna.deeds()[deed], anna.actor))
    assert await traces(world) == []
    assert isinstance(refused, Forgotten) or deed == "type"


@pytest.mark.parametrize("deed", ["complain", "add", "correct", "rate", "comment", "birthday", "phone", "type"])
async def test_what_is_being_said_is_forgotten_too(world: World, till: Person, replica: Database, deed: str) -> None:
    """The other way round: forgetting waits for the words, and takes them with it."""
    anna = await Leaving.one(world)
    said = (anna.deeds()[deed], anna.actor)
    assert await one_after_the_other(world, replica, said, (anna.forget, anna.actor)) is None
    assert await traces(world) == []


async def test_the_till_keeps_no_name_of_whoever_is_being_forgotten(
    world: World, till: Person, anna: Person, replica: Database
) -> None:
    """Their card was just scanned: the question that would begin with it is not kept."""
    card = DialogueState("purchase", "amount", {"name": WORDS}, anna.account_id)

    async def scan(transaction: Transaction, actor: Actor) -> None:
        await dialogues.put(transaction, actor.person_id, till.telegram_id, card, world.now)

    async def forget(transaction: Transaction, actor: Actor) -> None:
        assert (await privacy.forget(transaction, actor, 0, world.now)).done

    await one_after_the_other(world, replica, (forget, await anna.me()), (scan, await till.me()))
    assert await traces(world) == []


async def test_no_case_is_made_of_the_words_of_whoever_is_being_forgotten(
    world: World, till: Person, replica: Database
) -> None:
    """A member of the team has just read their rating."""
    anna = await Leaving.one(world)
    await anna.person.do(ratings.comment, anna.rating.rating_id, WORDS, world.now)
    opened = (lambda t, who: ratings.open_case(t, who, anna.rating.rating_id, world.now), await till.me())
    refused = await one_after_the_other(world, replica, (anna.forget, anna.actor), opened)
    assert isinstance(refused, RaterGone)
    assert await traces(world) == []


async def test_two_who_serve_each_other_do_not_wait_in_a_circle(
    world: World, owner: Person, till: Person, replica: Database
) -> None:
    """Twenty times at once, on two replicas, each selling to and rewarding the other: everything is booked."""
    mate = await world.newcomer("Mpho", Role.STAFF, invited_by=owner)

    def sale(customer: Person) -> Deed:
        key = world.key()
        return lambda t, who: purchases.record(t, who, customer.account_id, 1_000, key=key, now=world.now)

    ours, theirs = await till.me(), await mate.me()
    sales = [
        attempt(database, sale(customer), cashier)
        for _ in range(ROUNDS)
        for database, cashier, customer in ((world.database, ours, mate), (replica, theirs, till))
    ]
    assert await asyncio.gather(*sales) == [None] * 2 * ROUNDS
    assert (await till.figures(), await mate.figures()) == ((1_000, 0, 0, 0), (1_000, 0, 0, 0))


async def test_managers_who_end_each_others_roles_do_not_wait_in_a_circle(
    world: World, owner: Person, replica: Database
) -> None:
    """Two owners dismiss the same people in opposite orders: each is locked with the owners, by their ids."""
    partner = await world.newcomer("Oleg", Role.OWNER, invited_by=owner)
    staff = [await world.newcomer(f"Staff {number}", Role.STAFF, invited_by=owner) for number in range(ROUNDS)]

    def end(person: Person) -> Deed:
        return lambda t, who: membership.revoke_role(t, who, person.person_id, world.now)

    first, second = await owner.me(), await partner.me()
    ends = [attempt(world.database, end(one), first) for one in staff]
    ends += [attempt(replica, end(one), second) for one in reversed(staff)]
    assert set(await asyncio.gather(*ends)) == {None}


def _purchase(of: Person) -> Deed:
    return lambda t, who: purchases.record(t, who, of.account_id, 1_000, key="k", now=of.world.now)


def _end_of(person: Person) -> Deed:
    return lambda t, who: membership.revoke_role(t, who, person.person_id, person.world.now)


async def _purchases(world: World) -> int:
    ((number,),) = await world.rows(select(func.count()).select_from(purchase_rows))
    return int(number)


async def test_whose_access_is_being_ended_finishes_no_purchase(
    world: World, owner: Person, till: Person, anna: Person, replica: Database
) -> None:
    """Begun before, on another replica."""
    ended, begun = (_end_of(till), await owner.me()), (_purchase(anna), await till.me())
    assert isinstance(await one_after_the_other(world, replica, ended, begun), Forbidden)
    assert await _purchases(world) == 0


async def test_a_purchase_under_way_is_finished_before_access_ends(
    world: World, owner: Person, till: Person, anna: Person, replica: Database
) -> None:
    """It stands, and the next one is refused."""
    begun, ended = (_purchase(anna), await till.me()), (_end_of(till), await owner.me())
    assert await one_after_the_other(world, replica, begun, ended) is None
    assert await _purchases(world) == 1
    assert isinstance(await attempt(world.database, *begun), Forbidden)


async def test_rights_that_have_come_meanwhile_count_from_the_next_deed(
    world: World, owner: Person, anna: Person, till: Person
) -> None:
    """A deed does what was allowed when it was asked for, and still is."""
    before = await anna.me()
    invited = await owner.do(membership.invite, Role.STAFF, world.now)
    await anna.do(membership.accept, invited.token, world.now)
    assert isinstance(await attempt(world.database, _purchase(till), before), Forbidden)
    assert await attempt(world.database, _purchase(till), await anna.me()) is None
