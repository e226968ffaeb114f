"""Stories of everything that the bot leans on breaking: each for real, and nobody lost or answered twice."""

import pytest

from benchmarks import operating_page
from benchmarks.breakages import BREAKAGES, observe

QUICK = [name for name, breakage in BREAKAGES.items() if breakage.quick]


@pytest.mark.slow
@pytest.mark.parametrize("name", QUICK)
async def test_nothing_is_lost_and_nobody_is_answered_twice(name: str) -> None:
    observed = await observe(name)
    if observed.not_run:
        pytest.skip(f"not run here: {observed.not_run}")

    assert (observed.lost, observed.answered_twice) == (0, 0)
    assert observed.integrity == "ok"
    assert observed.recovered


def test_the_document_tells_what_was_measured() -> None:
    page = operating_page.PAGE.read_text(encoding="utf-8")

    assert operating_page.renewed(page) == page
