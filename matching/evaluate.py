"""Owns the measuring of the matcher on files: ranking, decisions, false alarms, calibration and speed."""

import gzip
import json
import re
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, assert_never

from claims.decision import Answer, Decision, Match, NotAClaim, Queued, Suggest
from claims.problems import Problem
from claims.verdict import Rating, Ruling, Verdict, VerdictId
from matching.matcher import HybridMatcher
from matching.phrases import TAIL

Progress = Callable[[str, int, int], None]
_BATCH = 2_000


def _silent(_what: str, _done: int, _total: int) -> None:
    """Report nothing."""


_BINS = 10
_MAX_SUMMARY = 1_500
_DEPTH = 10


class BadFileError(Problem):
    """A file is not in its format; the text names the file, the line and the reason."""


@dataclass(frozen=True, slots=True)
class Query:
    """A message with its identifier."""

    id: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Probe:
    """A message, a verdict, and whether that verdict must or must not be its answer."""

    query: Query
    kind: str
    verdict_id: str
    must_answer: bool


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures; each part is None where its input was not given. Shares are from 0 to 1, times in ms.

    `scored` are the best candidates' probabilities and whether they were right: what `calibration` sums up.
    """

    ranking: Mapping[str, float] | None = None
    decisions: Mapping[str, float] | None = None
    gold_removed: Mapping[str, float] | None = None
    negatives: Mapping[str, int] | None = None
    probes: Mapping[str, Any] | None = None
    calibration: Mapping[str, Any] | None = None
    latency_ms: Mapping[str, float] | None = None
    scored: tuple[tuple[float, bool], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the parts that were measured, by name."""
        parts = ("ranking", "decisions", "gold_removed", "negatives", "probes", "calibration", "latency_ms")
        return {name: getattr(self, name) for name in parts if getattr(self, name) is not None}


@dataclass(slots=True)
class _Collection:
    """The claims in the throw-away index, by their own names."""

    matcher: HybridMatcher
    numbers: dict[str, VerdictId]
    seconds: list[float] = field(default_factory=list)

    def decide(self, query: Query, excluding: Sequence[VerdictId] = ()) -> Decision:
        started = time.perf_counter()
        decision = self.matcher.decide(query.text, language=query.language, excluding=excluding)
        self.seconds.append(time.perf_counter() - started)
        return decision


def evaluate(
    claims: Path,
    queries: Path | None = None,
    qrels: Path | None = None,
    negatives: Sequence[Path] = (),
    probes: Path | None = None,
    *,
    strip_tail: bool = False,
    directory: Path,
    progress: Progress = _silent,
    open_matcher: Callable[[Path], HybridMatcher] = HybridMatcher.open,
) -> Evaluation:
    """Measure the matcher on the claims, in a fresh index under `directory` (which the caller throws away).

    Raises:
        BadFileError: a line of an input is not in its format.
        OSError: an input cannot be read.
    """
    collection = _indexed(claims, directory, progress, open_matcher)
    asked = list(_queries(queries, strip_tail=strip_tail)) if queries else []
    gold = _qrels(qrels, collection.numbers) if qrels else {}
    judged = [query for query in asked if query.id in gold]
    false_alarms = [query for path in negatives for query in _queries(path, strip_tail=strip_tail)]
    tried = list(_probes(probes, collection.numbers)) if probes else []
    _warm(collection, [*asked, *false_alarms, *(probe.query for probe in tried)])
    reliability: list[tuple[float, bool]] = []
    try:
        return Evaluation(
            ranking=_ranking(collection, judged, gold, progress) if judged else None,
            decisions=_decisions(collection, judged, gold, reliability, progress) if judged else None,
            gold_removed=_gold_removed(collection, judged, gold, reliability, progress) if judged else None,
            negatives=_negatives(collection, false_alarms, progress) if negatives else None,
            probes=_probe_figures(collection, tried, progress) if probes else None,
            calibration=_calibration(reliability) if reliability else None,
            latency_ms=_latency(collection.seconds) if collection.seconds else None,
            scored=tuple(reliability),
        )
    finally:
        collection.matcher.close()


