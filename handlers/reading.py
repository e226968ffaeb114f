"""Owns the way from an update's JSON to Telegram's objects, as an older Bot API server writes it, too."""

import json
from typing import Any

from telegram import Bot, Update


def read_update(body: str, bot: Bot) -> Update:
    """Return the update of a stored body.

    Raises:
        TypeError, ValueError, KeyError, AttributeError: it has no shape that Telegram's updates have.
    """
    update = Update.de_json(json.loads(body, object_hook=_completed if '"poll"' in body else None), bot)
    for place in (update.effective_chat, update.effective_user):
        # the library takes any value and SQLite stores it; only the sender, much later, would stumble over it
        if place is not None and type(place.id) is not int:
            raise TypeError("an id is no number")
    return update


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
