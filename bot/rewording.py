"""Owns the judgement on a claim in new words where no matcher is at work: one that is opened for it alone."""

import asyncio
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from claims.catalogue import Catalogue
from claims.decision import answers_whole
from claims.verdict import Verdict

if TYPE_CHECKING:
    from matching.matcher import HybridMatcher


class Rewordings:
    """Says whether new words state the claim of a verdict, withdrawn or not, as the bot would decide with it
    alone.

    The models are read with the first question; its throw-away index leaves that of the home alone. An
    asynchronous context manager.
    """

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="forwardcheck-rewordings-")
        self._matcher: HybridMatcher | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._matcher is not None:
            self._matcher.close()
        self._folder.cleanup()

    async def restates(self, verdict: Verdict, text: str) -> bool:
        """Say whether somebody who asked in these words would be answered with the verdict."""
        return await asyncio.to_thread(self._restates, verdict, text)

    def _restates(self, verdict: Verdict, text: str) -> bool:
        matcher = self._opened()
        matcher.clear()
        matcher.apply([replace(verdict, retracted_at=None)], 1)
        return answers_whole(matcher.decide(text), verdict.id)

    def _opened(self) -> "HybridMatcher":
        from matching.matcher import HybridMatcher  # an import that brings no new words spares it

        if self._matcher is None:
            self._matcher = HybridMatcher.open(Path(self._folder.name), load=False)
        return self._matcher


@dataclass(frozen=True)
class RewordingsAtWork:
    """Says so beside the bot's own matcher, which knows the verdicts that are given, and no withdrawn one."""

    catalogue: Catalogue

    async def restates(self, verdict: Verdict, text: str) -> bool:
        """Say whether somebody who asked in these words would be answered with the verdict, or would have
        been before it was withdrawn."""
        if verdict.retracted_at is None:
            return await self.catalogue.restates(verdict, text)
        async with Rewordings() as alone:
            return await alone.restates(verdict, text)
