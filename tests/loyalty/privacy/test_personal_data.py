"""Everything we keep about a person reaches them, and all of it goes when they ask."""

import asyncio
import json
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from loyalty import (
    adjustments,
    complaints,
    membership,
    preferences,
    privacy,
    purchases,
    ratings,
    redemptions,
    referrals,
)
from loyalty.complaints import Category, Said
from loyalty.ledger.model import AccountUnknown
from loyalty.membership import Profile
from loyalty.membership.model import LastOwner
from loyalty.preferences import Birthday
from loyalty.privacy import Farewell
from storage import Database, dialogues, sent_messages
from storage.dialogues import DialogueState
from storage.models import ComplaintState, Purpose, Role
from storage.sent_messages import Standing
from tests.loyalty.people import Person, World

OTHERS = "somebody else"
LINK = "only links rows that are given"
SECRET = "whoever knows it can act in their name"
INTERNAL = "keeps a repeat from booking twice and tells nothing"
#: Tables in which nobody is named.
ABOUT_NOBODY = {"shop", "handled_update", "send_allowance"}
#: Columns that people do not get, and why.
LEFT_OUT: dict[str, dict[str, str]] = {
    "account": {"id": LINK, "person_id": LINK},
    "audit_record": {"id": LINK, "actor_id": OTHERS},
    "card": {"id": LINK, "account_id": LINK, "token": SECRET},
    "complaint": {"key": INTERNAL, "person_id": LINK, "taken_by": OTHERS},
    "complaint_message": {"id": LINK, "author_id": OTHERS},
    "consent": {"id": LINK, "person_id": LINK},
    "dialogue": {"person_id": LINK, "chat_id": LINK, "account_id": LINK},
    "entry": {"key": INTERNAL, "account_id": LINK, "staff_id": OTHERS},
    "hold": {"key": INTERNAL, "account_id": LINK, "shop_id": LINK, "staff_id": OTHERS},
    "invitation": {"id": LINK, "token": SECRET, "shop_id": LINK, "created_by": OTHERS, "used_by": OTHERS},
    "lot": {"account_id": LINK},
    "lot_use": {"id": LINK},
    "outbox_message": {
        "id": LINK,
        "key": INTERNAL,
        "person_id": LINK,
        "chat_id": OTHERS,
        "thread_id": OTHERS,
        "facts": "ids and figures of other sections",
        "urgency": "follows from the kind",
        "claimed_by": "which process sends it",
    },
    "person": {"id": LINK, "shop_id": LINK, "forgotten_at": "null as long as there is somebody to ask"},
    "programme_text": {"changed_by": LINK},
    "programme_version": {
        "id": LINK,
        "settings": "the programme's",
        "fingerprint": "the programme's",
        "holds_from": "the programme's",
        "changed_by": LINK,
    },
    "purchase": {"key": INTERNAL, "account_id": LINK, "shop_id": LINK, "staff_id": OTHERS},
    "rating": {"person_id": LINK},
    "referral": {"id": LINK, "referrer_account_id": OTHERS, "friend_account_id": OTHERS},
    "referral_code": {"account_id": LINK},
    "sent_message": {"chat_id": LINK, "thread_id": "a private chat has none"},
    "refund": {"id": LINK, "key": INTERNAL, "staff_id": OTHERS},
}


def given() -> dict[str, set[str]]:
    """By table, the columns that are in some section."""
    found: dict[str, set[str]] = {}
    for section in privacy.SECTIONS.values():
        for column in section.selected_columns:
            table: Any = column.element.table if not hasattr(column, "table") else column.table
            if table is not None:
                found.setdefault(table.name, set()).add(column.name)
    return found


def test_every_column_of_every_table_is_given_or_left_out_for_a_reason() -> None:
    """A new table or column nobody thought of fails here: does it tell something about a person?"""
    for name, table in SQLModel.metadata.tables.items():
        if name not in ABOUT_NOBODY:
            columns = {column.name for column in table.columns}
            assert given().get(name, set()) | LEFT_OUT.get(name, {}).keys() == columns, name


def test_who_is_said_to_be_about_nobody_is() -> None:
    """No table that refers to a person or an account, even by way of others, can hide in that list."""
    concerned = {"person", "account"}
    for table in SQLModel.metadata.sorted_tables:  # those referred to come first
        if any(key.column.table.name in concerned for key in table.foreign_keys):
            concerned.add(table.name)
    assert concerned.isdisjoint(ABOUT_NOBODY)


