"""Joining, roles, consents."""

import pytest
from sqlalchemy import func, select

from loyalty import membership
from loyalty.actor import Forbidden
from loyalty.membership import Profile
from loyalty.membership.model import AlreadyOwned, InvitationExpired, InvitationUnknown, InvitationUsed, LastOwner
from storage.models import Purpose, Role
from storage.tables import audit_records, people
from tests.loyalty.people import Person, World

ANNA = Profile(7, "Anna", "K.", "anna", "ru")


async def test_a_newcomer_gets_account_card_and_welcome_points_once(world: World) -> None:
    """A second /start, also in the same moment, returns what the first one gave."""
    await world.open({"earning.welcome_points": 100})
    joins = []
    for _ in range(2):
        async with world.database.transaction() as transaction:
            joins.append(await membership.join(transaction, ANNA, world.now, source="poster"))
        world.wait(days=1)
    first, again = joins
    assert (first.is_new, again.is_new) == (True, False)
    assert first.welcome_points == again.welcome_points == 100
    assert first.card_token == again.card_token
    assert len(first.card_token) >= 16
    assert first.visitor.actor == again.visitor.actor
    assert (first.visitor.role, first.visitor.language, first.visitor.blocked) == (Role.CUSTOMER, "ru", False)


async def test_without_a_welcome_bonus_nothing_is_given(world: World, owner: Person) -> None:
    """Nor is it called a gift of nothing."""
    async with world.database.transaction() as transaction:
        assert (await membership.join(transaction, ANNA, world.now)).welcome_points == 0


async def test_strangers_are_nobody(world: World, owner: Person) -> None:
    """Identify finds only who has joined."""
    async with world.database.reading() as reading:
        assert await membership.identify(reading, 424242) is None


async def test_profile_language_and_block_are_kept(world: World, anna: Person) -> None:
    """As Telegram tells them; a block keeps its first moment and ends on return."""
    async with world.database.transaction() as transaction:
        await membership.update_profile(transaction, Profile(anna.telegram_id, "Anya", "Z.", "anya", "en"))
        await membership.set_language(transaction, await anna.actor(transaction), "af")
        await membership.set_blocked(transaction, anna.telegram_id, True, world.now)
    first = world.now
    world.wait(days=1)
    async with world.database.transaction() as transaction:
        await membership.set_blocked(transaction, anna.telegram_id, True, world.now)
    me = await anna.visitor()
    assert (me.first_name, me.language, me.blocked) == ("Anya", "af", True)
    [row] = await world.rows(select(people.c.blocked_at).where(people.c.id == anna.person_id))
    assert row.blocked_at == first
    async with world.database.transaction() as transaction:
        await membership.set_blocked(transaction, anna.telegram_id, False, world.now)
    assert not (await anna.visitor()).blocked


async def test_the_latest_answer_about_offers_holds(world: World, anna: Person) -> None:
    """Every answer is kept with its wording; what was never asked is not presumed."""
    for granted in (True, False, True):
        await anna.do(membership.record_consent, Purpose.OFFERS, granted, "offers-1", "start", world.now)
    await anna.do(membership.record_consent, Purpose.NEWS, False, "news-1", "settings", world.now)
    async with world.database.reading() as reading:
        assert await membership.consents(reading, anna.person_id) == {Purpose.OFFERS: True, Purpose.NEWS: False}


async def test_the_owners_link_works_once_and_is_the_same_at_every_start(world: World) -> None:
    """Whoever opens it owns the programme; nobody can afterwards."""
    await world.open()
    async with world.database.transaction() as transaction:
        assert await membership.owner_link_token(transaction, world.now) is None


async def test_an_unused_owners_link_is_printed_again_until_it_is_out_of_date(world: World, owner: Person) -> None:
    """The link in yesterday's log still works; one of last month does not."""
    await world.tamper("UPDATE person SET role = 'customer'")
    tokens = []
    for days in (0, 1, 4):
        world.wait(days=days)
        async with world.database.transaction() as transaction:
            tokens.append(await membership.owner_link_token(transaction, world.now))
    assert tokens[0] == tokens[1] != tokens[2]
    error = await owner.refused(membership.accept, tokens[0], world.now)
    assert isinstance(error, InvitationExpired)
    await owner.do(membership.accept, tokens[2], world.now)
    anna = await world.newcomer("Anna")
    await world.tamper("UPDATE invitation SET used_by = NULL")
    assert isinstance(await anna.refused(membership.accept, tokens[2], world.now), AlreadyOwned)


async def test_a_staff_invitation_is_for_one_person(world: World, owner: Person, anna: Person) -> None:
    """Opened twice by the same person it does no harm; somebody else is refused."""
    invited = await owner.do(membership.invite, Role.STAFF, world.now)
    accepted = await anna.do(membership.accept, invited.token, world.now)
    assert (accepted.role, accepted.previous, accepted.is_new) == (Role.STAFF, Role.CUSTOMER, True)
    assert not (await anna.do(membership.accept, invited.token, world.now)).is_new
    assert (await anna.me()).shop_id == (await owner.me()).shop_id
    boris = await world.newcomer("Boris")
    assert isinstance(await boris.refused(membership.accept, invited.token, world.now), InvitationUsed)
    assert isinstance(await boris.refused(membership.accept, "no such", world.now), InvitationUnknown)
    late = await owner.do(membership.invite, Role.STAFF, world.now)
    world.wait(hours=72)
    assert isinstance(await boris.refused(membership.accept, late.token, world.now), InvitationExpired)


