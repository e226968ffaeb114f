"""The measuring: figures on a handful of rows that can be counted by hand."""

import gzip
import json
from functools import partial
from pathlib import Path

import pytest

from matching.embeddings import TwoEncoders
from matching.evaluate import BadFileError, evaluate
from matching.matcher import HybridMatcher
from tests.unit.matching.conftest import CLAIMS


def _write(path: Path, rows: list[dict[str, str]]) -> Path:
    text = "".join(json.dumps(row) + "\n" for row in rows)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    rows = [{"id": f"c{place}", "claim": claim, "lang": "en"} for place, claim in enumerate(CLAIMS)]
    return _write(tmp_path / "claims.jsonl.gz", rows)


def test_all_parts(claims: Path, tmp_path: Path, embedder: TwoEncoders) -> None:
    tail = " — Ann Poe (@annpoe) May 3, 2019"
    queries = _write(
        tmp_path / "queries.jsonl",
        [
            {"id": "q0", "text": CLAIMS[0] + tail},
            {"id": "q1", "text": "Did a bear sit in the Tarnow railway station?"},
        ],
    )
    qrels = tmp_path / "qrels.tsv"
    qrels.write_text("q0\tc0\nq1\tc3\n")
    negatives = _write(
        tmp_path / "negatives.jsonl", [{"id": "n0", "text": "See you at the gym at seven then"}]
    )
    probes = _write(
        tmp_path / "probes.jsonl",
        [
            {
                "id": "p0",
                "text": CLAIMS[2],
                "kind": "verbatim",
                "verdict_id": "c2",
                "expect": "answer",
                "lang": "en",
            },
            {
                "id": "p1",
                "text": "Drinking chilli oil does not cure asthma",
                "kind": "negation",
                "verdict_id": "c2",
                "expect": "not_answer",
                "lang": "en",
            },
        ],
    )
    found = evaluate(
        claims,
        queries,
        qrels,
        [negatives],
        probes,
        strip_tail=True,
        directory=tmp_path / "index",
        open_matcher=partial(HybridMatcher.open, embedder=embedder),
    ).to_json()

    assert found["ranking"] == {"map_at_5": 1.0, "mrr": 1.0, "p_at_1": 1.0, "recall_at_10": 1.0}
    assert (found["decisions"]["answered_wrong"], found["gold_removed"]["answered"]) == (0.0, 0.0)
    assert found["decisions"]["answered_right"] >= 0.5
    assert found["negatives"] == {"total": 1, "answered": 0, "suggested": 0}
    assert found["probes"]["answer"] == {"n": 1, "answered": 1, "suggested": 0}
    assert found["probes"]["by_kind"]["negation"] == {
        "expect": "not_answer",
        "n": 1,
        "answered": 0,
        "suggested": 1,
    }
    assert set(found["latency_ms"]) == {"p50", "p95"}
    assert 0 <= found["calibration"]["ece"] <= 1


def test_only_claims_are_required(claims: Path, tmp_path: Path, embedder: TwoEncoders) -> None:
    assert (
        evaluate(
            claims, directory=tmp_path / "index", open_matcher=partial(HybridMatcher.open, embedder=embedder)
        ).to_json()
        == {}
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"id": "a"}\n', "line 1: no claim"),
        (b"[]\n", "line 1: not a JSON object"),
        (b"{\n", "line 1: not JSON"),
        (b"", "no claims"),
        (b"\xff\xfe\x00", "not a text file"),
    ],
)
def test_a_bad_file_is_named_with_its_line(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_bytes(content)

    with pytest.raises(BadFileError, match=reason):
        evaluate(path, directory=tmp_path / "index")
