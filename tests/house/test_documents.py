"""The documents tell the truth: commands, settings and targets that they name exist, and none is missing."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from bot.cli import app
from bot.settings import Settings
from handlers.routes import COMMAND_HANDLERS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
MODERATING = (ROOT / "docs" / "moderating.md").read_text(encoding="utf-8")
COMMANDS = set(get_command(app).commands)
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_the_readme_names_every_command_and_no_other() -> None:
    named = set(re.findall(r"^\.venv/bin/forwardcheck (\w+)|`forwardcheck (\w+)", README, re.MULTILINE))

    assert {first or second for first, second in named} == COMMANDS


def test_every_setting_is_described_with_its_default() -> None:
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", OPERATING, re.MULTILINE))

    assert described == {field.alias for field in Settings.model_fields.values()}


def test_every_make_target_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = {
        target
        for page in PAGES
        for target in re.findall(r"(?:`|^)make ([a-z-]+)", page.read_text("utf-8"), re.MULTILINE)
    }

    assert named <= targets


def test_the_readme_is_short_and_begins_with_the_demo() -> None:
    assert len(README.splitlines()) < 150
    assert README.index("make demo") < README.index("make test") < README.index("BOT_TOKEN")


def test_the_moderators_page_names_every_moderators_command() -> None:
    named = set(re.findall(r"`/(\w+)", MODERATING))

    assert named >= set(COMMAND_HANDLERS) - {"start", "help", "privacy"}
    assert named <= set(COMMAND_HANDLERS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_ci_runs_the_readmes_test_command_and_nothing_else() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    commands = [line for line in script.splitlines() if line and not line.startswith(("#", "set "))]

    assert commands == ["make test"]
