"""Owns what keeps the simulator on this machine: where it listens, and who may speak to it."""

import ipaddress
import socket
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})


def listen(host: str, port: int) -> socket.socket:
    """Return a bound socket; port 0 takes a free one.

    Raises:
        ValueError: the host is not this machine's loopback address.
        OSError: the port is taken.
    """
    address = "127.0.0.1" if host == "localhost" else host
    if not ipaddress.ip_address(address).is_loopback:
        raise ValueError(f"the simulator has no passwords and listens on loopback only, not on {host}")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    # asyncio sends small segments at once (TCP_NODELAY) only where the protocol is named
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((address, port))
    except OSError:
        bound.close()
        raise
    return bound


class OnlyThisMachine:
    """Turns away requests that a web page elsewhere could have caused (DNS rebinding, cross-site posts)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403 to a foreign Host or Origin, or to a post from another site; hand everything else on."""
        if scope["type"] == "http" and _is_foreign(scope["method"], Headers(scope=scope)):
            await PlainTextResponse("this address answers to its own machine only", 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_foreign(method: str, headers: Headers) -> bool:
    host, origin = headers.get("host", ""), headers.get("origin")
    if _name(f"//{host}") not in _NAMES:
        return True
    if origin is not None and origin != f"http://{host}":
        return True
    site = headers.get("sec-fetch-site", "none")
    return method not in {"GET", "HEAD"} and site not in {"none", "same-origin"}


def _name(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
