"""Complaints and ratings when many act at once, on both databases."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from loyalty import complaints, ratings
from loyalty.actor import Forbidden
from loyalty.complaints import Category, ComplaintView, Said, Section
from loyalty.complaints.model import ComplaintClosed, ComplaintTaken, ComplaintUnknown, NothingSaid, OwnComplaint
from loyalty.ratings.model import RatingUnknown
from loyalty.refusal import LoyaltyError
from storage.models import ComplaintState, Role
from storage.tables import complaint_messages, outbox_messages
from storage.tables import complaints as complaint_rows
from storage.tables import ratings as rating_rows
from tests.loyalty.people import Person, World
from tests.storage.test_parallel import all_at_once


@pytest.fixture
async def mate(world: World, owner: Person) -> Person:
    """A second member of staff."""
    return await world.newcomer("Mpho", Role.STAFF, invited_by=owner)


async def complains(person: Person, key: str = "k", text: str = "Cold coffee", **about: Any) -> ComplaintView:
    view: ComplaintView = await person.do(
        complaints.open_complaint, Category.QUALITY, text, key=key, now=person.world.now, **about
    )
    return view


async def takes(person: Person, number: int) -> ComplaintView:
    view: ComplaintView = await person.do(complaints.take, number, person.world.now)
    return view


async def answers(person: Person, number: int, text: str = "Sorry") -> ComplaintView:
    view: ComplaintView = await person.do(complaints.answer, number, Said(text), person.world.now)
    return view


async def kinds(world: World, person: Person) -> list[str]:
    """The notices owed to a person, oldest first."""
    owed = select(outbox_messages.c.kind).where(outbox_messages.c.person_id == person.person_id)
    return [row.kind for row in await world.rows(owed.order_by(outbox_messages.c.id))]


async def test_one_key_is_one_complaint(world: World, anna: Person, till: Person) -> None:
    """The same draft sent ten times in the same moment, and the team is called once."""
    views, _ = await all_at_once(*(complains(anna) for _ in range(10)))
    assert len({view.number for view in views}) == 1
    assert sum(view.is_new for view in views) == 1
    assert len(await world.rows(select(complaint_messages.c.id))) == 1
    assert await kinds(world, till) == ["desk_new"]


async def test_one_of_many_takes_it(world: World, anna: Person, till: Person, mate: Person, owner: Person) -> None:
    """Three press in the same moment, several times: one has it, the others hear who."""
    number = (await complains(anna)).number
    taken, refusals = await all_at_once(*(takes(who, number) for _ in range(4) for who in (till, mate, owner)))
    assert len({view.taken_by for view in taken}) == 1
    assert sum(view.is_new for view in taken) == 1
    assert {(type(error), getattr(error, "taker", None)) for error in refusals} == {(ComplaintTaken, taken[0].taker)}
    assert (await kinds(world, anna)).count("complaint_taken") == 1
    settled = [kind for who in (till, mate, owner) for kind in await kinds(world, who) if kind == "desk_settled"]
    assert len(settled) == 2


async def test_closing_and_answering_at_once(world: World, anna: Person, till: Person) -> None:
    """Whichever comes first: an answer is either in the complaint and on its way, or refused."""
    number = (await complains(anna)).number
    await takes(till, number)
    doings = [anna.do(complaints.close, number, world.now), *(answers(till, number, f"no. {n}") for n in range(5))]
    _, refusals = await all_at_once(*doings)
    assert all(isinstance(error, ComplaintClosed) for error in refusals)
    _view, messages = await anna.do(complaints.thread, number)
    assert len(messages) - 1 == 5 - len(refusals) == (await kinds(world, anna)).count("complaint_answer")
    [row] = await world.rows(select(complaint_rows.c.state, complaint_rows.c.answer_due_at))
    assert tuple(row) == (ComplaintState.CLOSED, None)


async def test_solved_and_not_yet_at_once(world: World, anna: Person, till: Person) -> None:
    """Both buttons pressed ten times: it ends closed, or waiting with a promised time, never in between."""
    number = (await complains(anna)).number
    await takes(till, number)
    await till.do(complaints.say_solved, number, world.now)
    await all_at_once(
        *(anna.do(do, number, world.now) for _ in range(5) for do in (complaints.close, complaints.reopen))
    )
    [row] = await world.rows(select(complaint_rows.c.state, complaint_rows.c.answer_due_at, complaint_rows.c.closed_at))
    assert (row.state == ComplaintState.CLOSED) is (row.answer_due_at is None) is (row.closed_at is not None)


async def test_a_reminder_comes_once_whoever_looks(world: World, anna: Person, till: Person, owner: Person) -> None:
    """Five sweeps in the same moment, and one after a long outage, tell the team once each."""
    await complains(anna)
    world.wait(hours=25)
    await all_at_once(*(world.sweep() for _ in range(5)))
    world.wait(days=10)
    await world.sweep()
    await world.sweep()
    for member in (till, owner):
        assert (await kinds(world, member)).count("desk_late") == 2
    assert (await kinds(world, anna)).count("complaint_late") == 1


async def test_short_promises_are_reminded_of_as_often(world: World, owner: Person, anna: Person, till: Person) -> None:
    """An hour promised: again after every hour that nobody answers, and no more once somebody has."""
    await owner.sets({"complaints.answer_hours": 1})
    number = (await complains(anna)).number
    for minutes, expected in ((59, 0), (2, 1), (58, 1), (3, 2)):
        world.wait(minutes=minutes)
        await world.sweep()
        assert (await kinds(world, till)).count("desk_late") == expected
    await takes(till, number)
    await answers(till, number)
    world.wait(days=3)
    await world.sweep()
    assert (await kinds(world, till)).count("desk_late") == 2


async def test_whose_turn_it_is(world: World, anna: Person, till: Person) -> None:
    """The promised time stays while the customer waits, ends with an answer, and begins anew with their next word."""
    first = await complains(anna)
    due = world.now + timedelta(hours=24)
    assert first.answer_due_at == due
    await takes(till, first.number)
    world.wait(hours=2)
    more = await anna.do(complaints.add, first.number, Said("And dry cake"), world.now)
    assert (more.state, more.answer_due_at) == (ComplaintState.TAKEN, due)
    assert (await answers(till, first.number)).answer_due_at is None
    again = await anna.do(complaints.add, first.number, Said("No, thanks"), world.now)
    assert (again.state, again.answer_due_at) == (ComplaintState.TAKEN, world.now + timedelta(hours=24))


async def test_what_is_refused(world: World, anna: Person, till: Person, mate: Person) -> None:
    """Rights, own complaints, complaints of others, nothing said, not taken, not there."""
    boris = await world.newcomer("Boris")
    purchase = await till.sells(boris, 10_000)
    assert isinstance(await refusal_of(anna, purchase_id=purchase.purchase_id), ComplaintUnknown)
    assert isinstance(await refusal_of(anna, text="  "), NothingSaid)
    number = (await complains(anna)).number
    for do in (complaints.close, complaints.reopen):
        assert isinstance(await boris.refused(do, number, world.now), ComplaintUnknown)
    for who, expected in ((boris, Forbidden), (anna, Forbidden), (mate, ComplaintTaken)):
        assert isinstance(await who.refused(complaints.answer, number, Said("x"), world.now), expected)
    assert isinstance(await boris.refused(complaints.find, number), ComplaintUnknown)
    assert isinstance(await boris.refused(complaints.desk, Section.OPEN, world.now), Forbidden)
    assert isinstance(await till.refused(complaints.take, 99, world.now), ComplaintUnknown)
    own = (await complains(till, key="till's")).number
    assert isinstance(await till.refused(complaints.take, own, world.now), OwnComplaint)
    assert not any(view.number == own for view in await till.do(complaints.desk, Section.OPEN, world.now))
    assert (await till.do(complaints.sections, world.now))[Section.OPEN] == 1
    assert (await mate.do(complaints.sections, world.now))[Section.OPEN] == 2


async def refusal_of(person: Person, **about: Any) -> LoyaltyError:
    try:
        await complains(person, key="refused", **about)
    except LoyaltyError as error:
        return error
    raise AssertionError("it was taken")


async def test_one_rating_however_often_it_is_given(world: World, anna: Person) -> None:
    """Ten answers in the same moment are one answer and nine corrections."""
    gives = [
        anna.do(ratings.rate, score, cause="asked", language="en", wording="w", now=world.now) for score in range(10)
    ]
    await all_at_once(*gives)
    [row] = await world.rows(select(func.count(), func.count(rating_rows.c.corrected_at)).select_from(rating_rows))
    assert tuple(row) == (1, 1)


async def test_a_rating_is_its_persons_alone(world: World, anna: Person, till: Person) -> None:
    """Nobody else corrects it, whatever their role; a purchase named as its cause must be one's own."""
    given = await anna.do(ratings.rate, 9, cause="asked", language="en", wording="w", now=world.now)
    for doing in (
        till.refused(ratings.comment, given.rating_id, "x", world.now),
        till.refused(ratings.give_reason, given.rating_id, Category.STAFF, True, world.now),
        anna.refused(ratings.rate, 11, cause="asked", language="en", wording="w", now=world.now),
        anna.refused(ratings.rate, 5, cause="stars", language="en", wording="w", now=world.now),
    ):
        assert isinstance(await doing, RatingUnknown)
    bought = await till.sells(anna, 10_000)
    world.wait(days=91)
    cause = f"purchase:{bought.purchase_id}"
    assert await till.refused(ratings.rate, 5, cause=cause, language="en", wording="w", now=world.now)
    await anna.do(ratings.rate, 5, cause=cause, language="en", wording="w", now=world.now)
    assert [row.cause for row in await world.rows(select(rating_rows.c.cause).order_by(rating_rows.c.id))] == [
        "asked",
        cause,
    ]
