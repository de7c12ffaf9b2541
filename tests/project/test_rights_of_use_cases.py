"""Who may do what: every use case of loyalty/ by every role. Whoever adds one has to say here whose it is."""

from typing import Any

import pytest

from loyalty.actor import PERMISSIONS, Actor, Forbidden, Permission
from storage.models import Role
from tests.project.use_cases import needed, use_cases

EVERYBODY = frozenset(Role)
TEAM = EVERYBODY - {Role.CUSTOMER}
MANAGERS = TEAM - {Role.STAFF}
OWNER = frozenset({Role.OWNER})

#: Whose each permission is.
ROLES: dict[Permission, frozenset[Role]] = {
    Permission.USE_OWN_CARD: EVERYBODY,
    Permission.SERVE: TEAM,
    Permission.REDEEM: TEAM,
    Permission.REFUND: TEAM,
    Permission.WORK_DESK: TEAM,
    Permission.BROADCAST: TEAM,
    Permission.ADJUST: TEAM,
    Permission.INVITE_STAFF: MANAGERS,
    Permission.MANAGE_PROGRAMME: MANAGERS,
    Permission.INVITE_ADMIN: OWNER,
}

#: What each use case needs first.
RIGHTS: dict[str, Permission] = {
    "adjustments.adjust": Permission.ADJUST,
    "cards.find": Permission.SERVE,
    "cards.holder": Permission.SERVE,
    "cards.look_up": Permission.SERVE,
    "cards.missed": Permission.SERVE,
    "cards.renew": Permission.USE_OWN_CARD,
    "complaints.about_purchase": Permission.USE_OWN_CARD,
    "complaints.add": Permission.USE_OWN_CARD,
    "complaints.answer": Permission.WORK_DESK,
    "complaints.close": Permission.USE_OWN_CARD,
    "complaints.customer_card": Permission.WORK_DESK,
    "complaints.desk": Permission.WORK_DESK,
    "complaints.edit": Permission.USE_OWN_CARD,
    "complaints.find": Permission.USE_OWN_CARD,
    "complaints.mine": Permission.USE_OWN_CARD,
    "complaints.open_complaint": Permission.USE_OWN_CARD,
    "complaints.opened_with": Permission.USE_OWN_CARD,
    "complaints.own_thread": Permission.USE_OWN_CARD,
    "complaints.rate_handling": Permission.USE_OWN_CARD,
    "complaints.reopen": Permission.USE_OWN_CARD,
    "complaints.say_solved": Permission.WORK_DESK,
    "complaints.sections": Permission.WORK_DESK,
    "complaints.take": Permission.WORK_DESK,
    "complaints.thread": Permission.USE_OWN_CARD,
    "complaints.to_answer": Permission.WORK_DESK,
    "complaints.to_confirm": Permission.USE_OWN_CARD,
    "complaints.under_way_of": Permission.WORK_DESK,
    "privacy.forget": Permission.USE_OWN_CARD,
    "privacy.preview": Permission.USE_OWN_CARD,
    "history.page": Permission.USE_OWN_CARD,
    "history.story": Permission.USE_OWN_CARD,
    "history.whole": Permission.USE_OWN_CARD,
    "membership.accept": Permission.USE_OWN_CARD,
    "membership.invite": Permission.INVITE_ADMIN,
    "membership.record_consent": Permission.USE_OWN_CARD,
    "membership.resign": Permission.USE_OWN_CARD,
    "membership.revoke_role": Permission.INVITE_STAFF,
    "membership.set_language": Permission.USE_OWN_CARD,
    "membership.staff": Permission.INVITE_STAFF,
    "membership.withdraw_consents": Permission.USE_OWN_CARD,
    "privacy.collect": Permission.USE_OWN_CARD,
    "preferences.load": Permission.USE_OWN_CARD,
    "preferences.remove_birthday": Permission.USE_OWN_CARD,
    "preferences.remove_phone": Permission.USE_OWN_CARD,
    "preferences.set_birthday": Permission.USE_OWN_CARD,
    "preferences.set_phone": Permission.USE_OWN_CARD,
    "preferences.set_quiet_hours": Permission.USE_OWN_CARD,
    "programme.change": Permission.MANAGE_PROGRAMME,
    "programme.history": Permission.MANAGE_PROGRAMME,
    "programme.set_text": Permission.MANAGE_PROGRAMME,
    "purchases.buyer": Permission.SERVE,
    "purchases.last_of": Permission.SERVE,
    "purchases.preview": Permission.SERVE,
    "purchases.record": Permission.SERVE,
    "purchases.refund": Permission.REFUND,
    "purchases.undo": Permission.SERVE,
    "ratings.comment": Permission.USE_OWN_CARD,
    "ratings.finish": Permission.USE_OWN_CARD,
    "ratings.open_case": Permission.WORK_DESK,
    "ratings.find": Permission.USE_OWN_CARD,
    "ratings.give_reason": Permission.USE_OWN_CARD,
    "ratings.latest": Permission.USE_OWN_CARD,
    "ratings.rate": Permission.USE_OWN_CARD,
    "redemptions.allowance": Permission.REDEEM,
    "redemptions.answer": Permission.USE_OWN_CARD,
    "redemptions.asked": Permission.REDEEM,
    "redemptions.capture": Permission.USE_OWN_CARD,
    "redemptions.hold": Permission.REDEEM,
    "redemptions.release": Permission.USE_OWN_CARD,
    "redemptions.spendable": Permission.REDEEM,
    "redemptions.waiting_for": Permission.USE_OWN_CARD,
    "referrals.accept": Permission.USE_OWN_CARD,
    "referrals.friends": Permission.USE_OWN_CARD,
    "referrals.inviter": Permission.USE_OWN_CARD,
    "referrals.issue": Permission.USE_OWN_CARD,
    "referrals.own": Permission.USE_OWN_CARD,
    "referrals.require_newcomer": Permission.USE_OWN_CARD,
    "referrals.standing": Permission.USE_OWN_CARD,
    "referrals.welcome": Permission.USE_OWN_CARD,
}
FOUND = use_cases()
#: What each one is called with: nothing it could do anything with. Its rights come before all of that.
ARGUMENTS: dict[str, dict[str, Any]] = {name: dict.fromkeys(needed(found)) for name, found in FOUND.items()}


