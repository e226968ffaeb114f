"""Owns `forwardcheck evaluate`: the matcher measured on an operator's own files."""

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from rich.progress import Progress

from matching.embeddings import Embedder
from matching.evaluate import BadFileError, Evaluation, evaluate
from matching.matcher import HybridMatcher

CLAIM = (
    '{"id", "claim", "title"?, "summary"?, "body"?, "url"?, "publisher"?, '
    '"date"? or "published_at"?, "lang"?}'
)
MESSAGE = '{"id", "text", "lang"?}'
PAIR = "the id of a message, a tab, the id of the claim that it states"
PROBE = '{"id", "text", "kind"?, "verdict_id", "expect", "lang"?}'


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
        try:
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
        except BadFileError as error:
            raise BadFileError(f"{error}. {_expected(files, str(error))}") from error


def _expected(files: EvaluationFiles, problem: str) -> str:
    """Return what each line of the file should hold that the problem names."""
    formats = [
        (files.claims, CLAIM),
        (files.queries, MESSAGE),
        (files.qrels, PAIR),
        *((path, MESSAGE) for path in files.negatives),
        (files.probes, PROBE),
    ]
    named = [line for path, line in formats if path and re.match(f"{re.escape(path.name)}[,:]", problem)]
    return f"A line should be: {named[0] if named else CLAIM}"


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
