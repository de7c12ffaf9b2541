"""Receipt numbers in capital letters, as they are compared from now on.

Those that would become one with another of the same shop stay as they are: both have been booked.

Revision: 0007
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE purchase SET receipt_number = upper(receipt_number)"
        " WHERE receipt_number <> upper(receipt_number) AND id IN ("
        "SELECT min(id) FROM purchase WHERE receipt_number IS NOT NULL"
        " GROUP BY shop_id, upper(receipt_number) HAVING count(*) = 1)"
    )


def downgrade() -> None:
    """The version before takes capital letters as well."""
