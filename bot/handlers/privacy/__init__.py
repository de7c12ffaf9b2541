"""What we keep of a customer, and how it goes."""
