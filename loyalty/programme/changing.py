"""A change of the programme's settings."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from loyalty import audit
from loyalty.actor import Actor, Permission
from loyalty.expiry import switching
from loyalty.identity import acting
from loyalty.programme import queries
from loyalty.programme.settings import Programme
from loyalty.programme.versions import differences, load, save
from storage import Transaction


async def change(transaction: Transaction, actor: Actor, changes: Mapping[str, Any], now: datetime) -> Programme:
    """Puts a new version in force, at once; `changes` are by name, such as `earning.hold_days`.

    Switching expiry on gives every point that had no end one full period from now, or from when it can be spent if that
    is later than its end would be; switching it off takes the end from every point still there. A change of the period
    holds for points earned from now on.

    Raises:
        Forbidden: not one who manages the programme.
        SettingInvalid: there is no such setting, or it cannot have this value.
    """
    actor = await acting(transaction, actor, Permission.MANAGE_PROGRAMME)
    await queries.lock_accounts(transaction)
    before = await load(transaction, now)
    after = before.changed(changes)
    if after == before:
        return before
    await save(transaction, after, now, changed_by=actor.person_id)
    await audit.record(transaction, actor, "programme_changed", "programme", now, differences(before, after))
    await switching.switch(transaction, before, after, now)
    return after
