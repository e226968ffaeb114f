"""Owns what differs between two revisions of a verdict: old words beside new ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from claims.verdict import Ruling, Verdict

MOST_WORDS = 400
_TEXTS = ("claim", "summary", "title", "rating_text")
_DATES = ("claimed_at", "published_at", "valid_until")
_NAMES = ("publisher", "claimant", "language", "url")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a ruling that changed: the words that went and those that came ("" for none)."""

    field: str
    before: str
    after: str


def differences(before: Verdict, after: Verdict) -> tuple[Difference, ...]:
    """Return what a revision changed; of long texts only the words that differ, piece by piece."""
    return (*_of_rulings(before.ruling, after.ruling), *_of_standing(before, after))


def _of_standing(before: Verdict, after: Verdict) -> Iterator[Difference]:
    old, new = ("withdrawn" if one.retracted_at else "published" for one in (before, after))
    if old != new:
        yield Difference("standing", old, new)


def _of_rulings(before: Ruling, after: Ruling) -> Iterator[Difference]:
    if before.rating is not after.rating:
        yield Difference("rating", before.rating.value, after.rating.value)
    for name in _TEXTS:
        for old, new in changed_words(getattr(before, name), getattr(after, name)):
            yield Difference(name, old, new)
    for name in (*_DATES, *_NAMES):
        old, new = (str(getattr(one, name) or "") for one in (before, after))
        if old != new:
            yield Difference(name, old, new)
    for name, links, links_now in _lists(before, after):
        gone = ", ".join(link for link in links if link not in links_now)
        come = ", ".join(link for link in links_now if link not in links)
        if gone or come:
            yield Difference(name, gone, come)


def _lists(before: Ruling, after: Ruling) -> Iterator[tuple[str, list[str], list[str]]]:
    yield "wordings", list(before.wordings), list(after.wordings)
    yield "sources", [one.url for one in before.sources], [one.url for one in after.sources]
    yield "appearances", list(before.appearances), list(after.appearances)


def changed_words(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Yield the stretches of words that differ, each as it was and as it is."""
    old, new = before.split()[:MOST_WORDS], after.split()[:MOST_WORDS]
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield " ".join(old[i:j]), " ".join(new[k:m])
