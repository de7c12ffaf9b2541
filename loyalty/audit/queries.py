"""All SQL of the audit: a record is added, and those about one person are told from the others."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, String, bindparam, cast, insert, literal, or_, select

from storage import Transaction
from storage.tables import audit_records, complaints, holds, purchases

_INSERT = insert(audit_records).inline()
PERSON_ID: Any = bindparam("person_id", type_=Integer())
ACCOUNT_ID: Any = bindparam("account_id", type_=Integer())
_OWNED = (
    ("purchase:", purchases, purchases.c.account_id == ACCOUNT_ID),
    ("hold:", holds, holds.c.account_id == ACCOUNT_ID),
    ("complaint:", complaints, complaints.c.person_id == PERSON_ID),
)
#: Records of what was done to a person: to them, their account, purchases, redemptions and complaints. To be run with
#: `person_id` and `account_id`.
ABOUT_PERSON: ColumnElement[bool] = or_(
    audit_records.c.subject == literal("person:") + cast(PERSON_ID, String),
    audit_records.c.subject == literal("account:") + cast(ACCOUNT_ID, String),
    *(
        audit_records.c.subject.in_(select(literal(kind) + cast(table.c.id, String)).where(own))
        for kind, table, own in _OWNED
    ),
)


async def add(transaction: Transaction, row: dict[str, Any]) -> None:
    await transaction.later(_INSERT, row)
