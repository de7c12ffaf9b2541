"""What owners and administrators do with the bot, one file per family of screens."""
