"""Owns the picture of a soak: memory and backlog over time."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure


def draw(report: Mapping[str, Any], path: Path) -> None:
    """Draw the samples of a soak's report into a PNG file."""
    samples = report["samples"]
    minutes = [sample["seconds"] / 60 for sample in samples]
    figure = Figure(figsize=(8, 5), layout="constrained")
    memory, backlog = figure.subplots(2, 1, sharex=True)
    memory.plot(minutes, [sample["memory_mib"] for sample in samples], color="tab:blue")
    memory.set_ylabel("memory of the bot, MiB")
    memory.set_ylim(bottom=0)
    memory.set_title(f"{report['rate']:g} messages a second for {report['minutes']:g} minutes")
    backlog.plot(minutes, [sample["waiting"] for sample in samples], label="without a reply yet")
    backlog.plot(minutes, [sample["in_inbox"] for sample in samples], label="of these in the inbox")
    backlog.plot(minutes, [sample["in_outbox"] for sample in samples], label="of these in the outbox")
    backlog.set_ylabel("messages")
    backlog.set_xlabel("minutes")
    backlog.set_ylim(bottom=0)
    backlog.legend()
    for axes in (memory, backlog):
        axes.grid(alpha=0.3)
        axes.axvline(report["minutes"], color="grey", linestyle=":")
    path.parent.mkdir(parents=True, exist_ok=True)
    # without the version of the library, so that the same figures give the same file
    figure.savefig(path, dpi=110, metadata={"Software": None})
