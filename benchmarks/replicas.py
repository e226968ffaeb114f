"""Owns the trial of replicas: webhook processes on one PostgreSQL database behind nginx, killed in turn.

Run by `python -m benchmarks.recovery --mode webhook --replicas 3 --database postgres`.
"""

import asyncio
import json
import random
import shutil
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import postgres, results
from benchmarks.children import Child, Command, free_port, started
from benchmarks.crowd import Crowd
from benchmarks.ledger import Ledger
from benchmarks.trial import LOOK_EVERY_SECONDS, REST_SECONDS, OurBot, Trial, trial

RATE = 8.0  # messages a second
AWAY_SECONDS = (0.0, 2.0)  # how long a killed replica stays away
BETWEEN_KILLS_SECONDS = (1.0, 3.0)
START_SECONDS = 90.0
STOP_SECONDS = 15.0
QUIET_SECONDS = 2.0
LOOK_AT_SILENCE_SECONDS = 0.1


class NoNginxError(Exception):
    """This machine has no nginx; the text says what to install."""


@dataclass
class Replica:
    """One process: how it is started, and how often it was killed."""

    command: Command
    log: Path
    child: Child | None = None
    kills: int = 0
    exits: list[int] = field(default_factory=list)
    log_start: int = 0  # where the log of the present process begins

    @property
    def takes_posts(self) -> bool:
        """Whether its present process runs and listens."""
        return self.child is not None and self.child.runs and "listening " in _log(self)[self.log_start :]


class Replicas(OurBot):
    """The bot as several processes."""

    quiet_seconds = QUIET_SECONDS

    def __init__(self, folder: Path, server: postgres.Server, name: str, number: int) -> None:
        self._server, self._name = server, name
        super().__init__(folder / "prepare", {"DATABASE_URL": server.url(name)})
        self.database_url = server.url(name)
        self.front = free_port()
        self.ports = [free_port() for _ in range(number)]
        self._folder = folder

    async def prepare(self) -> None:
        """Publish verdicts on the claims that the crowd knows."""
        self._server.create(self._name)
        await self.publish(self.database_url)

    def replicas(self, api_url: str) -> list[Replica]:
        """Return the replicas, none of them started."""
        base = self.command(api_url)
        return [
            Replica(
                Command(
                    (*base.arguments, "--webhook"),
                    {
                        **base.settings,
                        "FORWARDCHECK_HOME": str(self._folder / f"replica-{number}"),
                        "FORWARDCHECK_HTTP_PORT": str(port),
                        "WEBHOOK_URL": f"http://127.0.0.1:{self.front}/telegram",
                    },
                ),
                self._folder / f"replica-{number}.log",
            )
            for number, port in enumerate(self.ports, 1)
        ]

    def at_rest(self) -> bool:
        """Tell whether everything taken in is handled and everything owed is sent."""
        left = self._server.ask(
            self._name,
            "SELECT (SELECT count(*) FROM inbox WHERE state = 'new')"
            " + (SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending'))",
        )
        return left == [["0"]]

    def ledger(self) -> Ledger:
        """Return what the database says in the end."""
        inbox = self._server.ask(self._name, "SELECT update_id, state, tries FROM inbox")
        unclear = self._server.ask(self._name, "SELECT params FROM outbox WHERE state = 'unknown'")
        return Ledger(
            inbox={int(number): state for number, state, _ in inbox},
            tries={int(number): int(tries) for number, _, tries in inbox},
            outbox=Counter(state for (state,) in self._server.ask(self._name, "SELECT state FROM outbox")),
            unclear=frozenset(json.loads(params)["reply_parameters"]["message_id"] for (params,) in unclear),
            integrity=self._server.integrity(self._name),
        )


