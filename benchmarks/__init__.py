"""Questions about the bot, answered with numbers."""
