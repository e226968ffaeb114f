"""What reaches the log."""

import logging
from collections.abc import Iterator

import httpx
import pytest
from telegram import Bot

from bot import logs

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw-_x"  # made up


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


@pytest.mark.parametrize("level", ["DEBUG", "INFO"])
async def test_no_token_whoever_logs_it(capsys: pytest.CaptureFixture[str], level: str) -> None:
    logs.configure(level)
    bot, link = Bot(TOKEN), f"https://api.telegram.org/bot{TOKEN}/getMe"
    try:
        raise ValueError(f"{bot!r} could not ask {link}")
    except ValueError:
        logging.getLogger("bot").exception("asked bot=%r link=%s", bot, link)
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: httpx.Response(200))) as client:
        await client.get(link)

    written = capsys.readouterr().err
    assert TOKEN not in written
    assert "ValueError" in written
    assert f"bot{logs.HIDDEN}/getMe" in written
    assert "HTTP Request" not in written
