"""All SQL of the ledger: rows of lots and of what ate them, and the comparisons that prove the books."""
