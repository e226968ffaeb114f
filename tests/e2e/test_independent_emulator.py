"""The core story against a Bot API server of others, so that our simulator is not our only witness."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot import lifecycle
from bot.clock import SystemClock
from bot.settings import Settings
from bot.wiring import Program, open_program
from claims.review import ModeratorId
from claims.usecases.import_verdicts import ImportVerdicts
from claims.usecases.manage_moderators import ManageModerators
from matching.embeddings import TwoEncoders
from matching.segment import fingerprint
from tests.support.builders import a_ruling
from tests.support.recording_proxy import Call, RecordingProxy, emulated_telegram

TOKEN = "123456:token-of-an-emulated-bot"
PATIENCE_SECONDS = 15.0
STOP_SECONDS = 5.0
LEMON = "Drinking warm lemon water cures the flu."
BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"
ANA, MAX = 501, 502


@dataclass
class Scene:
    """The running bot, and people who write to it through the emulator."""

    program: Program
    proxy: RecordingProxy
    running: "asyncio.Task[None]"
    date: int
    _message_ids: "count[int]" = field(default_factory=lambda: count(1_000))

    async def says(self, person_id: int, text: str, **more: Any) -> int:
        """Let a person write; return the number of the message."""
        message_id = next(self._message_ids)
        message: dict[str, Any] = {
            "message_id": message_id,
            "date": self.date,
            "chat": {"id": person_id, "type": "private", "first_name": "Somebody"},
            "from": _user(person_id),
            "text": text,
            **more,
        }
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        await self.proxy.emulator.enqueue_update({"message": message}, token=TOKEN)
        return message_id

    async def forwards(self, person_id: int, text: str) -> int:
        """Let a person forward a channel's post; return the number of the message."""
        channel = {"id": -1001234567890, "type": "channel", "title": "City News"}
        origin = {"type": "channel", "date": self.date - 3600, "chat": channel, "message_id": 17}
        return await self.says(person_id, text, forward_origin=origin)

    async def presses(self, person_id: int, call: Call, label: str) -> None:
        """Let a person press a button under a message of the bot."""
        buttons = [button for row in call.params["reply_markup"]["inline_keyboard"] for button in row]
        query = {
            "id": f"press-{next(self._message_ids)}",
            "from": _user(person_id),
            "message": call.response["result"],
            "chat_instance": str(person_id),
            "data": next(button["callback_data"] for button in buttons if button["text"] == label),
        }
        await self.proxy.emulator.enqueue_update({"callback_query": query}, token=TOKEN)

    async def hears(self, person_id: int, number: int) -> Call:
        """Wait for the `number`-th message to a person, counted from 1."""
        await self.until(lambda: len(self.proxy.sent_to(person_id)) >= number)
        return self.proxy.sent_to(person_id)[number - 1]

    async def until(self, met: Callable[[], bool]) -> None:
        """Wait until that is so.

        Raises:
            TimeoutError: it is not within 15 seconds.
        """
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not met():
                if self.running.done():
                    self.running.result()
                await asyncio.sleep(0.02)


def _user(person_id: int) -> dict[str, Any]:
    return {"id": person_id, "is_bot": False, "first_name": "Somebody", "language_code": "en"}


@asynccontextmanager
async def _running(program: Program) -> AsyncIterator["asyncio.Task[None]"]:
    stop = asyncio.Event()
    running = asyncio.create_task(lifecycle.run(program, stop))
    try:
        yield running
    finally:
        stop.set()
        async with asyncio.timeout(STOP_SECONDS):
            await running


@pytest.fixture
async def scene(tmp_path: Path, embedder: TwoEncoders) -> AsyncIterator[Scene]:
    """The bot with one verdict and one moderator, in front of the emulator."""
    async with emulated_telegram() as proxy:
        settings = Settings(home=tmp_path, newsroom="Test newsroom", api_url=proxy.url)
        async with open_program(settings, TOKEN, embedder=embedder) as program:
            clock = SystemClock()
            await ImportVerdicts(program.store, clock, fingerprint)([a_ruling()])
            await ManageModerators(program.store, clock).add(ModeratorId(MAX), "Max")
            async with _running(program) as running:
                yield Scene(program, proxy, running, int(clock.now().timestamp()))


async def test_a_known_claim_is_answered_under_its_question(scene: Scene) -> None:
    question = await scene.forwards(ANA, LEMON)
    answer = await scene.hears(ANA, 1)

    assert "False" in answer.params["text"].splitlines()[0]
    for part in ("lemon water cures the flu", "No food or drink", "Example Health Desk"):
        assert part in answer.params["text"]
    assert answer.params["reply_parameters"]["message_id"] == question
    assert scene.proxy.refused == []


async def test_an_unknown_claim_is_queued_ruled_on_and_the_asker_hears_back(scene: Scene) -> None:
    await scene.says(MAX, "/start")
    await scene.hears(MAX, 1)
    await scene.forwards(ANA, BRIDGE)
    assert "We have not checked this yet." in (await scene.hears(ANA, 1)).params["text"]
    card = await scene.hears(MAX, 2)
    assert "New claim to check" in card.params["text"]

    await scene.presses(MAX, card, "Take")
    await scene.until(lambda: any(call.method == "answerCallbackQuery" for call in scene.proxy.calls))
    await scene.says(MAX, "/verdict 1 false The repairs take three nights. https://example.org/bridge")
    ruling = await scene.hears(ANA, 2)
    done = await scene.hears(MAX, 3)

    assert "False" in ruling.params["text"]
    assert "The repairs take three nights." in ruling.params["text"]
    assert "https://example.org/bridge" in str(ruling.params)
    assert "1 person is told." in done.params["text"]
    assert len(scene.proxy.sent_to(ANA)) == 2
    assert scene.proxy.refused == []


async def test_ten_forwards_in_a_burst_get_one_reply_each_in_order(scene: Scene) -> None:
    questions = [await scene.forwards(ANA, LEMON) for _ in range(10)]
    await scene.hears(ANA, 10)

    answers = scene.proxy.sent_to(ANA)
    assert [answer.params["reply_parameters"]["message_id"] for answer in answers] == questions
