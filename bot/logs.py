"""Owns the log: one line an event, and no token in it, whoever writes."""

import logging
import re
import sys

TOKEN = re.compile(r"(?<!\d)\d{6,12}:[A-Za-z0-9_-]{30,}")
HIDDEN = "<token>"
CHATTY_LIBRARIES = ("httpx", "httpcore", "uvicorn", "uvicorn.access", "alembic", "telegram", "faiss")


class RedactingFormatter(logging.Formatter):
    """Formats a record, traceback included, and hides anything that looks like a bot token."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line to write."""
        return TOKEN.sub(HIDDEN, super().format(record))


def configure(level: str) -> None:
    """Write events to standard error from `level` on, and only warnings of libraries that log addresses, or
    what sounds like a fault and is none."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in CHATTY_LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)
