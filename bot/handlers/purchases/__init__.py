"""Purchases at the till and their receipts."""
