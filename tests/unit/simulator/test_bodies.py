"""Bodies that never come to their end."""

from typing import Any

import pytest
from starlette.requests import Request

from simulator.bodies import read_body
from simulator.refusals import Refused


async def test_a_request_broken_off_in_the_middle_is_refused_not_an_error_of_the_server() -> None:
    pieces: list[dict[str, Any]] = [
        {"type": "http.request", "body": b"{", "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> dict[str, Any]:
        return pieces.pop(0)

    with pytest.raises(Refused, match="broken off"):
        await read_body(Request({"type": "http", "method": "POST", "headers": []}, receive))
