"""How well does the matcher find, and how rightly does it decide? Figures beside those of simpler methods.

`python -m benchmarks.match_quality [--shared ../shared] [--only NAME ...] [--sealed] [--out FOLDER]`
"""

import argparse
import gzip
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from benchmarks.curve import precision_coverage
from matching.candidates import CandidateIndex
from matching.embeddings import UniversalSentenceEncoder
from matching.evaluate import Evaluation, evaluate
from matching.gate import Gate
from matching.matcher import HybridMatcher
from matching.phrases import TAIL
from matching.reading import words

ROOT = Path(__file__).resolve().parent
PARTS = ("checkthat", "factchecktweet", "probes", "baselines", "without-reader", "speed")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parents[1] / "shared")
    parser.add_argument("--out", type=Path, default=ROOT / "results")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS)
    parser.add_argument(
        "--sealed", action="store_true", help="score the sealed probes too (once, at the end)"
    )
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    for name, measure in _measures(given.shared, sealed=given.sealed).items():
        if name not in given.only:
            continue
        started = time.monotonic()
        figures = measure(given.out)
        text = json.dumps({"seconds": round(time.monotonic() - started, 1), **figures}, indent=1)
        (given.out / f"match_quality.{name}.json").write_text(text + "\n", "utf-8")
        print(name, text)  # noqa: T201 - a command that prints its findings


def _measures(shared: Path, *, sealed: bool) -> dict[str, Callable[[Path], dict[str, Any]]]:
    data = shared / "data"
    return {
        "checkthat": lambda out: _checkthat(data, out),
        "factchecktweet": lambda _: _factchecktweet(data),
        "probes": lambda _: _probes(sealed=sealed),
        "baselines": lambda _: _baselines(data),
        "without-reader": lambda _: _without_reader(data),
        "speed": lambda _: _speed(data),
    }


def open_shipped(directory: Path) -> HybridMatcher:
    """Open the matcher as the bot does."""
    return HybridMatcher.open(directory)


def open_without_reader(directory: Path) -> HybridMatcher:
    """Open the matcher with words, vectors, measures and vetoes alone."""
    return HybridMatcher(CandidateIndex(directory, UniversalSentenceEncoder()), Gate(None))


def _checkthat(data: Path, out: Path) -> dict[str, Any]:
    found = _on_checkthat(data, open_shipped)
    (out / "match_quality.svg").write_text(precision_coverage(found.scored), "utf-8")
    return found.to_json()


def _without_reader(data: Path) -> dict[str, Any]:
    on_probes = _on_probes("develop", open_without_reader)
    return {"checkthat": _on_checkthat(data, open_without_reader).to_json(), "probes_develop": on_probes}


def _on_checkthat(data: Path, open_matcher: Callable[[Path], HybridMatcher]) -> Evaluation:
    folder = data / "checkthat2022"
    with tempfile.TemporaryDirectory() as place:
        return evaluate(
            folder / "claims.jsonl.gz",
            folder / "queries.dev.jsonl",
            folder / "qrels.dev.tsv",
            sorted((data / "negatives").glob("*.jsonl")),
            strip_tail=True,
            directory=Path(place),
            open_matcher=open_matcher,
        )


def _factchecktweet(data: Path) -> dict[str, Any]:
    """Rank on the English verdicts and messages alone."""
    folder = data / "factchecktweet"
    with tempfile.TemporaryDirectory() as place:
        claims = _english(_read(folder / "claims.jsonl.gz"), Path(place) / "claims.jsonl")
        queries = _english(_read(folder / "queries.dev.jsonl"), Path(place) / "queries.jsonl")
        found = evaluate(claims, queries, folder / "qrels.dev.tsv", directory=Path(place) / "index")
        return found.to_json()


def _english(rows: Iterable[dict[str, Any]], path: Path) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows if row.get("lang") == "en"), "utf-8")
    return path


def _probes(*, sealed: bool) -> dict[str, Any]:
    names = ("develop", "sealed") if sealed else ("develop",)
    return {name: _on_probes(name, open_shipped) for name in names if (ROOT / "probes" / name).is_dir()}


