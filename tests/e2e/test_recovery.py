"""Stories of a bot that is killed, stopped, poisoned and locked out: as a child process, over HTTP."""

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from benchmarks.children import FORWARDCHECK, Child, Command, started
from benchmarks.crowd import KNOWN_CLAIMS
from benchmarks.ledger import left_to_do, read_ledger
from benchmarks.recovery import Mode, measure_ours, measure_stock
from benchmarks.trial import OurBot, Trial, trial
from handlers.joining import QUIET
from simulator.person import Person
from simulator.world import DEFAULT_TOKEN
from tests.support.newsroom import Newsroom

pytestmark = pytest.mark.slow

# The children have a home of their own, with a file in it. On PostgreSQL they are killed by
# `python -m benchmarks.recovery --mode webhook --replicas 3 --database postgres`.
on_a_file = pytest.mark.sqlite

START_SECONDS = 30.0
STOP_SECONDS = 10.0


@pytest.fixture
def bot(tmp_path: Path) -> OurBot:
    """Our bot with a home of its own."""
    return OurBot(tmp_path / "home")


@pytest.fixture
async def tried(bot: OurBot, tmp_path: Path) -> AsyncIterator[Trial]:
    """That bot in front of ten people, not started yet."""
    seeded = random.Random(7)  # noqa: S311 - dice, not secrets
    async with trial(bot, 10, seeded, tmp_path / "bot.log") as opened:
        yield opened


def _waiting_in(bot: OurBot) -> int:
    """Return how many messages the bot has stored and not handled."""
    try:
        return left_to_do(bot.database)[0]
    except sqlite3.OperationalError:
        return 0  # being opened


@on_a_file
@pytest.mark.parametrize("mode", Mode)
async def test_killed_in_the_middle_of_40_forwards_all_are_answered_or_queued_and_none_twice(
    tmp_path: Path, mode: Mode
) -> None:
    outcome, ledger = await measure_ours(tmp_path, kills=1, messages=40, seed=3, mode=mode)

    assert (outcome.lost, outcome.answered_twice) == (0, 0)
    assert outcome.replied + outcome.unknown - outcome.unknown_arrived == 40
    assert 0 < outcome.replied_with_a_verdict < outcome.replied  # some are answered, others queued
    assert (ledger.integrity, ledger.left_in_inbox) == ("ok", 0)


@on_a_file
async def test_the_stock_polling_loop_loses_messages_in_the_same_trial(tmp_path: Path) -> None:
    outcome = await measure_stock(tmp_path, kills=1, messages=40, seed=3)

    assert outcome.lost > 0


@on_a_file
async def test_asked_to_stop_in_the_middle_it_ends_well_and_nothing_is_lost_or_unclear(
    bot: OurBot, tried: Trial
) -> None:
    for _ in range(40):
        tried.crowd.forwards_one()
    async with tried.bot() as child:
        await tried.until_replies(child, 5)
        exit_code = await child.stop(STOP_SECONDS)
    replied_before_the_stop = len(tried.crowd.replies)
    async with tried.bot() as child:
        await tried.until_rest(child)
        await child.stop(STOP_SECONDS)

    assert exit_code == 0
    assert 5 <= replied_before_the_stop < 40
    assert list(tried.crowd.replies.values()) == [1] * 40
    assert read_ledger(bot.database).outbox["unknown"] == 0


@on_a_file
async def test_killed_between_a_comment_and_its_forward_it_answers_them_as_one(
    bot: OurBot, tried: Trial
) -> None:
    ana = Person(tried.world)
    ana.says("Is this true? My aunt sent it")
    forward = ana.forwards(KNOWN_CLAIMS[0], from_channel="City News")
    second_half = tried.world.updates.pending.pop()
    async with tried.bot() as child, asyncio.timeout(START_SECONDS):
        while not _waiting_in(bot):  # noqa: ASYNC110 - looked at from outside
            await asyncio.sleep(0.02)
        await child.kill()
    tried.world.updates.pending.append(second_half)
    await asyncio.sleep(QUIET.total_seconds())
    async with tried.bot() as child:
        await tried.until_rest(child)
        await child.stop(STOP_SECONDS)

    assert [message.reply_to for message in ana.messages] == [forward]


