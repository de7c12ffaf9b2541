"""Telegram itself: updates in, messages out, screens and dialogues. Knows nothing of points."""
