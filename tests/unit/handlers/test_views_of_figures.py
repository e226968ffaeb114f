"""The chart of the figures, and how rulings are counted."""

from datetime import UTC, datetime, timedelta

import pytest

from claims.figures import Figures
from claims.news import Digest
from handlers.i18n import Catalogues
from handlers.views.figures import chart, digest


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


@pytest.mark.parametrize(
    ("language", "rulings", "line"),
    [
        ("en", 1, "1 ruling, 2.5 h after the first question"),
        ("en", 2, "2 rulings, half of them within 2.5 h of the first question"),
        ("ru", 1, "1 вердикт, 2,5 ч после первого вопроса"),
        ("ru", 21, "21 вердикт, половина — в течение 2,5 ч после первого вопроса"),
    ],
)
def test_the_median_wait_of_twenty_one_rulings_is_not_that_of_one(
    language: str, rulings: int, line: str
) -> None:
    day = datetime(2026, 5, 3, tzinfo=UTC)
    figures = Figures(
        since=day,
        until=day + timedelta(days=1),
        asked=0,
        at_once=0,
        after_review=0,
        waiting=0,
        rulings=rulings,
        median_wait=timedelta(hours=2.5),
    )

    told = digest(Digest(day.date(), figures), Catalogues.load().for_language(language)).html

    assert line in told
