"""Pictures: what the bot draws."""
