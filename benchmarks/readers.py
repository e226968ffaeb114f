"""Owns the comparison of the two readers: how well each tells restatements from near misses, by language.

`python -m benchmarks.readers`

Each probe of the opened sets beside its claim, alone: no search, no measures, no veto. The area under the
curve is the share of (restatement, near miss) pairs in which the restatement has the higher logit.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from benchmarks import results
from benchmarks.quality_page import PROBE_SETS
from matching import crossencoder
from matching.crossencoder import CrossEncoder, Said
from matching.segment import parts, read
from matching.transformer import Transformer

ROOT = Path(__file__).parent / "probes"
_MOST_PARTS = 4
_FALSE_ALARMS = 0.02
_READERS = ("reader.onnx", "reader_glosses.onnx")

Row = tuple[str, bool, Sequence[tuple[Said, Said]]]


def main() -> None:
    rows = [row for name in PROBE_SETS[:-1] for row in _rows(ROOT / name)]
    figures = {name: _figures(name, rows) for name in _READERS}
    results.write("readers", {"rows": len(rows), "readers": figures})
    print(json.dumps(figures, indent=1))  # noqa: T201


def _rows(folder: Path) -> list[Row]:
    """Return the language, whether it is a restatement, and the pairs of each probe that is no copy."""
    claims = {row["id"]: row for row in _lines(folder / "verdicts.jsonl")}
    found = []
    for row in _lines(folder / "probes.jsonl"):
        claim = claims[row["verdict_id"]]
        if row["kind"] == "verbatim":
            continue
        pieces = [part.core for part in parts(read(row["text"], row["lang"]), _MOST_PARTS)] or [row["text"]]
        checked = Said(claim["claim"], claim["lang"])
        language = row["lang"] if row["lang"] == claim["lang"] else "across"
        pairs = [(Said(piece, row["lang"]), checked) for piece in pieces]
        found.append((language, row["expect"] == "answer", pairs))
    return found


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _figures(name: str, rows: Sequence[Row]) -> Mapping[str, Any]:
    """Let one reader read everything, each language as the bot would hand it over."""
    both: dict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    model = Transformer(name)
    reader = CrossEncoder()
    with (
        mock.patch.object(reader, "_english", model),
        mock.patch.object(crossencoder, "_reader_of_glosses", return_value=model),
    ):
        for language, same, pairs in rows:
            logit = max(reader.logits(pairs))
            for group in {language, "others" if language not in {"en", "across"} else language}:
                both[group][0 if same else 1].append(logit)
    return {group: _compared(*logits) for group, logits in sorted(both.items())}


def _compared(same: Sequence[float], other: Sequence[float]) -> Mapping[str, float | int]:
    right, wrong = np.array(same), np.sort(other)
    bar = wrong[-max(1, round(_FALSE_ALARMS * len(wrong)))]
    return {
        "restatements": len(right),
        "near_misses": len(wrong),
        "auc": round(float(np.greater.outer(right, wrong).mean()), 3),
        "restatements_above_all_but_2_percent": round(float((right > bar).mean()), 3),
    }


if __name__ == "__main__":
    main()
