"""Stories of the public pages: the bot leads to them, and they follow what the newsroom does."""

import asyncio
import itertools
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot import lifecycle
from bot.settings import Settings
from bot.stage import free_port
from bot.wiring import open_program
from matching.embeddings import TwoEncoders
from simulator.person import Person
from simulator.world import DEFAULT_TOKEN
from tests.support.builders import a_ruling
from tests.support.newsroom import Newsroom, open_newsroom

PATIENCE_SECONDS, LOOK_EVERY_SECONDS = 20, 0.05
ADDRESS = "https://news.example/checks"
BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
async def newsroom(tmp_path: Path, embedder: TwoEncoders) -> AsyncIterator[Newsroom]:
    """A running newsroom with public pages."""
    async with open_newsroom(tmp_path, embedder=embedder, site_url=ADDRESS) as opened:
        yield opened


@pytest.fixture
async def reader(newsroom: Newsroom) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody with a browser, at what the running program serves."""
    assert newsroom.program.web is not None
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=newsroom.program.web.app)) as client:
        yield client


def link(person: Person, label: str) -> str:
    """Return where a button under the last message leads."""
    [button] = [button for button in person.last.buttons if button.text == label]
    assert button.kind == "url"
    return str(button.value)


async def ruled(newsroom: Newsroom, asker: Person) -> Person:
    """Let somebody ask and a moderator rule; return the moderator."""
    moderator = await newsroom.moderator()
    asker.forwards(BRIDGE)
    await newsroom.settle()
    moderator.says("/verdict 1 false Three nights of repairs are planned. https://town.example/bridge")
    await newsroom.settle()
    return moderator


async def test_an_answer_without_a_publishers_page_leads_to_ours(
    newsroom: Newsroom, reader: httpx.AsyncClient
) -> None:
    ana = newsroom.person()
    await ruled(newsroom, ana)
    page = await reader.get(link(ana, "Read the fact-check"))

    assert link(ana, "Read the fact-check") == f"{ADDRESS}/verdict/1"
    assert "More: town.example" in ana.last.text
    assert page.status_code == 200
    assert BRIDGE in page.text


async def test_who_asks_later_is_led_there_too_and_can_share_it(newsroom: Newsroom) -> None:
    await ruled(newsroom, newsroom.person())
    ben = newsroom.person("Ben")
    ben.forwards(BRIDGE)
    await newsroom.settle()

    assert link(ben, "Read the fact-check") == f"{ADDRESS}/verdict/1"
    assert "url=https%3A%2F%2Fnews.example%2Fchecks%2Fverdict%2F1" in link(ben, "Share")


async def test_an_answer_with_a_publishers_page_leads_to_theirs(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    ana.forwards("Drinking warm lemon water cures the flu.")
    await newsroom.settle()

    assert link(ana, "Read the fact-check") == "https://example.org/lemon"


@pytest.mark.parametrize("command", ["/link 2 {page}", "/verdict 2 {page}"])
async def test_a_link_to_our_page_is_the_verdict_itself(newsroom: Newsroom, command: str) -> None:
    moderator = await ruled(newsroom, newsroom.person())
    ben = newsroom.person("Ben")
    ben.forwards("Nobody may fish in the lake of Grayford any more, the guards say")
    await newsroom.settle()
    moderator.says(command.format(page=f"{ADDRESS}/verdict/1?lang=es"))
    await newsroom.settle()
    if command.startswith("/verdict"):
        moderator.presses("Publish")
        await newsroom.settle()
    async with newsroom.program.store.reading() as tx:
        count = await tx.verdicts.count()

    assert count == 1
    assert link(ben, "Read the fact-check") == f"{ADDRESS}/verdict/1"


async def test_a_page_follows_the_desk(newsroom: Newsroom, reader: httpx.AsyncClient) -> None:
    ana = newsroom.person()
    moderator = await ruled(newsroom, ana)
    newsroom.clock.advance(days=2)
    moderator.says("/edit 1 misleading")
    await newsroom.settle()
    corrected = await reader.get(f"{ADDRESS}/verdict/1")

    moderator.says("/retract 1")
    await newsroom.settle()
    moderator.presses("Withdraw")
    await newsroom.settle()
    withdrawn = await reader.get(f"{ADDRESS}/verdict/1")

    assert "was False, now Misleading" in corrected.text
    assert withdrawn.status_code == 410
    assert BRIDGE not in withdrawn.text


async def test_pages_and_the_webhooks_neighbours_share_one_application(reader: httpx.AsyncClient) -> None:
    paths = {"/healthz": 503, "/checks/": 200, "/checks/robots.txt": 200, "/": 404}
    statuses = {path: (await reader.get(f"https://news.example{path}")).status_code for path in paths}

    assert statuses == paths


@pytest.mark.slow
def test_chat_serves_its_pages_without_a_token(tmp_path: Path) -> None:
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")} | {
        "FORWARDCHECK_HOME": str(tmp_path),
        "FORWARDCHECK_SITE_URL": ADDRESS,
        "FORWARDCHECK_HTTP_PORT": str(port),
        "PYTHONPATH": str(ROOT),
    }
    program = [sys.executable, "-c", "from bot.cli import main; main()", "chat"]
    with subprocess.Popen(  # noqa: S603 - our own program
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as chat:
        assert chat.stdin is not None
        assert chat.stdout is not None
        first = chat.stdout.readline().decode()
        [address] = re.findall(r"http://\S+", first)
        page = httpx.get(address, trust_env=False)
        chat.stdin.close()
        assert chat.wait(60) == 0

    assert first == f"Public pages, while this runs: http://127.0.0.1:{port}/checks/\n"
    assert page.status_code == 200


@pytest.mark.parametrize(
    "sent",
    ["https://news.example/checks/verdict/1", "http://NEWS.example/checks/verdict/1/?utm_source=tg#top"],
)
async def test_a_link_to_our_own_page_is_known(newsroom: Newsroom, sent: str) -> None:
    await ruled(newsroom, newsroom.person())
    ben = newsroom.person("Ben")
    ben.says(sent)
    await newsroom.settle()

    assert ben.last_message.startswith("❌ False")


async def test_a_link_to_our_own_page_beside_another_statement_is_only_offered(newsroom: Newsroom) -> None:
    await ruled(newsroom, newsroom.person())
    ben = newsroom.person("Ben")
    ben.says(f"Soldiers guard the bakers of Lindhaven since Monday night {ADDRESS}/verdict/1")
    await newsroom.settle()

    assert ben.last_message.startswith("We found fact-checks that may be about something else.")


@pytest.mark.parametrize("sent", [f"{ADDRESS}/verdict/99", f"{ADDRESS}/verdict/1x", f"{ADDRESS}/verdict/"])
async def test_a_page_of_ours_that_is_not_there_is_not_known(newsroom: Newsroom, sent: str) -> None:
    await ruled(newsroom, newsroom.person())
    ben = newsroom.person("Ben")
    ben.says(sent)
    await newsroom.settle()

    assert "False" not in ben.last_message


async def test_pages_come_up_though_telegram_is_out_of_reach(tmp_path: Path, embedder: TwoEncoders) -> None:
    port, away = free_port(), free_port()
    settings = Settings(
        home=tmp_path,
        api_url=f"http://127.0.0.1:{away}",
        site_url=f"http://127.0.0.1:{port}/checks",
        http_port=port,
    )
    async with (
        open_program(settings, DEFAULT_TOKEN, embedder=embedder) as program,
        httpx.AsyncClient(trust_env=False) as client,
    ):
        stop = asyncio.Event()
        running = asyncio.create_task(lifecycle.run(program, stop))
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await _shown(client, f"http://127.0.0.1:{port}/checks/")
        finally:
            stop.set()
            await running


async def _shown(client: httpx.AsyncClient, page: str) -> None:
    """Look for the page again and again, until it is there."""
    for _ in itertools.count():
        await asyncio.sleep(LOOK_EVERY_SECONDS)
        try:
            if (await client.get(page)).status_code == 200:
                return
        except httpx.TransportError:
            continue


async def test_the_feed_speaks_the_readers_language(newsroom: Newsroom, reader: httpx.AsyncClient) -> None:
    await ruled(newsroom, newsroom.person())
    spanish = await reader.get(f"{ADDRESS}/feed.xml", headers={"accept-language": "es"})
    chosen = await reader.get(f"{ADDRESS}/feed.xml?lang=de", headers={"accept-language": "es"})
    page = await reader.get(f"{ADDRESS}/?lang=de")

    assert f"<title>Falso: {BRIDGE}</title>" in spanish.text
    assert f"<title>Falsch: {BRIDGE}</title>" in chosen.text
    assert spanish.headers["content-language"] == "es"
    assert 'href="/checks/feed.xml?lang=de"' in page.text
