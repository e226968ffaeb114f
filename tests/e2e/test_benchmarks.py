"""The benchmarks run: each in its quickest form, against a real child process."""

import json
import subprocess
import sys

import pytest

from benchmarks.growth import ACTS, SIZES
from benchmarks.results import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]


def measured(*arguments: str) -> dict[str, object]:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, check=True, timeout=240
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_throughput_measures_both_bots_and_says_where_the_time_goes():
    found = measured("benchmarks.throughput", "--quick", "--json")

    mixed = found["kinds"]["mixed"]
    assert mixed["bot"]["cpu_ms"] > mixed["echo"]["cpu_ms"] > 0
    assert found["stages_ms"]["bot"]["the database"] > 0
    assert "the database" not in found["stages_ms"]["echo"]


def test_growth_measures_every_act_for_everything_that_grows():
    grown = measured("benchmarks.growth", "--quick", "--json")["grown"]

    assert set(grown) == set(SIZES)
    assert {tuple(row["size"] for row in rows) for rows in grown.values()} == {(10,)}
    assert min(row[act] for rows in grown.values() for row in rows for act in ACTS) > 0
