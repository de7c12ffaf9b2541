"""Values into words: pure functions that take the reader's `Words` and what is to be said, and return Telegram HTML."""
