"""Owns the counting of what rules alone stop among near copies: near misses, and restatements.

`python -m benchmarks.near_copies`

English claims of `matching/training/written.jsonl` on which no reader was trained and no formula fitted (the
last 2,621), each beside the messages written for it that have most of its words. A near copy without a veto
is still read and weighed, one with a veto is offered at most. A veto for other words, or exchanged parts,
falls where the reader is all but certain that both say the same: those are counted once more. The rules were
written with the first 1,100 of these claims in view; the others were only counted.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks import results
from claims.decision import How
from claims.verdict import VerdictId
from matching.candidates import Candidate
from matching.crossencoder import CrossEncoder
from matching.features import Nearness, measure
from matching.gate import Compared
from matching.normalize import core
from matching.reading import read, read_checked
from matching.records import Stored
from matching.segment import Part

_WRITTEN = results.ROOT / "matching" / "training" / "written.jsonl"
_UNSEEN, _IN_VIEW = 2_621, 1_100
_LONGEST = 500
_MOST, _NEARLY_ALL = 0.6, 0.75
_NO_VECTORS = np.zeros((2, 896), dtype=np.float32)
_READER = CrossEncoder()


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
                pair = _near_copy(text, row["claim"]) if language == "en" else None
                if pair is not None:
                    falls = pair.vetoed and pair.worded_otherwise and not _heard(pair).vetoed
                    vetoed = {"with a veto": int(pair.vetoed), "whose veto falls": int(falls)}
                    counted[name].update({"near copies": 1, **vetoed})
    return {name: dict(counts) for name, counts in counted.items()}


def _near_copy(text: str, claim: str) -> Compared | None:
    """Return a message beside its claim; None of one that is too long or no near copy of it."""
    if len(text) > _LONGEST:
        return None
    found = measure(read(core(text), "en"), read_checked(core(claim), "en"), Nearness(0.0, 0.0, 0.0))
    if found.values["covered_claim"] < _MOST or found.values["covered_message"] < _NEARLY_ALL:
        return None
    return Compared(
        candidate=Candidate(Stored(VerdictId(1), "en", (claim,), ()), _NO_VECTORS, How.WORDS),
        part=Part(text, core(text), whole=True),
        text=core(claim),
        features=found,
        spoken="en",
        same_language=True,
        english=True,
        readable=True,
    )


def _heard(pair: Compared) -> Compared:
    [logit] = _READER.logits([pair.said])
    return pair.heard(logit)


if __name__ == "__main__":
    main()