@pytest.fixture
async def life(world: World, owner: Person, till: Person) -> Person:
    """Somebody who has done everything there is to do, under a name that nobody else has."""
    anna = await _joins(world, "Annabellissima")
    boris = await world.newcomer("Boris")
    code = await anna.do(referrals.issue, world.now)
    await boris.do(referrals.accept, code.token, world.now)
    await till.sells(boris, 20_000)
    first = await till.sells(anna, 200_000, receipt_number="A-1")
    await till.refunds(first, 20_000)
    await anna.says_yes(await till.asks(anna, 10_000, 300))
    await anna.says_no(await till.asks(anna, 10_000, 300))
    await owner.gives(anna, 5, reason="sorry, Annabellissima")
    await anna.do(preferences.set_birthday, Birthday(11, 28), world.now)
    await anna.do(preferences.set_phone, "27829998877", anna.telegram_id)
    await anna.do(preferences.set_quiet_hours, (22, 8))
    await anna.do(membership.record_consent, Purpose.OFFERS, True, "offers-1", "start", world.now)
    rating = await anna.do(ratings.rate, 3, cause="asked", language="en", wording="nps-1", now=world.now)
    await anna.do(ratings.comment, rating.rating_id, "cold soup, says Annabellissima", world.now)
    said = Said("my soup was cold", "photo", "file-of-annabellissima")
    view = await anna.do(complaints.open_complaint, Category.QUALITY, [said], key="request", now=world.now)
    await till.do(complaints.take, view.number, world.now)
    await till.do(complaints.answer, view.number, Said("sorry, Annabellissima"), world.now)
    async with world.database.transaction() as transaction:
        standing = Standing(anna.telegram_id, 4711)
        await sent_messages.put(transaction, [(f"complaint_message:{view.added[0]}", standing)])
        state = DialogueState("complaint", "said", {"text": "soup again"})
        await dialogues.put(transaction, anna.person_id, anna.telegram_id, state, world.now)
        card = {"card": (await anna.card()).number, "name": anna.name}
        state = DialogueState("purchase", "amount", card, anna.account_id)
        await dialogues.put(transaction, till.person_id, till.telegram_id, state, world.now)
    return anna


async def _joins(world: World, name: str) -> Person:
    profile = Profile(99_887_766_551, name, "Kruger-Unverwechselbar", "annabell_99", "en")
    async with world.database.transaction() as transaction:
        joined = await membership.join(transaction, profile, world.now, source="poster")
    return Person(world, name, profile.telegram_id, joined.visitor.actor.person_id, joined.visitor.actor.account_id)


async def everything(person: Person) -> dict[str, Any]:
    async with person.world.database.snapshot() as reading:
        return await privacy.collect(reading, await person.actor(reading), person.world.now)


async def database_as_text(world: World) -> str:
    found = []
    async with world.database.reading() as reading:
        for table in SQLModel.metadata.sorted_tables:
            found += [f"{table.name}: {tuple(row)}" for row in await reading.run(select(table))]
    return "\n".join(found)


async def forgets(person: Person, agreed_points: int = 1_000_000) -> Farewell:
    farewell: Farewell = await person.do(privacy.forget, agreed_points, person.world.now)
    return farewell


async def test_everything_is_in_it(world: World, life: Person) -> None:
    """Each section has what was lived, fit for JSON, and nobody else's name."""
    data = await everything(life)
    document = json.dumps(data)
    empty = {name for name in privacy.SECTIONS if not data[name]}
    assert empty == {"invited_by_a_friend", "team_invitations", "programme_changes", "programme_texts"}
    assert data["person"]["phone"] == "+27829998877"
    assert data["account"]["available"] == (await life.balance()).available
    assert [lot["points"] for lot in data["lots"]]
    assert [message["text"] for message in data["complaint_messages"]] == ["my soup was cold", "sorry, Annabellissima"]
    assert [friend["state"] for friend in data["friends_invited"]] == ["pending"]
    assert data["made_at"] == world.now.isoformat()
    assert "Boris" not in document
    assert "Thandi" not in document


async def test_it_is_one_look(world: World, life: Person, till: Person) -> None:
    """What is booked while it is read is in none of its sections, or in all."""
    async with world.database.snapshot() as reading:
        actor = await life.actor(reading)
        await till.sells(life, 10_000)
        data = await privacy.collect(reading, actor, world.now)
    assert sum(entry["points"] for entry in data["entries"]) == (
        data["account"]["available"] + data["account"]["pending"] - data["account"]["shortfall"]
    )
    assert len(data["purchases"]) == 2


async def test_nothing_tells_any_more_who_it_was(world: World, life: Person) -> None:
    """Names, numbers and words are gone from every table; the figures stay and add up."""
    card = await life.card()
    code = (await everything(life))["invitation_code"]["code"]
    before = len(await database_as_text(world))
    assert (await forgets(life)).done
    text = (await database_as_text(world)).lower()
    assert len(text) > before / 2
    words = ("annabell", "unverwechselbar", str(life.telegram_id), "829998877", "soup", "4711", code.lower())
    assert [word for word in words if word in text] == []
    assert card.number in text  # revoked, and nobody's
    async with world.database.reading() as reading:
        assert await membership.identify(reading, life.telegram_id) is None


