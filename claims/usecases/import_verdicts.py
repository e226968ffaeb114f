"""Takes published fact-checks in: new ones are added, changed ones revised, equal ones left alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from claims.ports import Clock, Store, Transaction
from claims.verdict import Ruling


class Imported(StrEnum):
    """What importing one ruling did."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class ImportVerdicts:
    """Bring rulings in, a batch in one transaction. `fingerprint` keys a claim's text."""

    store: Store
    clock: Clock
    fingerprint: Callable[[str], str]

    async def __call__(self, rulings: Sequence[Ruling]) -> Sequence[Imported]:
        """Return what became of each ruling, in order."""
        async with self.store.writing() as tx:
            return [await self._import(tx, ruling) for ruling in rulings]

    async def _import(self, tx: Transaction, ruling: Ruling) -> Imported:
        key = self.fingerprint(ruling.claim)
        now = self.clock.now()
        known = await tx.verdicts.find(ruling.url, key)
        if known is None:
            await tx.verdicts.add(ruling, key, now)
            return Imported.ADDED
        if known.ruling == ruling:
            return Imported.UNCHANGED
        await tx.verdicts.revise(known.id, ruling, key, now)
        return Imported.UPDATED


@dataclass
class ImportTally:
    """Counts for the person who runs an import; `refused` holds place and reason."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)

    def count(self, imported: Sequence[Imported]) -> None:
        """Add the outcomes of one batch."""
        self.added += imported.count(Imported.ADDED)
        self.updated += imported.count(Imported.UPDATED)
        self.unchanged += imported.count(Imported.UNCHANGED)
