"""Owns a recording proxy before `lo-bot-api-emulator`: it keeps what was asked and closes known gaps.

The emulator refuses parameters that it does not model, has no username for its bot and keeps no text. So the
proxy takes such parameters out, adds the username to `getMe`, and remembers each call with what came back.
A call that has come in is passed on and remembered even if the bot is killed while it waits for the response.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, ClientTimeout, web
from lo_bot_api_emulator import LoBotApiEmulator

USERNAME = "emulated_bot"
NOT_MODELLED = frozenset({"link_preview_options", "message_thread_id", "protect_content"})
LONGEST_POLL_SECONDS = 60
HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Call:
    """One Bot API call: its parameters as the bot gave them, and the whole response."""

    method: str
    params: Mapping[str, Any]
    response: Mapping[str, Any]


@dataclass
class RecordingProxy:
    """Passes calls on; `calls` holds them all except getUpdates, oldest first.

    The response to a sendMessage that was passed on is `late_seconds` late; `interrupted` counts those that
    the bot did not live to hear.
    """

    emulator: LoBotApiEmulator
    upstream_url: str
    client: ClientSession
    under_way: asyncio.TaskGroup
    url: str = ""
    late_seconds: float = 0.0
    interrupted: int = 0
    calls: list[Call] = field(default_factory=list)

    def sent_to(self, chat_id: int) -> list[Call]:
        """Return the messages that the emulator accepted for a chat."""
        return [
            call
            for call in self.calls
            if call.method == "sendMessage" and call.params["chat_id"] == chat_id and call.response["ok"]
        ]

    @property
    def refused(self) -> list[tuple[str, str]]:
        """Which calls the emulator refused, and why."""
        return [(call.method, call.response["description"]) for call in self.calls if not call.response["ok"]]

    async def handle(self, request: web.Request) -> web.Response:
        """Pass one call on."""
        method = request.match_info["method"]
        as_json = request.content_type == "application/json"
        given = await request.json() if as_json else dict(await request.post())
        passing = self._pass_on(
            request.match_info["token"], method, given, kind="json" if as_json else "data"
        )
        if method == "getUpdates":  # ends with its connection, else the emulator takes it for a second bot
            status, body = await passing
        else:
            passed_on = self.under_way.create_task(passing)
            try:
                status, body = await asyncio.shield(passed_on)
                await asyncio.sleep(self.late_seconds if method == "sendMessage" else 0.0)
            except asyncio.CancelledError:
                self.interrupted += method == "sendMessage"
                raise
        return web.json_response(body, status=status)

    async def _pass_on(
        self, token: str, method: str, given: Mapping[str, Any], kind: str
    ) -> tuple[int, dict[str, Any]]:
        asked = {name: value for name, value in given.items() if name not in NOT_MODELLED}
        url = f"{self.upstream_url}/bot{token}/{method}"
        async with self.client.post(url, **{kind: asked}) as answer:
            status, body = answer.status, await answer.json()
        if method == "getMe" and body["ok"]:
            body["result"]["username"] = USERNAME
        if method != "getUpdates":
            self.calls.append(Call(method, given, body))
        return status, body


@asynccontextmanager
async def emulated_telegram() -> AsyncIterator[RecordingProxy]:
    """Serve the emulator and the proxy before it, until the block is left."""
    emulator = LoBotApiEmulator()
    async with (
        _serving(emulator.app()) as upstream_url,
        ClientSession(timeout=ClientTimeout(total=LONGEST_POLL_SECONDS)) as client,
        asyncio.TaskGroup() as under_way,
    ):
        proxy = RecordingProxy(emulator, upstream_url, client, under_way)
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", proxy.handle)
        async with _serving(app) as proxy.url:
            yield proxy


@asynccontextmanager
async def _serving(app: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0, handler_cancellation=True)
    await runner.setup()
    try:
        site = web.TCPSite(runner, HOST, 0)
        await site.start()
        address = runner.addresses[0]
        yield f"http://{address[0]}:{address[1]}"
    finally:
        await runner.cleanup()
