"""Owns what is known without words: the very same file, sent again, or a link to a page of our own.

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
PLACE = "place:"
"""How the name of a file begins that is not known, but where it stands: there, another may stand later."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the words: the verdicts that reviewers gave what was asked with these files, those
    that were only told in answer, and whether a question with such a file waits for its ruling or, in words
    of its own, was told none; and the verdicts whose pages of ours are linked to."""

    ruled: frozenset[VerdictId] = field(default_factory=frozenset)
    answered: frozenset[VerdictId] = field(default_factory=frozenset)
    undecided: bool = False
    linked: frozenset[VerdictId] = field(default_factory=frozenset)

    @property
    def certain(self) -> frozenset[VerdictId]:
        """What the sender pointed to, and what reviewers ruled on with such a file."""
        return self.linked | self.ruled


def beside_words(decision: Decision, known: Known, rejected: Collection[VerdictId]) -> Decision:
    """Return the decision about the words, with what is known beside them.

    Where they state nothing, a page of ours is its claim, and so is a file that was only ever seen with one
    claim, on which reviewers ruled. In any other case the verdicts are offered before what else is near. An
    answer to the words stands.
    """
    verdicts = sorted((known.certain | known.answered) - set(rejected))
    if not verdicts or isinstance(decision, Answer):
        return decision
    certain = len(verdicts) == 1 and verdicts[0] in known.certain and not known.undecided
    if certain and isinstance(decision, NotAClaim):
        return Answer((_match(verdicts[0], known, _CERTAIN),))
    offered = [_match(number, known, _PERHAPS) for number in verdicts]
    others = decision.matches if isinstance(decision, Suggest) else ()
    return Suggest((*offered, *(match for match in others if match.verdict_id not in verdicts)))


def _match(number: VerdictId, known: Known, probability: float) -> Match:
    how = How.SAME_LINK if number in known.linked else How.SAME_FILE
    return Match(verdict_id=number, probability=probability, how=how)
