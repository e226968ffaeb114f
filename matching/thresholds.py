"""Owns every threshold of the decision, and the cost from which they follow.

A wrong verdict weighs as fifty unanswered messages. So the bar is where about one near miss in fifty of the
develop probes, which no formula was fitted on, is answered (docs/deciding.md has the figures).
"""

WRONG_ANSWER_COST = 50.0
"""How many unanswered messages one wrong verdict weighs."""

ANSWER = 0.977
"""The least probability with which a verdict is given as the answer where both texts are English."""

ANSWER_GLOSSED = 0.94
ANSWER_ACROSS = 0.95
"""The least probability in another language, read through glosses, and across two languages."""

ANSWER_UNREAD = 0.93
ANSWER_ACROSS_UNREAD = 0.95
"""The same where the cross-encoder cannot read one of the two."""

ANSWER_CONTAINED = 0.81
"""The same where the message has all the words of a claim of its language, and nothing that conflicts: what
else it says wraps the claim."""

NEAR = 0.65
NEAR_AMONG_FEW = 0.7
"""The least cosine of an answer in English. In an archive of few verdicts, where standing out tells less, the
texts must lie nearer."""

SURE = 0.92
NEAR_IF_SURE = 0.55
"""Among few verdicts, where the gate is this sure and nothing conflicts, the texts may lie farther apart: the
claim in quite other words. There it must be this sure, too, where a conflict stands that is no veto."""

FAR = 0.8
"""The most that a pair may reach which is answered for neither reason: worth a suggestion."""

DOUBTED_AMONG_FEW = 0.45
"""The same among few verdicts, also where the gate rather says no: there it is genuine news about the same
people more often than the claim, and no suggestion."""

NO_RIVAL = 0.82
"""From here on the gate takes a candidate for the same claim: another such one does not speak against it."""

SUGGEST = 0.5
"""The least probability with which a verdict is offered as perhaps another claim."""

RELATED = 0.6
"""How much must be shared for an improbable verdict to be offered all the same: near misses are told."""

CONFLICTING = 0.45
"""The most that a pair with a conflict may reach: worth a suggestion at best."""

COPIED = 0.985
"""What it is worth, at least, that a message has the claim's words in their order, whatever the cross-encoder
says of them."""

EXACT = 0.995
"""What equality of the whole normalised text, or a known link, is worth."""

UNREAD = 0.3
"""The most that a pair may reach which the cross-encoder did not read."""

MANY_VERDICTS = 1_000
"""From here on an archive is dense enough for standing out in it to mean something."""

MAX_ANSWERS = 6
MAX_TOLD = 6
MAX_SHOWN = 5
MAX_PARTS = 16
MAX_CANDIDATES = 12
MAX_COMPARED = 6
PAIRS_PER_CANDIDATE = 2
MAX_READ = 4
"""How much is told and looked at: claims of an answer and verdicts on them, candidates shown, parts of a
message, candidates found, those read closely, pairs of each."""
