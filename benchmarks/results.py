"""Owns benchmarks/results: what was measured, kept as JSON, and facts about the machine without its name."""

import json
import os
import platform
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "benchmarks" / "results"
PROGRAM = ("bot", "claims", "db", "feeds", "handlers", "matching", "media", "simulator")


def read(name: str) -> Any:
    """Return what was kept under that name; None when nothing was."""
    path = FOLDER / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def write(name: str, content: object) -> None:
    """Keep that, instead of what was there."""
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps(content, indent=1, ensure_ascii=False)
    (FOLDER / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")


def merge(name: str, key: str, rows: Sequence[Mapping[str, Any]], order: Sequence[Any] = ()) -> None:
    """Keep rows; each replaces the one with the same `key`, the others stay. Sorted as in `order`, if given:
    rows that are not in it go."""
    kept = {row[key]: row for row in [*(read(name) or []), *rows]}
    keys = [found for found in order if found in kept] if order else sorted(kept)
    write(name, [kept[found] for found in keys])


def machine() -> Mapping[str, Any]:
    """Return what about this machine and this program the figures depend on."""
    return {
        "cpus": os.cpu_count(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": platform.system(),
        "commit": commit(),
    }


def commit() -> str:
    """Return the commit of the program, with "+" when the program has changes that are not committed."""
    changed = "+" if _git("status", "--porcelain", "--", *PROGRAM) else ""
    return (_git("rev-parse", "--short", "HEAD") or "unknown") + changed


def _git(*arguments: str) -> str:
    program = shutil.which("git")
    if program is None:
        return ""
    done = subprocess.run([program, *arguments], cwd=ROOT, capture_output=True, check=False)  # noqa: S603 - ours
    return done.stdout.decode().strip()
