"""What the programme decides: rules as pure functions, and use cases over storage."""
