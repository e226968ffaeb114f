"""The last sum: the gate's word, and how far a candidate stands out among the others."""

from dataclasses import replace

import numpy as np
import pytest

from claims.decision import Conflict, ConflictKind, How
from claims.verdict import VerdictId
from matching import thresholds
from matching.candidates import Candidate
from matching.certainty import hope_among, weighed
from matching.gate import Judged
from matching.ranker import NOBODY, Place
from matching.records import Stored
from matching.segment import Part

OUTSTANDING = Place(total=4.0, words=1.0, part=0.85, whole=0.8)
LESS_OUTSTANDING = Place(total=3.4, words=0.9, part=0.75, whole=0.7)
FAR_OFF = Place(total=2.0, words=0.6, part=0.5, whole=0.45)


def a_candidate(number: int, place: Place) -> Candidate:
    stored = Stored(VerdictId(number), "en", ("A claim of five words",), ())
    return Candidate(stored, np.zeros((2, 896), dtype=np.float32), How.WORDS, place)


def judged(candidate: Candidate, probability: float) -> Judged:
    return Judged(
        candidate=candidate,
        part=Part("a message", "a message", whole=True),
        probability=probability,
        near=0.8,
        related=0.5,
        conflicts=(),
        vetoed=False,
        english=True,
        readable=True,
        contained=False,
        same_language=True,
    )


def certainty(one: Judged, *others: Candidate) -> float:
    return weighed([one], [one.candidate, *others], 10_000)[0].probability


def test_what_the_gate_accepts_and_what_stands_out_is_answered() -> None:
    assert certainty(judged(a_candidate(1, OUTSTANDING), 0.97)) >= thresholds.ANSWER


def test_what_stands_beside_another_that_fits_as_well_is_not() -> None:
    rival = a_candidate(2, OUTSTANDING)

    assert certainty(judged(a_candidate(1, OUTSTANDING), 0.97), rival) < thresholds.ANSWER


def test_another_publishers_check_of_the_same_claim_is_no_rival() -> None:
    first, second = a_candidate(1, OUTSTANDING), a_candidate(2, OUTSTANDING)
    both = weighed([judged(first, 0.97), judged(second, 0.97)], [first, second], 10_000)

    assert [one.probability >= thresholds.ANSWER for one in both] == [True, True]


def test_standing_out_does_not_outweigh_a_gate_that_says_no() -> None:
    assert certainty(judged(a_candidate(1, OUTSTANDING), 0.3)) < thresholds.ANSWER


def test_a_veto_stands_above_the_sum() -> None:
    vetoed = replace(judged(a_candidate(1, OUTSTANDING), 0.99), vetoed=True)

    assert certainty(vetoed) == thresholds.CONFLICTING


def test_texts_that_lie_too_far_apart_are_never_answered() -> None:
    far = replace(judged(a_candidate(1, OUTSTANDING), 0.99), near=0.4)

    assert certainty(far) <= thresholds.FAR


def test_in_other_languages_the_word_of_the_gate_stands() -> None:
    unread = replace(judged(a_candidate(1, OUTSTANDING), 0.7), english=False)

    assert certainty(unread) == 0.7


def test_in_a_small_archive_standing_out_counts_less() -> None:
    one = judged(a_candidate(1, OUTSTANDING), 0.8)

    assert weighed([one], [one.candidate], 3)[0].probability < certainty(one)


def test_a_lead_is_measured_against_the_best_of_each_kind() -> None:
    by_words = Place(total=2.0, words=0.9, part=0.3, whole=0.2)
    by_meaning = Place(total=2.0, words=0.2, part=0.7, whole=0.6)

    assert OUTSTANDING.lead([by_words, by_meaning]) == pytest.approx(2.0 + 0.1 + 2 * 0.15 + 2 * 0.2)


def test_alone_a_candidate_leads_over_what_any_text_reaches() -> None:
    assert NOBODY.lead([]) == 0.0


