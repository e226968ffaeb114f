"""A small Telegram on loopback: people, one bot, and the Bot API between them."""
