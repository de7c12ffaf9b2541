"""Every line of the ledger, and its story."""
