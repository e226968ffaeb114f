"""Owns the way from an update's JSON to Telegram's objects, as an older Bot API server writes it, too."""

import json
from typing import Any

from telegram import Bot, Update


def read_update(body: str, bot: Bot) -> Update:
    """Return the update of a stored body.

    Raises:
        TypeError, ValueError, KeyError, AttributeError: it has no shape that Telegram's updates have.
    """
    return Update.de_json(json.loads(body, object_hook=_completed if '"poll"' in body else None), bot)


def _completed(found: dict[str, Any]) -> dict[str, Any]:
    """Add to a poll what the library demands and only servers of Bot API 10.0 say; nobody reads it."""
    poll = found.get("poll")
    if isinstance(poll, dict):
        found["poll"] = {"allows_revoting": False, "members_only": False, **poll}
        options = poll.get("options")
        if isinstance(options, list):
            found["poll"]["options"] = [
                {"persistent_id": "", **option} if isinstance(option, dict) else option for option in options
            ]
    return found
