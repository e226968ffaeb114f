"""Owns one Bot API call from token to response: the behaviour behind both doors, HTTP and in-process."""

import asyncio
from collections.abc import Mapping
from typing import Any, assert_never

from simulator.faults import (
    BadCall,
    CutAfter,
    CutBefore,
    Delay,
    Duplicate,
    Fault,
    Faults,
    Hang,
    ServerError,
    TooManyRequests,
)
from simulator.methods import execute
from simulator.refusals import ConnectionCut, Refused, bad_request
from simulator.world import Call, World


async def call(
    world: World, token: str, method: str, params: Mapping[str, Any], faults: Faults
) -> tuple[int, dict[str, Any]]:
    """Make a call and return HTTP status and body.

    Raises:
        ConnectionCut: a fault broke the connection instead of a response.
    """
    status = 0
    try:
        status, body = await _respond(world, token, method, params, faults)
    finally:
        world.calls.append(Call(method, dict(params), status))
    return status, body


async def _respond(
    world: World, token: str, method: str, params: Mapping[str, Any], faults: Faults
) -> tuple[int, dict[str, Any]]:
    fault = faults.take(method, params)
    late_seconds = faults.take_delay(method, params)
    try:
        if token != world.token:
            raise Refused(401)
        await _before(fault)
        result = await execute(world, method, params)
        status, body = 200, {"ok": True, "result": result}
        if method.lower() == "getupdates" and result and faults.take_duplicate():
            world.updates.repeat(result)
    except Refused as refused:
        status, body = refused.code, refused.to_json()
    if late_seconds:
        await asyncio.sleep(late_seconds)
    if isinstance(fault, CutAfter):
        raise ConnectionCut(executed=True)
    return status, body


async def _before(fault: Fault | None) -> None:
    match fault:
        case TooManyRequests(retry_after):
            raise Refused(429, f"retry after {retry_after}", {"retry_after": retry_after})
        case ServerError():
            raise Refused(500)
        case BadCall(reason):
            raise bad_request(reason)
        case CutBefore():
            raise ConnectionCut(executed=False)
        case Hang(seconds):
            await asyncio.sleep(seconds)
        case CutAfter() | Delay() | Duplicate() | None:
            return
        case _:
            assert_never(fault)
