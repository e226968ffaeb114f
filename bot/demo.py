"""Owns `forwardcheck demo`: six scenes on a stage, then the browser chat."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from importlib import resources
from pathlib import Path

from bot.importing import import_file
from bot.settings import GivenSettings, Settings
from bot.stage import Stage, free_port, open_stage
from bot.transcript import Transcript
from simulator.chat_page import Sample
from simulator.person import Person

Print = Callable[[str], None]

FORWARD = (
    "‼️ NATO boss Mark Rutte: if Trump surrenders Ukraine to Putin, I personally kick the US out of the"
    " alliance 🤡 Share before they delete it"
)
RETELLING = (
    "Is it true that Rutte said he would throw the United States out of NATO if Trump gives up Ukraine?"
)
GENUINE = (
    "NATO chief Mark Rutte has warned Donald Trump that a bad peace deal for Ukraine would encourage China,"
    " Iran and North Korea"
)
UNKNOWN = "The old stone bridge in Lindhaven will be closed for two years from Monday, the town hall says"
RULING = (
    "false The town hall has announced repairs for three nights in May; there is no closure."
    " https://example.org/lindhaven-bridge"
)
SAMPLES = [
    Sample("The false quote", FORWARD, "Daily Buzz"),
    Sample("Genuine news, same people", GENUINE, "World Wire"),
    Sample(
        "Another amount",
        "From May, households in Verdania are fined 5,000 euros for watering the garden",
        "City News",
    ),
    Sample("A cure", "Doctors hide it: warm lemon water cures the flu within a day", "Health Secrets"),
    Sample("Nobody has checked this", UNKNOWN, "Lindhaven Today"),
    Sample("Good morning", "Good morning 🌞🌸", "Family"),
]


async def run_demo(*, keep_serving: bool, stop: asyncio.Event, say: Print) -> None:
    """Play the scenes; with `keep_serving`, serve the browser chat until `stop` is set."""
    with tempfile.TemporaryDirectory(prefix="forwardcheck-demo-") as folder:
        settings = demo_settings(Path(folder))
        await load_demo_verdicts(settings)
        async with open_stage(settings, SAMPLES) as stage:
            await play(stage, say)
            if keep_serving:
                say(f"The same bot is waiting for you in the browser: {stage.url}")
                say(f"The public pages of its verdicts: {settings.site.address}/")
                say("Ctrl-C ends it.")
                await stop.wait()


def demo_settings(home: Path) -> Settings:
    """Return the settings of a newsroom with public pages on this machine, whatever the environment says."""
    port = free_port()
    return GivenSettings(
        home=home,
        database_url=None,
        newsroom="Demo newsroom",
        embedder="default",
        site_url=f"http://127.0.0.1:{port}",
        http_host="127.0.0.1",
        http_port=port,
    )


async def load_demo_verdicts(settings: Settings) -> None:
    """Import the verdicts that come with the program."""
    with resources.as_file(resources.files("bot") / "demo_verdicts.jsonl") as path:
        await import_file(settings, path)


async def play(stage: Stage, say: Print) -> None:
    """Play the six scenes and print them."""
    transcript = Transcript((stage.asker, stage.neighbour, stage.moderator))
    scenes: list[tuple[str, Callable[[], Awaitable[None]]]] = [
        ("A forward that fact-checkers know", lambda: _forward(stage.asker, FORWARD, "Daily Buzz")),
        ("The same claim, retold", lambda: _say(stage.asker, RETELLING)),
        ("Genuine news about the same people", lambda: _forward(stage.asker, GENUINE, "World Wire")),
        ("A claim nobody has checked yet", lambda: _forward(stage.asker, UNKNOWN, "Lindhaven Today")),
        ("The moderator rules, and Ana hears back", lambda: _rule(stage)),
        ("Someone else forwards it later", lambda: _forward(stage.neighbour, UNKNOWN, "Village Chat")),
    ]
    for number, (title, act) in enumerate(scenes, start=1):
        say(f"── Scene {number}: {title} " + "─" * max(60 - len(title), 3))
        await act()
        await stage.settle()
        for line in transcript.news():
            say(line)


async def _forward(person: Person, text: str, channel: str) -> None:
    person.forwards(text, from_channel=channel)


async def _say(person: Person, text: str) -> None:
    person.says(text)


async def _rule(stage: Stage) -> None:
    async with stage.program.store.reading() as tx:
        item = next(item for item in await tx.items.open(50) if item.text == UNKNOWN)
    stage.moderator.says("/queue")
    await stage.settle()
    stage.moderator.says(f"/verdict {item.id} {RULING}")
