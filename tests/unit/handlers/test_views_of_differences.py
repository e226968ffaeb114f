"""What differs is said once, and at most twice."""

import pytest

from claims.decision import Conflict, ConflictKind
from handlers.views.words import differences

EUROS = Conflict(ConflictKind.NUMBER, "5,000 euros", "500 euros")
BARE = Conflict(ConflictKind.NUMBER, "5,000", "500")
UNSAID = Conflict(ConflictKind.NUMBER, "", "500")
OTHER = Conflict(ConflictKind.NUMBER, "5", "50")
PLACE = Conflict(ConflictKind.PLACE, "Verdania", "Norland")
OPPOSITE = Conflict(ConflictKind.NEGATION, "", "")
NOT = Conflict(ConflictKind.NEGATION, "not", "")
NOT_CURE = Conflict(ConflictKind.STATEMENT, "not cure", "")


@pytest.mark.parametrize(
    ("conflicts", "told"),
    [
        ([], []),
        ([EUROS, BARE], [EUROS]),
        ([BARE, EUROS], [EUROS]),
        ([UNSAID, EUROS], [EUROS]),
        ([EUROS, OTHER], [EUROS, OTHER]),
        ([BARE, EUROS, PLACE, OPPOSITE], [EUROS, PLACE]),
        ([OPPOSITE, EUROS], [OPPOSITE, EUROS]),
        ([NOT, NOT_CURE], [NOT]),
    ],
)
def test_a_difference_that_another_one_says_more_fully_is_left_out(
    conflicts: list[Conflict], told: list[Conflict]
) -> None:
    assert differences(conflicts) == told
