"""How well does the matcher find, and how rightly does it decide? Figures beside those of simpler methods.

`python -m benchmarks.match_quality [--only PART ...] [--sealed] [--sample N] [--write-docs]`
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # ships no types

from benchmarks import quality_page, results
from benchmarks.curve import Curve, precision_coverage, reliability
from benchmarks.quality_baselines import Certain, FullText, Fuzzy, PlainHybrid, Thresholded
from benchmarks.quality_data import Collection, Inputs, Message, ProgressLine, read
from benchmarks.quality_variants import FULL, VARIANTS
from claims.decision import Answer
from matching.evaluate import Evaluation, evaluate
from matching.matcher import HybridMatcher
from matching.search import WordIndex

ROOT = Path(__file__).resolve().parent
PARTS = ("checkthat", "ablation", "probes", "factchecktweet", "speed")
OURS = "Forwardcheck"
Opener = Callable[[Path], HybridMatcher]
_HYBRID_SCORES = ("fusion", "words", "meaning")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parents[1] / "shared")
    parser.add_argument("--out", type=Path, default=results.FOLDER)
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS, metavar="PART")
    parser.add_argument(
        "--sealed", action="store_true", help="score the sealed probes too (once, at the end)"
    )
    parser.add_argument("--sample", type=int, help="so many claims and messages, for trying")
    parser.add_argument("--indexes", type=Path, help="keep indexes there; stale once cleaning has changed")
    parser.add_argument("--write-docs", action="store_true", help="write docs/deciding.md from the results")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with threadpool_limits(1), tempfile.TemporaryDirectory() as temporary:
        place = given.indexes or Path(temporary)
        place.mkdir(parents=True, exist_ok=True)
        parts = _parts(Inputs(given.shared, place, given.sample), given.out, sealed=given.sealed)
        for name in (name for name in PARTS if name in given.only):
            _measure(name, parts[name], given.out, given.sample)
    if given.write_docs:
        quality_page.write(given.out)


def _measure(name: str, part: Callable[[], dict[str, Any]], out: Path, sample: int | None) -> None:
    print(name, file=sys.stderr, flush=True)  # noqa: T201 - a command that tells how far it is
    started = time.monotonic()
    figures = part()
    head = {"seconds": round(time.monotonic() - started), "sample": sample, "machine": results.machine()}
    text = json.dumps({**head, **figures}, indent=1)
    (out / f"match_quality.{name}.json").write_text(text + "\n", "utf-8")
    print(name, text)  # noqa: T201 - and prints its findings


def _parts(inputs: Inputs, out: Path, *, sealed: bool) -> Mapping[str, Callable[[], dict[str, Any]]]:
    return {
        "checkthat": lambda: _checkthat(inputs, out),
        "ablation": lambda: _ablation(inputs),
        "probes": lambda: _probes(inputs, sealed=sealed),
        "factchecktweet": lambda: _factchecktweet(inputs),
        "speed": lambda: _speed(inputs),
    }


def _checkthat(inputs: Inputs, out: Path) -> dict[str, Any]:
    """Measure the matcher and the simpler methods on the same messages, and draw them in one picture."""
    asked = inputs.checkthat()
    negatives = inputs.negatives()
    training = inputs.training_messages()
    with FULL.opener() as opener:
        ours = _evaluated(asked, opener, negatives)
        matcher = opener(asked.index)
        answered = sum(
            isinstance(
                matcher.decide(message.text, language=message.language, excluding=tuple(message.right)),
                Answer,
            )
            for message in training
        )
        matcher.close()
    figures = {OURS: {**ours.to_json(), "training": {"answered": answered, "messages": len(training)}}}
    messages = 2 * sum(1 for _ in read(asked.queries))
    curves = [_curve(OURS, messages, ours)]
    for name, method in _simpler(asked, training).items():
        found = _evaluated(asked, _in_place_of_the_matcher(method), negatives)
        kept = ("ranking", "decisions", "gold_removed", "negatives")
        figures[name] = {**_only(found, kept), "threshold": round(method.bar, 4)}
        curves.append(_curve(name, messages, found))
    title = "How right the surest answers are"
    note = "CheckThat! 2022 dev: each message with its verdict there, and with it removed"
    picture = precision_coverage(title, note, curves, answerable=0.5)
    (out / "match_quality.svg").write_text(picture, "utf-8")
    (out / "match_quality.reliability.svg").write_text(_reliability(ours), "utf-8")
    return {"methods": figures}


def _simpler(asked: Collection, training: Sequence[Message]) -> dict[str, Thresholded]:
    """Return the simpler methods, their thresholds set; of the hybrid's scores the best one decides."""
    texts = asked.texts()
    methods = {
        "rapidfuzz token_set_ratio": Thresholded(Fuzzy(texts)),
        "FTS5 bm25": Thresholded(FullText(texts)),
    }
    for method in methods.values():
        method.set_bar(training)
    plain = PlainHybrid(texts, WordIndex(asked.index / "words"))
    hybrids = {score: Thresholded(Certain(plain, score)) for score in _HYBRID_SCORES}
    right = {score: hybrid.set_bar(training) for score, hybrid in hybrids.items()}
    best = max(right, key=lambda score: right[score])
    return {**methods, f"plain hybrid, deciding by {best}": hybrids[best]}


