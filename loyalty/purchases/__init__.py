"""Purchases: entered at the till, undone, refunded."""

from loyalty.purchases.receipts import Receipt, find, last_of, receipt
from loyalty.purchases.recording import Preview, preview, record
from loyalty.purchases.refunds import Refunded, refund, undo

__all__ = ["Preview", "Receipt", "Refunded", "find", "last_of", "preview", "receipt", "record", "refund", "undo"]
