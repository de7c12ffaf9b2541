"""Whoever names a thing by its number gets no further than their right to it: other people's things are refused, and
staff do not work on their own. A use case that takes such a number has to be listed here."""

from datetime import timedelta
from enum import Enum, auto
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from loyalty import complaints, ratings
from loyalty.actor import Forbidden
from loyalty.cards.model import OwnCard
from loyalty.complaints import Category, Said
from loyalty.complaints.model import ComplaintTaken, ComplaintUnknown, OwnComplaint
from loyalty.history.model import EntryUnknown
from loyalty.preferences.model import OthersPhone
from loyalty.purchases.model import NothingToUndo, PurchaseUnknown
from loyalty.ratings.model import OwnRating, RatingUnknown
from loyalty.redemptions.model import HoldUnknown
from loyalty.refusal import LoyaltyError
from storage.models import Role
from storage.tables import entries
from tests.loyalty.people import NOON, Person, World
from tests.project.use_cases import names_things, needed, use_cases

FOUND = use_cases()


class NotAsked(Enum):
    """Why a number needs no check of whose it is."""

    #: The team works with every customer's; their own are refused, see `OWN`.
    TEAMS = auto()
    #: The handler makes the key of a request, of what is the actor's; nobody can send one of their own.
    KEY = auto()
    #: Telegram's id of a message in the actor's own chat.
    OWN_CHAT = auto()


#: What comes of it when it is somebody else's: an error, or a value that says nothing and changes nothing.
OTHERS: dict[tuple[str, str], Any] = {
    ("adjustments.adjust", "account_id"): NotAsked.TEAMS,
    ("adjustments.adjust", "key"): NotAsked.KEY,
    ("complaints.about_purchase", "purchase_id"): PurchaseUnknown,
    ("complaints.add", "number"): ComplaintUnknown,
    ("complaints.answer", "number"): ComplaintTaken,
    ("complaints.close", "number"): ComplaintUnknown,
    ("complaints.customer_card", "number"): NotAsked.TEAMS,
    ("complaints.find", "number"): ComplaintUnknown,
    ("complaints.edit", "said_id"): None,
    ("complaints.open_complaint", "entry_id"): ComplaintUnknown,
    ("complaints.open_complaint", "key"): ComplaintUnknown,
    ("complaints.open_complaint", "purchase_id"): ComplaintUnknown,
    ("complaints.open_complaint", "rating_id"): ComplaintUnknown,
    ("complaints.opened_with", "key"): None,
    ("complaints.own_thread", "number"): ComplaintUnknown,
    ("complaints.rate_handling", "number"): ComplaintUnknown,
    ("complaints.reopen", "number"): ComplaintUnknown,
    ("complaints.say_solved", "number"): ComplaintTaken,
    ("complaints.take", "number"): ComplaintTaken,
    ("complaints.thread", "number"): ComplaintUnknown,
    ("complaints.to_answer", "number"): ComplaintTaken,
    ("complaints.under_way_of", "person_id"): NotAsked.TEAMS,
    ("history.page", "from_id"): [],
    ("history.story", "entry_id"): EntryUnknown,
    ("membership.revoke_role", "person_id"): Forbidden,
    ("preferences.set_phone", "owner_telegram_id"): OthersPhone,
    ("purchases.buyer", "purchase_id"): NotAsked.TEAMS,
    ("purchases.preview", "account_id"): NotAsked.TEAMS,
    ("purchases.record", "account_id"): NotAsked.TEAMS,
    ("purchases.record", "key"): NotAsked.KEY,
    ("purchases.refund", "key"): NotAsked.KEY,
    ("purchases.refund", "purchase_id"): NotAsked.TEAMS,
    ("purchases.undo", "purchase_id"): NothingToUndo,
    ("ratings.comment", "rating_id"): RatingUnknown,
    ("ratings.find", "rating_id"): RatingUnknown,
    ("ratings.finish", "rating_id"): RatingUnknown,
    ("ratings.give_reason", "rating_id"): RatingUnknown,
    ("ratings.open_case", "rating_id"): NotAsked.TEAMS,
    ("redemptions.allowance", "account_id"): NotAsked.TEAMS,
    ("redemptions.answer", "hold_id"): HoldUnknown,
    ("redemptions.asked", "key"): None,
    ("redemptions.capture", "hold_id"): HoldUnknown,
    ("redemptions.hold", "account_id"): NotAsked.TEAMS,
    ("redemptions.hold", "key"): NotAsked.KEY,
    ("redemptions.release", "hold_id"): HoldUnknown,
    ("redemptions.spendable", "account_id"): NotAsked.TEAMS,
    ("referrals.friends", "before_id"): [],
}
#: What a member of the team hears who names their own: nobody serves themselves.
OWN: dict[tuple[str, str], type[LoyaltyError]] = {
    ("adjustments.adjust", "account_id"): OwnCard,
    ("cards.find", "token_or_number"): OwnCard,
    ("cards.holder", "token_or_number"): OwnCard,
    ("cards.look_up", "token_or_number"): OwnCard,
    ("complaints.answer", "number"): OwnComplaint,
    ("complaints.customer_card", "number"): OwnComplaint,
    ("complaints.say_solved", "number"): OwnComplaint,
    ("complaints.take", "number"): OwnComplaint,
    ("complaints.to_answer", "number"): OwnComplaint,
    ("purchases.preview", "account_id"): OwnCard,
    ("purchases.record", "account_id"): OwnCard,
    ("purchases.refund", "purchase_id"): OwnCard,
    ("ratings.open_case", "rating_id"): OwnRating,
    ("redemptions.allowance", "account_id"): OwnCard,
    ("redemptions.hold", "account_id"): OwnCard,
    ("redemptions.spendable", "account_id"): OwnCard,
}
#: What stands for everything else that is asked for.
COMMON: dict[str, Any] = {
    "amount_minor": 1_000,
    "bill_minor": 10_000,
    "category": Category.QUALITY,
    "given": True,
    "key": "new",
    "message_id": 5,
    "now": NOON + timedelta(minutes=1),
    "phone": "27820000000",
    "points": None,
    "reason": Category.STAFF,
    "said": Said("Not mine to say"),
    "score": 3,
    "text": "Not mine to say",
    "yes": True,
}
#: And where the same name means something else.
SPECIAL: dict[str, dict[str, Any]] = {
    "adjustments.adjust": {"points": 10, "reason": "a gift"},
    "complaints.open_complaint": {"said": "Not mine to say"},
}


