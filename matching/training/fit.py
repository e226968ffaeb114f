"""Owns the fit of the gate's formulas: logistic regressions over the measures of labelled pairs.

`python -m matching.training.fit --pairs FOLDER --out FILE [--probes FOLDER]`

Fitted on pairs that the cross-encoder was not trained on: those of the written ones that were kept back, each
message beside strange claims too, and test splits of the open sets. Probes are only measured on.
"""

import argparse
import gzip
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from claims.decision import How
from claims.verdict import Rating, Ruling, Verdict, VerdictId
from matching import language, thresholds
from matching.candidates import Candidate
from matching.crossencoder import CrossEncoder
from matching.embeddings import TwoEncoders
from matching.gate import Compared, compare, mended, with_logit
from matching.records import Stored, record
from matching.segment import parts, read
from matching.training.generate import message_like
from matching.training.written import written

# Each measure and the sign its weight must have: one that comes out the other way round is left out.
SIGNS = {
    "covered_claim": 1,
    "covered_message": 1,
    "shared": 1,
    "cosine": 1,
    "english": 1,
    "together": 1,
    "told": 1,
    "names_missing": -1,
    "names_extra": -1,
    "acts_missing": -1,
    "order": 1,
    "length": 1,
    "numbers_missing": -1,
    "token_set": 1,
    "conditional_differs": -1,
    "says_negation": -1,
    "says_roles": -1,
    "says_name": -1,
    "says_hedge": -1,
    "says_statement": -1,
    "reader": 1,
}
_MEANING = frozenset({"cosine", "told"})  # by the encoder of many languages, for pairs that are not English
_BY_ENGLISH = frozenset({"english", "together"})
FORMULAS = {
    "english": tuple(name for name in SIGNS if name not in _MEANING),
    "english_unread": tuple(name for name in SIGNS if name not in {*_MEANING, "reader"}),
    "one_language": tuple(name for name in SIGNS if name not in _BY_ENGLISH),
    "one_language_unread": ("told", "cosine", "names_missing", "names_extra"),
    "across": ("cosine", "numbers_missing", "reader"),
    "across_unread": ("cosine", "numbers_missing"),
}
_PENALTY = 0.5
_ROUNDS = 3
_PAIR_FILES = {"pawsx_en": 300, "synth_nearmiss": 500, "stsb_en": 200, "breaking_nli": 200}
_PAIR_WEIGHT = 0.05
_NEAR_MISS = 0.3  # near misses are rarer among people's messages than among the written pairs
_STRANGERS = 2
_STRANGER_WEIGHT = 0.5
_CORPUS = 600

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message beside a claim, and whether it states it. `group` keeps rows of one claim together."""

    message: str
    claim: Verdict
    same: bool
    language: str
    group: str
    weight: float


@dataclass(frozen=True, slots=True)
class Measured:
    """The open pairs of a labelled row, by name of the measure, and the formula for those that are `read`."""

    row: Labelled
    formula: str
    read: bool
    values: tuple[Mapping[str, float], ...]


def labelled_probes(folder: Path) -> Iterator[Labelled]:
    """Yield the same-language rows of a probe set."""
    raw = [json.loads(line) for line in (folder / "verdicts.jsonl").read_text("utf-8").splitlines()]
    verdicts = {row["id"]: _verdict(place, row) for place, row in enumerate(raw, start=1)}
    for line in (folder / "probes.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        verdict = verdicts[row["verdict_id"]]
        if row["lang"] == verdict.ruling.language:
            same = row["expect"] == "answer"
            yield Labelled(row["text"], verdict, same, row["lang"], row["verdict_id"], 1.0)


def kept_back() -> Iterator[Labelled]:
    """Yield the written pairs that the cross-encoder was not trained on."""
    for place, one in enumerate(written(), start=1):
        if not one.kept_back:
            continue
        raw = {"claim": one.claim, "title": one.title, "summary": one.summary, "lang": one.language}
        verdict = _verdict(place, raw)
        for same, messages in ((True, one.same), (False, one.other)):
            for message in messages:
                weight = 1.0 if same else _NEAR_MISS
                yield Labelled(message.text, verdict, same, message.language, f"written {place}", weight)


def beside_strangers(rows: Sequence[Labelled], embedder: TwoEncoders) -> Iterator[Labelled]:
    """Yield each message beside the nearest claims of all that are not its own: what a search brings up."""
    claims = [
        _verdict(place, {"claim": one.claim, "lang": one.language}) for place, one in enumerate(written(), 1)
    ]
    vectors = embedder.encode([claim.ruling.claim for claim in claims])
    messages = embedder.encode([row.message for row in rows])
    for row, vector in zip(rows, messages, strict=True):
        near = [claims[place] for place in np.argsort(-(vectors @ vector))[: _STRANGERS + 1]]
        for claim in [claim for claim in near if claim.id != row.claim.id][:_STRANGERS]:
            yield Labelled(row.message, claim, False, row.language, row.group, _STRANGER_WEIGHT)


def encyclopaedic(folder: Path, dice: random.Random) -> list[Labelled]:
    """Return claims of WikiFactCheck as messages that state them: wrapped, misspelt, copied."""
    path = folder / "wikifactcheck_neg.jsonl.gz"
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        claims = sorted({json.loads(line)["b"] for line in lines})
    chosen = dice.sample(claims, min(_CORPUS, len(claims)))
    return [
        Labelled(
            message_like(claim, dice),
            _verdict(place, {"claim": claim, "lang": "en"}),
            True,
            "en",
            f"wiki {place}",
            0.05,
        )
        for place, claim in enumerate(chosen, start=1)
    ]


def labelled_pairs(folder: Path, dice: random.Random) -> Iterator[Labelled]:
    """Yield rows of the test splits of the open pair sets, which the cross-encoder was not trained on."""
    for name, count in _PAIR_FILES.items():
        path = folder / f"{name}.jsonl.gz"
        if not path.exists():
            continue
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = [row for line in lines if (row := json.loads(line)).get("split") == "test"]
        for place, row in enumerate(dice.sample(rows, min(count, len(rows)))):
            verdict = _verdict(place + 1, {"claim": row["b"], "lang": "en"})
            yield Labelled(row["a"], verdict, bool(row["same"]), "en", f"{name} {place}", _PAIR_WEIGHT)


def _verdict(number: int, row: Mapping[str, Any]) -> Verdict:
    ruling = Ruling(
        claim=row["claim"],
        rating=Rating.UNRATED,
        publisher=row.get("publisher", ""),
        url=row.get("url", ""),
        title=row.get("title", ""),
        summary=row.get("summary", ""),
        language=row["lang"],
        published_at=date.fromisoformat(row["published_at"]) if row.get("published_at") else None,
    )
    return Verdict(id=VerdictId(number), revision=1, ruling=ruling)


class Measurer:
    """Measures labelled rows exactly as the matcher does."""

    def __init__(self) -> None:
        self.embedder = TwoEncoders()
        self._reader = CrossEncoder()

    def measure(self, row: Labelled) -> Measured | None:
        """Return the measures of a row's open pairs, None when a veto speaks or nothing compares."""
        pairs = [mended(pair, self.embedder) for pair in self._pairs(row) if not pair.vetoed]
        if not pairs:
            return None
        values: list[Mapping[str, float]] = [pair.features.values for pair in pairs]
        read = pairs[0].readable
        if read:
            logits = self._reader.logits([pair.said for pair in pairs])
            values = [with_logit(measures, logit) for measures, logit in zip(values, logits, strict=True)]
        return Measured(row, pairs[0].formula, read, tuple(values))

    def _pairs(self, row: Labelled) -> list[Compared]:
        message = read(row.message, row.language)
        kept = record(row.claim)
        pieces = parts(message, thresholds.MAX_PARTS)
        if not pieces or not kept.texts:
            return []
        english = language.same(message.language, "en")
        vectors = self.embedder.encode_asked([piece.core for piece in pieces], english=english)
        stored = Stored(kept.id, kept.language, kept.texts, kept.years)
        candidate = Candidate(stored, self.embedder.encode(kept.embedded), How.WORDS)
        return compare(pieces, vectors, candidate, message.language, read_by=self._reader)


