"""The chart of the figures."""

import pytest

from handlers.views.figures import chart


@pytest.mark.parametrize(
    ("counts", "bars"),
    [
        ([], ""),
        ([0, 0], "▁▁"),
        ([1], "█"),
        ([0, 1, 7], "▁▂█"),
        ([0, 1, 1_000_000], "▁▂█"),
        ([7, 6, 5, 4, 3, 2, 1, 0], "█▇▆▅▄▃▂▁"),
    ],
)
def test_bars_are_in_proportion_and_one_is_more_than_none(counts: list[int], bars: str) -> None:
    assert chart(counts) == bars
