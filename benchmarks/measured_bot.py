"""Runs a bot as it is, except that it is looked into, or that its own pace is out of the way.

    python -m benchmarks.measured_bot [--unpaced] [--stages FILE] -- run

What follows `--` is the command line of forwardcheck, or `echo URL TOKEN` for the smallest bot that the
library allows. With `--stages` it is looked into from SIGUSR1 on; what was seen is written when it ends.
"""

import argparse
import json
import signal
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from benchmarks import stock_bot
from benchmarks.stages import Sampler
from bot import cli
from claims import pacing
from claims.usecases import deliver

AS_FAST_AS_IT_CAN = pacing.Pace(timedelta(microseconds=1), burst=1_000_000)


def main() -> None:
    """Run it."""
    options, command = _options()
    if options.unpaced:
        deliver.OVERALL = AS_FAST_AS_IT_CAN
    sampler = Sampler()
    if options.stages:
        signal.signal(signal.SIGUSR1, lambda _number, _frame: sampler.start())
    with suppress(SystemExit):
        _run(command)
    if options.stages:
        sampler.stop()
        by_stage, by_stack = sampler.booked()
        seen = {"seconds": sampler.seconds, "by_stage": dict(by_stage), "by_stack": dict(by_stack)}
        options.stages.write_text(json.dumps(seen), encoding="utf-8")


def _run(command: list[str]) -> None:
    sys.argv = ["measured", *command[1:]] if command[0] == "echo" else ["forwardcheck", *command]
    if command[0] == "echo":
        stock_bot.main()
    else:
        cli.main()


def _options() -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.measured_bot")
    parser.add_argument("--unpaced", action="store_true")
    parser.add_argument("--stages", type=Path)
    at = sys.argv.index("--")
    return parser.parse_args(sys.argv[1:at]), sys.argv[at + 1 :]


if __name__ == "__main__":
    main()
