"""Owns the measuring of posts, their retellings and genuine news about the same people.

`python -m benchmarks.articles [--sealed] [--write-docs]`

Each verdict has the post that it is about, as it went round, retold, asked about, and amid a long message
about this and that; and a whole news article and a short post about the same people which state other things.
Of each article every sentence is asked on its own besides. The archive holds the verdicts of the set and the
English ones of the opened probes.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks import results
from benchmarks.quality_data import ProgressLine, read
from benchmarks.quality_page import PROBE_SETS
from benchmarks.section import Section
from matching.evaluate import evaluate
from matching.segment import read as read_message

_PROBES = results.ROOT / "benchmarks" / "probes"
_SETS = {"develop": "articles", "sealed": "articles_sealed"}
_PAGE = Section(results.ROOT / "docs" / "deciding.md", "articles")
_NAMES = {
    "post": "the post itself",
    "chat": "amid a long message",
    "question": "asked about",
    "retold": "retold in other words",
    "article": "a genuine article, whole",
    "sentence": "each of its sentences",
    "near_post": "a genuine post",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sealed", action="store_true", help="score the sealed set too (once, at the end)")
    parser.add_argument("--write-docs", action="store_true", help="write docs/deciding.md from the results")
    given = parser.parse_args()
    names = _SETS if given.sealed else ["develop"]
    found = {name: _measured(_PROBES / _SETS[name]) for name in names}
    results.write("articles", {"machine": results.machine(), **found})
    print(json.dumps(found, indent=1))  # noqa: T201 - a command that prints its findings
    if given.write_docs:
        _PAGE.write(_table(found))


def _measured(folder: Path) -> Mapping[str, Any]:
    """Return how many messages of each kind were answered and offered with their verdict."""
    with tempfile.TemporaryDirectory() as temporary:
        claims, probes = Path(temporary) / "claims.jsonl", Path(temporary) / "probes.jsonl"
        _write(claims, _archive(folder))
        _write(probes, _messages(folder))
        index = Path(temporary) / "index"
        found = evaluate(claims, probes=probes, directory=index, progress=ProgressLine()).to_json()
    return {kind: found["probes"]["by_kind"][kind] for kind in _NAMES}


def _archive(folder: Path) -> Iterator[Mapping[str, Any]]:
    yield from read(folder / "verdicts.jsonl")
    for name in PROBE_SETS[:-1]:
        for row in read(_PROBES / name / "verdicts.jsonl"):
            if row["lang"] == "en":
                yield {**row, "id": f"{name}-{row['id']}"}


def _messages(folder: Path) -> Iterator[Mapping[str, Any]]:
    for row in read(folder / "messages.jsonl"):
        yield row
        if row["kind"] == "article":
            for place, sentence in enumerate(read_message(row["text"], row["lang"]).sentences, start=1):
                yield {**row, "id": f"{row['id']}-{place}", "kind": "sentence", "text": sentence}


def _write(path: Path, rows: Iterator[Mapping[str, Any]]) -> None:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


def _table(found: Mapping[str, Any]) -> str:
    head = ["message", "should be answered", *(f"{name}: answered" for name in found)]
    lines = [head, ["---", "---", *("--:" for _ in found)]]
    for kind, name in _NAMES.items():
        expect = found["develop"][kind]["expect"]
        shares = [f"{of[kind]['answered']} of {of[kind]['n']}" for of in found.values()]
        lines.append([name, "yes" if expect == "answer" else "no", *shares])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    main()