class Table:
    """All pairs of some rows as one matrix: a column for each name, the pairs of a row together."""

    def __init__(self, rows: Sequence[Measured], names: Sequence[str]) -> None:
        self.names = tuple(names)
        pairs = [values for row in rows for values in row.values]
        self.matrix = np.array([[1.0, *(values[name] for name in names)] for values in pairs])
        self.starts = np.cumsum([0, *(len(row.values) for row in rows[:-1])])
        self.ends = np.append(self.starts[1:], len(pairs))
        self.same = np.array([row.row.same for row in rows], dtype=np.float64)
        self.importance = np.array([row.row.weight for row in rows])

    def likeliest(self, solution: Matrix) -> npt.NDArray[np.int64]:
        """Return for each row the place of the pair that a formula finds likeliest."""
        scores = self.matrix @ solution
        best = [
            start + int(scores[start:end].argmax()) for start, end in zip(self.starts, self.ends, strict=True)
        ]
        return np.array(best)


def fit(rows: Sequence[Measured], names: Sequence[str]) -> tuple[float, dict[str, float]]:
    """Fit a logistic regression, without the measures whose weight would have the wrong sign."""
    while True:
        solution = _fit(Table(rows, names))
        weights = {name: float(weight) for name, weight in zip(names, solution[1:], strict=True)}
        wrong = min(weights, key=lambda name: weights[name] * SIGNS[name])
        if weights[wrong] * SIGNS[wrong] >= 0:
            return float(solution[0]), weights
        names = [name for name in names if name != wrong]