def _in_place_of_the_matcher(method: Thresholded) -> Opener:
    # `evaluate` asks of a matcher what Thresholded has: apply, rank, decide and close.
    return lambda _: cast("HybridMatcher", method)


def _curve(name: str, messages: int, found: Evaluation) -> Curve:
    """Return what to draw; it stands where it answers, half of the messages without their verdict."""
    decisions, removed = found.decisions or {}, found.gold_removed or {}
    right = decisions["answered_right"] / 2
    answered = right + (decisions["answered_wrong"] + removed["answered"]) / 2
    return Curve(name, messages, found.scored, (answered, right / answered) if answered else None)


def _reliability(found: Evaluation) -> str:
    calibration = found.calibration or {}
    title = "Does a probability mean what it says?"
    error = f"mean distance (ECE) {calibration['ece']:.3f}"
    note = f"Best candidates on CheckThat! 2022 dev; {error}; bars: how many"
    return reliability(title, note, calibration["bins"])


def _ablation(inputs: Inputs) -> dict[str, Any]:
    """Measure the matcher without one part or another, over the same indexes."""
    asked = inputs.checkthat()
    figures: dict[str, Any] = {}
    for variant in VARIANTS:
        print(f" {variant.title}", file=sys.stderr, flush=True)  # noqa: T201
        with variant.opener() as opener:
            found = _evaluated(asked, opener)
            probes = _on_probes(inputs, "develop", opener)
        kept = ("ranking", "decisions", "gold_removed", "latency_ms")
        figures[variant.title] = {**_only(found, kept), "probes_develop": probes}
    return {"variants": figures}


def _evaluated(
    asked: Collection, opener: Callable[[Path], HybridMatcher], negatives: Sequence[Path] = ()
) -> Evaluation:
    return evaluate(
        asked.claims,
        asked.queries,
        asked.qrels,
        negatives,
        strip_tail=True,
        directory=asked.index,
        progress=ProgressLine(),
        open_matcher=opener,
    )


def _only(found: Evaluation, names: Sequence[str]) -> dict[str, Any]:
    return {name: figures for name, figures in found.to_json().items() if name in names}


def _factchecktweet(inputs: Inputs) -> dict[str, Any]:
    """Rank English messages on the English claims, of which title, summary and body are indexed."""
    asked = inputs.factchecktweet()
    with FULL.opener() as opener:
        ours = _evaluated(asked, opener).to_json()
    simpler = Thresholded(FullText(asked.texts()))
    theirs = _only(_evaluated(asked, _in_place_of_the_matcher(simpler)), ("ranking",))
    return {
        "claims": sum(1 for _ in read(asked.claims)),
        "messages": sum(1 for _ in read(asked.queries)),
        "methods": {OURS: ours, "FTS5 bm25": theirs},
    }


def _probes(inputs: Inputs, *, sealed: bool) -> dict[str, Any]:
    names = quality_page.PROBE_SETS if sealed else quality_page.PROBE_SETS[:-1]
    with FULL.opener() as opener:
        return {name: _on_probes(inputs, name, opener) for name in names}


def _on_probes(inputs: Inputs, name: str, opener: Opener) -> dict[str, Any]:
    """Score a probe set, messages in the verdict's language and translations apart."""
    folder = ROOT / "probes" / name
    verdicts = {row["id"]: row for row in read(folder / "verdicts.jsonl")}
    probes = list(read(folder / "probes.jsonl"))
    index = inputs.index(f"probes-{name}")
    figures: dict[str, Any] = {}
    for kind, wanted in (("same_language", True), ("other_language", False)):
        rows = [row for row in probes if (row["lang"] == verdicts[row["verdict_id"]]["lang"]) is wanted]
        path = index.with_suffix(f".{kind}.jsonl")
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        found = evaluate(folder / "verdicts.jsonl", probes=path, directory=index, open_matcher=opener)
        figures[kind] = found.to_json()["probes"]
    return figures


def _speed(inputs: Inputs) -> dict[str, Any]:
    """Time decisions beside 100,607 real verdicts; one process, one thread."""
    claims = inputs.many_verdicts()
    messages = inputs.many_messages()
    with FULL.opener() as opener:
        found = evaluate(
            claims,
            negatives=messages,
            strip_tail=True,
            directory=inputs.index("many"),
            progress=ProgressLine(),
            open_matcher=opener,
        )
    return {
        "verdicts": sum(1 for _ in read(claims)),
        "decisions": (found.negatives or {})["total"],
        "latency_ms": found.latency_ms,
    }


if __name__ == "__main__":
    main()