def test_in_a_small_archive_standing_out_alone_is_no_suggestion() -> None:
    one = judged(a_candidate(1, OUTSTANDING), 0.4)

    assert weighed([one], [one.candidate], 3)[0].probability < thresholds.SUGGEST
    assert certainty(one) >= thresholds.SUGGEST


@pytest.mark.parametrize(
    ("probability", "answered"),
    [(0.95, True), (thresholds.SURE - 0.01, False)],
    ids=["a sure gate", "a gate less sure"],
)
def test_among_few_verdicts_a_conflict_needs_a_surer_gate(probability: float, *, answered: bool) -> None:
    conflict = Conflict(ConflictKind.STATEMENT, "a wolf", "a lion")
    one = replace(judged(a_candidate(1, OUTSTANDING), probability), conflicts=(conflict,))

    [summed] = weighed([one], [one.candidate], 3)

    assert (summed.probability >= thresholds.ANSWER) is answered
    assert summed.probability >= thresholds.SUGGEST


@pytest.mark.parametrize(
    ("verdicts", "probability", "conflicts", "answered"),
    [
        (3, 0.95, (), True),
        (3, thresholds.SURE - 0.01, (), False),
        (3, 0.95, (Conflict(ConflictKind.STATEMENT, "a wolf", "a lion"),), False),
        (10_000, 0.99, (), False),
    ],
    ids=["sure", "less sure", "a conflict", "among many"],
)
def test_a_claim_in_quite_other_words_needs_a_surer_gate_and_a_small_archive(
    verdicts: int, probability: float, conflicts: tuple[Conflict, ...], *, answered: bool
) -> None:
    near = thresholds.NEAR_IF_SURE + 0.01
    one = replace(judged(a_candidate(1, OUTSTANDING), probability), near=near, conflicts=conflicts)

    assert (weighed([one], [one.candidate], verdicts)[0].probability >= thresholds.ANSWER) is answered


def test_what_lies_near_is_worth_reading_beside_what_may_be_the_claim_too() -> None:
    one, other = a_candidate(1, LESS_OUTSTANDING), a_candidate(2, OUTSTANDING)

    assert hope_among([one, other], 10_000)(one, thresholds.NEAR, 0.98, {})
    assert hope_among([one, other], 10_000)(one, thresholds.NEAR, 0.98, {other.stored.id: 0.9})


def test_it_is_not_worth_it_behind_what_was_read_and_is_not_the_claim() -> None:
    one, other = a_candidate(1, LESS_OUTSTANDING), a_candidate(2, OUTSTANDING)

    assert not hope_among([one, other], 10_000)(one, thresholds.NEAR, 0.98, {other.stored.id: 0.1})


def test_nor_behind_what_is_not_compared_any_more() -> None:
    one, others = a_candidate(1, LESS_OUTSTANDING), [a_candidate(at, OUTSTANDING) for at in range(2, 8)]

    assert not hope_among([one, *others], 10_000)(one, thresholds.NEAR, 0.98, {})
    assert hope_among([one, *others[:-1]], 10_000)(one, thresholds.NEAR, 0.98, {})


def test_what_lies_far_is_worth_reading_only_where_it_may_stand_out() -> None:
    one, rivals = a_candidate(1, FAR_OFF), [a_candidate(number, FAR_OFF) for number in (2, 3)]
    standing_out = a_candidate(4, replace(FAR_OFF, total=4.0, words=1.0))

    assert not hope_among([one, *rivals], 10_000)(one, 0.5, 0.9, {})
    assert hope_among([standing_out, *rivals], 10_000)(standing_out, 0.5, 0.9, {})


def test_among_few_verdicts_what_lies_far_is_never_worth_reading() -> None:
    one = a_candidate(1, replace(FAR_OFF, total=4.0, words=1.0))

    assert not hope_among([one], thresholds.MANY_VERDICTS - 1)(one, 0.5, 0.99, {})
