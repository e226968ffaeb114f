"""Owns what reading a source yields: a ruling, a withdrawal or a refusal, each with its place."""

from dataclasses import dataclass

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


class UnreadableSource(ValueError):  # noqa: N818 - says what is wrong with the source, as a noun
    """The source as a whole cannot be read; the message says why in one sentence."""
