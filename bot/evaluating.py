"""Owns `forwardcheck evaluate`: the matcher measured on an operator's own files."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from rich.progress import Progress

from matching.embeddings import Embedder
from matching.evaluate import Evaluation, evaluate
from matching.matcher import HybridMatcher


@dataclass(frozen=True, kw_only=True)
class EvaluationFiles:
    """The inputs; only `claims` is required, each part is measured where its input is given."""

    claims: Path
    queries: Path | None = None
    qrels: Path | None = None
    negatives: Sequence[Path] = ()
    probes: Path | None = None


def run_evaluation(
    files: EvaluationFiles, *, strip_tail: bool, bar: Progress, finder: Embedder | None = None
) -> Evaluation:
    """Measure on a throw-away index, with the embedder that finds in the bot; the home is left alone."""
    tasks: dict[str, Any] = {}

    def show(what: str, done: int, total: int) -> None:
        if what not in tasks:
            tasks[what] = bar.add_task(what, total=total)
        bar.update(tasks[what], completed=done, total=total)

    with tempfile.TemporaryDirectory(prefix="forwardcheck-evaluate-") as folder:
        return evaluate(
            files.claims,
            files.queries,
            files.qrels,
            files.negatives,
            files.probes,
            strip_tail=strip_tail,
            directory=Path(folder),
            progress=show,
            open_matcher=partial(HybridMatcher.open, finder=finder),
        )


def describe(figures: dict[str, Any], indent: str = "") -> list[str]:
    """Return the figures as lines, one a figure."""
    lines = []
    for name, value in figures.items():
        if isinstance(value, dict):
            lines += [f"{indent}{name}", *describe(value, indent + "  ")]
        elif isinstance(value, list):
            lines += [f"{indent}{name}", *(f"{indent}  {row}" for row in value)]
        else:
            lines.append(
                f"{indent}{name}: {value:.4f}" if isinstance(value, float) else f"{indent}{name}: {value}"
            )
    return lines
