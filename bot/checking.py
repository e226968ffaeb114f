"""Owns `forwardcheck check`: what the bot would decide about a text, for people and for programs."""

import time
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.knowledge import Knowledge
from claims.age import NO_LIMIT, AgeLimit
from claims.decision import Answer, Decision, Match, NotAClaim, Queued, Suggest
from claims.standing import as_it_stands
from claims.verdict import Verdict, VerdictId


@dataclass(frozen=True)
class CheckReport:
    """A decision with the verdicts behind it; `elapsed_ms` is the time of the decision alone."""

    decision: Decision
    verdicts: dict[VerdictId, Verdict]
    elapsed_ms: float

    @property
    def name(self) -> str:
        """The decision in one word: `answer`, `suggest`, `queued` or `not_a_claim`."""
        match self.decision:
            case Answer():
                return "answer"
            case Suggest():
                return "suggest"
            case Queued():
                return "queued"
            case NotAClaim():
                return "not_a_claim"

    @property
    def matches(self) -> tuple[Match, ...]:
        """Every candidate that was looked at closely, best first."""
        match self.decision:
            case Answer(matches, others):
                return matches + others
            case Suggest(matches):
                return matches
            case Queued(near):
                return near
            case NotAClaim():
                return ()

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return {
            "decision": self.name,
            "matches": [
                self._match_as_json(match) for match in self.matches if match.verdict_id in self.verdicts
            ],
            "elapsed_ms": round(self.elapsed_ms, 2),
        }

    def _match_as_json(self, match: Match) -> dict[str, Any]:
        ruling = self.verdicts[match.verdict_id].ruling
        return {
            "verdict_id": match.verdict_id,
            "claim": ruling.claim,
            "rating": ruling.rating.value,
            "publisher": ruling.publisher,
            "url": ruling.url or next((source.url for source in ruling.sources), ""),
            "published_at": ruling.published_at.isoformat() if ruling.published_at else None,
            "valid_until": ruling.valid_until.isoformat() if ruling.valid_until else None,
            "probability": round(match.probability, 4),
            "how": match.how.value,
            "conflicts": [
                {"kind": conflict.kind.value, "asked": conflict.asked, "checked": conflict.checked}
                for conflict in match.conflicts
            ],
            "part": match.part,
        }


async def check_text(knowledge: Knowledge, text: str, today: date, limit: AgeLimit = NO_LIMIT) -> CheckReport:
    """Decide about `text` as the bot would."""
    await knowledge.catalogue.refresh()
    started = time.perf_counter()
    decision = await knowledge.catalogue.decide(text)
    elapsed_ms = (time.perf_counter() - started) * 1_000
    report = CheckReport(decision, {}, elapsed_ms)
    async with knowledge.store.reading() as tx:
        verdicts = await tx.verdicts.get_many([match.verdict_id for match in report.matches])
    return CheckReport(as_it_stands(decision, verdicts, today, limit), dict(verdicts), elapsed_ms)
