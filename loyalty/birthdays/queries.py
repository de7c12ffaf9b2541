"""All SQL of birthdays."""

from datetime import datetime

from sqlalchemy import Integer, bindparam, or_, select, update

from loyalty.birthdays.model import Born
from loyalty.preferences import Birthday
from storage import Transaction
from storage.tables import accounts, people

_YEAR = bindparam("year", type_=Integer())
_UNGREETED = (
    select(
        people.c.id,
        accounts.c.id,
        people.c.birthday_told_at,
        people.c.quiet_from,
        people.c.quiet_until,
    )
    .join(accounts, accounts.c.person_id == people.c.id)
    .where(
        people.c.birth_month == bindparam("month"),
        people.c.birth_day == bindparam("day"),
        people.c.birthday_told_at < bindparam("told_before", type_=people.c.birthday_told_at.type),
        or_(people.c.birthday_greeted_year.is_(None), people.c.birthday_greeted_year < _YEAR),
    )
    .limit(bindparam("most", type_=Integer()))
    .with_for_update(of=[people, accounts], skip_locked=True)
)
_GREETED = update(people).where(people.c.id == bindparam("person_id"))


async def lock_ungreeted(
    transaction: Transaction, birthday: Birthday, year: int, told_before: datetime, limit: int
) -> list[Born]:
    """Those with this birthday who had told it by then and were not greeted in that year; their accounts too are
    locked, and those locked elsewhere wait for next time."""
    asked = {"month": birthday.month, "day": birthday.day, "year": year, "told_before": told_before, "most": limit}
    return [Born(*row) for row in (await transaction.run(_UNGREETED, asked)).all()]


async def save_greeted(transaction: Transaction, person_id: int, year: int) -> None:
    """They were greeted in that year."""
    await transaction.later(_GREETED, {"person_id": person_id, "birthday_greeted_year": year})
