"""The card on the customer's phone and at the till."""
