"""The team: who owns the café, who is invited, and how an access ends."""

from datetime import timedelta
from pathlib import Path

import pytest

from loyalty import membership
from loyalty.membership import Profile
from sandbox import Person
from storage.models import Role
from tests.clock import FixedClock
from tests.scenarios.conftest import Cafe, answer, link_in, opened

ONLY_TEAM = "This is for the team only"


async def invitation(cafe: Cafe, owner: Person, button: str = "Invite a staff member") -> str:
    await cafe.says(owner, "/staff")
    return link_in(await cafe.taps(owner, button))


async def role(cafe: Cafe, person: Person) -> Role:
    return (await cafe.visitor(person)).role


async def test_whoever_opens_the_owners_link_first_owns_the_cafe(cafe: Cafe) -> None:
    """The link on the console works once; a second person is refused and stays a customer."""
    link = cafe.assistant.owner_link
    assert link is not None
    zola = await cafe.owner("Zola")
    assert "is now: owner" in answer(zola)
    eve = cafe.person("Eve")
    assert "already been used" in await cafe.opens(eve, link)
    assert (await role(cafe, zola), await role(cafe, eve)) == (Role.OWNER, Role.CUSTOMER)


async def test_a_restart_prints_the_same_link_until_there_is_an_owner(cafe: Cafe) -> None:
    """The link noted at the first start still works, and there is none once it has."""
    link = cafe.assistant.owner_link
    await cafe.restart()
    assert cafe.assistant.owner_link == link
    await cafe.owner()
    await cafe.restart()
    assert cafe.assistant.owner_link is None


async def test_a_made_up_link_gives_no_role(cafe: Cafe) -> None:
    """Neither an owner's nor an invitation that nobody made."""
    eve = await cafe.customer("Eve")
    for payload in ("o_0123456789abcdefghij", "i_0123456789abcdefghij", "i_", "o_"):
        assert "not known" in await cafe.opens(eve, cafe.link(payload))
    assert await role(cafe, eve) is Role.CUSTOMER


async def test_an_invitation_works_once(cafe: Cafe) -> None:
    """The invited person serves; the next one who opens the link does not."""
    owner = await cafe.owner()
    link = await invitation(cafe, owner)
    thabo, eve = cafe.person("Thabo"), cafe.person("Eve")
    assert "is now: staff member" in await cafe.opens(thabo, link)
    assert "already been used" in await cafe.opens(eve, link)
    assert (await role(cafe, thabo), await role(cafe, eve)) == (Role.STAFF, Role.CUSTOMER)


async def test_the_invited_can_open_their_link_again(cafe: Cafe) -> None:
    """Pressing Start twice is no mistake."""
    owner = await cafe.owner()
    link = await invitation(cafe, owner)
    thabo = cafe.person("Thabo")
    await cafe.opens(thabo, link)
    assert "is now: staff member" in await cafe.opens(thabo, link)


async def test_an_invitation_ends_after_three_days(cafe: Cafe) -> None:
    """An old link found in a chat lets nobody in."""
    owner = await cafe.owner()
    link = await invitation(cafe, owner)
    cafe.clock.advance(timedelta(hours=72))
    eve = cafe.person("Eve")
    assert "too old" in await cafe.opens(eve, link)
    assert await role(cafe, eve) is Role.CUSTOMER


async def test_only_the_owner_invites_administrators(cafe: Cafe) -> None:
    """An administrator is not offered it, and is refused when a modified client asks."""
    owner = await cafe.owner()
    link = await invitation(cafe, owner, "Invite an administrator")
    amahle = cafe.person("Amahle")
    assert "is now: administrator" in await cafe.opens(amahle, link)
    await cafe.says(amahle, "/staff")
    assert "Invite an administrator" not in [row[0] for row in amahle.buttons]
    before = await cafe.books()
    assert ONLY_TEAM in await cafe.forges(amahle, "staff:invite:admin")
    assert await cafe.books() == before


