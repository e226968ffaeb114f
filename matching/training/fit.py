"""Owns the fit of the gate's formulas: logistic regressions over the measures of labelled pairs.

`python -m matching.training.fit --probes FOLDER --pairs FOLDER --out FILE`

Only rows against which no veto speaks are fitted on: of those alone the formula decides.
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
from matching import thresholds
from matching.candidates import Candidate
from matching.crossencoder import CrossEncoder
from matching.embeddings import UniversalSentenceEncoder
from matching.gate import Compared, compare, with_logit
from matching.records import Stored, record
from matching.segment import parts, read
from matching.training.generate import message_like

Matrix = npt.NDArray[np.float64]

# Each measure and the sign its weight must have: one that comes out the other way round is left out.
SIGNS = {
    "covered_claim": 1,
    "covered_message": 1,
    "shared": 1,
    "cosine": 1,
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
WITHOUT_READER = tuple(name for name in SIGNS if name != "reader")
WITH_READER = tuple(SIGNS)
_PENALTY = 0.5
_ROUNDS = 3
_PAIR_FILES = {"pawsx_en": 400, "synth_nearmiss": 800, "stsb_en": 400, "breaking_nli": 300}
_PAIR_WEIGHT = 0.05
_CORPUS = 1_500


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
    """The open pairs of one labelled row, by name of the measure."""

    row: Labelled
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


def beside_others(
    rows: Sequence[Labelled], embedder: UniversalSentenceEncoder, *, count: int, weight: float
) -> Iterator[Labelled]:
    """Yield each message beside the nearest claims that are not its own: what a search brings up."""
    claims = {row.group: row.claim for row in rows}
    names = list(claims)
    vectors = embedder.encode([claims[name].ruling.claim for name in names])
    messages = embedder.encode([row.message for row in rows])
    for row, vector in zip(rows, messages, strict=True):
        near = [names[place] for place in np.argsort(-(vectors @ vector))[: count + 1]]
        for name in [name for name in near if name != row.group][:count]:
            if claims[name].ruling.language == row.language:
                yield Labelled(row.message, claims[name], False, row.language, row.group, weight)


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
        publisher="",
        language=row["lang"],
        published_at=date.fromisoformat(row["published_at"]) if row.get("published_at") else None,
    )
    return Verdict(id=VerdictId(number), revision=1, ruling=ruling)


class Measurer:
    """Measures labelled rows exactly as the matcher does."""

    def __init__(self) -> None:
        self.embedder = UniversalSentenceEncoder()
        self._reader = CrossEncoder()

    def measure(self, row: Labelled) -> Measured | None:
        """Return the measures of a row's open pairs, None when a veto speaks or nothing compares."""
        pairs = self._pairs(row)
        pairs = [pair for pair in pairs if not pair.vetoed]
        if not pairs:
            return None
        logits = self._reader.logits([(pair.part.core, pair.text) for pair in pairs])
        values = (with_logit(pair.features.values, logit) for pair, logit in zip(pairs, logits, strict=True))
        return Measured(row, tuple(values))

    def _pairs(self, row: Labelled) -> list[Compared]:
        message = read(row.message, row.language)
        kept = record(row.claim)
        pieces = parts(message, thresholds.MAX_PARTS)
        if not pieces or not kept.texts:
            return []
        vectors = self.embedder.encode([piece.core for piece in pieces])
        stored = Stored(kept.id, kept.language, kept.texts, kept.years)
        candidate = Candidate(stored, self.embedder.encode(kept.texts), How.WORDS)
        return compare(pieces, vectors, candidate, message.language)


def fit(rows: Sequence[Measured], names: Sequence[str]) -> tuple[float, dict[str, float]]:
    """Fit a logistic regression, without the measures whose weight would have the wrong sign."""
    while True:
        bias, weights = _fit(rows, names)
        wrong = min(weights, key=lambda name: weights[name] * SIGNS[name])
        if weights[wrong] * SIGNS[wrong] >= 0:
            return bias, weights
        names = [name for name in names if name != wrong]


