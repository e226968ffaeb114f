"""Owns the proposals: what waits for a second moderator, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, select, update

from claims.approval import (
    Change,
    Correcting,
    FurtherAnswers,
    KnownRuling,
    NewRuling,
    Proposal,
    Stage,
    Withdrawing,
    subject_of,
)
from claims.review import ItemId, ModeratorId, ProposalId
from claims.verdict import Correction, Rating, Unlimited, VerdictId
from db.connection import Connection
from db.schema import proposals
from db.snapshots import read_ruling, write_ruling
from db.types import fits
from db.upsert import insert


class SqlProposals:
    """The proposals inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, change: Change, author: ModeratorId, now: datetime) -> Proposal:
        """Store a change that waits; of one subject, a second is refused."""
        added = await self._connection.execute(
            insert(self._connection, proposals)
            .values(
                subject=subject_of(change),
                change=_write(change),
                author=author,
                version=1,
                stage=Stage.WAITING,
                proposed_at=now,
            )
            .returning(proposals.c.id)
        )
        return Proposal(id=ProposalId(added.scalar_one()), change=change, author=author, proposed_at=now)

    async def get(self, proposal_id: ProposalId) -> Proposal | None:
        """Return the proposal, if there is one."""
        if not fits(proposal_id):
            return None
        found = await self._load(select(proposals).where(proposals.c.id == proposal_id))
        return found[0] if found else None

    async def waiting_for(self, subject: str) -> Proposal | None:
        """Return the change of that subject that waits, if one does."""
        found = await self._load(_WAITING.where(proposals.c.subject == subject))
        return found[0] if found else None

    async def waiting(self, limit: int) -> Sequence[Proposal]:
        """Return what waits, oldest first."""
        return await self._load(_WAITING.order_by(proposals.c.id).limit(limit))

    async def save(self, proposal: Proposal) -> bool:
        """Write change, version, basis, stage and decision of one that waits; False when it was decided."""
        changed = await self._connection.execute(
            update(proposals)
            .where(proposals.c.id == proposal.id, proposals.c.stage == Stage.WAITING)
            .values(
                change=_write(proposal.change),
                version=proposal.version,
                basis=proposal.basis,
                stage=proposal.stage,
                decided_by=proposal.decided_by,
                note=proposal.note,
            )
        )
        return changed.rowcount == 1

    async def _load(self, statement: Select[Any]) -> list[Proposal]:
        return [_proposal(row) for row in await self._connection.execute(statement)]


_ALWAYS = "always"  # in place of a last day
_WAITING = select(proposals).where(proposals.c.stage == Stage.WAITING)


def _write(change: Change) -> dict[str, Any]:
    match change:
        case NewRuling(item_id, ruling):
            return {"kind": "new_ruling", "item_id": item_id, "ruling": write_ruling(ruling)}
        case KnownRuling(item_id, verdict_id, found):
            known = {"kind": "known_ruling", "item_id": item_id, "verdict_id": verdict_id}
            return known | {"found": found and write_ruling(found)}
        case FurtherAnswers(verdict_id, numbers):
            return {"kind": "further_answers", "verdict_id": verdict_id, "numbers": list(numbers)}
        case Correcting(verdict_id, correction):
            return {
                "kind": "correcting",
                "verdict_id": verdict_id,
                "correction": _write_correction(correction),
            }
        case Withdrawing(verdict_id):
            return {"kind": "withdrawing", "verdict_id": verdict_id}


def _read(written: Mapping[str, Any]) -> Change:
    match written["kind"]:
        case "new_ruling":
            return NewRuling(ItemId(written["item_id"]), read_ruling(written["ruling"]))
        case "known_ruling":
            found = written["found"] and read_ruling(written["found"])
            return KnownRuling(ItemId(written["item_id"]), written["verdict_id"], found)
        case "further_answers":
            return FurtherAnswers(VerdictId(written["verdict_id"]), tuple(written["numbers"]))
        case "correcting":
            return Correcting(VerdictId(written["verdict_id"]), _read_correction(written["correction"]))
        case _:
            return Withdrawing(VerdictId(written["verdict_id"]))


def _write_correction(correction: Correction) -> dict[str, Any]:
    last = correction.valid_until
    day = _ALWAYS if isinstance(last, Unlimited) else last and last.isoformat()
    return asdict(correction) | {"valid_until": day}


def _read_correction(written: Mapping[str, Any]) -> Correction:
    changed, day = dict(written), written.get("valid_until")
    changed["rating"] = changed["rating"] and Rating(changed["rating"])
    changed["valid_until"] = Unlimited() if day == _ALWAYS else day and date.fromisoformat(day)
    return Correction(**changed)


def _proposal(row: Row[Any]) -> Proposal:
    return Proposal(
        id=ProposalId(row.id),
        change=_read(row.change),
        author=ModeratorId(row.author),
        proposed_at=row.proposed_at,
        version=row.version,
        basis=row.basis,
        stage=Stage(row.stage),
        decided_by=row.decided_by and ModeratorId(row.decided_by),
        note=row.note,
    )