def _on_probes(name: str, open_matcher: Callable[[Path], HybridMatcher]) -> dict[str, Any]:
    """Score a probe set, messages in the verdict's language and translations apart."""
    folder = ROOT / "probes" / name
    verdicts = {row["id"]: row for row in _read(folder / "verdicts.jsonl")}
    probes = list(_read(folder / "probes.jsonl"))
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as place:
        for kind, wanted in (("same_language", True), ("other_language", False)):
            path = Path(place) / f"{kind}.jsonl"
            rows = [row for row in probes if (row["lang"] == verdicts[row["verdict_id"]]["lang"]) is wanted]
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
            index = Path(place) / f"index-{kind}"
            found = evaluate(
                folder / "verdicts.jsonl", probes=path, directory=index, open_matcher=open_matcher
            )
            figures[kind] = found.to_json()["probes"]
    return figures


def _baselines(data: Path) -> dict[str, Any]:
    """Rank CheckThat with simpler methods, and let the score alone decide at 1 % of false alarms."""
    folder = data / "checkthat2022"
    claims = list(_read(folder / "claims.jsonl.gz"))
    gold = dict(line.split("\t")[:2] for line in (folder / "qrels.dev.tsv").read_text("utf-8").splitlines())
    queries = [(row["id"], TAIL.sub("", row["text"])) for row in _read(folder / "queries.dev.jsonl")]
    texts = {row["id"]: f"{row.get('title', '')} {row['claim']}" for row in claims}
    with closing(_full_text(texts)) as database:
        methods: Mapping[str, Callable[[str], list[tuple[str, float]]]] = {
            "rapidfuzz token_set_ratio": lambda text: _fuzzy(text, texts),
            "FTS5 bm25": lambda text: _bm25(text, database),
        }
        return {name: _scored(rank, queries, gold) for name, rank in methods.items()}


def _scored(
    rank: Callable[[str], list[tuple[str, float]]],
    queries: Sequence[tuple[str, str]],
    gold: Mapping[str, str],
) -> dict[str, float]:
    precisions, kept, alarms = [], [], []
    for name, text in queries:
        found = rank(text)
        names = [claim for claim, _ in found[:5]]
        precisions.append(1 / (names.index(gold[name]) + 1) if gold[name] in names else 0.0)
        kept.append((found[0][1], found[0][0] == gold[name]) if found else (0.0, False))
        others = [score for claim, score in found if claim != gold[name]]
        alarms.append(max(others, default=0.0))
    bar = sorted(alarms)[int(0.99 * len(alarms))]
    right = sum(score > bar and correct for score, correct in kept) / len(queries)
    return {
        "map_at_5": round(statistics.fmean(precisions), 4),
        "answered_right_at_1_percent": round(right, 4),
    }


def _fuzzy(text: str, texts: Mapping[str, str]) -> list[tuple[str, float]]:
    return [
        (name, score)
        for _, score, name in process.extract(text, texts, scorer=fuzz.token_set_ratio, limit=10)
    ]


def _full_text(texts: Mapping[str, str]) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE VIRTUAL TABLE claim USING fts5(name UNINDEXED, text, tokenize='porter unicode61')"
    )
    database.executemany("INSERT INTO claim VALUES (?, ?)", texts.items())
    return database


def _bm25(text: str, database: sqlite3.Connection) -> list[tuple[str, float]]:
    terms = " OR ".join(f'"{word}"' for word in dict.fromkeys(words(text)[:64]))
    if not terms:
        return []
    sql = "SELECT name, -bm25(claim) FROM claim WHERE claim MATCH ? ORDER BY 2 DESC LIMIT 10"
    return [(str(name), float(score)) for name, score in database.execute(sql, (terms,))]


def _speed(data: Path) -> dict[str, Any]:
    """Time decisions beside 100,607 real verdicts; one process, one thread."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "claims.jsonl"
        with path.open("w", encoding="utf-8") as out:
            for name in ("checkthat2022", "factchecktweet"):
                for row in _read(data / name / "claims.jsonl.gz"):
                    kept = {**row, "id": f"{name} {row['id']}", "body": ""}
                    out.write(json.dumps(kept, ensure_ascii=False) + "\n")
        messages = sorted((data / "negatives").glob("*.jsonl"))
        tweets = data / "checkthat2022" / "queries.train.jsonl"
        found = evaluate(
            path, negatives=[*messages, tweets], strip_tail=True, directory=Path(place) / "index"
        )
        return {"verdicts": sum(1 for _ in _read(path)), "latency_ms": found.latency_ms}


def _read(path: Path) -> Iterator[dict[str, Any]]:
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as lines
    ):
        for line in lines:
            yield json.loads(line)


if __name__ == "__main__":
    main()
