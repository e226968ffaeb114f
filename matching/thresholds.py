"""Owns every threshold of the decision, and the cost from which they follow.

A wrong verdict weighs as fifty unanswered messages. On the development probes, each row judged by a formula
that saw no row of the same claim, answering from 0.67 on gives 161 of 258 restatements and 9 of 345 near
misses; from 0.8 on 148 and 5. Where one near miss comes for ten restatements, which real traffic hardly
reaches, both cost the same; with fewer near misses the lower bar costs less.
"""

WRONG_ANSWER_COST = 50.0
"""How many unanswered messages one wrong verdict weighs."""

ANSWER = 0.67
"""The least probability with which a verdict is given as the answer."""

ANSWER_ACROSS_LANGUAGES = 0.95
"""The same where message and verdict are in different languages: words and vetoes see less there."""

SUGGEST = 0.25
"""The least probability with which a verdict is offered as perhaps another claim."""

RELATED = 0.6
"""How much must be shared for an improbable verdict to be offered all the same: near misses are told."""

CONFLICTING = 0.45
"""The most that a pair with a conflict may reach: worth a suggestion at best."""

EXACT = 0.995
"""What equality of the whole normalised text, or a known link, is worth."""

WORTH_READING = 0.02
"""The least probability by words and vectors alone with which the cross-encoder reads a pair."""

UNREAD = 0.3
"""The most that a pair may reach which the cross-encoder did not read."""

MAX_ANSWERS = 3
MAX_SHOWN = 5
MAX_PARTS = 16
MAX_CANDIDATES = 10
MAX_COMPARED = 6
PAIRS_PER_CANDIDATE = 2
MAX_READ = 5
"""How much is looked at: parts of a message, candidates found, those read closely, pairs of each."""
