"""Updates are kept with the bot whose they are.

Revision: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.rename_table("handled_update", "handled_before")
    op.drop_index("ix_handled_update_at", "handled_before")
    op.create_table(
        "handled_update",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "update_id", name="handled_update_of_bot"),
    )
    op.create_index("ix_handled_update_at", "handled_update", ["at"])
    # Whose they were is found out at the next start.
    op.execute("INSERT INTO handled_update (bot_id, update_id, at) SELECT 0, update_id, at FROM handled_before")
    op.drop_table("handled_before")


def downgrade() -> None:
    op.rename_table("handled_update", "handled_by_bots")
    op.drop_index("ix_handled_update_at", "handled_by_bots")
    op.create_table(
        "handled_update",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("update_id", name="handled_update_alone"),
    )
    op.create_index("ix_handled_update_at", "handled_update", ["at"])
    op.execute(
        "INSERT INTO handled_update (update_id, at) SELECT update_id, MAX(at) FROM handled_by_bots GROUP BY update_id"
    )
    op.drop_table("handled_by_bots")
