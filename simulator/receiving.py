"""Owns the Bot API methods by which the bot gets its updates: long polling, and where the webhook is."""

import asyncio
import re
from typing import Any
from urllib.parse import urlsplit

from simulator.params import Params
from simulator.refusals import Refused, bad_request
from simulator.updates import Update
from simulator.world import Webhook, World

MAX_LIMIT = 100
MAX_TIMEOUT_SECONDS = 50
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


async def get_updates(world: World, params: Params) -> list[Update]:
    """Return what waits, or wait for it; `offset` acknowledges everything below it.

    Raises:
        Refused: 409 when a webhook is set, or when another poller takes over meanwhile.
    """
    if world.webhook is not None:
        raise Refused(
            409,
            "can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    _read_allowed(world, params)
    world.updates.acknowledge(params.integer("offset"))
    limit = min(max(params.integer("limit", MAX_LIMIT), 1), MAX_LIMIT)
    seconds = min(max(params.integer("timeout"), 0), MAX_TIMEOUT_SECONDS)
    number = world.updates.take_over()
    try:
        async with asyncio.timeout(seconds or None):
            return await _next_batch(world, number, limit, wait=seconds > 0)
    except TimeoutError:
        return []


async def _next_batch(world: World, number: int, limit: int, *, wait: bool) -> list[Update]:
    while True:
        seen = world.changes.count
        if world.updates.poller != number:
            raise Refused(
                409,
                "terminated by other getUpdates request; make sure that only one bot instance is running",
            )
        batch = world.updates.batch(limit)
        if batch or not wait:
            return batch
        await world.changes.beyond(seen)


def _read_allowed(world: World, params: Params) -> None:
    if params.has("allowed_updates"):
        kinds = params.json("allowed_updates", list, [])
        world.updates.allow([kind for kind in kinds if isinstance(kind, str)])


async def set_webhook(world: World, params: Params) -> bool:
    """Have updates posted to an address, which must be on this machine; an empty one ends that."""
    url = params.text("url")
    if not url:
        return await delete_webhook(world, params)
    if not _is_loopback(url):
        raise bad_request("bad webhook: the simulator posts to this machine only")
    if not _SECRET.fullmatch(params.text("secret_token")):
        raise bad_request("secret token contains unallowed characters")
    _read_allowed(world, params)
    _drop_if_asked(world, params)
    world.webhook = Webhook(url, params.text("secret_token"))
    world.updates.take_over()
    return True


def _is_loopback(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "http" and parts.hostname in LOOPBACK


async def delete_webhook(world: World, params: Params) -> bool:
    """Go back to getUpdates."""
    _drop_if_asked(world, params)
    world.webhook = None
    world.changes.fire()
    return True


def _drop_if_asked(world: World, params: Params) -> None:
    if params.flag("drop_pending_updates"):
        world.updates.clear()


async def get_webhook_info(world: World, _: Params) -> dict[str, Any]:
    """Tell where updates go, how many wait, and how the last post failed."""
    hook = world.webhook or Webhook("")
    info: dict[str, Any] = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.pending),
        "allowed_updates": world.updates.allowed,
    }
    if hook.problem:
        info |= {"last_error_date": hook.problem_date, "last_error_message": hook.problem}
    return info
