"""Owns what the commands of the command line share: options, settings, and how they speak."""

import gc
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TextIO

import typer

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from bot.settings import Settings


def _folder(written: str) -> Path:
    """Return the folder that is meant; an empty name, as of a variable that is not set, is none."""
    if not written.strip():
        raise typer.BadParameter("name a folder, or leave the option out")
    try:
        return Path(written).expanduser()
    except RuntimeError:
        raise typer.BadParameter("there is nobody of that name") from None


Home = Annotated[
    Path | None,
    typer.Option(
        "--home",
        parser=_folder,
        metavar="PATH",
        help="Folder of database and index (default: FORWARDCHECK_HOME).",
    ),
]
_MUST_BE = {
    "int_parsing": "must be a whole number",
    "int_parsing_size": "must be a smaller number",
    "bool_parsing": "must be true or false",
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le} or less",
    "literal_error": "must be {expected}",
}
# What a terminal obeys, or draws over what stands there already.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
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
        problems = [f"{one['loc'][0]}: {_why(one)}" for one in error.errors()]
        fail("A setting cannot be used. " + "; ".join(problems))
    return settings.model_copy(update={"home": home.expanduser()}) if home else settings


def _why(error: "ErrorDetails") -> str:
    """Return what a value must be, in words for whoever set it."""
    plain = _MUST_BE.get(error["type"])
    if plain is None:
        return error["msg"].removeprefix("Value error, ")
    return plain.format(**error.get("ctx", {}))


def fail(message: str) -> NoReturn:
    """End the program with one clear line and exit code 2."""
    sys.stderr.write(f"{inert(message)}\n")
    raise SystemExit(2)


def say(line: str, *, for_programs: bool = False) -> None:
    """Print a line of the result."""
    with printing(for_programs=for_programs) as out:
        out.write(f"{inert(line)}\n")


@contextmanager
def printing(*, for_programs: bool) -> Iterator[TextIO]:
    """Lend standard output; where it cannot be written, end the program with one clear line and exit code 2.
    What is for programs is UTF-8 whatever the terminal; for people, a letter that the terminal has not is
    printed as its number."""
    out: TextIO | None = sys.stdout
    if out is None:  # it was closed before the program began
        fail("There is no standard output to write to.")
    if isinstance(out, TextIOWrapper):
        out.reconfigure(encoding="utf-8" if for_programs else None, errors="backslashreplace")
    try:
        yield out
        out.flush()
    except BrokenPipeError:  # whoever reads it has had enough
        raise
    except OSError as error:
        _write_no_more(out)
        fail(f"The output cannot be written, and is not whole: {error.strerror}")


def _write_no_more(out: TextIO) -> None:
    """Let go what is left to be written: at its end the program would try it again, and fail once more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, out.fileno())
    os.close(nowhere)


def inert(text: str) -> str:
    """Return text, of strangers' too, in which nothing commands a terminal."""
    return _CONTROLS.sub("\ufffd", text)