async def test_a_former_name_is_gone_too(world: World, life: Person, till: Person) -> None:
    """The till is to be told of a redemption by somebody who changed their name in Telegram before they left."""
    await life.says_yes(await till.asks(life, 10_000, 300))
    async with world.database.transaction() as transaction:
        await membership.update_profile(transaction, Profile(life.telegram_id, "Bella", None, None, "en"))
    await forgets(life)
    assert "annabell" not in (await database_as_text(world)).lower()


async def test_nothing_is_booked_for_somebody_forgotten(world: World, life: Person, till: Person) -> None:
    """Whoever had the customer on the screen is told that there is no such card any more."""
    await forgets(life)
    account, now = life.account_id, world.now
    for refused in (
        await till.refused(purchases.preview, account, 1_000, now),
        await till.refused(purchases.record, account, 1_000, key="k", now=now),
        await till.refused(redemptions.allowance, account, 1_000, world.now),
        await till.refused(redemptions.hold, account, 1_000, 100, key="k", now=now),
        await till.refused(adjustments.adjust, account, 100, "sorry", key="k", now=now),
    ):
        assert isinstance(refused, AccountUnknown)


async def test_many_are_forgotten_at_once(world: World, owner: Person, till: Person) -> None:
    """Each has told the same team something, and each ends with the team being told."""
    leaving = [await world.newcomer(f"Guest {number}") for number in range(6)]
    for guest in leaving:
        await till.gives(guest, 500)
        await till.asks(guest, 10_000, 300)
        key = f"complaint {guest.name}"
        await guest.do(complaints.open_complaint, Category.OTHER, "cold", key=key, now=world.now)
    farewells = await asyncio.gather(*(forgets(guest) for guest in leaving))
    assert all(farewell.done for farewell in farewells)


async def test_an_owner_who_presses_twice_is_gone(world: World, owner: Person) -> None:
    """The second press finds it done, though the one who stays is now the last."""
    partner = await world.newcomer("Oleg", Role.OWNER, invited_by=owner)
    actor = await partner.me()
    for _ in range(2):
        async with world.database.transaction() as transaction:
            assert (await privacy.forget(transaction, actor, 0, world.now)).done


async def test_the_points_end_with_the_person(world: World, life: Person) -> None:
    """They are no debt of the shop's any more, pending ones included."""
    await forgets(life)
    assert await life.figures() == (0, 0, 0, 0)


async def test_more_at_stake_than_was_said_is_asked_again(world: World, life: Person, till: Person) -> None:
    """A purchase came between the question and the answer."""
    said = (await life.do(privacy.preview, world.now)).points
    await till.sells(life, 10_000)
    assert not (await forgets(life, said)).done
    assert (await forgets(life, said + 500)).done


async def test_an_open_question_at_the_till_ends(world: World, life: Person, till: Person) -> None:
    """The cashier is told, and the complaint is closed."""
    held = await till.asks(life, 10_000, 300)
    await forgets(life)
    data = await database_as_text(world)
    assert f"redemption_released:{held.hold_id}" in data
    (state,) = await world.rows(select(SQLModel.metadata.tables["complaint"].c.state))
    assert state[0] == ComplaintState.CLOSED


async def test_whoever_comes_back_is_a_stranger(world: World, owner: Person, life: Person) -> None:
    """With another card, no points, and welcome points like any other."""
    await owner.sets({"earning.welcome_points": 100})
    await forgets(life)
    again = await _joins(world, "Annabellissima")
    assert again.person_id != life.person_id
    assert await again.figures() == (100, 0, 0, 0)
    data = await everything(again)
    assert data["purchases"] == data["complaints"] == []


async def test_the_last_owner_cannot_be_forgotten(world: World, owner: Person) -> None:
    """Nobody could run the programme."""
    assert isinstance(await owner.refused(privacy.preview, world.now), LastOwner)
    assert isinstance(await owner.refused(privacy.forget, 0, world.now), LastOwner)


async def test_staff_leave_the_team_with_it(world: World, owner: Person, till: Person, life: Person) -> None:
    """What they entered stays with the customers, their name does not."""
    assert (await forgets(till)).role is Role.STAFF
    async with world.database.reading() as reading:
        assert [member.name for member in await membership.staff(reading, await owner.actor(reading))] == ["Olga"]
    assert "thandi" not in (await database_as_text(world)).lower()
    assert (await life.figures())[0] > 0


async def test_two_presses_forget_once(world: World, life: Person) -> None:
    """On two replicas at the same moment."""
    actor = await life.me()
    other = Database(world.database.url.render_as_string(False))

    async def press(database: Database) -> bool:
        async with database.transaction() as transaction:
            return (await privacy.forget(transaction, actor, 1_000_000, world.now)).done

    assert all(await asyncio.gather(press(world.database), press(other)))
    await other.close()
    assert (await database_as_text(world)).count("'forgotten'") == 1
