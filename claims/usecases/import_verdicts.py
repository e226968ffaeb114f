"""Takes published fact-checks in: new ones are added, changed ones revised, equal ones left alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from claims.ports import Clock, Store, Transaction
from claims.verdict import Ruling, Verdict


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
        """Return what became of each ruling, in order; one that comes twice in a batch is added once."""
        keyed = [(ruling, self.fingerprint(ruling.claim)) for ruling in rulings]
        async with self.store.writing() as tx:
            known = dict(await tx.verdicts.find_many({(ruling.url, key) for ruling, key in keyed}))
            outcomes, new = [], {}
            for ruling, key in keyed:
                identity = (ruling.url, key)
                if identity in known:
                    outcomes.append(await self._compare(tx, known, ruling, key))
                elif identity in new:
                    outcomes.append(Imported.UNCHANGED)
                else:
                    new[identity] = (ruling, key)
                    outcomes.append(Imported.ADDED)
            await tx.verdicts.add_many(list(new.values()), self.clock.now())
            return outcomes

    async def _compare(
        self, tx: Transaction, known: dict[tuple[str, str], Verdict], ruling: Ruling, key: str
    ) -> Imported:
        stored = known[ruling.url, key]
        if stored.ruling == ruling:
            return Imported.UNCHANGED
        known[ruling.url, key] = await tx.verdicts.revise(stored.id, ruling, key, self.clock.now())
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
