"""Points and money get 64 bits: one full purchase by the settings' limits comes near what 32 can hold.

SQLite's integers have them as they are.

Revision: 0006
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FIGURES = {
    "account": ("available", "held", "pending", "shortfall", "lifetime_earned"),
    "purchase": (
        "amount_minor",
        "paid_minor",
        "earned_points",
        "redeemed_points",
        "refunded_minor",
        "balance_after",
    ),
    "refund": ("amount_minor", "taken_points", "uncovered_points", "returned_points", "balance_after"),
    "entry": ("points",),
    "lot": ("points", "remaining"),
    "hold": ("points", "bill_minor", "worth_minor"),
    "lot_use": ("points",),
    "referral": ("minimum_minor", "referrer_points", "friend_points"),
}


def upgrade() -> None:
    _retype("BIGINT")


def downgrade() -> None:
    """Refused by PostgreSQL, with nothing changed, once there is a figure that needs the room."""
    _retype("INTEGER")


def _retype(name):
    if op.get_bind().dialect.name == "sqlite":
        return
    for table, columns in FIGURES.items():
        # In one statement: each would write the whole table anew.
        changes = ", ".join(f"ALTER COLUMN {column} TYPE {name}" for column in columns)
        op.execute(f"ALTER TABLE {table} {changes}")
