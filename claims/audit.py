"""Owns the entry of the audit log: who did what, when, and what it changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One act. `actor` is `operator`, `asker` or `moderator:ID`, `subject` is `item:ID` and the like;
    `before` and `after` hold what the act changed, as JSON knows it."""

    id: int
    at: datetime
    actor: str
    act: str
    subject: str
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


def changes(entry: AuditEntry) -> Mapping[str, tuple[Any, Any]]:
    """Return what differs between before and after, by name; None where one side has nothing."""
    before, after = entry.before or {}, entry.after or {}
    names = dict.fromkeys((*before, *after))
    return {
        name: (before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)
    }
