"""The locks agree: what is installed for PostgreSQL is what the tests ran with, and runs beside the rest."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def pins(name: str) -> dict[str, str]:
    text = (ROOT / f"requirements{name}.lock").read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z0-9_.-]+)==(\S+) ", text, re.MULTILINE))


@pytest.mark.parametrize("name", ["", "-postgres"])
def test_what_runs_was_tested_in_that_version(name: str) -> None:
    assert pins(name).items() <= pins("-dev").items()


def test_postgres_adds_its_driver_and_nothing_else() -> None:
    assert pins("-postgres").keys() - pins("").keys() == {"asyncpg"}
    assert pins("").items() <= pins("-postgres").items()


@pytest.mark.parametrize("name", ["", "-postgres", "-dev"])
def test_every_pin_has_its_hashes(name: str) -> None:
    text = (ROOT / f"requirements{name}.lock").read_text(encoding="utf-8")

    assert all("--hash=sha256:" in block for block in re.split(r"(?m)^(?=[a-z0-9])", text)[1:])
