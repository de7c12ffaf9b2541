"""The assistant's face in Telegram."""
