"""Messages owed know their recipient and how urgent they are, and hold ids and figures; dialogues belong to a chat.

What is still to be sent is rewritten: the last release kept names and words in it, which are read later from now on.
Where a message stands moves to a table of its own.

Revision: 0003
"""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
ASKED, RECEIPT, QUIET = 0, 1, 2
#: Notices that are changed where they stand.
STANDING = ("redemption_asked", "desk_new", "desk_late", "complaint_answer")

outbox = sa.table(
    "outbox_message",
    *(sa.column(name, sa.Integer) for name in ("id", "person_id", "urgency")),
    *(sa.column(name, sa.String) for name in ("key", "kind", "state")),
    sa.column("facts", DOCUMENT),
    sa.column("due_at", sa.DateTime(timezone=True)),
)
dialogues = sa.table(
    "dialogue",
    *(sa.column(name, sa.Integer) for name in ("person_id", "account_id")),
    *(sa.column(name, sa.BigInteger) for name in ("chat_id",)),
    *(sa.column(name, sa.String) for name in ("name", "step")),
    sa.column("data", DOCUMENT),
    sa.column("updated_at", sa.DateTime(timezone=True)),
)


def unfinished(table, name, *columns):
    condition = sa.text("due_at IS NOT NULL")
    op.create_index(name, table, list(columns), sqlite_where=condition, postgresql_where=condition)


