"""Owns the decision: what the bot does with a submission, and the evidence behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from claims.verdict import VerdictId


class How(StrEnum):
    """The strongest evidence that tied a verdict to a text."""

    EXACT_TEXT = "exact text"
    SAME_LINK = "same link"
    SAME_FILE = "same file"
    WORDS = "words"
    MEANING = "meaning"
    SAME_CLAIM = "same claim"
    CHOSEN = "chosen by the asker"


class ConflictKind(StrEnum):
    """What differs between what was asked and what was checked."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    PERSON = "person"
    PLACE = "place"
    NEGATION = "negation"
    ROLES = "roles"
    HEDGE = "hedge"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Conflict:
    """One difference: the words of the message and those of the checked claim ("" when one side has none)."""

    kind: ConflictKind
    asked: str
    checked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One candidate verdict. `probability` (0 to 1) is that of being the same claim; `part` is the sentence
    of a longer message that matched, "" when it was the whole. In one answer, matches with the same number
    as `claim` judge one claim. Of a part, `answered` numbers those of the `stated` sentences of the message
    that state something, or may, which the verdict answers whole; 0 where that is not known. `revision` is
    that of the verdict with which the message was compared, the first where that is not known."""

    verdict_id: VerdictId
    probability: float
    how: How
    conflicts: tuple[Conflict, ...] = ()
    part: str = ""
    claim: int = 0
    answered: tuple[int, ...] = ()
    stated: int = 0
    revision: int = 1


def leave_open(matches: Sequence[Match]) -> bool:
    """Return whether the message may state something beside the parts that these matches answer."""
    parts = [match for match in matches if match.part]
    answered = {number for match in parts for number in match.answered}
    return any(len(answered) < max(match.stated, 1) for match in parts)


@dataclass(frozen=True, slots=True)
class Answer:
    """The same claim has been checked: the matches of each claim found in the message one after the other,
    best first.

    `others` are further candidates, never shown to the asker."""

    matches: tuple[Match, ...]
    others: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggest:
    """Related fact-checks that may be about another claim, best first; `outdated` when they are about this
    one, but too old to be given as the answer."""

    matches: tuple[Match, ...]
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class Queued:
    """Not checked yet; `near` are the closest verdicts, for reviewers only."""

    near: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class NotAClaim:
    """A greeting, one word, only emoji: nothing to check."""


Decision = Answer | Suggest | Queued | NotAClaim


def answers_whole(decision: Decision, verdict_id: VerdictId) -> bool:
    """Say whether the whole text, and no part of it alone, is answered with this verdict."""
    matches = decision.matches if isinstance(decision, Answer) else ()
    return any(match.verdict_id == verdict_id and not match.part for match in matches)
