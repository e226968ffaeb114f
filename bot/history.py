"""Owns `forwardcheck history`: the revisions of a verdict, old words beside new ones."""

from itertools import pairwise

from bot.settings import Settings
from claims.revisions import Difference, differences
from claims.verdict import VerdictId
from db.store import open_store


async def history_of(settings: Settings, number: int) -> list[str]:
    """Return the lines that tell what became of a verdict, oldest first.

    Raises:
        LookupError: there is no such verdict.
    """
    store = await open_store(settings.database)
    try:
        async with store.reading() as tx:
            revisions = await tx.verdicts.history(VerdictId(number))
    finally:
        await store.close()
    first = revisions[0].ruling
    lines = [f"revision 1: {first.rating.value}: {first.claim} ({first.publisher})"]
    for before, after in pairwise(revisions):
        lines.append(f"revision {after.revision}:")
        lines += [f"  {line_of(one)}" for one in differences(before, after)]
    if revisions[-1].retracted_at is not None:
        lines.append(f"withdrawn {revisions[-1].retracted_at:%Y-%m-%d}")
    return lines


def line_of(difference: Difference) -> str:
    """Return one change, on one line whatever the words hold."""
    old, new = (" ".join(words.split()) or "–" for words in (difference.before, difference.after))
    return f"{difference.field}: {old} → {new}"
