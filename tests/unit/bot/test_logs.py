"""What reaches the log."""

import logging
from collections.abc import Iterator

import pytest

from bot import logs


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def test_what_sounds_like_a_fault_and_is_none_stays_out(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO")
    logging.getLogger("faiss.loader").info("Could not load library with AVX2 support due to: …")
    logging.getLogger("bot").info("stopped")

    assert capsys.readouterr().err.splitlines()[0].endswith("INFO bot stopped")
