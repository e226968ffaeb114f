"""Owns what the very same file says that is sent again: which verdict it was told with, and how certainly.

A picture states nothing by itself. Sent on without words it stands for the claim that reviewers ruled on with
it; with words of its own, the words decide, and the picture only brings up a suggestion.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from claims.decision import Answer, Decision, How, Match, NotAClaim, Suggest
from claims.verdict import VerdictId

_CERTAIN = 0.995
_PERHAPS = 0.5
MOST_FILES = 10
"""Of one submission; an album has no more."""


@dataclass(frozen=True, slots=True)
class KnownFiles:
    """What was asked with these files before: the verdicts that reviewers closed such questions with, those
    that were told in answer, and whether a question with one of them was never ruled on."""

    ruled: frozenset[VerdictId] = field(default_factory=frozenset)
    answered: frozenset[VerdictId] = field(default_factory=frozenset)
    undecided: bool = False


def with_files(decision: Decision, known: KnownFiles, rejected: Collection[VerdictId]) -> Decision:
    """Return the decision about the words, with what is known of the files.

    Without words, a file that was only ever seen with one claim, on which reviewers ruled, is that claim. In
    any other case its verdicts are offered in front of what else is near. An answer to the words stands.
    """
    verdicts = sorted((known.ruled | known.answered) - set(rejected))
    if not verdicts or isinstance(decision, Answer):
        return decision
    certain = len(verdicts) == 1 and verdicts[0] in known.ruled and not known.undecided
    if certain and isinstance(decision, NotAClaim):
        return Answer((Match(verdict_id=verdicts[0], probability=_CERTAIN, how=How.SAME_FILE),))
    offered = [Match(verdict_id=one, probability=_PERHAPS, how=How.SAME_FILE) for one in verdicts]
    others = decision.matches if isinstance(decision, Suggest) else ()
    return Suggest((*offered, *(match for match in others if match.verdict_id not in verdicts)))
