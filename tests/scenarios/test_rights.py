"""Who may do what: every command, button and dialogue by every role. Whoever adds one has to say here whose it is."""

from collections.abc import Iterable

import pytest

from bot.handlers.catalogue import BUTTONS, COMMANDS, DIALOGUES
from sandbox import Person
from storage import dialogues
from storage.models import Role
from tests.scenarios.conftest import Cafe, answer, link_in

EVERYBODY = frozenset(Role)
TEAM = EVERYBODY - {Role.CUSTOMER}
MANAGERS = TEAM - {Role.STAFF}
OWNER = frozenset({Role.OWNER})

#: Whose each command is.
ALLOWED_COMMANDS = {
    "start": EVERYBODY,
    "balance": EVERYBODY,
    "history": EVERYBODY,
    "card": EVERYBODY,
    "invite": EVERYBODY,
    "rules": EVERYBODY,
    "rate": EVERYBODY,
    "complaint": EVERYBODY,
    "offers": EVERYBODY,
    "settings": EVERYBODY,
    "stop": EVERYBODY,
    "language": EVERYBODY,
    "help": EVERYBODY,
    "cancel": EVERYBODY,
    "purchase": TEAM,
    "redeem": TEAM,
    "desk": TEAM,
    "staff": MANAGERS,
}

#: Whose each button is, with data that a modified client could send. {card} is a customer's, {purchase} somebody
#: else's purchase, {member} a cashier.
ALLOWED_BUTTONS = {
    "balance:show": EVERYBODY,
    "balance:dates": EVERYBODY,
    "balance:page:0": EVERYBODY,
    "balance:why": EVERYBODY,
    "balance:lots": EVERYBODY,
    "card:show": EVERYBODY,
    "card:ask": EVERYBODY,
    "card:renew:{card}": EVERYBODY,
    "card:keep": EVERYBODY,
    "history:show": EVERYBODY,
    "history:from:9": EVERYBODY,
    "history:line:1.1": EVERYBODY,
    "history:file": EVERYBODY,
    "invite:show": EVERYBODY,
    "invite:qr": EVERYBODY,
    "invite:friends": EVERYBODY,
    "invite:more:1": EVERYBODY,
    "invite:code": EVERYBODY,
    "invite:leave": EVERYBODY,
    "rules:show": EVERYBODY,
    "rate:again": EVERYBODY,
    "rate:give:5:asked": EVERYBODY,
    "rate:why:1:staff:0": EVERYBODY,
    "rate:done:1": EVERYBODY,
    "rate:complain:1": EVERYBODY,
    "complaint:start": EVERYBODY,
    "complaint:about:staff": EVERYBODY,
    "complaint:more:key": EVERYBODY,
    "complaint:check:key": EVERYBODY,
    "complaint:drop:key": EVERYBODY,
    "complaint:send:key": EVERYBODY,
    "complaint:mine:0": EVERYBODY,
    "complaint:show:1": EVERYBODY,
    "complaint:page:1:0": EVERYBODY,
    "complaint:files:1:0": EVERYBODY,
    "complaint:add:1": EVERYBODY,
    "complaint:solved:1": EVERYBODY,
    "complaint:thanks:1": EVERYBODY,
    "complaint:notyet:1": EVERYBODY,
    "complaint:score:1:5": EVERYBODY,
    "unplaced:add:1:5": EVERYBODY,
    "unplaced:complain:5": EVERYBODY,
    "desk:all": TEAM,
    "desk:pile:open:0": TEAM,
    "desk:show:1": TEAM,
    "desk:open:1": TEAM,
    "desk:page:1:0": TEAM,
    "desk:files:1:0": TEAM,
    "desk:take:1": TEAM,
    "desk:answer:1": TEAM,
    "desk:solved:1": TEAM,
    "ratings:case:1": TEAM,
    "offers:show": EVERYBODY,
    "offers:switch:news-no": EVERYBODY,
    "settings:menu": EVERYBODY,
    "settings:language": EVERYBODY,
    "settings:speak:en": EVERYBODY,
    "settings:messages": EVERYBODY,
    "settings:switch:news-yes": EVERYBODY,
    "settings:quiet": EVERYBODY,
    "settings:otherhours": EVERYBODY,
    "settings:quietfrom:21": EVERYBODY,
    "settings:quiethours:21-9": EVERYBODY,
    "settings:usual": EVERYBODY,
    "birthday:show": EVERYBODY,
    "birthday:ask": EVERYBODY,
    "birthday:save:3-14": EVERYBODY,
    "birthday:remove": EVERYBODY,
    "phone:show": EVERYBODY,
    "phone:ask": EVERYBODY,
    "phone:remove": EVERYBODY,
    "privacy:data": EVERYBODY,
    "privacy:forget": EVERYBODY,
    "privacy:ask": EVERYBODY,
    "privacy:keep": EVERYBODY,
    "privacy:erase:1-1": EVERYBODY,
    "dialogue:cancel": EVERYBODY,
    "dialogue:continue:key": EVERYBODY,
    "dialogue:drop:key": EVERYBODY,
    "help:show": EVERYBODY,
    "start:join": EVERYBODY,
    "language:set:en": EVERYBODY,
    "offers:yes": EVERYBODY,
    "offers:no": EVERYBODY,
    "purchase:ask": TEAM,
    "customer:show:{card}": TEAM,
    "purchase:card:{card}": TEAM,
    "purchase:receipt:key": TEAM,
    "purchase:ok:key": TEAM,
    "purchase:undo:{purchase}": TEAM,
    "redeem:ask": TEAM,
    "redeem:card:{card}": TEAM,
    "redeem:receipt:key": TEAM,
    "redeem:most:key": TEAM,
    "redeem:back:1": TEAM,
    "receipt:notme:{purchase}": EVERYBODY,
    "redemption:yes:1": EVERYBODY,
    "redemption:no:1": EVERYBODY,
    "staff:show": MANAGERS,
    "staff:page:0": MANAGERS,
    "staff:invite:staff": MANAGERS,
    "staff:invite:admin": OWNER,
    "staff:end:{member}": MANAGERS,
    "staff:ended:{member}": MANAGERS,
}

