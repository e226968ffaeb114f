"""Owns the small Telegram that each of these tests gets, and the hand that calls it as a bot."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from simulator.api import call
from simulator.faults import Faults
from simulator.person import Person
from simulator.world import World

Api = Callable[..., Awaitable[Any]]


class FakeClock:
    """Time that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_760_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def world(clock: FakeClock) -> World:
    return World(clock=clock)


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def ana(world: World) -> Person:
    """Someone who has written to the bot; that update is acknowledged."""
    person = Person(world, "Ana")
    person.says("/start")
    world.updates.clear()
    return person


@pytest.fixture
def api(world: World, faults: Faults) -> Api:
    """Calls a method and returns its result, or the error's code and description."""

    async def invoke(method: str, **params: Any) -> Any:
        status, body = await call(world, world.token, method, params, faults)
        return body["result"] if status == 200 else (status, body["description"])

    return invoke
