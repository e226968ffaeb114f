"""How long does a decision take among a thousand verdicts, and among a million? Beside four other ways.

    python -m benchmarks.lookup [--verdicts N ...] [--json] [--work FOLDER] [--keep] [--write-docs]

For each size, each in a process of its own pinned to one core with one thread: whole decisions (text to
Decision, encoding and gate included), the memory of the process, the start from the saved index, one verdict
added; and the same of four other ways to find the nearest verdicts. Times are by the clock and, since other
programs may use the core, by the processor. What is real and what is made up: benchmarks/lookup_archive.py.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import results
from benchmarks.lookup_archive import Archive, Asked, real
from benchmarks.lookup_rivals import RIVALS, Rival
from benchmarks.memory import resident_mib
from benchmarks.stories import Storyteller
from claims.verdict import VerdictId
from matching.matcher import HybridMatcher

SIZES = (1_000, 10_000, 100_000, 500_000, 1_000_000)
NAME = "lookup"
_ADDED = 20
_FRESH = 20_000_000  # stories from here on are added while it is measured
_LIMIT = 10
_RIVAL_SECONDS = 15.0
_LEAST_ASKED = 12
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--verdicts", type=int, nargs="*", default=SIZES, metavar="N", help="none: measure nothing"
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--work", type=Path, help="keep the archive there, for a second run")
    parser.add_argument("--shared", type=Path, default=results.ROOT.parent / "shared")
    parser.add_argument("--keep", action="store_true", help="keep the figures in benchmarks/results")
    parser.add_argument("--write-docs", action="store_true", help="write docs/scaling.md from kept figures")
    parser.add_argument("--step", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        print(json.dumps(_step(given.step, given.verdicts[0], given.work, given.shared)))  # noqa: T201
        return
    with tempfile.TemporaryDirectory() as temporary:
        rows = []
        for size in sorted(set(given.verdicts)):
            rows.append(_size(size, given.work or Path(temporary), given.shared))
            if given.keep:
                results.merge(NAME, "verdicts", rows)
    print(json.dumps(rows, indent=1) if given.json else "\n".join(map(_line, rows)))  # noqa: T201
    if given.write_docs:
        from benchmarks import lookup_page

        lookup_page.write()


def _size(size: int, work: Path, shared: Path) -> dict[str, Any]:
    """Measure one size; an archive that grew to it before in the same folder is used as it is."""
    steps_path = work / "steps.json"
    steps = json.loads(steps_path.read_text("utf-8")) if steps_path.exists() else {}
    if str(size) not in steps:
        steps[str(size)] = {"archive": _child("grow", size, work, shared)}
        for name in RIVALS:
            steps[str(size)][name] = _child(f"build {name}", size, work, shared)
        steps_path.write_text(json.dumps(steps, indent=1), "utf-8")
    ours = _child("ours", size, work, shared)
    hits = ours.pop("hits")
    rivals = {name: _child(f"rival {name}", size, work, shared) for name in RIVALS}
    for name, rival in rivals.items():
        rival["build_seconds"] = steps[str(size)][name]["seconds"]
        rival["add_ms"] = rival["add_ms"] or 1_000 * rival["build_seconds"]
        rival["our_recall_on_the_same"] = _share(hits[: rival["asked_with_verdict"]])
        rival["decision_is_faster_by"] = round(rival["cpu_p50_ms"] / ours["cpu_p50_ms"], 2)
        rival["finding_is_faster_by"] = round(rival["cpu_p50_ms"] / ours["finding"]["cpu_p50_ms"], 2)
    return {
        "verdicts": size,
        **ours,
        "build": [step["archive"] for at, step in steps.items() if int(at) <= size],
        "alternatives": rivals,
        "measured_at": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": results.machine(),
    }


def _child(step: str, size: int, work: Path, shared: Path) -> dict[str, Any]:
    """Run a step in a process of its own; on one core, unless it builds."""
    print(f"{size:,} {step}", file=sys.stderr, flush=True)  # noqa: T201 - a command that tells how far it is
    arguments = ["--step", step, "--verdicts", str(size), "--work", str(work), "--shared", str(shared)]
    pinned = step.startswith(("ours", "rival"))
    done = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-m", "benchmarks.lookup", *arguments],
        cwd=results.ROOT,
        env=os.environ | ONE_THREAD,
        stdout=subprocess.PIPE,
        check=True,
        preexec_fn=_pin if pinned else None,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _pin() -> None:
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def _step(step: str, size: int, work: Path, shared: Path) -> dict[str, Any]:
    archive = Archive(work, shared)
    kind, _, name = step.partition(" ")
    if kind == "grow":
        return archive.grow(size)
    if kind == "ours":
        return _ours(archive, _messages(shared, size))
    folder = work / "".join(letter for letter in name if letter.isalnum())
    rival = RIVALS[name]()
    if kind == "build":
        began = time.perf_counter()
        rival.build(folder, archive.texts, _held(folder))
        (folder / "held").write_text(str(size), "utf-8")
        return {"seconds": round(time.perf_counter() - began, 1)}
    return _measured(rival, folder, _messages(shared, size))


def _messages(shared: Path, size: int) -> list[Asked]:
    """Return the messages in an order in which every stretch has all kinds."""
    messages = [one for one in real(shared).messages if all(number <= size for number in one.right)]
    return [messages[int(place)] for place in np.random.default_rng(7).permutation(len(messages))]


def _held(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    return int((folder / "held").read_text("utf-8")) if (folder / "held").exists() else 0


def _ours(archive: Archive, messages: Sequence[Asked]) -> dict[str, Any]:
    began = time.perf_counter()
    matcher = HybridMatcher.open(archive.index)
    opened = time.perf_counter() - began
    matcher.decide(messages[0].text)
    started = time.perf_counter() - began
    for one in messages[:5]:
        matcher.decide(f"{one.text} .")
    load = os.getloadavg()[0]
    decided = [_timed(lambda text=one.text: matcher.decide(text)) for one in messages]
    asked = [one for one in messages if one.right]
    found = [_timed(lambda text=one.text: matcher.rank(text, limit=_LIMIT)) for one in asked]
    memory = resident_mib(os.getpid())
    hits = [bool(one.right.intersection(numbers)) for one, (numbers, _, _) in zip(asked, found, strict=True)]
    kinds = sorted({one.kind for one in messages})
    figures = {
        **_spread(decided),
        "by_kind": {
            kind: _spread([took for one, took in zip(messages, decided, strict=True) if one.kind == kind])
            for kind in kinds
        },
        "decisions": {kind: _decisions(messages, decided, kind) for kind in kinds},
        "finding": _spread(found),
        "recall": _share(hits),
        "hits": hits,
        "rss_mib": round(memory),
        "start_seconds": round(started, 2),
        "start_seconds_of_the_index": round(opened, 2),
        "index_mib": _mib(archive.index),
        "load": round(load, 1),
    }
    figures |= _adding(matcher)
    matcher.close()
    return figures


def _decisions(
    messages: Sequence[Asked], decided: Sequence[tuple[Any, float, float]], kind: str
) -> dict[str, int]:
    names = [type(took[0]).__name__ for one, took in zip(messages, decided, strict=True) if one.kind == kind]
    return {name: names.count(name) for name in sorted(set(names))}


def _adding(matcher: HybridMatcher) -> dict[str, Any]:
    """Add verdicts one by one, as the bot does: each is found at once, the index put in order after that."""
    teller = Storyteller()
    took, in_order, found = [], [], 0
    stands_at = matcher.revision
    added = [teller.verdict(_FRESH + number, VerdictId(_FRESH + number)) for number in range(_ADDED)]
    for number, verdict in enumerate(added, start=1):
        began = time.perf_counter()
        matcher.take_in(matcher.prepare([verdict]), stands_at + number, more_follow=True)
        took.append((time.perf_counter() - began) * 1_000)
        found += verdict.id in matcher.rank(verdict.ruling.claim, limit=1)
        began = time.perf_counter()
        matcher.put_in_order()
        in_order.append((time.perf_counter() - began) * 1_000)
    gone = [replace(verdict, retracted_at=datetime(2026, 1, 1, tzinfo=UTC)) for verdict in added]
    matcher.apply(gone, stands_at)
    return {
        "add_ms": _percentile(took, 50),
        "add_p95_ms": _percentile(took, 95),
        "put_in_order_p95_ms": _percentile(in_order, 95),
        "added_and_found_at_once": f"{found} of {_ADDED}",
    }


def _measured(rival: Rival, folder: Path, messages: Sequence[Asked]) -> dict[str, Any]:
    began = time.perf_counter()
    rival.open(folder)
    started = time.perf_counter() - began
    rival.find(messages[0].text, _LIMIT)
    load = os.getloadavg()[0]
    took, hits = [], []
    until = time.perf_counter() + _RIVAL_SECONDS
    for one in messages:
        if time.perf_counter() > until and len(took) >= _LEAST_ASKED:
            break
        took.append(_timed(lambda text=one.text: rival.find(text, _LIMIT)))
        if one.right:
            hits.append(bool(one.right.intersection(took[-1][0])))
    memory = resident_mib(os.getpid())
    added = Storyteller().story(_FRESH).claim
    began = time.perf_counter()
    can_add = rival.add(_FRESH, added)
    adding = (time.perf_counter() - began) * 1_000
    return {
        **_spread(took),
        "asked": len(took),
        "recall": _share(hits),
        "asked_with_verdict": len(hits),
        "rss_mib": round(memory),
        "start_seconds": round(started, 2),
        "add_ms": round(adding, 2) if can_add else None,
        "index_mib": _mib(folder),
        "load": round(load, 1),
    }


def _timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """Return what it returns, and how many milliseconds by the clock and by the processor it took."""
    clock, processor = time.perf_counter(), time.process_time()
    found = work()
    return found, (time.perf_counter() - clock) * 1_000, (time.process_time() - processor) * 1_000


def _spread(took: Sequence[tuple[Any, float, float]]) -> dict[str, float]:
    by_clock, by_processor = [one[1] for one in took], [one[2] for one in took]
    return {
        "p50_ms": _percentile(by_clock, 50),
        "p95_ms": _percentile(by_clock, 95),
        "p99_ms": _percentile(by_clock, 99),
        "cpu_p50_ms": _percentile(by_processor, 50),
        "cpu_p95_ms": _percentile(by_processor, 95),
    }


def _percentile(values: Sequence[float], percent: float) -> float:
    return round(float(np.percentile(values, percent)), 2)


def _share(hits: Sequence[bool]) -> float | None:
    return round(sum(hits) / len(hits), 3) if hits else None


def _mib(folder: Path) -> float:
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20, 1)


def _line(row: Mapping[str, Any]) -> str:
    rivals = "".join(
        f"\n  {name}: p50 {rival['p50_ms']} ms, p95 {rival['p95_ms']} ms, recall {rival['recall']} of"
        f" {rival['asked_with_verdict']} (ours on the same: {rival['our_recall_on_the_same']})"
        for name, rival in row["alternatives"].items()
    )
    return (
        f"{row['verdicts']:,} verdicts: decision p50 {row['p50_ms']} ms, p95 {row['p95_ms']} ms,"
        f" p99 {row['p99_ms']} ms (processor {row['cpu_p50_ms']}, {row['cpu_p95_ms']}), {row['rss_mib']} MiB,"
        f" start {row['start_seconds']} s, one added {row['add_ms']} ms, recall {row['recall']}{rivals}"
    )


if __name__ == "__main__":
    main()
