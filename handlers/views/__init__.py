"""The views: pure functions from a domain value and texts to a reply."""
