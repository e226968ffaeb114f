"""Owns the counting of what rules alone stop among near copies: near misses, and restatements.

`python -m benchmarks.near_copies`

English claims of `matching/training/written.jsonl` on which no reader was trained and no formula fitted (the
last 2,621), each beside the messages written for it that have most of its words. No model takes part: a
near copy without a veto is still read and weighed, one with a veto is offered at most (but for other words
that the reader is all but certain of). The rules were written with the first 1,100 of these claims in view;
the others were only counted.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks import results
from claims.decision import ConflictKind
from matching.features import Nearness, measure
from matching.normalize import core
from matching.reading import read, read_checked

_WRITTEN = results.ROOT / "matching" / "training" / "written.jsonl"
_UNSEEN, _IN_VIEW = 2_621, 1_100
_LONGEST = 500
_MOST, _NEARLY_ALL = 0.6, 0.75
_NO_VETO = ConflictKind.HEDGE


def main() -> None:
    rows = [json.loads(line) for line in _WRITTEN.read_text("utf-8").splitlines()]
    unseen = [row for row in rows if row["lang"] == "en"][-_UNSEEN:]
    figures = {"in view": _figures(unseen[:_IN_VIEW]), "not in view": _figures(unseen[_IN_VIEW:])}
    results.write("near_copies", {"machine": results.machine(), **figures})
    print(json.dumps(figures, indent=1))  # noqa: T201


def _figures(rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Mapping[str, int]]:
    """Return how many near copies there are of each kind, and how many of them have a veto."""
    counted: dict[str, Counter[str]] = {"near misses": Counter(), "restatements": Counter()}
    for row in rows:
        for name, messages in (("restatements", row["same"]), ("near misses", row["other"])):
            for _, text, language in messages:
                vetoed = _vetoed(text, row["claim"]) if language == "en" else None
                if vetoed is not None:
                    counted[name].update({"near copies": 1, "with a veto": int(vetoed)})
    return {name: dict(counts) for name, counts in counted.items()}


def _vetoed(text: str, claim: str) -> bool | None:
    """Say whether rules stop a message; None of one that is too long or no near copy of the claim."""
    if len(text) > _LONGEST:
        return None
    found = measure(read(core(text), "en"), read_checked(core(claim), "en"), Nearness(0.0, 0.0, 0.0))
    if found.values["covered_claim"] < _MOST or found.values["covered_message"] < _NEARLY_ALL:
        return None
    return any(one.kind is not _NO_VETO for one in found.conflicts)


if __name__ == "__main__":
    main()