@on_a_file
async def test_a_poisoned_update_is_set_aside_after_three_tries_and_blocks_nobody(
    bot: OurBot, tried: Trial
) -> None:
    poison = {"update_id": 700_000_900, "message": {"message_id": "not a number", "date": [], "chat": 7}}
    tried.crowd.forwards_one()
    tried.world.updates.push_raw(poison)
    tried.crowd.forwards_one()
    async with tried.bot() as child:
        await tried.until_rest(child)
        tried.crowd.forwards_one()
        await tried.until_rest(child)
        await child.stop(STOP_SECONDS)
    ledger = read_ledger(bot.database)

    assert list(tried.crowd.replies.values()) == [1, 1, 1]
    assert ledger.inbox[poison["update_id"]] == "dead"
    assert ledger.tries[poison["update_id"]] == 3
    assert ledger.left_in_inbox == 0


@on_a_file
async def test_without_a_token_it_ends_with_one_line_that_names_the_demo(tmp_path: Path) -> None:
    command = Command((*FORWARDCHECK, "run"), {"FORWARDCHECK_HOME": str(tmp_path)})
    async with started(command, tmp_path / "bot.log") as child:
        exit_code = await child.ended(START_SECONDS)

    assert exit_code != 0
    [line] = child.log_text.splitlines()
    assert "BOT_TOKEN" in line
    assert "make demo" in line


@on_a_file
async def test_a_token_that_telegram_does_not_know_ends_it_with_one_clear_line(
    tmp_path: Path, tried: Trial
) -> None:
    command = tried.subject.command(tried.api_url)
    wrong = {
        "BOT_TOKEN": "987654:not-the-token-of-any-bot-at-all-000000",
        "FORWARDCHECK_LOG_LEVEL": "WARNING",
    }
    async with started(
        Command(command.arguments, {**command.settings, **wrong}), tmp_path / "x.log"
    ) as child:
        exit_code = await child.ended(START_SECONDS)

    assert exit_code != 0
    assert child.log_text.splitlines() == ["Telegram refused the bot token; get a new one from @BotFather"]


@on_a_file
async def test_a_token_revoked_while_it_runs_ends_it_with_a_clear_line_and_loses_nothing(
    bot: OurBot, tried: Trial
) -> None:
    async with tried.bot() as child:
        tried.crowd.forwards_one()
        await tried.until_rest(child)
        tried.world.token = "123456:a-new-token-after-the-old-one-was-revoked"
        tried.crowd.forwards_one()
        exit_code = await child.ended(STOP_SECONDS)
    tried.world.token = DEFAULT_TOKEN
    async with tried.bot() as child_with_a_good_token:
        await tried.until_rest(child_with_a_good_token)

    assert exit_code != 0
    assert "Telegram refused the bot token" in child.log_text
    assert list(tried.crowd.replies.values()) == [1, 1]
    assert read_ledger(bot.database).outbox["unknown"] == 0


@on_a_file
async def test_a_second_instance_is_named_in_the_log(tmp_path: Path, tried: Trial) -> None:
    other = OurBot(tmp_path / "other home")
    await other.prepare()
    async with tried.bot() as first, started(other.command(tried.api_url), tmp_path / "second.log") as second:
        async with asyncio.timeout(START_SECONDS):
            while "second_instance" not in first.log_text + second.log_text:
                _both_run(first, second)
                await asyncio.sleep(0.05)
        named = [
            line for line in (first.log_text + second.log_text).splitlines() if "second_instance" in line
        ]

    assert "another process polls with this token" in named[0]


def _both_run(*children: Child) -> None:
    for child in children:
        child.must_run()


async def test_a_reply_refused_for_the_token_is_sent_once_the_token_is_good_again(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    ana.forwards("The old stone bridge in Lindhaven will be closed for two years from Monday")
    newsroom.world.token = "123456:a-new-token-after-the-old-one-was-revoked"
    await newsroom.receive()
    newsroom.clock.advance(seconds=5)
    await newsroom.program.worker.handle_waiting()
    await newsroom.program.sender.send_all()
    refused = [call for call in newsroom.world.calls if (call.method, call.status) == ("sendMessage", 401)]
    newsroom.world.token = DEFAULT_TOKEN
    await newsroom.settle()

    assert len(refused) == 1
    assert len(ana.messages) == 1