def _indexed(
    claims: Path, directory: Path, progress: Progress, open_matcher: Callable[[Path], HybridMatcher]
) -> _Collection:
    numbers: dict[str, VerdictId] = {}
    verdicts: list[Verdict] = []
    for place, row in _rows(claims):
        name = _text(row, "id", claims, place)
        if name in numbers:
            raise BadFileError(f"{claims.name}, line {place}: the id {name} stood there before")
        numbers[name] = VerdictId(len(numbers) + 1)
        verdicts.append(_verdict(row, numbers[name], claims, place))
    if not verdicts:
        raise BadFileError(f"{claims.name}: no claims")
    matcher = open_matcher(directory)
    for start in range(0, len(verdicts), _BATCH):
        progress("index", start, len(verdicts))
        batch = verdicts[start : start + _BATCH]
        matcher.apply(batch, start + len(batch))
    progress("index", len(verdicts), len(verdicts))
    return _Collection(matcher, numbers)


def _verdict(row: Mapping[str, Any], number: VerdictId, claims: Path, place: int) -> Verdict:
    texts = [str(row.get(name) or "") for name in ("summary", "body")]
    summary = "\n".join(dict.fromkeys(text for text in texts if text))[:_MAX_SUMMARY]
    ruling = Ruling(
        claim=_text(row, "claim", claims, place),
        rating=Rating.UNRATED,
        publisher=str(row.get("publisher") or ""),
        url=str(row.get("url") or f"https://page.invalid/{number}"),  # an archive holds what publishers wrote
        title=str(row.get("title") or ""),
        summary=summary,
        language=str(row.get("lang") or ""),
        published_at=_day(str(row.get("published_at") or row.get("date") or "")),
    )
    return Verdict(id=number, revision=1, ruling=ruling)


def _day(text: str) -> date | None:
    """Return the year of a date in any writing (its first of January): the matcher asks for no more."""
    found = re.search(r"\b(?:19|20)\d\d\b", text[:40])
    return date(int(found.group()), 1, 1) if found else None


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as lines
    ):
        try:
            for place, line in enumerate(lines, start=1):
                if line.strip():
                    yield place, _object(line, path, place)
        except (UnicodeDecodeError, EOFError, gzip.BadGzipFile) as error:
            raise BadFileError(f"{path.name}: not a text file, or damaged ({error})") from error


