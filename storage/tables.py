"""The tables themselves, for explicit statements over columns."""

from sqlalchemy import ColumnElement, literal_column
from sqlmodel import SQLModel

import storage.models  # noqa: F401  registers them

_tables = SQLModel.metadata.tables

accounts = _tables["account"]
audit_records = _tables["audit_record"]
cards = _tables["card"]
complaint_messages = _tables["complaint_message"]
complaints = _tables["complaint"]
consents = _tables["consent"]
dialogues = _tables["dialogue"]
entries = _tables["entry"]
handled_updates = _tables["handled_update"]
holds = _tables["hold"]
invitations = _tables["invitation"]
lot_uses = _tables["lot_use"]
lots = _tables["lot"]
outbox_messages = _tables["outbox_message"]
people = _tables["person"]
programme_texts = _tables["programme_text"]
programme_versions = _tables["programme_version"]
purchases = _tables["purchase"]
ratings = _tables["rating"]
referral_codes = _tables["referral_code"]
referrals = _tables["referral"]
refunds = _tables["refund"]
send_allowances = _tables["send_allowance"]
sent_messages = _tables["sent_message"]
shops = _tables["shop"]

#: Conditions in the very words of the partial indexes, which bound values would keep from being used.
LOT_OPEN: ColumnElement[bool] = literal_column("lot.remaining > 0")
LOT_EXPIRING: ColumnElement[bool] = literal_column("lot.remaining > 0 AND lot.expires_at IS NOT NULL")
LOT_PENDING: ColumnElement[bool] = literal_column("NOT lot.mature AND lot.remaining > 0")
REFERRAL_MATURING: ColumnElement[bool] = literal_column(
    "referral.matures_at IS NOT NULL AND referral.resolved_at IS NULL"
)
HOLD_ACTIVE: ColumnElement[bool] = literal_column("hold.state = 'active'")


def all_names() -> set[str]:
    """Of every table of ours."""
    return set(_tables)
