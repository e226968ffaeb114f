"""The Telegram edge: updates in, use cases called, news put into words."""
