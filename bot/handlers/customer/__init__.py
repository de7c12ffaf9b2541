"""What customers do with the bot, one file per family of screens."""