def _object(line: str, path: Path, place: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadFileError(f"{path.name}, line {place}: not JSON ({error})") from error
    if not isinstance(row, dict):
        raise BadFileError(f"{path.name}, line {place}: not a JSON object")
    return row


def _text(row: Mapping[str, Any], name: str, path: Path, place: int) -> str:
    value = row.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not value:
        raise BadFileError(f"{path.name}, line {place}: no {name}")
    return value


def _queries(path: Path, *, strip_tail: bool) -> Iterator[Query]:
    for place, row in _rows(path):
        text = _text(row, "text", path, place)
        if strip_tail:
            text = TAIL.sub("", text)
        yield Query(_text(row, "id", path, place), text, str(row.get("lang") or ""))


def _qrels(path: Path, numbers: Mapping[str, VerdictId]) -> dict[str, frozenset[VerdictId]]:
    gold: dict[str, set[VerdictId]] = {}
    for place, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        fields = line.split("\t")
        if len(fields) < 2:
            raise BadFileError(f"{path.name}, line {place}: not two fields with a tab between them")
        # TREC files have four: query, 0, claim, relevance.
        name = fields[2] if len(fields) == 4 else fields[1]
        if name in numbers:
            gold.setdefault(fields[0], set()).add(numbers[name])
    return {query: frozenset(found) for query, found in gold.items()}


def _probes(path: Path, numbers: Mapping[str, VerdictId]) -> Iterator[Probe]:
    for place, row in _rows(path):
        expect = _text(row, "expect", path, place)
        verdict = _text(row, "verdict_id", path, place)
        if expect not in {"answer", "not_answer"}:
            raise BadFileError(f"{path.name}, line {place}: expect is {expect}, not answer or not_answer")
        if verdict not in numbers:
            raise BadFileError(f"{path.name}, line {place}: the claims have no {verdict}")
        query = Query(_text(row, "id", path, place), str(row.get("text") or ""), str(row.get("lang") or ""))
        yield Probe(query, str(row.get("kind") or ""), verdict, expect == "answer")


def _warm(collection: _Collection, queries: Sequence[Query]) -> None:
    """Answer a few messages unmeasured, so that loading word lists does not count as deciding."""
    for query in queries[:3]:
        collection.matcher.decide(query.text + " .", language=query.language)


def _ranking(
    collection: _Collection,
    queries: Sequence[Query],
    gold: Mapping[str, frozenset[VerdictId]],
    progress: Progress,
) -> dict[str, float]:
    precisions, reciprocals, firsts, recalls = [], [], [], []
    for place, query in enumerate(queries):
        progress("rank", place, len(queries))
        right = gold[query.id]
        ranked = collection.matcher.rank(query.text, language=query.language, limit=_DEPTH)
        hits = [rank for rank, verdict_id in enumerate(ranked, start=1) if verdict_id in right]
        precisions.append(_average_precision(hits, len(right), 5))
        reciprocals.append(1 / hits[0] if hits else 0.0)
        firsts.append(float(hits[:1] == [1]))
        recalls.append(len(hits) / len(right))
    return {
        "map_at_5": _mean(precisions),
        "mrr": _mean(reciprocals),
        "p_at_1": _mean(firsts),
        "recall_at_10": _mean(recalls),
    }


def _average_precision(hits: Sequence[int], right: int, depth: int) -> float:
    """Return the average precision of the first places (as CheckThat! computes it)."""
    near = [rank for rank in hits if rank <= depth]
    return sum(found / rank for found, rank in enumerate(near, start=1)) / min(right, depth)


def _decisions(
    collection: _Collection,
    queries: Sequence[Query],
    gold: Mapping[str, frozenset[VerdictId]],
    reliability: list[tuple[float, bool]],
    progress: Progress,
) -> dict[str, float]:
    names = ("answered_right", "answered_wrong", "suggested_right", "suggested_wrong", "queued")
    counts = dict.fromkeys(names, 0)
    for place, query in enumerate(queries):
        progress("decide", place, len(queries))
        decision = collection.decide(query)
        counts[_outcome(decision, gold[query.id])] += 1
        _note(reliability, decision, gold[query.id])
    return {name: _share(counts[name], len(queries)) for name in names}


def _outcome(decision: Decision, right: frozenset[VerdictId]) -> str:
    match decision:
        case Answer(matches):
            return (
                "answered_right" if any(found.verdict_id in right for found in matches) else "answered_wrong"
            )
        case Suggest(matches):
            return (
                "suggested_right"
                if any(found.verdict_id in right for found in matches)
                else "suggested_wrong"
            )
        case Queued() | NotAClaim():
            return "queued"
        case _:
            assert_never(decision)


def _gold_removed(
    collection: _Collection,
    queries: Sequence[Query],
    gold: Mapping[str, frozenset[VerdictId]],
    reliability: list[tuple[float, bool]],
    progress: Progress,
) -> dict[str, float]:
    answered = suggested = 0
    for place, query in enumerate(queries):
        progress("decide without gold", place, len(queries))
        decision = collection.decide(query, tuple(gold[query.id]))
        answered += isinstance(decision, Answer)
        suggested += isinstance(decision, Suggest)
        _note(reliability, decision, frozenset())
    return {"answered": _share(answered, len(queries)), "suggested": _share(suggested, len(queries))}


def _note(reliability: list[tuple[float, bool]], decision: Decision, right: frozenset[VerdictId]) -> None:
    """Remember how probable the best candidate was said to be, and whether it was right."""
    best = max(_candidates(decision), key=lambda found: found.probability, default=None)
    if best is not None:
        reliability.append((best.probability, best.verdict_id in right))


def _candidates(decision: Decision) -> tuple[Match, ...]:
    match decision:
        case Answer(matches, others):
            return (*matches, *others)
        case Suggest(matches):
            return matches
        case Queued(near):
            return near
        case NotAClaim():
            return ()
        case _:
            assert_never(decision)


def _negatives(collection: _Collection, queries: Sequence[Query], progress: Progress) -> dict[str, int]:
    answered = suggested = 0
    for place, query in enumerate(queries):
        progress("negatives", place, len(queries))
        decision = collection.decide(query)
        answered += isinstance(decision, Answer)
        suggested += isinstance(decision, Suggest)
    return {"total": len(queries), "answered": answered, "suggested": suggested}


def _probe_figures(collection: _Collection, probes: Sequence[Probe], progress: Progress) -> dict[str, Any]:
    totals = {expect: _Tally() for expect in ("answer", "not_answer")}
    kinds: dict[str, dict[str, Any]] = {}
    for place, probe in enumerate(probes):
        progress("probes", place, len(probes))
        decision = collection.decide(probe.query)
        expect = "answer" if probe.must_answer else "not_answer"
        number = collection.numbers[probe.verdict_id]
        totals[expect].add(decision, number)
        kind = kinds.setdefault(probe.kind, {"expect": expect, "tally": _Tally()})
        kind["tally"].add(decision, number)
    by_kind = {
        name: {"expect": kind["expect"], **kind["tally"].figures()} for name, kind in sorted(kinds.items())
    }
    return {**{expect: tally.figures() for expect, tally in totals.items()}, "by_kind": by_kind}


@dataclass(slots=True)
class _Tally:
    """How many messages were given, and offered, their probe's verdict."""

    n: int = 0
    answered: int = 0
    suggested: int = 0

    def add(self, decision: Decision, number: VerdictId) -> None:
        self.n += 1
        if isinstance(decision, Answer):
            self.answered += any(found.verdict_id == number for found in decision.matches)
        elif isinstance(decision, Suggest):
            self.suggested += any(found.verdict_id == number for found in decision.matches)

    def figures(self) -> dict[str, int]:
        return {"n": self.n, "answered": self.answered, "suggested": self.suggested}


def _calibration(reliability: Sequence[tuple[float, bool]]) -> dict[str, Any]:
    """Return the expected calibration error (Guo et al. 2017) and its bins.

    It is taken over the best candidate of each query, with its gold verdict there and again with it removed.
    """
    bins: list[dict[str, float | int]] = []
    error = 0.0
    for place in range(_BINS):
        low, high = place / _BINS, (place + 1) / _BINS
        inside = [
            pair for pair in reliability if low <= pair[0] < high or (place == _BINS - 1 and pair[0] >= high)
        ]
        if not inside:
            continue
        said = statistics.fmean(probability for probability, _ in inside)
        true = statistics.fmean(float(right) for _, right in inside)
        error += len(inside) / len(reliability) * abs(said - true)
        bins.append(
            {"from": low, "to": high, "n": len(inside), "said": round(said, 4), "true": round(true, 4)}
        )
    return {"ece": round(error, 4), "bins": bins}


def _latency(seconds: Sequence[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    return {
        "p50": round(1000 * ordered[len(ordered) // 2], 2),
        "p95": round(1000 * ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 2),
    }


def _mean(values: Sequence[float]) -> float:
    return round(statistics.fmean(values), 4)


def _share(count: int, total: int) -> float:
    return round(count / total, 4)