def test_whoever_takes_a_number_is_listed() -> None:
    """A use case to which nobody has given a thought here fails."""
    assert set(OTHERS) == {(name, thing) for name, found in FOUND.items() for thing in names_things(found)}


@pytest.fixture
async def mate(world: World, owner: Person) -> Person:
    return await world.newcomer("Mpho", Role.STAFF, invited_by=owner)


async def things(customer: Person, till: Person) -> dict[str, Any]:
    """Something of everything that is this customer's, and what the till has under way for them."""
    bought = await till.sells(customer, 200_000)
    [*_, entry] = await customer.world.rows(select(entries.c.id).where(entries.c.account_id == customer.account_id))
    now = customer.world.now
    rated = await customer.do(ratings.rate, 4, cause=ratings.ASKED, language="en", wording="1", now=now)
    said = [Said("Cold coffee")]
    complaint = await customer.do(complaints.open_complaint, Category.QUALITY, said, key="theirs", now=now)
    held = await till.asks(customer, 10_000, 200, key="theirs")
    await till.do(complaints.take, complaint.number, now)
    return {
        "account_id": customer.account_id,
        "before_id": 1_000,
        "entry_id": entry.id,
        "from_id": entry.id,
        "hold_id": held.hold_id,
        "key": "theirs",
        "said_id": complaint.added[0],
        "number": complaint.number,
        "owner_telegram_id": customer.telegram_id,
        "person_id": till.person_id,
        "purchase_id": bought.purchase_id,
        "rating_id": rated.rating_id,
        "token_or_number": (await customer.card()).number,
    }


async def comes_of(name: str, person: Person, **named: Any) -> Any:
    """The class of the refusal, or what it returned."""
    arguments = {wanted: COMMON.get(wanted) for wanted in needed(FOUND[name])}
    try:
        result = await person.do(FOUND[name], **arguments | SPECIAL.get(name, {}) | named)
    except LoyaltyError as error:
        return type(error)
    return getattr(result, "lines", result)


async def everything(world: World) -> dict[str, list[Any]]:
    """All rows of all tables."""
    return {table.name: sorted(map(repr, await world.rows(select(table)))) for table in SQLModel.metadata.sorted_tables}


async def test_what_is_somebody_elses_stays_theirs(world: World, anna: Person, till: Person, mate: Person) -> None:
    """A customer who sends the numbers of another's things, and a colleague those of another's work, get nothing."""
    theirs = await things(anna, till)
    ben = await world.newcomer("Ben")
    before = await everything(world)
    for (name, thing), outcome in OTHERS.items():
        if not isinstance(outcome, NotAsked):
            person = mate if await comes_of(name, ben, **{thing: theirs[thing]}) is Forbidden else ben
            assert await comes_of(name, person, **{thing: theirs[thing]}) == outcome, (name, thing)
    assert await everything(world) == before


async def test_nobody_of_the_team_serves_themselves(world: World, till: Person, mate: Person) -> None:
    """Their own card and their own complaint are for a colleague."""
    own = await things(mate, till)
    before = await everything(world)
    for (name, thing), outcome in OWN.items():
        assert await comes_of(name, mate, **{thing: own[thing]}) is outcome, (name, thing)
    assert await everything(world) == before
