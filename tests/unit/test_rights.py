"""What each role may do: denied unless listed."""

import pytest

from loyalty.actor import PERMISSIONS, Actor, Forbidden, Permission
from storage.models import Role


def actor(role: Role) -> Actor:
    return Actor(person_id=1, rights=PERMISSIONS[role], shop_id=None, account_id=1)


@pytest.mark.parametrize(("lower", "higher"), list(zip(Role, list(Role)[1:], strict=False)))
def test_each_role_includes_the_one_before(lower: Role, higher: Role) -> None:
    """And can do more."""
    assert PERMISSIONS[lower] < PERMISSIONS[higher]


def test_every_permission_is_somebodys() -> None:
    """The owner may do everything there is."""
    assert PERMISSIONS[Role.OWNER] == frozenset(Permission)
    assert set(PERMISSIONS) == set(Role)


def test_a_refusal_names_the_permission() -> None:
    """So that the edge can say what was missing."""
    with pytest.raises(Forbidden) as refusal:
        actor(Role.CUSTOMER).require(Permission.SERVE)
    assert refusal.value.permission == Permission.SERVE
    actor(Role.STAFF).require(Permission.SERVE)
    assert not actor(Role.STAFF).may(Permission.MANAGE_PROGRAMME)
