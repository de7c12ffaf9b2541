"""The upgrade from release 0.1.0: its database holds one pending notice of every kind, every dialogue midway, and
changed settings; its buttons are still in people's chats. All of it ends well.

`release_0_1_0.sql` was written by that release itself: a day of a café whose messages were held back.
"""

import json
import sqlite3
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from loyalty import membership, programme
from loyalty.expiry.rules import ExpiryPolicy
from sandbox import Person, Sandbox
from storage.models import DeliveryState
from storage.tables import outbox_messages, purchases
from tests.clock import FixedClock
from tests.scenarios.conftest import Cafe, opened

HERE = Path(__file__).parent
RELEASE: dict[str, Any] = json.loads((HERE / "release_0_1_0.json").read_text("utf-8"))

#: Every button of that release but those that end or renew something for good.
OLD_BUTTONS = [
    "balance:dates",
    "balance:lots",
    "balance:page",
    "balance:show",
    "balance:why",
    "birthday:ask",
    "birthday:remove",
    "birthday:save",
    "birthday:show",
    "card:ask",
    "card:keep",
    "card:show",
    "complaint:about",
    "complaint:add",
    "complaint:check",
    "complaint:drop",
    "complaint:files",
    "complaint:mine",
    "complaint:more",
    "complaint:notyet",
    "complaint:page",
    "complaint:score",
    "complaint:send",
    "complaint:show",
    "complaint:solved",
    "complaint:start",
    "complaint:thanks",
    "desk:all",
    "desk:answer",
    "desk:files",
    "desk:page",
    "desk:pile",
    "desk:show",
    "desk:solved",
    "desk:take",
    "dialogue:cancel",
    "history:file",
    "history:from",
    "history:line",
    "history:show",
    "invite:code",
    "invite:friends",
    "invite:leave",
    "invite:more",
    "invite:qr",
    "invite:show",
    "language:set",
    "offers:no",
    "offers:show",
    "offers:switch",
    "offers:yes",
    "phone:ask",
    "phone:remove",
    "phone:show",
    "privacy:ask",
    "privacy:data",
    "privacy:keep",
    "purchase:card",
    "purchase:ok",
    "purchase:receipt",
    "purchase:undo",
    "rate:again",
    "rate:complain",
    "rate:done",
    "rate:give",
    "rate:why",
    "receipt:notme",
    "redeem:back",
    "redeem:card",
    "redeem:most",
    "redeem:receipt",
    "redemption:no",
    "redemption:yes",
    "rules:show",
    "settings:language",
    "settings:menu",
    "settings:messages",
    "settings:quiet",
    "settings:quietfrom",
    "settings:quiethours",
    "settings:speak",
    "settings:switch",
    "settings:usual",
    "staff:end",
    "staff:invite",
    "staff:page",
    "staff:show",
]


class Upgraded:
    """The café as it goes on, and its people by what they were doing."""

    def __init__(self, cafe: Cafe) -> None:
        self.cafe = cafe

    def who(self, name: str) -> Person:
        return self.cafe.sandbox.people[RELEASE["people"][name]["id"]]


@pytest.fixture
async def upgraded(tmp_path: Path) -> AsyncIterator[Upgraded]:
    path = tmp_path / "release.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.executescript((HERE / "release_0_1_0.sql").read_text("utf-8"))

    def people(sandbox: Sandbox) -> None:
        for person in {one["id"]: one for one in RELEASE["people"].values()}.values():
            sandbox.add_person(**person, started=True)

    async with opened(path, FixedClock(datetime.fromisoformat(RELEASE["now"])), people) as cafe:
        await cafe.quiet()
        yield Upgraded(cafe)
        assert await cafe.differences() == []


def pressed_before() -> list[str]:
    """Each button bare and with the arguments that release gave to one or another of them."""
    shapes = ("{}", "{}:1", "{}:1:0", "{}:waiting", "{}:uk", f"{{}}:{RELEASE['card']}", "{}:a-draft_key")
    return [shape.format(name) for name in OLD_BUTTONS for shape in shapes]


async def states(cafe: Cafe) -> dict[str, set[str]]:
    """How the messages of each kind ended."""
    ended: dict[str, set[str]] = {}
    async with cafe.database.reading() as reading:
        for kind, state in await reading.run(select(outbox_messages.c.kind, outbox_messages.c.state)):
            ended.setdefault(kind, set()).add(state)
    return ended


