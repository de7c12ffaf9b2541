"""The rules of the programme, and how the bot presents itself."""
