"""Owns the delivery of updates to the bot's webhook: one at a time, again and later until it says yes."""

import asyncio
import contextlib
import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from simulator.api import call
from simulator.faults import Faults
from simulator.refusals import ConnectionCut
from simulator.updates import Update
from simulator.world import Webhook, World

MAX_WAIT_SECONDS = 60.0
TIMEOUT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Delivery:
    """Posts what waits to the webhook, while there is one. `first_wait_seconds` doubles with each failure."""

    world: World
    faults: Faults
    first_wait_seconds: float = 1.0

    async def run(self) -> None:
        """Deliver until cancelled."""
        wait_seconds = self.first_wait_seconds
        while True:
            seen = self.world.changes.count
            hook, waiting = self.world.webhook, self.world.updates.pending
            if hook is None or not waiting:
                await self.world.changes.beyond(seen)
            elif await self._deliver(hook, waiting[0]):
                wait_seconds = self.first_wait_seconds
            else:
                await asyncio.sleep(wait_seconds)
                wait_seconds = min(2 * wait_seconds, MAX_WAIT_SECONDS)

    async def _deliver(self, hook: Webhook, update: Update) -> bool:
        for _ in range(1 + self.faults.take_duplicate()):
            try:
                status, body = await asyncio.to_thread(_post, hook, update)
            except (OSError, http.client.HTTPException) as error:
                return self._failed(hook, f"Connection failed: {error}")
            if not 200 <= status < 300:
                return self._failed(hook, f"Wrong response from the webhook: {status}")
            await self._carry_out(body)
        self.world.updates.acknowledge(update["update_id"] + 1)
        return True

    def _failed(self, hook: Webhook, problem: str) -> bool:
        hook.problem, hook.problem_date = problem, self.world.now
        return False

    async def _carry_out(self, body: bytes) -> None:
        """Make the call that the response may hold, as Telegram does; nobody hears how it ended."""
        try:
            answer = json.loads(body)
        except ValueError:
            return
        if isinstance(answer, Mapping) and isinstance(method := answer.get("method"), str):
            with contextlib.suppress(ConnectionCut):
                await call(self.world, self.world.token, method, answer, self.faults)


def _post(hook: Webhook, update: Update) -> tuple[int, bytes]:
    parts = urlsplit(hook.url)
    headers = {"Content-Type": "application/json"}
    if hook.secret:
        headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port or 80, timeout=TIMEOUT_SECONDS)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, json.dumps(update), headers)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()
