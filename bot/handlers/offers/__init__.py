"""What a customer wants to hear of."""
