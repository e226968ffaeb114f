"""Owns what the commands of the command line share: options, settings, and how they speak."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

Home = Annotated[
    Path | None, typer.Option("--home", help="Folder of database and index (default: FORWARDCHECK_HOME).")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@contextmanager
def loading() -> Iterator[None]:
    """Spare the search for garbage while modules are loaded, of which next to nothing is: it takes a sixth of
    that time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def settings_of(home: Path | None) -> "Settings":
    """Return the settings, with another home if one is named; end the program where they cannot be used."""
    from pydantic import ValidationError

    from bot.settings import Settings

    try:
        settings = Settings()
    except ValidationError as error:
        problems = [(one["loc"][0], one["msg"].removeprefix("Value error, ")) for one in error.errors()]
        fail("A setting cannot be used. " + "; ".join(f"{name}: {why}" for name, why in problems))
    return settings.model_copy(update={"home": home.expanduser()}) if home else settings


def fail(message: str) -> NoReturn:
    """End the program with one clear line and exit code 2."""
    sys.stderr.write(f"{message}\n")
    raise SystemExit(2)


def say(line: str) -> None:
    """Print a line of the result."""
    sys.stdout.write(f"{line}\n")
