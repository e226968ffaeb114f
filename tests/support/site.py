"""A small website on loopback that answers as it is told, badly too; it counts who asked for what."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address

from feeds.connecting import Door


@dataclass(frozen=True)
class Asked:
    """A request: its path with query, and its headers by lower-case name."""

    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """What is sent back; `pause_seconds` passes before each byte of the last `slow` ones."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    slow: int = 0
    pause_seconds: float = 0.05


Page = Answer | Callable[[Asked], Answer]


@dataclass
class Site:
    """Pages by path; any other path is 404."""

    port: int = 0
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def link(self, path: str = "/", host: str = "facts.example") -> str:
        """Return an address of this site; every name leads here."""
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """Return what was asked for, in order."""
        return [asked.path for asked in self.asked]

    def text(self, path: str, body: str, **headers: str) -> None:
        """Serve a text."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = Answer(body.encode(), headers=named)

    @property
    def door(self) -> Door:
        """A door to this site alone: all names resolve to it, and its port and loopback are open."""

        async def here(_host: str, _port: int) -> list[str]:
            return ["127.0.0.1"]

        return Door(
            may_connect=lambda address: address == ip_address("127.0.0.1"),
            ports=frozenset({self.port}),
            resolve=here,
        )

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request and close."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            await self._send(writer, self._found(head))
        except (ConnectionError, asyncio.IncompleteReadError):
            return  # the client has seen enough
        finally:
            writer.close()

    def _found(self, head: str) -> Answer:
        first, *lines = head.rstrip().split("\r\n")
        named = (line.partition(":") for line in lines)
        asked = Asked(first.split(" ")[1], {name.lower(): value.strip() for name, _, value in named})
        self.asked.append(asked)
        page = self.pages.get(asked.path, Answer(b"nothing here", 404))
        return page if isinstance(page, Answer) else page(asked)

    async def _send(self, writer: asyncio.StreamWriter, answer: Answer) -> None:
        headers = {"Content-Length": str(len(answer.body)), "Connection": "close"} | dict(answer.headers)
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        writer.write(f"HTTP/1.1 {answer.status} .\r\n{lines}\r\n".encode("latin-1"))
        quick = len(answer.body) - answer.slow
        writer.write(answer.body[:quick])
        await writer.drain()
        for byte in answer.body[quick:]:
            await asyncio.sleep(answer.pause_seconds)
            writer.write(bytes([byte]))
            await writer.drain()


@asynccontextmanager
async def open_site() -> AsyncIterator[Site]:
    """Serve on a free port of this machine."""
    site = Site()
    server = await asyncio.start_server(site.answer, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    async with server:
        yield site
