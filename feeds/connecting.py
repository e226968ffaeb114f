"""Owns the connections to the internet: a name is resolved once, all its addresses are checked, and the
checked ones are connected to."""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass

import httpcore
import httpx

from feeds.addresses import IPAddress, is_public, read_address

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
MAX_ADDRESSES = 4
_SIDE_BY_SIDE = 8


class AddressRefused(Exception):  # noqa: N818 - says what happened to the address, as a state
    """The name leads to an address that is not part of the open internet, or to none."""


async def resolve(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a host, by the system's resolver.

    Raises:
        OSError: there is none.
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


@dataclass(frozen=True, slots=True)
class Door:
    """Where connections may lead. Tests open it to a server of their own; nothing else should."""

    may_connect: Callable[[IPAddress], bool] = is_public
    ports: frozenset[int] = frozenset({80, 443})
    resolve: Resolve = resolve


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Connects to addresses that the door lets through. There is no second look-up between the check and the
    connection, so a name that changes its address in between gains nothing."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address that answers.

        Raises:
            AddressRefused: the port is closed, or one of the addresses is.
            httpcore.ConnectError, httpcore.ConnectTimeout: none answers.
        """
        if port not in self._door.ports:
            raise AddressRefused(f"port {port} is not allowed")
        problem: Exception = httpcore.ConnectError("the name has no address")
        for address in (await self._addresses(host, port, timeout))[:MAX_ADDRESSES]:
            try:
                return await self._network.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        raise problem

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109, ARG002 - httpcore's signature
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002 - as above
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: no link leads to a socket file."""
        raise AddressRefused(f"{path} is not an internet address")

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._network.sleep(seconds)

    async def _addresses(self, host: str, port: int, seconds: float | None) -> Sequence[str]:
        try:
            async with asyncio.timeout(seconds):
                found = await self._door.resolve(host, port)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout("the name was not found in time") from error
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError("the name was not found") from error
        read = [read_address(text) for text in found]
        if not all(address is not None and self._door.may_connect(address) for address in read):
            raise AddressRefused("the name leads to an address that is not public")
        return found


class CheckedTransport(httpx.AsyncHTTPTransport):
    """httpx over connections of a door; no proxies and no settings from the environment."""

    def __init__(self, door: Door) -> None:
        context = ssl.create_default_context()
        super().__init__(verify=context, trust_env=False)
        # httpx has no public way to give its pool another network; the errors are still translated by it.
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=_SIDE_BY_SIDE,
            max_keepalive_connections=_SIDE_BY_SIDE,
            keepalive_expiry=5.0,
            network_backend=CheckedBackend(door),
        )
