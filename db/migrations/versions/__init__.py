"""Owns the steps that bring an older database to this version."""