async def test_the_menus_grow_with_the_role_and_shrink_with_its_end(cafe: Cafe) -> None:
    """The command menu and the keyboard below show what one may do."""
    owner = await cafe.owner()
    thabo = await cafe.cashier(owner)
    names = [command["command"] for command in thabo.commands]
    assert "purchase" in names
    assert "staff" not in names
    assert thabo.keyboard is not None
    assert "🧾 Add purchase" in thabo.keyboard[0]
    await ends_access(cafe, owner, "Thabo")
    assert "purchase" not in [command["command"] for command in thabo.commands]


async def ends_access(cafe: Cafe, owner: Person, name: str) -> None:
    await cafe.says(owner, "/staff")
    await cafe.taps(owner, f"End access: {name}")
    assert f"{name} no longer has access" in await cafe.taps(owner, "End access")


async def test_an_ended_access_is_over_at_once(cafe: Cafe) -> None:
    """The next command, card or link of the former member is refused; their own card and points stay."""
    owner = await cafe.owner()
    thabo, anna = await cafe.cashier(owner), await cafe.customer("Anna")
    number = await cafe.card_number(anna)
    await ends_access(cafe, owner, "Thabo")
    before = await cafe.books()
    assert ONLY_TEAM in await cafe.says(thabo, "/purchase")
    assert "not sure what to do" in await cafe.says(thabo, number)
    assert "somebody's loyalty card" in await cafe.opens(thabo, await cafe.card_link(anna))
    assert await cafe.books() == before
    assert "100 points" in await cafe.says(thabo, "/balance")


async def test_an_access_that_ends_at_the_preview_takes_the_purchase_with_it(cafe: Cafe) -> None:
    """Neither the button nor the typed word adds what was begun while there still was a right to."""
    owner = await cafe.owner()
    thabo, anna = await cafe.cashier(owner), await cafe.customer("Anna")
    await cafe.says(thabo, await cafe.card_number(anna))
    await cafe.taps(thabo, "Add purchase")
    await cafe.says(thabo, "125.50")
    await ends_access(cafe, owner, "Thabo")
    before = await cafe.books()
    assert ONLY_TEAM in await cafe.taps(thabo, "Confirm")
    assert ONLY_TEAM in await cafe.taps(thabo, "Receipt number")
    assert ONLY_TEAM in await cafe.says(thabo, "confirm")
    assert await cafe.books() == before
    assert "not sure what to do" in await cafe.says(thabo, "99")


@pytest.mark.parametrize("said", ["125.50", "a coffee", "receipt number"])
async def test_an_access_that_ends_before_the_amount_ends_the_question(cafe: Cafe, said: str) -> None:
    """Whatever is typed next is refused once, and the former member is a customer like any other."""
    owner = await cafe.owner()
    thabo, anna = await cafe.cashier(owner), await cafe.customer("Anna")
    await cafe.says(thabo, await cafe.card_number(anna))
    await cafe.taps(thabo, "Add purchase")
    await ends_access(cafe, owner, "Thabo")
    assert ONLY_TEAM in await cafe.says(thabo, said)
    assert "not sure what to do" in await cafe.says(thabo, said)


async def test_the_link_of_before_does_not_bring_an_ended_access_back(cafe: Cafe) -> None:
    """It was used, by whomever."""
    owner = await cafe.owner()
    link = await invitation(cafe, owner)
    thabo = cafe.person("Thabo")
    await cafe.opens(thabo, link)
    await ends_access(cafe, owner, "Thabo")
    assert "already been used" in await cafe.opens(thabo, link)
    assert await role(cafe, thabo) is Role.CUSTOMER


async def test_ending_an_access_twice_ends_it_once(cafe: Cafe) -> None:
    """The second press shows the team."""
    owner = await cafe.owner()
    await cafe.cashier(owner)
    await cafe.says(owner, "/staff")
    await cafe.taps(owner, "End access: Thabo")
    question = owner.last
    await owner.press("End access", question)
    await owner.press_data("staff:ended:2", question)
    await cafe.settled()
    assert "The team" in answer(owner)
    assert "Thabo" not in answer(owner)


