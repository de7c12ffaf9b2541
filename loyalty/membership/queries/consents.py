"""What people have allowed."""

from datetime import datetime

from sqlalchemy import bindparam, func, insert, select

from loyalty.membership.model import Answer
from storage import Reading, Transaction
from storage.models import Purpose
from storage.tables import consents as answers

_MINE = answers.c.person_id == bindparam("person_id")
_LATEST_ANSWER = (
    select(answers.c.granted, answers.c.wording)
    .where(_MINE, answers.c.purpose == bindparam("purpose"))
    .order_by(answers.c.id.desc())
    .limit(1)
)
_NEWEST_ANSWERS = select(func.max(answers.c.id)).where(_MINE).group_by(answers.c.purpose)
_CONSENTS = select(answers.c.purpose, answers.c.granted).where(answers.c.id.in_(_NEWEST_ANSWERS))
_ANSWER = insert(answers).inline()


async def latest_answer(reading: Reading, person_id: int, purpose: Purpose) -> Answer | None:
    """What holds for a purpose; None: it was never asked about."""
    row = (await reading.run(_LATEST_ANSWER, {"person_id": person_id, "purpose": purpose})).one_or_none()
    return Answer(*row) if row else None


async def add_answer(
    transaction: Transaction, person_id: int, purpose: Purpose, answer: Answer, place: str, now: datetime
) -> None:
    """Keeps an answer, and the screen where it was given."""
    row = {
        "person_id": person_id,
        "purpose": purpose,
        "granted": answer.granted,
        "at": now,
        "wording": answer.wording,
        "place": place,
    }
    await transaction.later(_ANSWER, row)


async def consents(reading: Reading, person_id: int) -> dict[Purpose, bool]:
    """What holds for each purpose that was ever asked about; one that is missing was never asked."""
    return {Purpose(purpose): granted for purpose, granted in await reading.run(_CONSENTS, {"person_id": person_id})}
