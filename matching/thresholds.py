"""Owns every threshold of the decision, and the cost from which they follow.

A wrong verdict weighs as fifty unanswered messages.
"""

WRONG_ANSWER_COST = 50.0
"""How many unanswered messages one wrong verdict weighs."""

ANSWER = 0.72
"""The least probability with which a verdict is given as the answer."""

ANSWER_ACROSS_LANGUAGES = 0.9
"""The same where message and verdict are in different languages: words and vetoes see less there."""

SUGGEST = 0.25
"""The least probability with which a verdict is offered as perhaps another claim."""

CONFLICTING = 0.45
"""The most that a pair with a conflict may reach: worth a suggestion at best."""

EXACT = 0.995
"""What equality of the whole normalised text, or a known link, is worth."""

MAX_ANSWERS = 3
MAX_SHOWN = 5
MAX_PARTS = 16
MAX_CANDIDATES = 10
MAX_COMPARED = 6
PAIRS_PER_CANDIDATE = 2
"""How much is looked at: parts of a message, candidates found, those read closely, pairs of each."""