async def test_nobody_ends_the_access_of_those_above(cafe: Cafe) -> None:
    """An administrator does not see the button for the owner; a forged one is refused."""
    owner = await cafe.owner()
    amahle = cafe.person("Amahle")
    await cafe.opens(amahle, await invitation(cafe, owner, "Invite an administrator"))
    owner_id = (await cafe.actor(owner)).person_id
    await cafe.says(amahle, "/staff")
    assert ONLY_TEAM in await cafe.forges(amahle, f"staff:ended:{owner_id}")
    assert await role(cafe, owner) is Role.OWNER


async def test_the_owner_cannot_leave_the_cafe_without_one(cafe: Cafe) -> None:
    """The last owner who presses a forged button is told why not."""
    owner = await cafe.owner()
    await cafe.says(owner, "/staff")
    owner_id = (await cafe.actor(owner)).person_id
    assert "needs an owner" in await cafe.forges(owner, f"staff:ended:{owner_id}")


async def test_admin_ids_of_the_environment_are_administrators(empty: Path, clock: FixedClock) -> None:
    """From their first message on, with the menus that go with it."""
    async with opened(empty, clock, admin_ids=(7_777,)) as cafe:
        amahle = cafe.person("Amahle", id=7_777)
        await cafe.says(amahle, "/start")
        assert await role(cafe, amahle) is Role.ADMIN
        assert "The team" in await cafe.says(amahle, "/staff")
        assert "staff" in [command["command"] for command in amahle.commands]
        assert amahle.keyboard is not None
        assert "🧾 Add purchase" in amahle.keyboard[0]


async def test_a_new_version_s_commands_reach_the_team_at_its_start(cafe: Cafe) -> None:
    """Each in the language they speak with the bot; a restart that changes nothing sets nothing."""
    owner = await cafe.owner()
    till = await cafe.cashier(owner)
    await cafe.says(till, "/language af")
    menu, asked = till.commands, cafe.sandbox.requests
    assert menu[0]["command"] == "purchase"
    cafe.sandbox.world.commands[f"chat:{till.id}", ""] = menu[1:]
    await cafe.restart()
    assert till.commands == menu
    before = len(asked)
    await cafe.restart()
    assert "setMyCommands" not in [method for method, *_ in list(asked)[before:]]


async def test_access_ends_also_of_somebody_who_has_left_telegram(cafe: Cafe) -> None:
    """Their menu cannot be set any more, and that is nobody's concern, now or at the next start."""
    owner = await cafe.owner()
    for gone in (await cafe.cashier(owner, "Thabo"), await cafe.cashier(owner, "Sipho")):
        del cafe.sandbox.world.chats[gone.id]
    await cafe.restart()
    await cafe.says(owner, "/staff")
    await cafe.taps(owner, "End access: Thabo")
    assert "no longer has access" in await cafe.taps(owner, "End access")


async def test_a_large_team_is_shown_page_by_page(cafe: Cafe) -> None:
    """However long their names are, everybody can be found and relieved."""
    owner = await cafe.owner()
    for number in range(45):
        newcomer = Profile(9_000_000 + number, f"{number}" + "М" * 60, "Н" * 64, None, "en")
        async with cafe.database.transaction() as transaction:
            invited = await membership.invite(transaction, await cafe.actor(owner), Role.STAFF, cafe.clock.now())
            joined = await membership.join(transaction, newcomer, cafe.clock.now(), None)
            await membership.accept(transaction, joined.visitor.actor, invited.token, cafe.clock.now())
    assert "18МММ" in await cafe.says(owner, "/staff")
    assert "19МММ" in await cafe.taps(owner, "Next »")
    assert "44МММ" in await cafe.taps(owner, "Next »")
    assert owner.buttons[-1] == ["« Previous"]
    assert "44МММ" in await cafe.forges(owner, "staff:page:999")
