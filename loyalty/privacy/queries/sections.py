"""What is kept of a person, section by section: each a table seen by them."""

from typing import Any

from sqlalchemy import Select, Table, or_, select

from loyalty.audit import ABOUT_PERSON, ACCOUNT_ID, PERSON_ID
from storage import Reading
from storage import tables as t


def _of(table: Table, *names: str) -> Select[*tuple[Any, ...]]:
    return select(*(table.c[name] for name in names))


_ALL_OF_PERSON = (
    "telegram_id",
    "first_name",
    "last_name",
    "username",
    "language",
    "role",
    "source",
    "joined_at",
    "blocked_at",
    "birth_month",
    "birth_day",
    "birthday_told_at",
    "birthday_greeted_year",
    "phone",
    "quiet_from",
    "quiet_until",
)
_MY_ENTRIES = select(t.entries.c.id).where(t.entries.c.account_id == ACCOUNT_ID)
_MY_LOTS = select(t.lots.c.id).where(t.lots.c.account_id == ACCOUNT_ID)
_MY_PURCHASES = select(t.purchases.c.id).where(t.purchases.c.account_id == ACCOUNT_ID)
_MY_CHAT = select(t.people.c.telegram_id).where(t.people.c.id == PERSON_ID)
_MY_COMPLAINTS = select(t.complaints.c.id).where(t.complaints.c.person_id == PERSON_ID)

#: By the section's name; rows in the order of their ids.
SECTIONS: dict[str, Select[*tuple[Any, ...]]] = {
    "person": _of(t.people, *_ALL_OF_PERSON).where(t.people.c.id == PERSON_ID),
    "account": _of(t.accounts, "available", "held", "pending", "shortfall", "lifetime_earned", "created_at").where(
        t.accounts.c.id == ACCOUNT_ID
    ),
    "cards": _of(t.cards, "number", "created_at", "revoked_at").where(t.cards.c.account_id == ACCOUNT_ID),
    "consents": _of(t.consents, "purpose", "granted", "at", "wording", "place").where(
        t.consents.c.person_id == PERSON_ID
    ),
    "entries": _of(t.entries, "id", "kind", "points", "at", "purchase_id", "reverses_id", "reason").where(
        t.entries.c.account_id == ACCOUNT_ID
    ),
    "lots": _of(
        t.lots, "id", "entry_id", "points", "remaining", "mature", "matures_at", "expires_at", "warned_days"
    ).where(t.lots.c.account_id == ACCOUNT_ID),
    "lot_uses": _of(t.lot_uses, "lot_id", "points", "entry_id", "hold_id").where(t.lot_uses.c.lot_id.in_(_MY_LOTS)),
    "purchases": _of(
        t.purchases,
        "id",
        "receipt_number",
        "amount_minor",
        "paid_minor",
        "currency",
        "earn_rate_basis_points",
        "earned_points",
        "redeemed_points",
        "refunded_minor",
        "balance_after",
        "at",
    )
    .add_columns(t.shops.c.name.label("shop"))
    .join(t.shops, t.shops.c.id == t.purchases.c.shop_id)
    .where(t.purchases.c.account_id == ACCOUNT_ID),
    "refunds": _of(
        t.refunds,
        "purchase_id",
        "amount_minor",
        "taken_points",
        "uncovered_points",
        "returned_points",
        "balance_after",
        "at",
    ).where(t.refunds.c.purchase_id.in_(_MY_PURCHASES)),
    "redemptions": _of(
        t.holds,
        "id",
        "points",
        "bill_minor",
        "worth_minor",
        "receipt_number",
        "state",
        "created_at",
        "expires_at",
        "resolved_at",
    ).where(t.holds.c.account_id == ACCOUNT_ID),
    "ratings": _of(
        t.ratings, "id", "score", "reasons", "comment", "cause", "language", "wording", "at", "corrected_at"
    ).where(t.ratings.c.person_id == PERSON_ID),
    "complaints": _of(
        t.complaints,
        "id",
        "category",
        "state",
        "entry_id",
        "purchase_id",
        "rating_id",
        "created_at",
        "answer_due_at",
        "reminded_at",
        "closed_at",
        "handling_score",
    ).where(t.complaints.c.person_id == PERSON_ID),
    "complaint_messages": _of(
        t.complaint_messages,
        "complaint_id",
        "from_staff",
        "text",
        "media",
        "file_id",
        "at",
        "edited_at",
    ).where(
        or_(t.complaint_messages.c.complaint_id.in_(_MY_COMPLAINTS), t.complaint_messages.c.author_id == PERSON_ID)
    ),
    "invitation_code": _of(t.referral_codes, "token", "code", "created_at").where(
        t.referral_codes.c.account_id == ACCOUNT_ID
    ),
    "friends_invited": _of(
        t.referrals, "state", "joined_at", "bought_at", "matures_at", "resolved_at", "referrer_points"
    ).where(t.referrals.c.referrer_account_id == ACCOUNT_ID),
    "invited_by_a_friend": _of(
        t.referrals,
        "state",
        "joined_at",
        "purchase_id",
        "bought_at",
        "minimum_minor",
        "matures_at",
        "resolved_at",
        "friend_points",
    ).where(t.referrals.c.friend_account_id == ACCOUNT_ID),
    "messages": _of(t.outbox_messages, "kind", "state", "attempts", "created_at", "due_at", "sent_at").where(
        t.outbox_messages.c.person_id == PERSON_ID
    ),
    "messages_in_the_chat": _of(t.sent_messages, "key", "message_id").where(t.sent_messages.c.chat_id.in_(_MY_CHAT)),
    "unfinished_dialogues": _of(t.dialogues, "name", "step", "data", "updated_at").where(
        t.dialogues.c.person_id == PERSON_ID
    ),
    "team_invitations": _of(t.invitations, "role", "created_at", "expires_at", "used_at").where(
        or_(t.invitations.c.created_by == PERSON_ID, t.invitations.c.used_by == PERSON_ID)
    ),
    "programme_changes": _of(t.programme_versions, "at").where(t.programme_versions.c.changed_by == PERSON_ID),
    "programme_texts": _of(t.programme_texts, "name", "language", "text", "at").where(
        t.programme_texts.c.changed_by == PERSON_ID
    ),
    "records_about_me": _of(t.audit_records, "at", "action", "subject", "details").where(ABOUT_PERSON),
    "records_of_my_work": _of(t.audit_records, "at", "action", "subject").where(
        t.audit_records.c.actor_id == PERSON_ID
    ),
}
#: Sections of at most one row.
SINGLE = frozenset({"person", "account", "invitation_code", "invited_by_a_friend"})
_IN_ORDER = {
    name: statement.order_by(*statement.get_final_froms()[0].primary_key) for name, statement in SECTIONS.items()
}


async def rows_of(reading: Reading, section: str, person_id: int, account_id: int) -> list[dict[str, Any]]:
    """The rows of a section, by the names of their columns."""
    me = {"person_id": person_id, "account_id": account_id}
    return [dict(row._mapping) for row in await reading.run(_IN_ORDER[section], me)]
