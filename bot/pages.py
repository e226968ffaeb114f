"""Owns the reading of fact-check pages, as far as nothing is fetched: what is not stored stays unread."""

from claims.verdict import Ruling


class NoPages:
    """Reads no page; a link is then known by what was imported, and kept as a source otherwise."""

    async def read(self, url: str) -> Ruling | None:  # noqa: ARG002 - the port's signature
        """Return None."""
        return None