#: Whose answers each dialogue takes.
ALLOWED_DIALOGUES = {
    "offers": EVERYBODY,
    "invite": EVERYBODY,
    "rate": EVERYBODY,
    "complaint": EVERYBODY,
    "birthday": EVERYBODY,
    "phone": EVERYBODY,
    "quiet": EVERYBODY,
    "complaint_choice": EVERYBODY,
    "complaint_add": EVERYBODY,
    "complaint_score": EVERYBODY,
    "purchase": TEAM,
    "whose": TEAM,
    "redeem": TEAM,
    "desk_answer": TEAM,
}

REFUSAL = "This is for the team only"


def test_every_handler_is_listed_here() -> None:
    """A command, button or dialogue nobody has thought about fails here."""
    assert set(ALLOWED_COMMANDS) == set(COMMANDS)
    assert {":".join(data.split(":")[:2]) for data in ALLOWED_BUTTONS} == set(BUTTONS)
    assert set(ALLOWED_DIALOGUES) == set(DIALOGUES)


@pytest.mark.parametrize("role", Role)
async def test_a_role_can_do_what_is_its_own_and_changes_nothing_else(cafe: Cafe, role: Role) -> None:
    """The rest is refused politely, and the database stays as it is."""
    owner = await cafe.owner()
    thabo, anna = await cafe.cashier(owner), await cafe.customer("Anna")
    await cafe.buys(anna, thabo, "10")
    number = (await cafe.card_number(anna)).replace("-", "")
    known = {"card": number, "purchase": 1, "member": (await cafe.actor(thabo)).person_id}
    person = await somebody(cafe, owner, role)
    for name, allowed in ALLOWED_COMMANDS.items():
        await tries(cafe, person, f"/{name}", role in allowed)
    for data, allowed in sorted(ALLOWED_BUTTONS.items(), key=lambda item: "ended" in item[0]):
        await tries(cafe, person, data.format(**known), role in allowed)


async def somebody(cafe: Cafe, owner: Person, role: Role) -> Person:
    """A person of that role who has no part in what happened so far."""
    if role is Role.OWNER:
        return owner
    person = await cafe.customer("Sam")
    if role is not Role.CUSTOMER:
        await cafe.says(owner, "/staff")
        label = {Role.STAFF: "Invite a staff member", Role.ADMIN: "Invite an administrator"}[role]
        await cafe.opens(person, link_in(await cafe.taps(owner, label)))
    return person


async def tries(cafe: Cafe, person: Person, what: str, allowed: bool) -> None:
    before = await cafe.books()
    said = await (cafe.says(person, what) if what.startswith("/") else cafe.forges(person, what))
    assert (REFUSAL not in said) is allowed, what
    assert "Something went wrong" not in said, what
    if not allowed:
        assert await cafe.books() == before, what


TEAM_STEPS = [
    (dialogue.name, step)
    for dialogue in DIALOGUES.values()
    for step in dialogue.steps
    if Role.CUSTOMER not in ALLOWED_DIALOGUES.get(dialogue.name, EVERYBODY)
]


@pytest.mark.parametrize(("name", "step"), TEAM_STEPS)
async def test_a_dialogue_is_over_for_whoever_lost_the_right_to_it(cafe: Cafe, name: str, step: str) -> None:
    """At every step of every dialogue of the team's: a customer who is found in it is refused and out of it."""
    anna = await cafe.customer("Anna")
    await put_into(cafe, anna, name, step)
    before = await cafe.books()
    assert REFUSAL in await cafe.says(anna, "12.50")
    assert await cafe.books() == before
    assert "not sure what to do" in await cafe.says(anna, "12.50")


async def put_into(cafe: Cafe, person: Person, name: str, step: str) -> None:
    person_id = (await cafe.actor(person)).person_id
    async with cafe.database.transaction() as transaction:
        state = dialogues.DialogueState(name, step, {})
        await dialogues.put(transaction, person_id, person.id, state, cafe.clock.now())


def labels(person: Person) -> Iterable[str]:
    return [label for row in person.keyboard or [] for label in row]


@pytest.mark.parametrize("role", Role)
async def test_what_a_menu_shows_is_allowed(cafe: Cafe, role: Role) -> None:
    """Nobody is offered what would be refused: the keyboard below and the command menu."""
    person = await somebody(cafe, await cafe.owner(), role)
    await cafe.says(person, "/help")
    for label in labels(person):
        assert REFUSAL not in await cafe.says(person, label), label
    for command in person.commands:
        assert REFUSAL not in await cafe.says(person, f"/{command['command']}"), command
    assert answer(person)