def _fit(rows: Sequence[Measured], names: Sequence[str]) -> tuple[float, dict[str, float]]:
    """Fit; of each row the pair counts that the formula itself finds likeliest."""
    chosen = [row.values[0] for row in rows]
    same = np.array([row.row.same for row in rows], dtype=np.float64)
    importance = np.array([row.row.weight for row in rows])
    solution = np.zeros(len(names) + 1)
    for _ in range(_ROUNDS):
        solution = _solve(_matrix(chosen, names), same, importance)
        chosen = [max(row.values, key=lambda values: _score(solution, values, names)) for row in rows]
    return float(solution[0]), {name: float(weight) for name, weight in zip(names, solution[1:], strict=True)}


def _score(solution: Matrix, values: Mapping[str, float], names: Sequence[str]) -> float:
    return float(
        solution[0] + sum(weight * values[name] for name, weight in zip(names, solution[1:], strict=True))
    )


def _matrix(values: Sequence[Mapping[str, float]], names: Sequence[str]) -> Matrix:
    return np.array([[1.0, *(row[name] for name in names)] for row in values])


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


def cross_validated(rows: Sequence[Measured], names: Sequence[str], folds: int = 5) -> list[float]:
    """Return for each row the probability by a formula that saw no row of the same claim."""
    said = [0.0] * len(rows)
    for fold in range(folds):
        inside = [place for place, row in enumerate(rows) if _fold(row.row.group, folds) != fold]
        bias, weights = fit([rows[place] for place in inside], names)
        kept = list(weights)
        solution = np.array([bias, *weights.values()])
        for place, row in enumerate(rows):
            if _fold(row.row.group, folds) == fold:
                best = max(_score(solution, values, kept) for values in row.values)
                said[place] = float(1 / (1 + np.exp(-best)))
    return said


def _fold(group: str, folds: int) -> int:
    return sum(group.encode()) % folds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--probes", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    dice = random.Random(5)  # noqa: S311 - a sample of rows, no secret
    measurer = Measurer()
    probes = list(labelled_probes(given.probes))
    wiki = encyclopaedic(given.pairs, dice)
    searched = [
        *beside_others(probes, measurer.embedder, count=3, weight=0.4),
        *beside_others(wiki, measurer.embedder, count=1, weight=0.4),
    ]
    labelled = [*probes, *searched, *wiki, *labelled_pairs(given.pairs, dice)]
    rows = [row for one in labelled if (row := measurer.measure(one)) is not None]
    formulas = json.loads(given.out.read_text("utf-8"))
    for name, measures in (("without_reader", WITHOUT_READER), ("with_reader", WITH_READER)):
        bias, weights = fit(rows, measures)
        rounded = {measure: round(weight, 3) for measure, weight in weights.items()}
        formulas[name] = {"bias": round(bias, 3), "weights": rounded}
        said = cross_validated(rows, measures)
        _report(name, rows, said)
    formulas["fitted_on"] = (
        f"{len(rows)} rows without a veto: probes/develop and test splits of {sorted(_PAIR_FILES)}"
    )
    given.out.write_text(json.dumps(formulas, indent=1) + "\n", "utf-8")


def _report(name: str, rows: Sequence[Measured], said: Sequence[float]) -> None:
    probes = [(p, row.row.same) for p, row in zip(said, rows, strict=True) if row.row.weight == 1.0]
    for bar in (0.5, 0.6, 0.7, 0.8, 0.9):
        right = sum(p >= bar and same for p, same in probes)
        wrong = sum(p >= bar and not same for p, same in probes)
        print(f"{name} p>={bar}: {right} restatements, {wrong} near misses of {len(probes)} open rows")  # noqa: T201


if __name__ == "__main__":
    main()
