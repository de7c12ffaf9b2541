"""What can be refused. Each noun has its own errors, which carry facts; the face finds the words."""


class LoyaltyError(Exception):
    """Something the programme does not allow; nothing has been changed."""