@asynccontextmanager
async def nginx(folder: Path, front: int, ports: Sequence[int]) -> AsyncIterator[None]:
    """Run nginx in front of the ports until the block is left.

    Raises:
        NoNginxError: there is none.
    """
    program = shutil.which(
        "nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin"
    )
    if program is None:
        raise NoNginxError("nginx is not installed; on Debian: apt-get install nginx-light")
    servers = "\n".join(f"    server 127.0.0.1:{port} max_fails=1 fail_timeout=1s;" for port in ports)
    config = folder / "nginx.conf"
    temporary = "\n".join(
        f"  {kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config.write_text(f"""\
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{}}
http {{
  access_log off;
{temporary}
  upstream forwardcheck {{
{servers}
  }}
  server {{
    listen 127.0.0.1:{front};
    location = /telegram {{
      proxy_pass http://forwardcheck;
      proxy_next_upstream error timeout http_502 http_503 non_idempotent;
      proxy_connect_timeout 1s;
      proxy_read_timeout 20s;
    }}
  }}
}}
""")
    command = Command((program, "-c", str(config), "-e", str(folder / "nginx.log")), {})
    async with started(command, folder / "nginx.out"):
        yield


async def measure(folder: Path, *, replicas: int, kills: int, messages: int, seed: int) -> dict[str, Any]:
    """Forward `messages` posts at a steady rate while replicas are killed and started again; return what
    became of them.

    Raises:
        NoPostgresError, NoNginxError: this machine lacks one of them.
    """
    with postgres.running(safe=True) as server:
        bot = Replicas(folder, server, "newsroom", replicas)
        seeded = random.Random(seed)  # noqa: S311 - dice, not secrets
        async with (
            nginx(folder, bot.front, bot.ports),
            trial(bot, max(8, messages // 5), seeded, folder / "unused.log") as tried,
            AsyncExitStack() as stack,
        ):
            crew = bot.replicas(tried.api_url)
            for replica in crew:
                replica.child = await stack.enter_async_context(started(replica.command, replica.log))
            await _until_registered(tried, crew)
            worst = await _chaos(tried, crew, stack, kills=kills, messages=messages, dice=seeded)
            await _until_rest(tried, bot, crew)
            for replica in crew:
                assert replica.child is not None  # noqa: S101 - narrows the type
                replica.exits.append(await replica.child.stop(STOP_SECONDS))
            return _report(tried.crowd, bot.ledger(), crew, worst)


async def _until_registered(tried: Trial, crew: Sequence[Replica]) -> None:
    async with asyncio.timeout(START_SECONDS):
        while tried.world.webhook is None or sum("webhook_set" in _log(one) for one in crew) < len(crew):
            _must_run(crew)
            await asyncio.sleep(LOOK_EVERY_SECONDS)


async def _chaos(
    tried: Trial,
    crew: Sequence[Replica],
    stack: AsyncExitStack,
    *,
    kills: int,
    messages: int,
    dice: random.Random,
) -> "Silence":
    """Return the longest time without a reply while messages waited for one."""
    gaps = Gaps(tried, crew)
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(gaps.watch())
        forwarding = group.create_task(_forward(tried.crowd, messages))
        for _ in range(kills):
            await asyncio.sleep(dice.uniform(*BETWEEN_KILLS_SECONDS))
            victim = dice.choice(crew)
            assert victim.child is not None  # noqa: S101 - narrows the type
            await victim.child.kill()
            victim.kills += 1
            await asyncio.sleep(dice.uniform(*AWAY_SECONDS))
            victim.log_start = len(_log(victim))
            victim.child = await stack.enter_async_context(started(victim.command, victim.log))
        await forwarding
        watching.cancel()
    return gaps.longest


@dataclass(slots=True)
class Silence:
    """A time in which nobody hears anything although somebody waits, in seconds. In `nobody_up` of them no
    replica took posts; in `not_posted` of the others a post waited at the server for its next try."""

    seconds: float = 0.0
    nobody_up: float = 0.0
    not_posted: float = 0.0


class Gaps:
    """Watches for silence."""

    def __init__(self, tried: Trial, crew: Sequence[Replica]) -> None:
        self._tried = tried
        self._crew = crew
        self.longest = Silence()

    async def watch(self) -> None:
        """Watch for ever."""
        crowd = self._tried.crowd
        seen, silence, looked_at = crowd.reply_count, Silence(), time.monotonic()
        while True:
            await asyncio.sleep(LOOK_AT_SILENCE_SECONDS)
            if crowd.reply_count != seen or crowd.reply_count == len(crowd.forwarded):
                seen, silence = crowd.reply_count, Silence()
            passed, looked_at = time.monotonic() - looked_at, time.monotonic()
            silence.seconds += passed
            if not any(replica.takes_posts for replica in self._crew):
                silence.nobody_up += passed
            elif self._tried.world.updates.pending:
                silence.not_posted += passed
            if silence.seconds >= self.longest.seconds:
                self.longest = silence


async def _forward(crowd: Crowd, messages: int) -> None:
    for _ in range(messages):
        crowd.forwards_one()
        await asyncio.sleep(1 / RATE)


async def _until_rest(tried: Trial, bot: Replicas, crew: Sequence[Replica]) -> None:
    async with asyncio.timeout(REST_SECONDS):
        while True:
            _must_run(crew)
            resting = not tried.world.updates.pending and await asyncio.to_thread(bot.at_rest)
            calls = len(tried.world.calls)
            await asyncio.sleep(bot.quiet_seconds)
            if resting and calls == len(tried.world.calls) and await asyncio.to_thread(bot.at_rest):
                return


def _must_run(crew: Sequence[Replica]) -> None:
    for replica in crew:
        if replica.child is not None:
            replica.child.must_run()


def _log(replica: Replica) -> str:
    return replica.log.read_text(encoding="utf-8", errors="replace") if replica.log.exists() else ""


def _report(crowd: Crowd, ledger: Ledger, crew: Sequence[Replica], worst: Silence) -> dict[str, Any]:
    replies = crowd.replies
    lost = [
        sent
        for sent in crowd.forwarded
        if sent.message.id not in replies
        and not (sent.message.id in ledger.unclear and sent.update_id in ledger.inbox)
    ]
    return {
        "lost": len(lost),
        "answered_twice": sum(count > 1 for count in replies.values()),
        "replied": len(replies),
        "replied_with_a_verdict": crowd.answered_with_a_verdict,
        "unknown": ledger.outbox.get("unknown", 0),
        "unknown_arrived": len(ledger.unclear & replies.keys()),
        "integrity": ledger.integrity,
        "left_in_inbox": ledger.left_in_inbox,
        "outbox": dict(ledger.outbox),
        "longest_silence_seconds": round(worst.seconds, 2),
        "of_which_no_replica_was_up": round(worst.nobody_up, 2),
        "of_which_a_post_waited_at_the_server": round(worst.not_posted, 2),
        "kills_by_replica": [replica.kills for replica in crew],
        "updates_taken_in_by_replica": [_log(replica).count("updates_stored") for replica in crew],
        "exit_codes": [replica.exits[-1] for replica in crew],
    }


def keep(report: Mapping[str, object]) -> None:
    """Put an outcome among the results, instead of the last one of the same seed."""
    run = {"run": f"replicas {report['replicas']} seed {report['seed']}", **report}
    results.merge("recovery_replicas", "run", [{**run, "machine": dict(results.machine())}])
