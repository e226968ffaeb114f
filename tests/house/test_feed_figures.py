"""The figures of docs/feeds.md are those that the benchmarks kept."""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "feeds.md").read_text(encoding="utf-8")


def kept(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(
        (ROOT / "benchmarks" / "results" / f"{name}.json").read_text("utf-8")
    )
    return content


def test_the_figures_of_the_import() -> None:
    found = kept("importing")
    rows = [found[name] for name in ("import", "second import", "json.load and INSERT")]
    shown = [f"| {row['seconds']} | {row['a_second']:,} | {row['peak_mb']} MB |" for row in rows]

    assert [row for row in shown if row not in PAGE] == []
    assert f"{found['reviews']:,} ClaimReviews ({found['feed_mb']} MB)" in PAGE
    assert f"2,000 verdicts took {found['index']['seconds']} s" in PAGE
    assert f"{found['index']['a_second']} a second" in PAGE


def test_the_figures_of_the_busy_run() -> None:
    found = kept("importing.busy")
    first, second, plain, index = (
        found[name] for name in ("import", "second import", "json.load and INSERT", "index")
    )
    lines = " ".join(PAGE.split())

    assert f"took {first['seconds']} s for the first import ({first['a_second']} a second" in lines
    assert f"{first['peak_mb']} MB), {second['seconds']} s for the second, {plain['seconds']} s" in lines
    assert f"and {index['seconds']} s for the index" in lines


def test_the_figures_of_the_shapes() -> None:
    objects, pages = kept("feed_shapes")["objects"], kept("feed_shapes")["pages"]

    assert f"Of the {objects['read']} objects {objects['accepted']} " in PAGE
    assert f"{objects['with the right rating']} have a rating, and it is the right one" in PAGE
    assert objects["wrong"] == []
    assert f"{pages['accepted']} fact-checks go in, {pages['links listed']:,} links" in PAGE
    assert f"{pages['refused']} records are refused" in PAGE
    assert pages["crashed"] == 0