def actor(rights: frozenset[Permission]) -> Actor:
    return Actor(person_id=1, rights=rights, shop_id=1, account_id=1)


class Reached(Exception):
    """The database was asked: whoever came so far was allowed to."""


class Untouchable:
    """A session nobody may lay hands on."""

    def __getattr__(self, name: str) -> Any:
        raise Reached(name)


async def refused(name: str, who: Actor, **arguments: Any) -> Permission | None:
    """The permission that is missing when it is called without a database; None: it was about to start."""
    try:
        await FOUND[name](Untouchable(), who, **ARGUMENTS[name] | arguments)
    except Forbidden as error:
        return Permission(error.permission)
    except Exception:  # nothing to work with: that comes later
        return None
    return None


def test_every_use_case_is_listed_here() -> None:
    """One nobody has thought about fails here, and one that has gone."""
    assert set(RIGHTS) == set(FOUND)
    assert set(ROLES) == set(Permission)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", RIGHTS)
async def test_only_these_roles_come_as_far_as_the_database(name: str, role: Role) -> None:
    """The others are refused by name of the permission, before anything else happens."""
    missing = None if role in ROLES[RIGHTS[name]] else RIGHTS[name]
    assert await refused(name, actor(PERMISSIONS[role])) == missing


@pytest.mark.parametrize("name", RIGHTS)
async def test_nothing_is_done_for_whoever_may_nothing(name: str) -> None:
    """What everybody may do is asked for as well: denied by default holds for somebody who is suspended."""
    assert await refused(name, actor(frozenset())) == RIGHTS[name]


@pytest.mark.parametrize(
    ("given", "may"),
    [(Role.STAFF, MANAGERS), (Role.ADMIN, OWNER), (Role.OWNER, OWNER)],
    ids=["staff", "admin", "owner"],
)
@pytest.mark.parametrize("role", Role)
async def test_nobody_invites_to_a_role_above_what_they_may(given: Role, may: frozenset[Role], role: Role) -> None:
    """Which permission an invitation needs hangs on what it gives."""
    missing = await refused("membership.invite", actor(PERMISSIONS[role]), role=given)
    assert (missing is None) is (role in may)
