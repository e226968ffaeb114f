"""Owns what reading a source yields: a ruling, a withdrawal or a refusal, each with its place."""

from dataclasses import dataclass

from claims.links import same_site
from claims.verdict import Ruling, Withdrawal


@dataclass(frozen=True, slots=True)
class Parsed:
    """A usable ruling. `where` is a place a person can find: file name and line, row or `@graph[3]`;
    `unclear_dates` are left out of the ruling."""

    ruling: Ruling
    where: str
    unclear_dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unusable:
    """A record that was refused. `why` is one sentence for the person who gave us the file; `held_back` where
    its publisher does not say that it is published, so that nothing else may be read in its place;
    `breaks_off` where it stands for all that would have come after it."""

    where: str
    why: str
    held_back: bool = False
    breaks_off: bool = False


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A publisher says that it has taken a fact-check back."""

    withdrawal: Withdrawal
    where: str


Record = Parsed | Withdrawn | Unusable


def page_named(record: Record) -> str:
    """Return the page that a record is about, "" where that is not known."""
    match record:
        case Parsed():
            return record.ruling.url
        case Withdrawn():
            return record.withdrawal.url
        case Unusable():
            return ""


def of_site(record: Record, *addresses: str) -> Record:
    """Refuse what a page at these addresses says in another site's name: it could change that site's
    verdicts."""
    named = page_named(record)
    if named and not any(same_site(named, address) for address in addresses if address):
        return Unusable(record.where, "It names a page of another site as the fact-check.")
    return record


class UnreadableSource(ValueError):  # noqa: N818 - says what is wrong with the source, as a noun
    """The source as a whole cannot be read; the message says why in one sentence."""
