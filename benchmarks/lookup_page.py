"""Owns what people read of benchmarks/lookup: the section of docs/scaling.md and the picture."""

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.figure import Figure

from benchmarks import results
from benchmarks.section import Section

PICTURE = results.ROOT / "docs" / "images" / "lookup.png"
OURS = (
    "verdicts", "a whole decision: p50, p95, p99", "processor: p50, p95", "memory", "start",
    "one added: p50, p95", "right verdict among 10", "index on disk",
)  # fmt: skip
THEIRS = (
    "verdicts", "method", "p50, p95", "processor: p50", "memory", "start", "one added", "recall, *ours*",
    "time ÷ whole decision", "time ÷ finding",
)  # fmt: skip
ALONE = 1.5  # our own process is one of these
SECTION = Section(results.ROOT / "docs" / "scaling.md", "lookup")


def write() -> None:
    """Renew the section and the picture from what was kept."""
    rows = results.read("lookup")
    draw(rows)
    SECTION.write(render(rows))


def draw(rows: Sequence[Mapping[str, Any]]) -> None:
    """Draw times and memory by the number of verdicts."""
    sizes = [row["verdicts"] for row in rows]
    figure = Figure(figsize=(9, 4.2), layout="constrained")
    times, memory = figure.subplots(1, 2)
    times.plot(sizes, [row["cpu_p50_ms"] for row in rows], "o-", color="black", label="a whole decision")
    finding = [row["finding"]["cpu_p50_ms"] for row in rows]
    times.plot(sizes, finding, "o--", color="black", label="of it, finding")
    memory.plot(sizes, [row["rss_mib"] for row in rows], "o-", color="black", label="forwardcheck")
    for name in rows[0]["alternatives"]:
        others = [row["alternatives"][name] for row in rows]
        times.plot(sizes, [other["cpu_p50_ms"] for other in others], ".-", label=name)
        memory.plot(sizes, [other["rss_mib"] for other in others], ".-", label=name)
    for axes in (times, memory):
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel("verdicts")
        axes.grid(alpha=0.3)
    times.set_ylabel("processor time of a question, median, ms")
    memory.set_ylabel("memory of the process, MiB")
    memory.axhline(1_024, color="grey", linestyle=":")
    times.legend(fontsize=8)
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(PICTURE, dpi=110, metadata={"Software": None})


