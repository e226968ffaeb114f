"""Owns what people read of benchmarks/throughput: the section of docs/scaling.md and the picture."""

from collections.abc import Mapping
from typing import Any

from matplotlib.figure import Figure

from benchmarks import results
from benchmarks.section import Section

PICTURE = results.ROOT / "docs" / "images" / "throughput.png"
SECTION = Section(results.ROOT / "docs" / "scaling.md", "throughput")
NAMES = {
    "mixed": "the mix below",
    "known": "a published claim, word for word",
    "new": "each a post that nobody sent before",
    "small talk": "small talk",
}
WORTH_A_ROW_MS = 0.05


def draw(found: Mapping[str, Any]) -> None:
    """Draw where both bots' time goes."""
    stages = found["stages_ms"]
    names = [name for name in reversed(stages["bot"]) if stages["bot"][name] >= WORTH_A_ROW_MS]
    figure = Figure(figsize=(8, 4), layout="constrained")
    axes = figure.subplots()
    places = range(len(names))
    axes.barh(
        [place + 0.2 for place in places], [stages["bot"][name] for name in names], 0.4, label="forwardcheck"
    )
    axes.barh(
        [place - 0.2 for place in places],
        [stages["echo"].get(name, 0.0) for name in names],
        0.4,
        label="echo bot",
    )
    axes.set_yticks(list(places), names)
    axes.set_xlabel("processor time of one update, ms")
    axes.legend()
    axes.grid(axis="x", alpha=0.3)
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(PICTURE, dpi=110, metadata={"Software": None})


def write() -> None:
    """Renew the section from what was kept."""
    SECTION.write(render(results.read("throughput")))


def render(found: Mapping[str, Any]) -> str:
    """Return the section."""
    machine = found["machine"]
    costs = [_cost(NAMES[kind], one) for kind, one in found["kinds"].items()]
    ours, theirs = found["stages_ms"]["bot"], found["stages_ms"]["echo"]
    stages = [
        f"| {stage} | {ms:.2f} ms | {theirs.get(stage, 0.0):.2f} ms |"
        for stage, ms in ours.items()
        if ms >= WORTH_A_ROW_MS
    ]
    return f"""\
### What one update costs
`.venv/bin/python -m benchmarks.throughput --keep --write-docs`, commit {machine["commit"]},
{machine["cpus"]} cores shared with other work: {found["messages"]} posts at once of each kind, the median
of {found["rounds"]} rounds, {found["verdicts"]} verdicts, SQLite with `synchronous=FULL`, from the
simulator's HTTP to the delivered reply. Beside it, in the same run and with the same posts, the smallest bot
that python-telegram-bot allows, which says "Received." and keeps nothing. The bot's own pace of 30 messages a
second is lifted for this.

| posts | bot, processor | echo bot, processor | ratio | bot, updates a second | echo bot |
|---|--:|--:|--:|--:|--:|
{chr(10).join(costs)}

The mix is the soak's: two in five ask word for word about one of three published claims, one in five repeats
one of twenty new posts, one in five is a post that nobody sent before, one in five is small talk. A text that
was decided about is not decided about again until a verdict changes: what goes round on Telegram are copies.

Where the time of the mix goes, by looks at the running threads (which cost some time themselves):

| stage | bot | echo bot |
|---|--:|--:|
{chr(10).join(stages)}

![where the time goes](images/throughput.png)
"""


def _cost(name: str, one: Mapping[str, Any]) -> str:
    bot, echo = one["bot"], one["echo"]
    return (
        f"| {name} | {bot['cpu_ms']:.1f} ms | {echo['cpu_ms']:.1f} ms | {one['ratio']:.1f} |"
        f" {bot['updates_a_second']:.0f} | {echo['updates_a_second']:.0f} |"
    )


def describe(found: Mapping[str, Any]) -> str:
    """Return the figures as text."""
    lines = [
        f"{found['verdicts']} verdicts, {found['messages']} posts of each kind, {found['rounds']} rounds"
    ]
    for kind, one in found["kinds"].items():
        lines.append(
            f"{kind:<12} bot {one['bot']['cpu_ms']:6.2f} ms cpu, {one['bot']['updates_a_second']:6.1f}/s;"
            f" echo {one['echo']['cpu_ms']:6.2f} ms cpu, {one['echo']['updates_a_second']:6.1f}/s;"
            f" ratio {one['ratio']:.2f}"
        )
    for name, stages in found["stages_ms"].items():
        lines.append(f"where {name}'s time goes, ms an update: {sum(stages.values()):.2f}")
        lines += [f"  {ms:6.2f}  {stage}" for stage, ms in stages.items()]
    return "\n".join(lines)
