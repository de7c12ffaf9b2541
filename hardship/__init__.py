"""Real processes under load while bad things happen to them, and what is left of what people did: `make hardship`."""