async def test_an_invitation_never_lowers_a_role(world: World, owner: Person, anna: Person) -> None:
    """An owner who tries their own staff link stays owner, and the link stays good."""
    invited = await owner.do(membership.invite, Role.STAFF, world.now)
    assert (await owner.do(membership.accept, invited.token, world.now)).role is Role.OWNER
    assert (await anna.do(membership.accept, invited.token, world.now)).role is Role.STAFF


async def test_two_links_opened_at_once_leave_the_higher_role(world: World, owner: Person, anna: Person) -> None:
    """What decides is the role somebody has by then, not the one with which the press came in."""
    higher, lower = [await owner.do(membership.invite, role, world.now) for role in (Role.ADMIN, Role.STAFF)]
    before = await anna.me()
    for invited in (higher, lower):
        async with world.database.transaction() as transaction:
            await membership.accept(transaction, before, invited.token, world.now)
    assert (await anna.visitor()).role is Role.ADMIN


async def test_only_the_owner_makes_admins(world: World, owner: Person, till: Person) -> None:
    """Admins invite staff; staff invite nobody; the owner's own role is not for giving by admins."""
    admin = await world.newcomer("Adam", Role.ADMIN, invited_by=owner)
    assert (await admin.do(membership.invite, Role.STAFF, world.now)).role is Role.STAFF
    for role in (Role.ADMIN, Role.OWNER):
        assert isinstance(await admin.refused(membership.invite, role, world.now), Forbidden)
    assert isinstance(await till.refused(membership.invite, Role.STAFF, world.now), Forbidden)


async def test_roles_are_taken_from_those_below(world: World, owner: Person, till: Person, anna: Person) -> None:
    """Not from equals or those above; invitations they made end with their role."""
    admin = await world.newcomer("Adam", Role.ADMIN, invited_by=owner)
    other = await world.newcomer("Ada", Role.ADMIN, invited_by=owner)
    invited = await admin.do(membership.invite, Role.STAFF, world.now)
    assert isinstance(await admin.refused(membership.revoke_role, other.person_id, world.now), Forbidden)
    assert isinstance(await admin.refused(membership.revoke_role, owner.person_id, world.now), Forbidden)
    await admin.do(membership.revoke_role, till.person_id, world.now)
    await admin.do(membership.revoke_role, till.person_id, world.now)
    await owner.do(membership.revoke_role, admin.person_id, world.now)
    assert (await till.visitor()).role is (await admin.visitor()).role is Role.CUSTOMER
    assert isinstance(await anna.refused(membership.accept, invited.token, world.now), InvitationExpired)
    members = await owner.do(membership.staff)
    assert [(member.name, member.role, member.shop) for member in members] == [
        ("Olga", Role.OWNER, "Café Zorg"),
        ("Ada", Role.ADMIN, "Café Zorg"),
    ]


async def test_the_last_owner_stays(world: World, owner: Person) -> None:
    """One of two may step down, the other not."""
    assert isinstance(await owner.refused(membership.revoke_role, owner.person_id, world.now), LastOwner)
    partner = await world.newcomer("Oleg", Role.OWNER, invited_by=owner)
    await owner.do(membership.revoke_role, owner.person_id, world.now)
    assert (await owner.visitor()).role is Role.CUSTOMER
    assert (await partner.visitor()).role is Role.OWNER


async def test_admin_ids_make_admins_of_those_who_joined(world: World, owner: Person, anna: Person) -> None:
    """The owner stays owner; a stranger's id waits."""
    async with world.database.transaction() as transaction:
        await membership.ensure_admins(transaction, [anna.telegram_id, owner.telegram_id, 31337])
    assert (await anna.visitor()).role is Role.ADMIN
    assert (await owner.visitor()).role is Role.OWNER


@pytest.mark.parametrize("use_case", [membership.staff])
async def test_customers_see_no_staff_list(anna: Person, use_case: object) -> None:
    """Rights are checked in the use case."""
    assert isinstance(await anna.refused(use_case), Forbidden)


async def test_changes_of_roles_are_on_record(world: World, owner: Person, till: Person) -> None:
    """Invited, accepted, revoked: by whom and to whom."""
    await owner.do(membership.revoke_role, till.person_id, world.now)
    async with world.database.reading() as reading:
        rows = await reading.run(select(audit_records.c.action, func.count()).group_by(audit_records.c.action))
        assert {action: count for action, count in rows if action != "purchase"} == {
            "invited": 1,
            "role_accepted": 2,
            "role_revoked": 1,
        }
