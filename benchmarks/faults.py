"""Breaks everything that the bot leans on, one thing after the other, and writes down what was seen.

    python -m benchmarks.faults
    python -m benchmarks.faults --write-docs

Each fault is made for real, against the simulator, with the bot as a child process (inside this one where its
clock must jump). Exit code 0 when no fault cost a message, no message got two answers, and the bot came back
each time. `--write-docs` keeps what was seen in benchmarks/results and renders it into docs/operating.md.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

from benchmarks import operating_page, results
from benchmarks.breakages import BREAKAGES, observe
from benchmarks.lab import Observed


def main() -> None:
    """Run the faults that were asked for, one after the other."""
    options = _options()
    seen: list[Observed] = []
    for name in options.only or BREAKAGES:
        observed = asyncio.run(observe(name))
        seen.append(observed)
        if not options.json:
            sys.stdout.write(f"{_describe(observed)}\n")
            sys.stdout.flush()
    if options.json:
        sys.stdout.write(f"{json.dumps([as_json(observed) for observed in seen], indent=1)}\n")
    if options.write_docs:
        results.merge("faults", "fault", [as_json(observed) for observed in seen], list(BREAKAGES))
        operating_page.write()
    raise SystemExit(0 if _hold(seen) else 1)


def as_json(observed: Observed) -> dict[str, object]:
    """Return one line of the matrix as plain values."""
    title = BREAKAGES[observed.fault].title
    return {
        **asdict(observed),
        "title": title,
        "log": list(observed.log),
        "recovered": observed.recovered,
        "commit": results.commit(),
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__.split("\n")[0])
    parser.add_argument("--only", nargs="+", choices=list(BREAKAGES), help="these faults alone")
    parser.add_argument("--json", action="store_true", help="print JSON, one object a fault")
    parser.add_argument("--write-docs", action="store_true", help="keep the results, renew docs/operating.md")
    return parser.parse_args()


def _hold(seen: Sequence[Observed]) -> bool:
    return all(observed.not_run or observed.kept_the_promise for observed in seen)


def _describe(observed: Observed) -> str:
    title = BREAKAGES[observed.fault].title
    if observed.not_run:
        return f"{title}: not run here: {observed.not_run}"
    unknown = f"unknown {observed.unknown} (arrived {observed.unknown_arrived})"
    ended = "went on" if observed.exit_code is None else f"ended with {observed.exit_code}"
    back = f"back after {observed.recovery_seconds} s" if observed.recovered else "NOT BACK"
    log = " / ".join(observed.log) or "no line"
    return (
        f"{title}: {observed.messages} messages, answered {observed.answered}, lost {observed.lost}, "
        f"twice {observed.answered_twice}, {unknown}, {ended}, {back}\n  {log}"
    )


if __name__ == "__main__":
    main()
