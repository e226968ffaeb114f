"""Owns what marks one process off from the others on the same database."""

import asyncio
import secrets
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from sqlalchemy import Select, literal, select

from claims.submission import ChatId
from db.types import Number

_LARGEST_NUMBER = 2**31 - 1


class Process(ABC):
    """This process among those that share a database. Every error leaves as `StorageUnavailable`."""

    is_shared: bool  # whether other processes may do the same work
    numbers: Collection[int]  # by which it is known, or was before its session was cut off

    @abstractmethod
    async def number(self) -> int:
        """Return the number by which the calls that this process makes are known to be its own."""

    @abstractmethod
    def alive(self) -> Select[tuple[int]]:
        """Return the query for the numbers of the processes that live."""

    @abstractmethod
    def holding(self, chat_id: ChatId) -> AbstractAsyncContextManager[bool]:
        """Keep other processes off a chat; yield False when one of them works on it."""

    @abstractmethod
    async def keeps_house(self) -> bool:
        """Return whether this process is the one that does what is done by the clock."""

    @abstractmethod
    async def until_changed(self, seconds: float) -> None:
        """Wait until another process says that verdicts changed, and no longer than that."""

    @abstractmethod
    async def close(self) -> None:
        """Let go of everything."""


class OnlyProcess(Process):
    """The one process that works on a file."""

    is_shared = False

    def __init__(self) -> None:
        self._number = any_number()
        self.numbers = (self._number,)

    async def number(self) -> int:
        """Return a number that no earlier process had, as far as chance goes."""
        return self._number

    def alive(self) -> Select[tuple[int]]:
        """Return this process alone."""
        return select(literal(self._number, Number))

    @asynccontextmanager
    async def holding(self, chat_id: ChatId) -> AsyncIterator[bool]:  # noqa: ARG002 - nobody is kept off
        """Yield True: nobody else is there."""
        yield True

    async def keeps_house(self) -> bool:
        """Return True: nobody else would."""
        return True

    async def until_changed(self, seconds: float) -> None:
        """Wait: nobody says anything."""
        await asyncio.sleep(seconds)

    async def close(self) -> None:
        """Nothing is held."""


def any_number() -> int:
    """Return a random number from 1 to 2³¹ - 1."""
    return 1 + secrets.randbelow(_LARGEST_NUMBER)
