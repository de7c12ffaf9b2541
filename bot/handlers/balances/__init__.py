"""The balance, its dates and why it is that number."""
