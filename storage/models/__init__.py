"""All tables. Importing this package is enough for `SQLModel.metadata` to know every one of them."""

from storage.models.delivery import (
    DeliveryState,
    Dialogue,
    HandledUpdate,
    OutboxMessage,
    SendAllowance,
    SentMessage,
    Urgency,
)
from storage.models.ledger import Account, Entry, EntryKind, Hold, HoldState, Lot, LotUse, Purchase, Refund
from storage.models.people import Card, Consent, Invitation, Person, Purpose, Role, Shop
from storage.models.programme import AuditRecord, ProgrammeText, ProgrammeVersion
from storage.models.referral import Referral, ReferralCode, ReferralState
from storage.models.voice import Complaint, ComplaintMessage, ComplaintState, Rating

__all__ = [
    "Account",
    "AuditRecord",
    "Card",
    "Complaint",
    "ComplaintMessage",
    "ComplaintState",
    "Consent",
    "DeliveryState",
    "Dialogue",
    "Entry",
    "EntryKind",
    "HandledUpdate",
    "Hold",
    "HoldState",
    "Invitation",
    "Lot",
    "LotUse",
    "OutboxMessage",
    "Person",
    "ProgrammeText",
    "ProgrammeVersion",
    "Purchase",
    "Purpose",
    "Rating",
    "Referral",
    "ReferralCode",
    "ReferralState",
    "Refund",
    "Role",
    "SendAllowance",
    "SentMessage",
    "Shop",
    "Urgency",
]
