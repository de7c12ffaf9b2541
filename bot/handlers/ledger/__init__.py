"""What the ledger itself refuses."""
