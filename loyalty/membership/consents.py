"""What customers allow us to write about. Every answer is kept; the latest per purpose holds."""

from datetime import datetime

from sqlalchemy import func, insert, select

from loyalty.actor import Actor, Permission
from storage import Reading, Transaction
from storage.models import Purpose
from storage.tables import consents as consent_rows
from storage.tables import people


async def record_consent(
    transaction: Transaction, actor: Actor, purpose: Purpose, granted: bool, wording: str, place: str, now: datetime
) -> bool:
    """Keeps an answer with the version of the wording and the screen where it was given.

    What holds already is not recorded again: the same no, or a yes to the same wording. Returns whether it was new.
    """
    actor.require(Permission.USE_OWN_CARD)
    await transaction.run(select(people.c.id).where(people.c.id == actor.person_id).with_for_update())
    mine = consent_rows.c.person_id == actor.person_id, consent_rows.c.purpose == purpose
    latest = select(consent_rows.c.granted, consent_rows.c.wording).where(*mine)
    before = (await transaction.run(latest.order_by(consent_rows.c.id.desc()).limit(1))).one_or_none()
    if before is not None and before.granted == granted and (not granted or before.wording == wording):
        return False
    row = {
        "person_id": actor.person_id,
        "purpose": purpose,
        "granted": granted,
        "at": now,
        "wording": wording,
        "place": place,
    }
    await transaction.run(insert(consent_rows), row)
    return True


async def withdraw_consents(transaction: Transaction, actor: Actor, wording: str, place: str, now: datetime) -> bool:
    """Says no to every purpose at once. Returns whether anything was new."""
    new = [await record_consent(transaction, actor, purpose, False, wording, place, now) for purpose in Purpose]
    return any(new)


async def consents(reading: Reading, person_id: int) -> dict[Purpose, bool]:
    """What holds for each purpose that was ever asked about; one that is missing was never asked."""
    newest = (
        select(func.max(consent_rows.c.id))
        .where(consent_rows.c.person_id == person_id)
        .group_by(consent_rows.c.purpose)
    )
    statement = select(consent_rows.c.purpose, consent_rows.c.granted).where(consent_rows.c.id.in_(newest))
    return {Purpose(purpose): granted for purpose, granted in await reading.run(statement)}
