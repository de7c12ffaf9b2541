"""What customers allow us to write about. Every answer is kept; the latest per purpose holds."""

from datetime import datetime

from sqlalchemy import func, insert, select
from sqlmodel.ext.asyncio.session import AsyncSession

from loyalty.actor import Actor
from storage.models import Purpose
from storage.statements import run
from storage.tables import consents as consent_rows


async def record_consent(
    session: AsyncSession, actor: Actor, purpose: Purpose, granted: bool, wording: str, place: str, now: datetime
) -> None:
    """Keeps an answer with the version of the wording and the screen where it was given."""
    row = {
        "person_id": actor.person_id,
        "purpose": purpose,
        "granted": granted,
        "at": now,
        "wording": wording,
        "place": place,
    }
    await run(session, insert(consent_rows), row)


async def consents(session: AsyncSession, person_id: int) -> dict[Purpose, bool]:
    """What holds for each purpose that was ever asked about; one that is missing was never asked."""
    newest = (
        select(func.max(consent_rows.c.id))
        .where(consent_rows.c.person_id == person_id)
        .group_by(consent_rows.c.purpose)
    )
    statement = select(consent_rows.c.purpose, consent_rows.c.granted).where(consent_rows.c.id.in_(newest))
    return {Purpose(purpose): granted for purpose, granted in await run(session, statement)}
