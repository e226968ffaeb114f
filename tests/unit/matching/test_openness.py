"""Of a long message it is said that the rest was not checked, unless nothing is left of it."""

import pytest

from claims.decision import Answer, leave_open
from matching.matcher import HybridMatcher
from tests.unit.matching.conftest import CLAIMS

BOTH = f"{CLAIMS[2]} {CLAIMS[3]}"


@pytest.mark.parametrize(
    "message",
    [
        BOTH,
        f"{CLAIMS[3]}\n\n{CLAIMS[2]}",
        f"{BOTH} Unbelievable!",
        f"Good morning! {BOTH} Is this true?",
        f"{BOTH} Please share before they delete it!",
        f"My cousin sent me this: {BOTH}",
        f"{CLAIMS[2]} Unbelievable! {CLAIMS[3]} {CLAIMS[2]}",
    ],
)
def test_nothing_is_left_open_where_each_sentence_is_answered(matcher: HybridMatcher, message: str) -> None:
    assert opened(matcher, message) == (False, {3, 4})


@pytest.mark.parametrize(
    "beside",
    [
        "The cat slept all day on the old sofa.",
        "Putin died.",
        "The mayor of Elmsworth sold the town forest to a mining company.",
        "He died today, they say.",
        "Er ist tot.",
    ],
)
def test_what_may_be_a_claim_is_open(matcher: HybridMatcher, beside: str) -> None:
    for message in (f"{beside} {BOTH}", f"{BOTH}\n{beside}", f"{CLAIMS[2]} {beside} {CLAIMS[3]}"):
        assert opened(matcher, message) == (True, {3, 4})


def test_what_stands_in_the_sentence_of_a_claim_is_open(matcher: HybridMatcher) -> None:
    message = f"{CLAIMS[2].rstrip('.')} and the mayor has sold the forest. {CLAIMS[3]}"

    assert opened(matcher, message)[0]


def test_of_more_than_is_read_something_is_open(matcher: HybridMatcher) -> None:
    assert opened(matcher, f"{BOTH} {'Wow! ' * 2_000}")[0]
    assert opened(matcher, "\n".join([BOTH, *["Wow!"] * 200]))[0]


def test_without_one_of_its_answers_the_message_is_open_again(matcher: HybridMatcher) -> None:
    decision = matcher.decide(BOTH)

    assert isinstance(decision, Answer)
    assert [leave_open([match]) for match in decision.matches] == [True, True]


def test_the_message_as_a_whole_leaves_nothing_open(matcher: HybridMatcher) -> None:
    assert opened(matcher, CLAIMS[2]) == (False, {3})


def opened(matcher: HybridMatcher, message: str) -> tuple[bool, set[int]]:
    """Return whether the answer leaves something open, and what it tells."""
    decision = matcher.decide(message)
    assert isinstance(decision, Answer), decision
    return leave_open(decision.matches), {match.verdict_id for match in decision.matches}
