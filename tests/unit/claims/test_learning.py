"""What labelled pairs teach."""

from datetime import timedelta

import pytest

from claims.learning import (
    ENOUGH_PAIRS,
    LabelledPair,
    LabelSource,
    barred,
    base_key,
    calibrate,
    disputed_verdict,
    settle,
    wilson_lower,
)
from claims.verdict import VerdictId
from tests.support.builders import NOON


def a_pair(number: int = 1, *, same: bool = True, minutes: int = 0, **changes: object) -> LabelledPair:
    values: dict[str, object] = {
        "key": f"text {number}",
        "verdict_id": VerdictId(number),
        "source": LabelSource.ASKER_PICKED if same else LabelSource.ASKER_REJECTED,
        "probability": 0.9,
    }
    return LabelledPair(same=same, labelled_at=NOON + timedelta(minutes=minutes), **(values | changes))  # type: ignore[arg-type]  # built by name


def test_precision_is_counted_from_each_threshold_upwards() -> None:
    pairs = [a_pair(1, probability=0.95), a_pair(2, probability=0.9), a_pair(3, same=False, probability=0.6)]

    found = {one.threshold: (one.pairs, one.same) for one in calibrate(pairs, (0.5, 0.9, 0.99)).precisions}
    assert found == {0.5: (3, 2), 0.9: (2, 2), 0.99: (0, 0)}


def test_few_pairs_are_not_enough_however_right_they_are() -> None:
    few = calibrate([a_pair(number) for number in range(1, ENOUGH_PAIRS)], (0.5,))
    enough = calibrate([a_pair(number) for number in range(1, ENOUGH_PAIRS + 1)], (0.5,))

    assert (few.enough, enough.enough) == (False, True)
    assert enough.precisions[0].lowest == pytest.approx(0.886, abs=0.001)


def test_a_moderators_newest_word_outweighs_askers() -> None:
    said = [
        a_pair(same=False, times=9),
        a_pair(source=LabelSource.LINKED, minutes=1),
        a_pair(same=False, source=LabelSource.RULED_OTHERWISE, minutes=2),
    ]

    assert [(pair.same, pair.source) for pair in settle(said)] == [(False, LabelSource.RULED_OTHERWISE)]
    assert [pair.same for pair in settle(said[:2])] == [True]


def test_askers_go_by_the_majority_and_doubt_means_another_claim() -> None:
    assert [pair.same for pair in settle([a_pair(times=2), a_pair(same=False)])] == [True]
    assert [pair.same for pair in settle([a_pair(), a_pair(same=False)])] == [False]


def test_only_a_moderator_bars_a_verdict_for_everybody() -> None:
    moderator = a_pair(2, same=False, source=LabelSource.RULED_OTHERWISE)

    assert barred([a_pair(1, same=False, times=50), moderator]) == {2}
    assert barred([moderator, a_pair(2, source=LabelSource.LINKED, minutes=1)]) == frozenset()


def test_what_the_matcher_did_not_offer_counts_as_missed() -> None:
    found = calibrate([a_pair(1, probability=None), a_pair(2)], (0.5,))

    assert (found.pairs, found.missed, found.precisions[0].pairs) == (2, 1, 1)


def test_nothing_said_is_nothing_measured() -> None:
    found = calibrate([], (0.5,))

    assert (found.pairs, found.precisions[0].share, found.precisions[0].lowest) == (0, None, 0.0)


@pytest.mark.parametrize(
    ("key", "base", "verdict"),
    [("stone bridge!12", "stone bridge", 12), ("wow!", "wow!", None), ("a!0", "a!0", None), ("", "", None)],
)
def test_a_disputed_key_names_its_text_and_its_verdict(key: str, base: str, verdict: int | None) -> None:
    assert (base_key(key), disputed_verdict(key)) == (base, verdict)


@pytest.mark.parametrize(
    ("right", "number", "low"), [(0, 0, 0.0), (10, 10, 0.722), (5, 10, 0.237), (0, 10, 0.0)]
)
def test_the_interval_is_wilsons(right: int, number: int, low: float) -> None:
    assert wilson_lower(right, number) == pytest.approx(low, abs=0.001)
