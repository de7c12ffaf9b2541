"""What customers say and whom they bring: ratings, complaints, referrals; their own settings.

Revision: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
PERSON = (
    "birth_month",
    "birth_day",
    "birthday_told_at",
    "birthday_greeted_year",
    "phone",
    "quiet_from",
    "quiet_until",
    "forgotten_at",
)


def where(condition):
    """For an index over some rows, on either database."""
    return {"sqlite_where": condition, "postgresql_where": condition}


def upgrade() -> None:
    op.create_table(
        "rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", DOCUMENT, nullable=False),
        sa.Column("comment", sa.String(), nullable=True),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("score >= 0 AND score <= 10", name="score_of_ten"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("rating_of_person", "rating", ["person_id", "id"])
    op.create_table(
        "referral_code",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("account_id"),
        sa.UniqueConstraint("code"),
        sa.UniqueConstraint("token"),
    )
    op.create_table(
        "referral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referrer_account_id", sa.Integer(), nullable=False),
        sa.Column("friend_account_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purchase_id", sa.Integer(), nullable=True),
        sa.Column("bought_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minimum_minor", sa.Integer(), nullable=False),
        sa.Column("matures_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("referrer_points", sa.Integer(), nullable=False),
        sa.Column("friend_points", sa.Integer(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["friend_account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["purchase_id"], ["purchase.id"]),
        sa.ForeignKeyConstraint(["referrer_account_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("friend_account_id"),
        sa.UniqueConstraint("purchase_id"),
    )
    op.create_index("referral_of_referrer", "referral", ["referrer_account_id", "id"])
    maturing = sa.text("matures_at IS NOT NULL AND resolved_at IS NULL")
    op.create_index("referral_maturing", "referral", ["matures_at"], **where(maturing))
    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("purchase_id", sa.Integer(), nullable=True),
        sa.Column("rating_id", sa.Integer(), nullable=True),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handling_score", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["purchase_id"], ["purchase.id"]),
        sa.ForeignKeyConstraint(["rating_id"], ["rating.id"]),
        sa.ForeignKeyConstraint(["taken_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("complaint_of_person", "complaint", ["person_id", "id"])
    op.create_index("complaint_waiting", "complaint", ["answer_due_at"], **where(sa.text("answer_due_at IS NOT NULL")))
    op.create_table(
        "complaint_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("from_staff", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("media", sa.String(), nullable=True),
        sa.Column("file_id", sa.String(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_complaint_message_message_id", "complaint_message", ["message_id"])
    op.create_index("message_of_complaint", "complaint_message", ["complaint_id", "id"])
    op.add_column("hold", sa.Column("staff_message_id", sa.BigInteger(), nullable=True))
    op.add_column("person", sa.Column("birth_month", sa.Integer(), nullable=True))
    op.add_column("person", sa.Column("birth_day", sa.Integer(), nullable=True))
    op.add_column("person", sa.Column("birthday_told_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("person", sa.Column("birthday_greeted_year", sa.Integer(), nullable=True))
    op.add_column("person", sa.Column("phone", sa.String(), nullable=True))
    op.add_column("person", sa.Column("quiet_from", sa.Integer(), nullable=True))
    op.add_column("person", sa.Column("quiet_until", sa.Integer(), nullable=True))
    op.add_column("person", sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True))
    birthday_known = where(sa.text("birth_month IS NOT NULL"))
    op.create_index(
        "person_birthday", "person", ["birth_month", "birth_day", "birthday_greeted_year"], **birthday_known
    )
    op.add_column("lot", sa.Column("warned_days", sa.Integer(), nullable=True))
    ending = where(sa.text("remaining > 0 AND expires_at IS NOT NULL"))
    op.create_index("lot_unwarned", "lot", ["warned_days", "expires_at"], **ending)
    op.create_index("ix_audit_record_subject", "audit_record", ["subject"])


def downgrade() -> None:
    op.drop_index("ix_audit_record_subject", "audit_record")
    op.drop_index("lot_unwarned", "lot")
    with op.batch_alter_table("lot") as lot:
        lot.drop_column("warned_days")
    op.drop_index("person_birthday", "person")
    with op.batch_alter_table("person") as person:
        for column in PERSON:
            person.drop_column(column)
    with op.batch_alter_table("hold") as hold:
        hold.drop_column("staff_message_id")
    op.drop_table("complaint_message")
    op.drop_table("complaint")
    op.drop_table("referral")
    op.drop_table("referral_code")
    op.drop_table("rating")
