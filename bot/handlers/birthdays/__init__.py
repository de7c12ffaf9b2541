"""A birthday told, and greeted."""
