"""Points that will expire."""
