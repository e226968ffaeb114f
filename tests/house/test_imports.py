"""The house rules that hold the folders apart."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = {"bot", "claims", "db", "feeds", "handlers", "matching", "media", "simulator"}
MAY_IMPORT = {
    "bot": OURS,
    "handlers": {"handlers", "claims"},
    "matching": {"matching", "claims"},
    "feeds": {"feeds", "claims"},
    "media": {"media", "claims"},
    "db": {"db", "claims"},
    "claims": {"claims"},
    "simulator": {"simulator"},
}
# Each third-party library has one home.
HOMES = {
    "telegram": {"handlers", "bot"},
    "PIL": {"media"},
    "sqlalchemy": {"db"},
    "alembic": {"db"},
    "aiosqlite": {"db"},
    "rapidfuzz": {"matching"},
    "tantivy": {"matching"},
    "faiss": {"matching"},
    "onnxruntime": {"matching"},
    "tokenizers": {"matching"},
    "numpy": {"matching"},
    "fastembed": {"matching"},
    "loguru": {"matching"},
    "threadpoolctl": {"matching"},
    "httpx": {"feeds", "bot"},
    "trafilatura": {"feeds"},
    "extruct": {"feeds"},
    "defusedxml": {"feeds"},
    "openpyxl": {"feeds"},
    "protego": {"feeds"},
    "httpcore": {"feeds", "bot"},
    "starlette": {"bot", "simulator"},
    "uvicorn": {"bot", "simulator"},
    "babel": {"handlers", "matching"},  # there to make the list of countries, not at run time
    "typer": {"bot"},
    "rich": {"bot"},
    "pydantic": {"bot"},
    "pydantic_settings": {"bot"},
}
MODULES = sorted(path for package in MAY_IMPORT for path in (ROOT / package).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Return the top-level package of every import in a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_what_its_package_may(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    names = set(imported(path))

    assert names & OURS <= MAY_IMPORT[package]
    assert {name for name in names if name in HOMES and package not in HOMES[name]} == set()


@pytest.mark.parametrize(
    "path", [path for path in MODULES if path.parts[len(ROOT.parts)] == "claims"], ids=lambda path: path.name
)
def test_the_domain_needs_only_the_standard_library(path: Path) -> None:
    assert set(imported(path)) - {"claims"} <= set(sys.stdlib_module_names)


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        str(path.relative_to(ROOT))
        for path in MODULES
        if any(
            word in path.read_text(encoding="utf-8") for word in ("os.environ", "os.getenv", "BaseSettings")
        )
    }

    assert readers == {"bot/settings.py"}


def test_the_simulator_is_used_by_demo_and_chat_alone() -> None:
    users = {
        str(path.relative_to(ROOT))
        for path in MODULES
        if "simulator" in imported(path) and not path.is_relative_to(ROOT / "simulator")
    }

    assert users == {"bot/chat.py", "bot/demo.py", "bot/stage.py", "bot/transcript.py"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_owns(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
