"""The customer's own settings."""
