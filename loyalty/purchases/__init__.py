"""Purchases: entered at the till, undone, refunded."""

from loyalty.purchases.model import Buyer, Preview, Receipt, Refunded
from loyalty.purchases.queries import by_id as receipt
from loyalty.purchases.queries import by_key as find
from loyalty.purchases.receipts import buyer, last_of
from loyalty.purchases.recording import preview, record
from loyalty.purchases.refunds import refund, undo

__all__ = [
    "Buyer",
    "Preview",
    "Receipt",
    "Refunded",
    "buyer",
    "find",
    "last_of",
    "preview",
    "receipt",
    "record",
    "refund",
    "undo",
]
