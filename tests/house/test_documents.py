"""The documents tell the truth: commands, settings and targets that they name exist, and none is missing."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from bot.cli import app
from bot.evaluating import CLAIM, MESSAGE, PAIR, PROBE
from bot.settings import Settings
from feeds.plain import SPELLINGS
from handlers.routes import COMMAND_HANDLERS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
FEEDS = (ROOT / "docs" / "feeds.md").read_text(encoding="utf-8")
MODERATING = (ROOT / "docs" / "moderating.md").read_text(encoding="utf-8")
COMMANDS = set(get_command(app).commands)
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_the_readme_names_every_command_and_no_other() -> None:
    named = set(re.findall(r"^\.venv/bin/forwardcheck (\w+)|`forwardcheck (\w+)", README, re.MULTILINE))

    assert {first or second for first, second in named} == COMMANDS


def test_every_setting_is_described_with_its_default() -> None:
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", OPERATING, re.MULTILINE))

    assert described == {field.alias for field in Settings.model_fields.values()}


def test_the_table_of_the_log_has_every_event() -> None:
    sources = [path for folder in ("bot", "db") for path in (ROOT / folder).rglob("*.py")]
    text = "\n".join(path.read_text("utf-8") for path in sources)
    events = set(re.findall(r'log\.(?:info|warning|error)\(\s*"([a-z_]+[a-z])(?=[ :"])', text))
    rows = re.findall(r"^\| (`.+?) \| ", OPERATING, re.MULTILINE)
    described = {event for row in rows for event in re.findall(r"`([a-z_]+)", row)}

    assert sorted(events - described) == []


def test_the_formats_of_an_evaluation_are_those_that_its_errors_name() -> None:
    deciding = (ROOT / "docs" / "deciding.md").read_text(encoding="utf-8")

    assert [line for line in (CLAIM, MESSAGE, PAIR, PROBE) if line not in deciding] == []


def test_the_fields_of_a_table_are_named() -> None:
    (named,) = re.findall(r"names a column \(fields: ([\w,\s]+)\)", FEEDS)

    assert named.split() == [f"{field}," for field in SPELLINGS][:-1] + list(SPELLINGS)[-1:]


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
