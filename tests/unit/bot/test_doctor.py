"""What `forwardcheck doctor` says of the store."""

from pathlib import Path

import pytest

from bot.doctor import examine
from bot.settings import Settings


@pytest.mark.parametrize(
    ("chosen", "told"), [("Pacific/Auckland", "Pacific/Auckland"), ("", "that of this machine (")]
)
async def test_the_time_zone_is_named(tmp_path: Path, chosen: str, told: str) -> None:
    lines = await examine(Settings(home=tmp_path, time_zone=chosen))

    assert [line for line in lines if line.startswith(f"time zone: {told}")]


async def test_the_store_in_use_and_its_health_are_named(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    kind = {"sqlite": "SQLite, one process", "postgres": "PostgreSQL, shared by replicas"}
    chosen = kind[request.config.getoption("--store")]

    lines = await examine(Settings(home=tmp_path))

    assert f"database: {chosen}; answers and can be written" in lines
