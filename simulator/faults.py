"""Owns the faults that a test or a demo asks for: which call they hit, how often, and what happens."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class TooManyRequests:
    """429, not executed."""

    retry_after: int = 1


@dataclass(frozen=True, slots=True)
class ServerError:
    """500, not executed."""


@dataclass(frozen=True, slots=True)
class BadCall:
    """400, not executed, however often it is made."""

    reason: str = "BUTTON_TYPE_INVALID"


@dataclass(frozen=True, slots=True)
class CutBefore:
    """The connection breaks before the call takes effect."""


@dataclass(frozen=True, slots=True)
class CutAfter:
    """The call takes effect and its response is lost."""


@dataclass(frozen=True, slots=True)
class Hang:
    """Nothing happens for a while, then the call is executed if the client still waits."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Delay:
    """The call takes effect at once and its response comes late."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The updates that this getUpdates or webhook request delivers are delivered once more."""


Fault = TooManyRequests | ServerError | BadCall | CutBefore | CutAfter | Hang | Delay | Duplicate


@dataclass(slots=True)
class _Standing:
    fault: Fault
    method: str
    chat_id: int | None
    left: int | None

    def hits(self, method: str, params: Mapping[str, Any]) -> bool:
        """Tell whether this call goes wrong."""
        if self.left == 0 or self.method.lower() not in {"*", method.lower()}:
            return False
        return self.chat_id is None or str(params.get("chat_id")) == str(self.chat_id)


class Faults:
    """The faults in force. The first that hits a call is used up by it; a `Delay` comes on top."""

    def __init__(self) -> None:
        self._standing: list[_Standing] = []

    def add(
        self, fault: Fault, *, method: str = "*", times: int | None = 1, chat_id: int | None = None
    ) -> None:
        """Let the next `times` calls (for ever when None) of `method` (`*`: any) to that chat go wrong.

        A `Duplicate` needs no method: it waits for the next delivery that has updates.
        """
        self._standing.append(_Standing(fault, method, chat_id, times))

    def clear(self) -> None:
        """Let everything go well again."""
        self._standing.clear()

    def take(self, method: str, params: Mapping[str, Any]) -> Fault | None:
        """Return what goes wrong with this call."""
        others = [s for s in self._standing if not isinstance(s.fault, Delay | Duplicate)]
        return self._use(others, method, params)

    def take_delay(self, method: str, params: Mapping[str, Any]) -> float:
        """Return by how many seconds the response to this call is late."""
        delays = [s for s in self._standing if isinstance(s.fault, Delay)]
        fault = self._use(delays, method, params)
        return fault.seconds if isinstance(fault, Delay) else 0.0

    def take_duplicate(self) -> bool:
        """Tell whether the updates delivered now are to be delivered once more."""
        duplicates = [s for s in self._standing if isinstance(s.fault, Duplicate)]
        return any(self._use([s], s.method, {}) for s in duplicates)

    def _use(self, standing: list[_Standing], method: str, params: Mapping[str, Any]) -> Fault | None:
        found = next((s for s in standing if s.hits(method, params)), None)
        if found is None:
            return None
        found.left = None if found.left is None else found.left - 1
        return found.fault
