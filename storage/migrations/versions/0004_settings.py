"""Settings by noun, each version with the moment from which it holds, known by its content; the owner's own texts.

Revision: 0004
"""

import json
from hashlib import sha256

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
VERSIONS = sa.table(
    "programme_version",
    sa.column("id", sa.Integer()),
    sa.column("settings", DOCUMENT),
    sa.column("fingerprint", sa.String()),
)
#: What each setting was called, and the noun it belongs to now with its name there.
NOUNS = {
    "earn_rate_basis_points": ("earning", "rate_basis_points"),
    "point_value_minor": ("earning", "point_value_minor"),
    "welcome_points": ("earning", "welcome_points"),
    "minimum_purchase_minor": ("earning", "minimum_purchase_minor"),
    "purchase_hold_days": ("earning", "hold_days"),
    "smallest_redemption_points": ("redeeming", "smallest_points"),
    "largest_share_percent": ("redeeming", "largest_share_percent"),
    "redemption_hold_seconds": ("redeeming", "hold_seconds"),
    "referrer_points": ("referrals", "referrer_points"),
    "referred_points": ("referrals", "friend_points"),
    "referral_minimum_purchase_minor": ("referrals", "minimum_purchase_minor"),
    "referral_hold_days": ("referrals", "hold_days"),
    "referral_monthly_cap": ("referrals", "monthly_cap"),
    "expiry_policy": ("expiry", "policy"),
    "expiry_after_months": ("expiry", "after_months"),
    "refund_grace_days": ("expiry", "refund_grace_days"),
    "birthday_points": ("birthdays", "points"),
    "complaint_answer_hours": ("complaints", "answer_hours"),
    "survey_cooldown_days": ("ratings", "cooldown_days"),
    "review_links": ("ratings", "review_links"),
    "invitation_hours": ("team", "invitation_hours"),
    "adjustment_limit_points": ("team", "adjustment_limit_points"),
    "undo_minutes": ("till", "undo_minutes"),
    "largest_purchase_minor": ("till", "largest_purchase_minor"),
    "quiet_from": ("quiet", "from_hour"),
    "quiet_until": ("quiet", "until_hour"),
}
OLD_NAMES = {noun: old for old, noun in NOUNS.items()}


def upgrade() -> None:
    op.add_column("programme_version", sa.Column("fingerprint", sa.String(), nullable=True))
    op.add_column("programme_version", sa.Column("holds_from", sa.DateTime(timezone=True), nullable=True))
    _convert(by_noun)
    with op.batch_alter_table("programme_version") as version:
        version.alter_column("fingerprint", existing_type=sa.String(), nullable=False)
    op.create_table(
        "programme_text",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("name", "language"),
    )


def downgrade() -> None:
    op.drop_table("programme_text")
    with op.batch_alter_table("programme_version") as version:
        version.drop_column("holds_from")
        version.drop_column("fingerprint")
    _convert(in_one_row, fingerprints=False)


def _convert(change, *, fingerprints=True):
    connection = op.get_bind()
    for number, settings in connection.execute(sa.select(VERSIONS.c.id, VERSIONS.c.settings)).all():
        values = {"settings": change(settings)}
        if fingerprints:
            text = json.dumps(values["settings"], sort_keys=True)
            values["fingerprint"] = sha256(text.encode()).hexdigest()[:32]
        connection.execute(sa.update(VERSIONS).where(VERSIONS.c.id == number).values(values))


def by_noun(settings):
    """What is not known stays where it is."""
    nested = {}
    for name, value in settings.items():
        noun, own = NOUNS.get(name, (None, name))
        (nested.setdefault(noun, {}) if noun else nested)[own] = value
    return nested


def in_one_row(settings):
    """What the version before did not know is left out."""
    flat = {}
    for noun, value in settings.items():
        if isinstance(value, dict):
            flat |= {OLD_NAMES[noun, own]: part for own, part in value.items() if (noun, own) in OLD_NAMES}
        else:
            flat[noun] = value
    return flat