def render(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the section."""
    machine = rows[-1]["machine"]
    loads = [row["load"] for row in rows]
    return f"""### Finding among a thousand verdicts, or a million
`.venv/bin/python -m benchmarks.lookup --keep --write-docs`, {machine["cpus"]} cores, Python
{machine["python"]}, commit {machine["commit"]}, each process pinned to one core with one thread.
{_load(loads)}

{_made_of(rows)}

{_header(OURS)}
{chr(10).join(map(_ours, rows))}

*Start* is from a saved index to the first decision, models included; *added* until the verdict is found.

{_goals(rows)}

![Time and memory by the number of verdicts](images/lookup.png)

Beside what else one could take, on the same messages and verdicts. These ways only rank: they decide nothing,
and take one text of each verdict, or one vector. Where one is slow it was asked fewer messages; *ours* is our
recall on the same ones. The last two columns divide its time by ours (processor, p50): above 1 we are faster.

{_header(THEIRS)}
{chr(10).join(_theirs(row, name) for row in rows for name in row["alternatives"])}

*Finding* is encoding the message and searching, as the others do; a whole decision also reads the candidates.
The processor's time of a decision by kind of message, among {rows[-1]["verdicts"]:,} verdicts:
{_kinds(rows[-1])}.
"""


def _header(names: Sequence[str]) -> str:
    return f"| {' | '.join(names)} |\n|{'--:|' * len(names)}"


def _goals(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the goals at 500,000 verdicts beside what was measured; nothing where that size was not."""
    at = {row["verdicts"]: row for row in rows}
    if not {500_000, 1_000_000} <= at.keys():
        return ""
    half, full = at[500_000], at[1_000_000]
    goals = [
        ("a whole decision, p50", 25, half["p50_ms"], half["cpu_p50_ms"], "ms"),
        ("a whole decision, p95", 50, half["p95_ms"], half["cpu_p95_ms"], "ms"),
        ("memory", 1_024, half["rss_mib"], None, "MiB"),
        ("start from a saved index", 3, half["start_seconds"], None, "s"),
        ("a verdict added and found", 100, half["add_ms"], None, "ms"),
        (
            "p95 at a million over that at half",
            1.33,
            full["p95_ms"] / half["p95_ms"],
            full["cpu_p95_ms"] / half["cpu_p95_ms"],
            "times",
        ),
    ]
    lines = [_goal(*goal) for goal in goals]
    names = ("goal at 500,000 verdicts", "below", "measured", "by the processor", "reached")
    return _header(names) + "\n" + "\n".join(lines)


def _goal(name: str, most: float, measured: float, processor: float | None, unit: str) -> str:
    by_processor = "–" if processor is None else f"{processor:.4g} {unit}"
    reached = "yes" if measured < most else "**no**"
    return f"| {name} | {most:g} {unit} | {measured:.4g} {unit} | {by_processor} | {reached} |"


def _load(loads: Sequence[float]) -> str:
    if max(loads) < ALONE:
        return "Nothing else ran."
    return (
        f"**Other programs used both cores meanwhile** (load {min(loads):.0f} to {max(loads):.0f}), which"
        " makes all times longer, those by the clock most. The load differed from size to size: compare the"
        " methods at a size, and sizes with care."
    )


def _made_of(rows: Sequence[Mapping[str, Any]]) -> str:
    return f"""The first 16,231 verdicts are really encoded: 14,231 fact-checks of CheckThat! 2022, and
made-up ones. All others are made-up texts whose vectors are mixtures of two of those with noise: encoding
a million takes hours. Recall is measured on messages whose verdicts are really encoded: 199 tweets and 150
made-up retellings. Times are of these, of 150 messages that no verdict answers, and of 25 forwards of eight
sentences and more. Taking in a verdict that was read and encoded before took {_take_in(rows):.1f} ms."""


def _take_in(rows: Sequence[Mapping[str, Any]]) -> float:
    steps = rows[-1]["build"]
    return 1_000 * sum(step["take_in_seconds"] for step in steps) / sum(step["verdicts"] for step in steps)


def _ours(row: Mapping[str, Any]) -> str:
    return (
        f"| {row['verdicts']:,} | {row['p50_ms']:.0f}, {row['p95_ms']:.0f}, {row['p99_ms']:.0f} ms"
        f" | {row['cpu_p50_ms']:.0f}, {row['cpu_p95_ms']:.0f} ms | {row['rss_mib']:,} MiB"
        f" | {row['start_seconds']:.1f} s | {row['add_ms']:.0f}, {row['add_p95_ms']:.0f} ms"
        f" | {row['recall']:.3f} | {row['index_mib']:,.0f} MiB |"
    )


def _theirs(row: Mapping[str, Any], name: str) -> str:
    rival = row["alternatives"][name]
    ours = _share(rival["our_recall_on_the_same"])
    return (
        f"| {row['verdicts']:,} | {name} | {rival['p50_ms']:.1f}, {rival['p95_ms']:.1f} ms"
        f" | {rival['cpu_p50_ms']:.1f} ms | {rival['rss_mib']:,} MiB | {rival['start_seconds']:.1f} s"
        f" | {rival['add_ms']:,.0f} ms"
        f" | {_share(rival['recall'])}, *{ours}* of {rival['asked_with_verdict']}"
        f" | {rival['decision_is_faster_by']:.2f} | {rival['finding_is_faster_by']:.2f} |"
    )


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.3f}"


def _kinds(row: Mapping[str, Any]) -> str:
    return ", ".join(
        f"{kind} {spread['cpu_p50_ms']:.0f} ms (p95 {spread['cpu_p95_ms']:.0f})"
        for kind, spread in row["by_kind"].items()
    )