async def test_every_pending_notice_is_sent(upgraded: Upgraded) -> None:
    """One of every kind was waiting; each reaches its reader, worded from what the database says."""
    upgraded.cafe.clock.advance(timedelta(hours=12))  # what is not urgent waits for the morning
    await upgraded.cafe.quiet()
    ended = await states(upgraded.cafe)
    assert set(RELEASE["kinds"]) <= ended.keys()
    assert all(ended[kind] == {DeliveryState.SENT} for kind in RELEASE["kinds"]), ended


async def test_changed_settings_hold(upgraded: Upgraded) -> None:
    """The owner had changed the rate, the expiry and the rest: it is still so."""
    async with upgraded.cafe.database.reading() as reading:
        rules = await programme.load(reading, upgraded.cafe.clock.now())
    assert "7" in await upgraded.cafe.says(upgraded.who("anna"), "/rules")
    assert rules.worth_minor(100) == 100
    assert (rules.earning.rate_basis_points, rules.earning.welcome_points, rules.birthdays.points) == (700, 150, 40)
    assert (rules.referrals.minimum_purchase_minor, rules.referrals.hold_days, rules.referrals.monthly_cap) == (
        1000,
        1,
        1,
    )
    assert (rules.expiry.policy, rules.complaints.answer_hours) == (ExpiryPolicy.ROLLING, 12)


async def test_the_history_of_the_settings_goes_on(upgraded: Upgraded) -> None:
    """Each change is told by the names of today."""
    async with upgraded.cafe.database.reading() as reading:
        owner = await membership.identify(reading, upgraded.who("owner").id)
        assert owner is not None
        newest, first = await programme.history(reading, owner.actor)
    assert newest.values == {"referrals.monthly_cap": (10, 1)}
    assert first.values["earning.rate_basis_points"] == (500, 700)


@pytest.mark.parametrize(
    ("midway", "typed", "heard"),
    [
        ("offers", "No, thanks", ""),
        ("birthday", "28.11", "28"),
        ("invite", "XXX-XXX", ""),
        ("rate:score", "9", ""),
        ("rate:why", "The queue", ""),
        ("complaint_choice", "Waiting", ""),
        ("complaint_draft", "and one more thing", ""),
        ("complaint_add", "ще слово", ""),
        ("complaint_score", "4", ""),
        ("desk_answer", "We are sorry", ""),
        ("purchase:card", RELEASE["card"], "Pieter"),
        ("purchase:amount", "45.50", "45"),
        ("purchase:confirm", "54.50", "54"),
        ("purchase:receipt", "A-17", "A-17"),
        ("redeem:card", RELEASE["card"], "Pieter"),
        ("redeem:bill", "200", ""),
        ("redeem:points", "100", ""),
    ],
)
async def test_every_dialogue_goes_on_where_it_was(upgraded: Upgraded, midway: str, typed: str, heard: str) -> None:
    """The answer typed after the upgrade is taken as the answer to the question put before it."""
    person = upgraded.who(midway)
    before = len(person.texts)
    said = await upgraded.cafe.says(person, typed)
    assert len(person.texts) > before
    assert heard in said.replace("\u00a0", " ")
    assert "not sure what to do" not in said


async def test_a_purchase_begun_before_is_booked_after(upgraded: Upgraded) -> None:
    """From the amount asked for before the upgrade to the customer's receipt after it."""
    cashier = upgraded.who("purchase:amount")
    await upgraded.cafe.says(cashier, "45.50")
    await upgraded.cafe.taps(cashier, "Confirm")
    async with upgraded.cafe.database.reading() as reading:
        newest = (await reading.run(select(purchases.c.amount_minor).order_by(purchases.c.id.desc()).limit(1))).scalar()
    assert newest == 4_550


@pytest.mark.parametrize("who", ["anna", "till", "owner"])
async def test_old_buttons_are_answered(upgraded: Upgraded, who: str) -> None:
    """Whatever is pressed under a message of before is done or explained, never a failure."""
    person = upgraded.who(who)
    await upgraded.cafe.says(person, "/help")
    for data in pressed_before():
        assert await upgraded.cafe.forges(person, data), data