def upgrade() -> None:
    op.create_table(
        "sent_message",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("sent_message_place", "sent_message", ["chat_id", "message_id"])
    op.create_table(
        "send_allowance",
        sa.Column("period", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("period"),
    )
    keep_places()
    rewrite_what_is_owed()
    recipients_and_urgency()
    with op.batch_alter_table("hold") as hold:
        hold.drop_column("staff_message_id")
    op.drop_index("ix_complaint_message_message_id", "complaint_message")
    with op.batch_alter_table("complaint_message") as message:
        message.drop_column("message_id")
    dialogues_by_chat()


def keep_places() -> None:
    """In private chats alone, each of its person's own number."""
    insert = "INSERT INTO sent_message (key, chat_id, message_id) "
    kinds = ", ".join(f"'{kind}'" for kind in STANDING)
    for found in (
        "SELECT 'redemption_asked:' || hold.id || ':' || person.id, person.telegram_id, hold.staff_message_id "
        "FROM hold JOIN person ON person.id = hold.staff_id "
        "WHERE hold.staff_message_id IS NOT NULL AND person.telegram_id IS NOT NULL",
        "SELECT 'complaint_message:' || said.id, person.telegram_id, said.message_id "
        "FROM complaint_message AS said JOIN person ON person.id = said.author_id "
        "WHERE said.message_id IS NOT NULL AND person.telegram_id IS NOT NULL",
        "SELECT owed.key, person.telegram_id, owed.message_id "
        "FROM outbox_message AS owed JOIN person ON person.id = owed.person_id "
        f"WHERE owed.message_id IS NOT NULL AND person.telegram_id IS NOT NULL AND owed.kind IN ({kinds})",
    ):
        op.execute(sa.text(insert + found))


def rewrite_what_is_owed() -> None:
    connection = op.get_bind()
    columns = outbox.c.id, outbox.c.key, outbox.c.kind, sa.cast(outbox.c.facts, sa.String)
    owed = connection.execute(sa.select(*columns).where(outbox.c.due_at.is_not(None))).all()
    for number, key, kind, facts in owed:
        try:
            told = REWRITE[kind](json.loads(facts), key.split(":"), connection)
        except (KeyError, IndexError, TypeError, ValueError):
            continue  # nobody could have worded it before either: it fails when it is sent
        connection.execute(sa.update(outbox).where(outbox.c.id == number).values(facts=told))


def recipients_and_urgency() -> None:
    op.drop_index("outbox_due", "outbox_message")
    op.drop_index("outbox_waiting", "outbox_message")
    with op.batch_alter_table("outbox_message") as table:
        table.add_column(sa.Column("chat_id", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("thread_id", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("urgency", sa.SmallInteger(), nullable=True))
        table.add_column(sa.Column("claimed_by", sa.Integer(), nullable=True))
        table.drop_column("message_id")
    quiet = outbox.c.kind.in_(["birthday", "points_expiring"])
    urgency = sa.case((outbox.c.kind.like("redemption%"), ASKED), (quiet, QUIET), else_=RECEIPT)
    op.execute(sa.update(outbox).values(urgency=urgency))
    with op.batch_alter_table("outbox_message") as table:
        table.alter_column("urgency", existing_type=sa.SmallInteger(), nullable=False)
        table.alter_column("person_id", existing_type=sa.Integer(), nullable=True)
        table.create_check_constraint("one_recipient", "(person_id IS NULL) <> (chat_id IS NULL)")
    unfinished("outbox_message", "outbox_due", "urgency", "due_at", "id")
    unfinished("outbox_message", "outbox_waiting", "person_id", "id")
    unfinished("outbox_message", "outbox_waiting_chat", "chat_id", "id")


def dialogues_by_chat() -> None:
    """Each goes on in its person's private chat; one with a card is about that card's account."""
    connection = op.get_bind()
    kept = [dialogues.c[name] for name in ("person_id", "name", "step", "data", "updated_at")]
    person = sa.table("person", sa.column("id"), sa.column("telegram_id", sa.BigInteger))
    rows = connection.execute(
        sa.select(*kept, person.c.telegram_id.label("chat_id"))
        .join(person, person.c.id == dialogues.c.person_id)
        .where(person.c.telegram_id.is_not(None))
    ).all()
    cards = connection.execute(sa.text("SELECT number, account_id FROM card"))
    accounts = {card.number: card.account_id for card in cards}
    op.drop_table("dialogue")
    op.create_table(
        "dialogue",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        *dialogue_columns(),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("person_id", "chat_id"),
    )
    op.create_index("ix_dialogue_account_id", "dialogue", ["account_id"])
    for row in rows:
        about = {"account_id": accounts.get(row.data.get("card"))}
        connection.execute(sa.insert(dialogues).values({**row._mapping, **about}))


def dialogue_columns():
    return (
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("data", DOCUMENT, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )


# What each kind told before (`old`, with the parts of its key), and what it tells now.


def kept(*names):
    return lambda old, _key, _connection: {name: old[name] for name in names}


def receipt(old, _key, _connection):
    anniversary = {name: old.get(name) for name in ("milestone", "anniversary_years")}
    return {"purchase_id": old["purchase_id"], **anniversary}


def adjustment(old, key, connection):
    found = sa.text("SELECT id FROM entry WHERE key = :key")
    entry_id = connection.execute(found, {"key": ":".join(key)}).scalar_one_or_none()
    return {"entry_id": entry_id, "points": old["points"], "balance": old["balance"]}


def reward(*more):
    """The key is kind:referral:its number:purchase:side."""

    def told(old, key, _connection):
        names = ("side", "points", "matures_at", "at", *more)
        return {"referral_id": int(key[2]), **{name: old[name] for name in names}}

    return told


def complaint_answer(old, key, _connection):
    """The key is complaint:number:answer:message, and more when it was changed."""
    told = {name: old[name] for name in ("number", "staff_id", "changed")}
    return {**told, "message": int(key[3]), "in_place": "edit_notice_key" in old}


def desk_new(old, _key, _connection):
    return {name: old[name] for name in ("number", "category", "answer_due_at", "at")} | {"files": old.get("files", 0)}


def desk_late(old, _key, connection):
    told = {name: old[name] for name in ("number", "category", "answer_due_at", "at")}
    return told | {"taker_id": taker(old, connection) if old["taker"] else None}


def desk_settled(old, key, connection):
    """The key begins with that of the call: desk:number:promised:reminded:whose."""
    due_at, reminded_at = (moment(int(part)) for part in key[2:4])
    staff_id = taker(old, connection) if old["by"] else None
    told = {"number": old["number"], "what": old["what"], "staff_id": staff_id}
    return told | {"due_at": due_at, "reminded_at": reminded_at}


def taker(old, connection):
    found = sa.text("SELECT taken_by FROM complaint WHERE id = :number")
    return connection.execute(found, {"number": old["number"]}).scalar_one_or_none()


def moment(seconds):
    return datetime.fromtimestamp(seconds, UTC).isoformat() if seconds else None


REFUNDED = kept("purchase_id", "amount_minor", "taken_points", "uncovered_points", "returned_points", "balance_after")
REWRITE = {
    "receipt": receipt,
    "refund": REFUNDED,
    "purchase_undone": REFUNDED,
    "adjustment": adjustment,
    "points_expiring": kept("points", "expires_at", "days"),
    "birthday": kept("points", "late"),
    "referral_pending": reward(),
    "referral_rewarded": reward(),
    "referral_capped": reward(),
    "referral_cancelled": reward("still_open"),
    "redemption_asked": kept("hold_id"),
    "redemption_captured": kept("hold_id", "purchase_id"),
    "redemption_released": kept("hold_id"),
    "redemption_expired": kept("hold_id"),
    "redemption_unreachable": kept("hold_id"),
    "complaint_taken": kept("number", "staff_id"),
    "complaint_answer": complaint_answer,
    "complaint_solved": kept("number", "staff_id"),
    "complaint_late": kept("number", "promised", "at"),
    "desk_new": desk_new,
    "desk_late": desk_late,
    "desk_news": kept("number", "what", "answer_due_at", "at"),
    "desk_settled": desk_settled,
    "desk_lost": kept("number"),
}


def downgrade() -> None:
    """What is still to be sent ends unsent: the last release would want names and words in it."""
    connection = op.get_bind()
    connection.execute(sa.text("DELETE FROM outbox_message WHERE person_id IS NULL"))
    ended = {"state": "failed", "due_at": None, "facts": {}}
    connection.execute(sa.update(outbox).where(outbox.c.due_at.is_not(None)).values(ended))
    for name in ("outbox_due", "outbox_waiting", "outbox_waiting_chat"):
        op.drop_index(name, "outbox_message")
    with op.batch_alter_table("outbox_message") as table:
        table.drop_constraint("one_recipient", type_="check")
        table.alter_column("person_id", existing_type=sa.Integer(), nullable=False)
        table.add_column(sa.Column("message_id", sa.BigInteger(), nullable=True))
        for column in ("chat_id", "thread_id", "urgency", "claimed_by"):
            table.drop_column(column)
    unfinished("outbox_message", "outbox_due", "due_at", "id")
    unfinished("outbox_message", "outbox_waiting", "person_id", "id")
    op.add_column("hold", sa.Column("staff_message_id", sa.BigInteger(), nullable=True))
    op.add_column("complaint_message", sa.Column("message_id", sa.BigInteger(), nullable=True))
    op.create_index("ix_complaint_message_message_id", "complaint_message", ["message_id"])
    standing = "(SELECT message_id FROM sent_message WHERE sent_message.key = {})"
    for table, column, key in (
        ("outbox_message", "message_id", "outbox_message.key"),
        ("hold", "staff_message_id", "'redemption_asked:' || hold.id || ':' || hold.staff_id"),
        ("complaint_message", "message_id", "'complaint_message:' || complaint_message.id"),
    ):
        connection.execute(sa.text(f"UPDATE {table} SET {column} = {standing.format(key)}"))
    op.drop_table("sent_message")
    op.drop_table("send_allowance")
    dialogues_by_person()


def dialogues_by_person() -> None:
    """Of somebody's dialogues the newest stays."""
    connection = op.get_bind()
    names = ("person_id", "name", "step", "data", "updated_at")
    newest_last = sa.select(*(dialogues.c[name] for name in names)).order_by(dialogues.c.updated_at)
    rows = {row.person_id: dict(row._mapping) for row in connection.execute(newest_last)}
    op.drop_table("dialogue")
    op.create_table(
        "dialogue",
        sa.Column("person_id", sa.Integer(), nullable=False),
        *dialogue_columns(),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("person_id"),
    )
    for row in rows.values():
        connection.execute(sa.insert(dialogues).values(row))
