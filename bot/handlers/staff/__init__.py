"""What the team does with the bot, one file per family of screens."""
