"""Owns the browser chat: its files, what it shows (as server-sent events), and what its people do."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from simulator.bodies import read_body, read_object
from simulator.chats import Chat
from simulator.messages import Message
from simulator.params import Params
from simulator.person import Person
from simulator.refusals import Refused, bad_request
from simulator.world import World

PAGE = Path(__file__).parent / "page"
_SCRIPTS = ("chat.js", "bubble.js", "rich_text.js")
FILES = {"/": "index.html"} | {f"/{name}": name for name in ("chat.css", "icon.svg", *_SCRIPTS)}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
SHOWN_MESSAGES = 200
SHOWN_PRESSES = 20
BUSY_SECONDS = 10
KEEP_ALIVE_SECONDS = 15
GATHER_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Seat:
    """One of the phones on the page: who holds it, what it is called, and which group it shows, if not the
    private chat."""

    person: Person
    label: str
    group: Chat | None = None

    @property
    def id(self) -> int:
        """The id of the chat that the phone shows."""
        return self.group.id if self.group else self.person.id


@dataclass(frozen=True, slots=True)
class Sample:
    """A post that can be forwarded with one click."""

    title: str
    text: str
    from_channel: str


@dataclass(frozen=True, slots=True)
class ChatPage:
    """The page of one world; `closing` is set when the server is to stop."""

    world: World
    seats: Sequence[Seat]
    samples: Sequence[Sample]
    closing: asyncio.Event

    def routes(self) -> list[Route]:
        """Return the page's routes."""
        acts = {"say": self._say, "forward": self._forward, "press": self._press}
        return [
            *(Route(path, _file(name), methods=["GET"]) for path, name in FILES.items()),
            *(Route(f"/chat/{name}", _act(act), methods=["POST"]) for name, act in acts.items()),
            Route("/chat/events", self._on_events, methods=["GET"]),
            Route("/chat/photo/{id}", self._on_photo, methods=["GET"]),
        ]

    def _seat(self, params: Params) -> Seat:
        for seat in self.seats:
            if seat.id == params.integer("person"):
                return seat
        raise bad_request("nobody with that id sits here")

    def _say(self, params: Params) -> None:
        text = params.text("text").strip()
        if not 0 < len(text) <= 4096:
            raise bad_request("a message has 1 to 4096 characters")
        seat = self._seat(params)
        seat.person.says(text, chat=seat.group)

    def _forward(self, params: Params) -> None:
        number = params.integer("sample", -1)
        if not 0 <= number < len(self.samples):
            raise bad_request("there is no such sample")
        sample = self.samples[number]
        self._seat(params).person.forwards(sample.text, from_channel=sample.from_channel)

    def _press(self, params: Params) -> None:
        seat, message = self._seat(params), self.world.messages.get(params.integer("message"))
        if message is None or message.deleted or message.chat.id != seat.id:
            raise bad_request("that message is gone")
        seat.person.presses(params.integer("button"), message)

    async def _on_events(self, _: Request) -> Response:
        return StreamingResponse(self._events(), media_type="text/event-stream", headers=HEADERS)

    async def _events(self) -> AsyncIterator[str]:
        yield "retry: 1000\n\n"
        shown = ""
        while not self.closing.is_set():
            seen = self.world.changes.count
            state = json.dumps(self.state(), separators=(",", ":"))
            yield ": still here\n\n" if state == shown else f"data: {state}\n\n"
            shown = state
            try:
                async with asyncio.timeout(KEEP_ALIVE_SECONDS):
                    await self.world.changes.beyond(seen)
            except TimeoutError:
                continue
            await asyncio.sleep(GATHER_SECONDS)

    async def _on_photo(self, request: Request) -> Response:
        file = self.world.files.get(request.path_params["id"])
        if file is None:
            return Response(status_code=404)
        kind = "image/png" if file.content.startswith(b"\x89PNG") else "image/jpeg"
        return Response(file.content, media_type=kind, headers=HEADERS)

    def state(self) -> dict[str, Any]:
        """Return everything the page shows."""
        return {
            "bot": self.world.bot.first_name,
            "seats": [self._seat_state(seat) for seat in self.seats],
            "samples": [{"title": s.title, "text": s.text, "channel": s.from_channel} for s in self.samples],
        }

    def _seat_state(self, seat: Seat) -> dict[str, Any]:
        person = seat.person
        action, since = self.world.actions.get(person.id, ("", 0.0))
        presses = [p for p in self.world.presses.values() if p.person == person.user][-SHOWN_PRESSES:]
        busy = {
            (p.message.id, p.data)
            for p in presses
            if p.answer is None and self.world.clock() - p.date < BUSY_SECONDS
        }
        return {
            "id": seat.id,
            "label": seat.label,
            "name": person.user.first_name,
            "typing": bool(action) and self.world.clock() - since < 5,
            "commands": self.world.menu(person.user),
            "notes": [{"id": p.id, "text": p.answer, "alert": p.alert} for p in presses if p.answer],
            "messages": [_bubble(m, busy) for m in self.world.in_chat(seat.id)[-SHOWN_MESSAGES:]],
        }


def _bubble(message: Message, busy: set[tuple[int, str]]) -> dict[str, Any]:
    reply = message.reply_to
    author = "" if reply is None else reply.sender.first_name
    return {
        "id": message.id,
        "mine": not message.sender.is_bot,
        "date": message.date,
        "edited": message.edited,
        "text": message.text,
        "entities": [entity.to_json() for entity in message.content.entities],
        "photo": f"/chat/photo/{message.content.photo.id}" if message.content.photo else None,
        "origin": message.origin.name if message.origin else None,
        "reply": {"id": reply.id, "author": author, "text": reply.text[:120]} if reply else None,
        "reaction": message.reaction,
        "rows": [
            [
                {"text": b.text, "kind": b.kind, "value": b.value, "busy": (message.id, b.value) in busy}
                if b.kind != "copy_text"
                else {"text": b.text, "kind": b.kind, "value": b.value["text"], "busy": False}
                for b in row
            ]
            for row in message.rows
        ],
    }


def _file(name: str) -> Callable[[Request], Any]:
    async def endpoint(_: Request) -> Response:
        return FileResponse(PAGE / name, headers=HEADERS)

    return endpoint


def _act(act: Callable[[Params], None]) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        if not request.headers.get("content-type", "").startswith("application/json"):
            return JSONResponse({"error": "JSON is expected"}, 415)
        try:
            act(Params(read_object(await read_body(request))))
        except (Refused, LookupError) as error:
            return JSONResponse({"error": str(error)}, 400)
        return JSONResponse({})

    return endpoint