def _fit(table: Table) -> Matrix:
    """Fit; of each row the pair counts that the formula itself finds likeliest."""
    chosen = table.starts
    solution = np.zeros(table.matrix.shape[1])
    for _ in range(_ROUNDS):
        solution = _solve(table.matrix[chosen], table.same, table.importance)
        chosen = table.likeliest(solution)
    return solution


def _solve(matrix: Matrix, same: Matrix, importance: Matrix) -> Matrix:
    """Return the weights of a ridge-penalised logistic regression (Newton's method)."""
    solution = np.zeros(matrix.shape[1])
    ridge = _PENALTY * np.eye(matrix.shape[1])
    ridge[0, 0] = 1e-6
    for _ in range(50):
        said = 1 / (1 + np.exp(-np.clip(matrix @ solution, -30, 30)))
        gradient = matrix.T @ (importance * (said - same)) + ridge @ solution
        curvature = (matrix * (importance * said * (1 - said))[:, None]).T @ matrix + ridge
        step = np.linalg.solve(curvature, gradient)
        solution -= step
        if np.abs(step).max() < 1e-6:
            break
    return solution


def said(rows: Sequence[Measured], bias: float, weights: Mapping[str, float]) -> list[float]:
    """Return the probability of each row by a formula: that of its likeliest pair."""
    if not rows:
        return []
    table, solution = Table(rows, list(weights)), np.array([bias, *weights.values()])
    scores = table.matrix[table.likeliest(solution)] @ solution
    return [float(probability) for probability in 1 / (1 + np.exp(-scores))]


def cross_validated(rows: Sequence[Measured], names: Sequence[str], folds: int = 5) -> list[float]:
    """Return for each row the probability by a formula that saw no row of the same claim."""
    probabilities = [0.0] * len(rows)
    for fold in range(folds):
        inside = [row for row in rows if _fold(row.row.group, folds) != fold]
        outside = [place for place, row in enumerate(rows) if _fold(row.row.group, folds) == fold]
        for place, probability in zip(
            outside, said([rows[place] for place in outside], *fit(inside, names)), strict=True
        ):
            probabilities[place] = probability
    return probabilities


def _fold(group: str, folds: int) -> int:
    return sum(group.encode()) % folds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--probes", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--formulas", nargs="+", choices=FORMULAS, default=list(FORMULAS), help="the others stay"
    )
    given = parser.parse_args()
    dice = random.Random(5)  # noqa: S311 - a sample of rows, no secret
    measurer = Measurer()
    own = list(kept_back())
    strange = beside_strangers([row for row in own if row.same], measurer.embedder)
    labelled = [*own, *strange, *encyclopaedic(given.pairs, dice), *labelled_pairs(given.pairs, dice)]
    if not {"english", "english_unread"} & set(given.formulas):
        labelled = [one for one in labelled if {one.language, one.claim.ruling.language} != {"en"}]
    rows = [row for one in labelled if (row := measurer.measure(one)) is not None]
    probes = labelled_probes(given.probes) if given.probes else ()
    tried = [row for one in probes if (row := measurer.measure(one)) is not None]
    formulas: dict[str, Any] = json.loads(given.out.read_text("utf-8")) if given.out.exists() else {}
    for name in given.formulas:
        measures = FORMULAS[name]
        ours = [row for row in rows if judged_by(name, row)]
        bias, weights = fit(ours, measures)
        rounded = {measure: round(weight, 3) for measure, weight in weights.items() if weight}
        formulas[name] = {"bias": round(bias, 3), "weights": rounded, "rows": len(ours)}
        _report(f"{name}, cross-validated", ours, cross_validated(ours, measures))
        seen = [row for row in tried if judged_by(name, row)]
        _report(f"{name}, probes", seen, said(seen, bias, weights))
    formulas["fitted_on"] = f"the written pairs kept back and test splits of {sorted(_PAIR_FILES)}"
    given.out.write_text(json.dumps(formulas, indent=1) + "\n", "utf-8")


def judged_by(name: str, row: Measured) -> bool:
    """Say whether a formula is fitted on a row: those for unread pairs on the read ones, too."""
    return row.formula == name.removesuffix("_unread") and (row.read or name.endswith("_unread"))


def _report(name: str, rows: Sequence[Measured], said: Sequence[float]) -> None:
    whole = [
        (p, row.row.same) for p, row in zip(said, rows, strict=True) if row.row.weight in {1.0, _NEAR_MISS}
    ]
    same = [p for p, is_same in whole if is_same]
    other = [p for p, is_same in whole if not is_same]
    for bar in (0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        right, wrong = sum(p >= bar for p in same), sum(p >= bar for p in other)
        print(f"{name} p>={bar}: {right} of {len(same)} restatements, {wrong} of {len(other)} others")  # noqa: T201


if __name__ == "__main__":
    main()
