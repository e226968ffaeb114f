"""The bot killed in the middle of forwards, before a Bot API server of others instead of our simulator."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from benchmarks.children import Child, started
from benchmarks.crowd import KNOWN_CLAIMS, PLACES, RUMOURS
from benchmarks.ledger import read_ledger
from benchmarks.trial import OurBot
from tests.support.recording_proxy import RecordingProxy, emulated_telegram

pytestmark = pytest.mark.slow

TOKEN = "123456:token-of-an-emulated-bot"
PEOPLE = range(501, 509)
KILLS = 3
PORTION = 10  # one for each start, of which there is one more than kills
SEED = 11
SEND_DELAY_SECONDS = 0.4  # so long that some sends are under way at every kill
FORWARD_EVERY_SECONDS = 0.15
QUIET_SECONDS = 2.0
PATIENCE_SECONDS = 60.0
STOP_SECONDS = 10.0

Asked = tuple[int, int]
"""A question: its chat and its message's number."""


@dataclass
class Story:
    """People who forward posts through the emulator to a bot that is killed; `asked` holds what they sent."""

    bot: OurBot
    proxy: RecordingProxy
    seeded: random.Random
    log: Path
    asked: list[Asked] = field(default_factory=list)

    async def forward(self, count: int, every_seconds: float = 0.0) -> None:
        """Let people forward that many posts."""
        for _ in range(count):
            await asyncio.sleep(every_seconds)
            person_id, message_id = self.seeded.choice(PEOPLE), 1_000 + len(self.asked)
            message = _forwarded(person_id, message_id, self._post())
            await self.proxy.emulator.enqueue_update({"message": message}, token=TOKEN)
            self.asked.append((person_id, message_id))

    def _post(self) -> str:
        if self.seeded.random() < 0.5:
            return self.seeded.choice(KNOWN_CLAIMS)
        place, number = self.seeded.choice(PLACES), self.seeded.randint(2, 400)
        return self.seeded.choice(RUMOURS).format(place=place, number=number)

    @property
    def replies(self) -> Mapping[Asked, int]:
        """How many replies to each question the emulator accepted, of those with any."""
        return Counter(
            (int(call.params["chat_id"]), call.params["reply_parameters"]["message_id"])
            for call in self.proxy.calls
            if call.method == "sendMessage" and call.response["ok"] and "reply_parameters" in call.params
        )

    async def until_killed(self) -> None:
        """Start the bot before waiting posts and kill it at a drawn moment while others come in."""
        await self.forward(PORTION // 2)
        async with started(self.bot.command(self.proxy.url), self.log) as child:
            await self.first_reply(child)
            in_time = self.seeded.randint(1, PORTION // 2)
            await self.forward(in_time, FORWARD_EVERY_SECONDS)
            await asyncio.sleep(self.seeded.uniform(0, FORWARD_EVERY_SECONDS))
            child.must_run()
            await child.kill()
        await self.forward(PORTION // 2 - in_time)

    async def until_rest(self) -> None:
        """Start the bot for the last time and stop it once it has nothing left to do."""
        await self.forward(PORTION // 2)
        async with started(self.bot.command(self.proxy.url), self.log) as child:
            await self.first_reply(child)
            await self.forward(PORTION // 2, FORWARD_EVERY_SECONDS)
            await self._until(child, self._is_at_rest())
            await child.stop(STOP_SECONDS)

    async def first_reply(self, child: Child) -> None:
        """Wait until one more reply has arrived."""
        before = self.replies
        await self._until(child, lambda: self.replies != before)

    def _is_at_rest(self) -> Callable[[], bool]:
        """Return what tells whether nothing was owed and no call came in for two seconds."""
        calls, since = -1, 0.0

        def is_at_rest() -> bool:
            nonlocal calls, since
            if len(self.proxy.calls) != calls or not self.bot.at_rest():
                calls, since = len(self.proxy.calls), time.monotonic()
            return time.monotonic() - since > QUIET_SECONDS

        return is_at_rest

    async def _until(self, child: Child, met: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not met():
                child.must_run()
                await asyncio.sleep(0.02)


def _forwarded(person_id: int, message_id: int, text: str) -> dict[str, Any]:
    date = int(time.time())
    channel = {"id": -1001234567890, "type": "channel", "title": "City News"}
    return {
        "message_id": message_id,
        "date": date,
        "chat": {"id": person_id, "type": "private", "first_name": "Somebody"},
        "from": {"id": person_id, "is_bot": False, "first_name": "Somebody", "language_code": "en"},
        "text": text,
        "forward_origin": {"type": "channel", "date": date - 3600, "chat": channel, "message_id": 17},
    }


async def test_killed_three_times_amid_40_forwards_none_is_lost_and_none_answered_twice(
    tmp_path: Path,
) -> None:
    bot = OurBot(tmp_path / "home", {"BOT_TOKEN": TOKEN})
    await bot.prepare()
    async with emulated_telegram() as proxy:
        proxy.late_seconds = SEND_DELAY_SECONDS
        seeded = random.Random(SEED)  # noqa: S311 - dice, not secrets
        story = Story(bot, proxy, seeded, tmp_path / "bot.log")
        for _ in range(KILLS):
            await story.until_killed()
        await story.until_rest()
    ledger, replies = read_ledger(bot.database), story.replies
    lost = [asked for asked in story.asked if asked not in replies and asked[1] not in ledger.unclear]
    twice = [asked for asked, count in replies.items() if count > 1]
    print(  # noqa: T201 - the counts, for whoever runs it with -s
        f"asked {len(story.asked)}, replied {len(replies)}, lost {len(lost)}, twice {len(twice)}, "
        f"unknown {ledger.outbox['unknown']}, interrupted sends {proxy.interrupted}"
    )

    assert len(story.asked) == (KILLS + 1) * PORTION
    assert proxy.interrupted > 0  # else the kills fell between the sends and this shows little
    assert (lost, twice) == ([], [])
    assert replies.keys() <= set(story.asked)
    assert (ledger.integrity, ledger.left_in_inbox) == ("ok", 0)
    assert proxy.refused == []
