"""Tests of the small Telegram."""
