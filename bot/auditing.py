"""Owns `forwardcheck audit`: the audit log as JSON lines, oldest act first."""

import json
from typing import TextIO

from bot.settings import Settings
from claims.audit import AuditEntry
from db.store import open_store

BATCH = 1_000


async def export_audit(settings: Settings, out: TextIO) -> int:
    """Write every act as one line of JSON; return how many there were.

    Raises:
        OSError: it cannot be written.
    """
    store = await open_store(settings.database)
    try:
        written, last = 0, 0
        while True:
            async with store.reading() as tx:
                entries = await tx.audit.after(last, BATCH)
            if not entries:
                return written
            out.writelines(f"{line_of(entry)}\n" for entry in entries)
            written, last = written + len(entries), entries[-1].id
    finally:
        await store.close()


def line_of(entry: AuditEntry) -> str:
    """Return one act as JSON, in ASCII."""
    return json.dumps(
        {
            "id": entry.id,
            "at": entry.at.isoformat(),
            "actor": entry.actor,
            "act": entry.act,
            "subject": entry.subject,
            "before": entry.before,
            "after": entry.after,
        }
    )
