"""Owns every threshold of the decision, and the cost from which they follow.

A wrong verdict weighs as fifty unanswered messages. So the bar is where about one near miss in fifty of the
develop probes, which no formula was fitted on, is answered (docs/deciding.md has the figures).
"""

WRONG_ANSWER_COST = 50.0
"""How many unanswered messages one wrong verdict weighs."""

ANSWER = 0.85
"""The least probability with which a verdict is given as the answer where both texts are English."""

ANSWER_IN_OTHER_WORDS = 0.98
"""The same where the message has less than TOLD of the claim's words."""

TOLD = 0.6

ANSWER_UNREAD = 0.95
"""The least probability where the cross-encoder cannot read the texts: in or across other languages."""

NEAR = 0.65
"""The least cosine of an answer in English: what lies farther apart the cross-encoder has hardly learned."""

FAR = 0.8
"""The most that a pair may reach which lies farther apart than that."""

SUGGEST = 0.5
"""The least probability with which a verdict is offered as perhaps another claim."""

RELATED = 0.6
"""How much must be shared for an improbable verdict to be offered all the same: near misses are told."""

CONFLICTING = 0.45
"""The most that a pair with a conflict may reach: worth a suggestion at best."""

EXACT = 0.995
"""What equality of the whole normalised text, or a known link, is worth."""

UNREAD = 0.3
"""The most that a pair may reach which the cross-encoder did not read."""

MAX_ANSWERS = 3
MAX_SHOWN = 5
MAX_PARTS = 16
MAX_CANDIDATES = 10
MAX_COMPARED = 6
PAIRS_PER_CANDIDATE = 2
MAX_READ = 4
"""How much is looked at: parts of a message, candidates found, those read closely, pairs of each."""
