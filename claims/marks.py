"""Owns the marks by which an index is known to be of this database: the verdicts that it took in last."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from claims.verdict import Verdict, VerdictId

MOST = 100  # verdicts


@dataclass(frozen=True, slots=True)
class Marks:
    """Digests of the verdicts taken in last, oldest first, as they stood at the change `revision` at most.

    An older backup of the database, or another database, gives the same numbers to other verdicts: an index
    is of this one only if each of these reads the same still, or has been changed since.
    """

    revision: int = 0
    digests: Mapping[VerdictId, str] = field(default_factory=dict)

    def after(self, changed: Sequence[Verdict], revision: int) -> "Marks":
        """Return the marks once these are taken in, too, up to the change `revision`."""
        newest = {verdict.id: digest(verdict) for verdict in changed[-MOST:]}
        older = {number: text for number, text in self.digests.items() if number not in newest}
        kept = list((older | newest).items())[-MOST:]
        return Marks(revision, dict(kept))

    def stand(self, stored: Mapping[VerdictId, Verdict], changes: Mapping[VerdictId, int]) -> bool:
        """Say whether they are of a database that has these verdicts, with the numbers of their changes."""
        return all(
            number in stored and (changes[number] > self.revision or digest(stored[number]) == text)
            for number, text in self.digests.items()
        )


def digest(verdict: Verdict) -> str:
    """Return a short form of what an index holds of a verdict."""
    ruling = verdict.ruling
    told = (
        verdict.revision,
        verdict.retracted_at is None,
        ruling.claim,
        ruling.rating.value,
        ruling.publisher,
        ruling.url,
        ruling.title,
        ruling.summary,
        ruling.wordings,
        ruling.appearances,
    )
    return hashlib.sha256(repr(told).encode("utf-8", "backslashreplace")).hexdigest()[:32]
