"""What customers allow us to write about. Every answer is kept; the latest per purpose holds."""

from datetime import datetime

from loyalty.actor import Actor, Permission
from loyalty.identity import acting
from loyalty.membership.model import Answer
from loyalty.membership.queries import consents as queries
from storage import Transaction
from storage.models import Purpose


async def record_consent(
    transaction: Transaction, actor: Actor, purpose: Purpose, granted: bool, wording: str, place: str, now: datetime
) -> bool:
    """Keeps an answer with the version of the wording and the screen where it was given.

    What holds already is not recorded again: the same no, or a yes to the same wording. Returns whether it was new.
    """
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD)
    before = await queries.latest_answer(transaction, actor.person_id, purpose)
    if before is not None and before.granted == granted and (not granted or before.wording == wording):
        return False
    await queries.add_answer(transaction, actor.person_id, purpose, Answer(granted, wording), place, now)
    return True


async def withdraw_consents(transaction: Transaction, actor: Actor, wording: str, place: str, now: datetime) -> bool:
    """Says no to every purpose at once. Returns whether anything was new."""
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD)
    new = [await record_consent(transaction, actor, purpose, False, wording, place, now) for purpose in Purpose]
    return any(new)
