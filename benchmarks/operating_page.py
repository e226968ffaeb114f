"""Owns the section of docs/operating.md about breakages: rendered from benchmarks/results alone."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import results

PAGE = results.ROOT / "docs" / "operating.md"
BEGIN = "<!-- written by python -m benchmarks.faults --write-docs: begin -->"
END = "<!-- written by python -m benchmarks.faults --write-docs: end -->"

Row = Mapping[str, Any]


def write(page: Path = PAGE) -> None:
    """Put the section, made anew, into the page; at its end when it is not there yet."""
    page.write_text(renewed(page.read_text(encoding="utf-8")), encoding="utf-8")


def renewed(text: str) -> str:
    """Return the page with the section made anew."""
    section = f"{BEGIN}\n{render()}\n{END}"
    if BEGIN not in text:
        return f"{text.rstrip()}\n\n{section}\n"
    before, _, rest = text.partition(BEGIN)
    return before + section + rest.partition(END)[2]


def render() -> str:
    """Return the section as Markdown."""
    parts = ["## What happens when things break"]
    if faults := results.read("faults"):
        parts.append(_matrix(faults))
    if runs := results.read("recovery"):
        parts.append(_recovery(runs))
    if soak := results.read("soak"):
        parts.append(_soak(soak))
    return "\n\n".join(parts)


MATRIX = """
`.venv/bin/python -m benchmarks.faults --write-docs` breaks each of these for real and writes this table. The
bot runs as a process of its own against the simulator (inside the benchmark's where its clock must jump);
several people forward posts: some before, some during, some after the fault. *Unknown* replies may have
arrived: they are not sent again by themselves, reviewers see them with a button to send them again; in
brackets, how many had in truth arrived. *Back after* is the time from the end of the cause until nothing was
left to do; *not by itself*: what waited was answered when the clock was right again.

| what breaks | messages | answered | lost | twice | unknown | ends with | back after | the log says |
|---|--:|--:|--:|--:|--:|---|--:|---|
"""
RECOVERY = """
### Killed again and again
`.venv/bin/python -m benchmarks.recovery --kills {kills} --messages {messages} --seed S --mode M --keep`:
killed at seeded moments, a quarter of them during the start, while people forward posts. *Back after* is the
time from a kill to the first reply after it. The last column is the negative control, the library's own
polling loop under the same kills.

| mode | seed | kills | messages | lost | twice | unknown | back after, median | longest | stock loop lost |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|
"""

SOAK = """
### Under load for a while
`.venv/bin/python -m benchmarks.soak --minutes {minutes:g} --rate {rate:g} --keep`: {people} people forward
{rate:g} messages a second in all (known claims, unknown ones, small talk) for {minutes:g} minutes, on
{machine[cpus]} cores with Python {machine[python]};
{other_load}.

| | |
|---|--:|
| forwarded | {messages[forwarded]} |
| answered once | {messages[answered_once]} |
| answered twice | {messages[answered_twice]} |
| lost | {messages[lost]} |
| unknown | {messages[unknown]} |
| without a reply when the forwarding ended | {messages[waiting_at_the_end]} |
| seconds until all of these had one | {drain_seconds:.0f} |
| seconds from message to reply, median | {seconds_to_reply[p50]:.1f} |
| seconds from message to reply, 95 of 100 are faster | {seconds_to_reply[p95]:.1f} |
| processor time of the bot, share of one core | {processor_share:.2f} |
| memory at the start, MiB | {memory_mib[start]:.0f} |
| memory after {warm_up_minutes:g} minutes, MiB | {memory_mib[warm]:.0f} |
| memory at the end, MiB | {memory_mib[end]:.0f} |
| growth after the first {warm_up_minutes:g} minutes, MiB a minute | {memory_mib[slope_per_minute]:+.2f} |
| growth in the last {warm_up_minutes:g} minutes, MiB a minute | {memory_mib[slope_at_the_end]:+.2f} |

1.2 seconds of each wait are for what may belong to the message: a comment, or the rest of an album. {note}

![Memory and backlog during the soak](images/soak.png)
"""


def _matrix(faults: Sequence[Row]) -> str:
    return MATRIX.lstrip() + "\n".join(_fault(row) for row in faults)


def _fault(row: Row) -> str:
    if row["not_run"]:
        return f"| {row['title']} | not run: {row['not_run']} | | | | | | | |"
    unknown = f"{row['unknown']} ({row['unknown_arrived']})" if row["unknown"] else "0"
    ends = "runs on" if row["exit_code"] is None else f"exit code {row['exit_code']}"
    back = f"{row['recovery_seconds']:.1f} s" if row["recovered"] else "**not by itself**"
    log = "<br>".join(f"`{line}`" for line in row["log"])
    counts = [str(row[name]) for name in ("messages", "answered", "lost", "answered_twice")]
    return f"| {' | '.join([row['title'], *counts, unknown, ends, back, log])} |"


def _recovery(runs: Sequence[Row]) -> str:
    asked = {name: runs[0][name] for name in ("kills", "messages")}
    return RECOVERY.format(**asked).strip() + "\n" + "\n".join(_run(row) for row in runs)


def _run(row: Row) -> str:
    seconds = row["recovery_seconds"]
    cells = [
        row["mode"],
        *[str(row[name]) for name in ("seed", "kills", "messages", "lost", "answered_twice")],
        f"{row['unknown']} ({row['unknown_arrived']})",
        f"{seconds['median']:.1f} s",
        f"{seconds['max']:.1f} s",
        str(row["negative_control"]["lost"]),
    ]
    return f"| {' | '.join(cells)} |"


def _soak(soak: Row) -> str:
    return SOAK.format(**soak).strip().replace(" \n", "\n")
