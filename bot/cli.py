"""The command line: `forwardcheck run`, `demo`, `chat`, `check`, `import`, `moderators` and the others.

Each command imports what it needs when it is called: to load everything takes longer than most of them.
"""

import asyncio
import gc
import json
import logging
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import feed_commands, logs
from bot.commanding import AsJson, Home, inert
from bot.commanding import fail as _fail
from bot.commanding import loading as _loading
from bot.commanding import printing as _printing
from bot.commanding import say as _print
from bot.commanding import settings_of as _settings
from claims.problems import Problem
from claims.roles import Role
from feeds.exporter import Format

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn

    from bot.checking import CheckReport
    from bot.settings import Settings
    from claims.usecases.import_verdicts import ImportTally
    from feeds.table import Columns

log = logging.getLogger(__name__)

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
moderators = typer.Typer(no_args_is_help=True, help="Say who may review, by numeric Telegram id.")
app.add_typer(moderators, name="moderators")
app.add_typer(feed_commands.feeds, name="feeds")
app.add_typer(feed_commands.ratings, name="ratings")

EXIT_SOME_REFUSED = 1
EXIT_NOTHING_USABLE = 2
MAX_CHECK_CHARACTERS = 100_000
WHICH_ID = "Numeric Telegram id; the bot says it to whoever writes /privacy."
UNKNOWN_RATINGS = "rating words without a meaning yet: {n} (forwardcheck ratings lists them)"


def main() -> None:
    """Run the program; an expected problem ends it with one clear line."""
    try:
        app()
    except Problem as error:
        _fail(str(error))


def _tell_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        _print(f"forwardcheck {version('forwardcheck')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="Say which version this is."),
    ] = False,
) -> None:
    """Look claims up among published fact-checks, and answer people on Telegram."""


@app.command()
def run(
    home: Home = None,
    webhook: Annotated[
        bool | None,
        typer.Option(
            "--webhook/--polling", help="How updates come (default: webhook if WEBHOOK_URL is set)."
        ),
    ] = None,
) -> None:
    """Run the bot against Telegram, by long polling or by webhook (needs BOT_TOKEN)."""
    settings = _settings(home)
    if webhook and not settings.webhook_url:
        _fail("WEBHOOK_URL is not set. It is the public https address that leads to this program.")
    if webhook is False:
        settings = settings.model_copy(update={"webhook_url": ""})
    if settings.bot_token is None:
        _fail("BOT_TOKEN is not set. To try the bot without a token: make demo (or: forwardcheck demo)")
    logs.configure(settings.log_level)
    for name, meant in settings.unknown_names().items():
        log.warning("unknown_setting name=%s meant=%s", name, meant or "-")
    asyncio.run(_run(settings, settings.bot_token.get_secret_value()))


async def _run(settings: "Settings", token: str) -> None:
    gc.disable()  # next to nothing that a start makes is garbage: the search for it takes a sixth of the time
    from bot import lifecycle
    from bot.wiring import open_program

    stop = asyncio.Event()
    lifecycle.stop_on_signals(stop)
    async with open_program(settings, token) as program:
        gc.enable()
        await lifecycle.run(program, stop)


@app.command()
def demo() -> None:
    """Play a short conversation against the simulator, then open a browser chat (no token, no network)."""
    logs.configure("WARNING")
    asyncio.run(_demo())


async def _demo() -> None:
    with _loading():
        from bot.demo import run_demo
        from bot.lifecycle import stop_on_signals

    stop = asyncio.Event()
    stop_on_signals(stop)
    await run_demo(keep_serving=sys.stdout.isatty() and sys.stdin.isatty(), stop=stop, say=_print)


@app.command()
def chat(home: Home = None) -> None:
    """Talk to the real bot in this terminal, through the simulator."""
    from bot.chat import HINT

    logs.configure("WARNING")
    if sys.stdin.isatty():
        _print(HINT)
    asyncio.run(_chat(_settings(home)))


async def _chat(settings: "Settings") -> None:
    with _loading():
        from bot.chat import lines_of, run_chat
        from bot.lifecycle import stop_on_signals

    stop = asyncio.Event()
    stop_on_signals(stop)
    await run_chat(settings, lines_of(sys.stdin.buffer, stop))


@app.command()
def check(
    text: Annotated[str, typer.Argument(help="The text to check, or - for standard input.")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Say what the bot would decide about a text; no Telegram involved."""
    logs.configure("WARNING")
    given = sys.stdin.buffer.read().decode("utf-8", "replace") if text == "-" else text
    report = asyncio.run(_check(_settings(home), given[:MAX_CHECK_CHARACTERS]))
    told = json.dumps(report.as_json(), ensure_ascii=False, indent=2) if as_json else _describe(report)
    _print(told, for_programs=as_json)


async def _check(settings: "Settings", text: str) -> "CheckReport":
    with _loading():
        from bot.checking import check_text
        from bot.clock import SystemClock
        from bot.knowledge import open_knowledge

    async with open_knowledge(settings) as knowledge:
        return await check_text(knowledge, text, settings.days.of(SystemClock().now()), settings.age_limit)


def _describe(report: "CheckReport") -> str:
    lines = [report.name]
    for match in report.as_json()["matches"]:
        lines.append(f"{match['probability']:.3f}  {match['how']:<14} {match['rating']}: {match['claim']}")
        lines.append(f"       {match['publisher']}, {match['published_at'] or 'no date'}, {match['url']}")
        for conflict in match["conflicts"]:
            asked, checked = conflict["asked"] or "–", conflict["checked"] or "–"
            lines.append(f"       {conflict['kind']}: asked {asked}, checked {checked}")
    return "\n".join([*lines, f"{report.elapsed_ms:.1f} ms"])


@app.command("import")
def import_command(
    sources: Annotated[
        list[str],
        typer.Argument(
            help="Files or links: ClaimReview, JSONL, CSV, spreadsheets, pages, RSS, sitemaps; google:query=…"
        ),
    ],
    home: Home = None,
    url: Annotated[str, typer.Option(help="Link of the fact-check, where the file lacks it.")] = "",
    publisher: Annotated[str, typer.Option(help="Publisher, where the file lacks it.")] = "",
    columns: Annotated[
        list[str] | None, typer.Option("--map", help="A table's column for a field: claim=Statement.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Take the columns as they are guessed.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take published verdicts in. Exit code 0: all in; 1: some refused; 2: nothing usable."""
    with _loading():
        from bot.importing import ImportOptions, import_sources, size_of

    logs.configure("WARNING")
    settings = _settings(home)
    with _progress() as bar:
        task = bar.add_task("reading", total=sum(map(size_of, sources)) or None)
        options = ImportOptions(
            url=url,
            publisher=publisher,
            columns=_columns(columns or []),
            confirm=lambda name, found: _confirmed(bar, name, found, yes=yes),
            progress=lambda read: bar.update(task, completed=read),
            counted=lambda found: bar.update(task, description=f"{found:,} fact-checks"),
        )
        tally = asyncio.run(import_sources(settings, sources, options))
    told = json.dumps(_tally_as_json(tally), ensure_ascii=False) if as_json else _describe_tally(tally)
    _print(told, for_programs=as_json)
    raise typer.Exit(_exit_code(tally))


def _columns(given: list[str]) -> Mapping[str, str]:
    from bot.columns import parse_columns

    try:
        return parse_columns(given)
    except ValueError as error:
        _fail(str(error))


def _confirmed(bar: "Progress", name: str, columns: "Columns", *, yes: bool) -> bool:
    """Ask on the terminal if there is one; standard output is left to the result."""
    from bot.columns import confirmed

    someone = sys.stdin.isatty() and sys.stderr.isatty()
    bar.stop()
    try:
        return confirmed(
            name,
            columns,
            say=lambda line: print(inert(line), file=sys.stderr),  # noqa: T201 - the command line speaks
            ask=_ask if someone else None,
            yes=yes,
        )
    finally:
        bar.start()


def _ask(question: str, enter_means: bool) -> bool:
    return typer.confirm(question, default=enter_means, err=True)


def _progress() -> "Progress":
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    return _bar(*columns)


def _bar(*columns: "ProgressColumn") -> "Progress":
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _tally_as_json(tally: "ImportTally") -> dict[str, object]:
    return {
        "added": tally.added,
        "updated": tally.updated,
        "unchanged": tally.unchanged,
        **({"withdrawn": tally.withdrawn} if tally.withdrawn else {}),
        **({"stays_withdrawn": tally.stays_withdrawn} if tally.stays_withdrawn else {}),
        **({"unknown_ratings": tally.unknown_ratings} if tally.unknown_ratings else {}),
        **({"unclear_dates": len(tally.unclear_dates)} if tally.unclear_dates else {}),
        "refused": [{"where": where, "why": why} for where, why in tally.refused],
    }


def _describe_tally(tally: "ImportTally") -> str:
    counts = f"{tally.added} added, {tally.updated} updated, {tally.unchanged} unchanged"
    if tally.stays_withdrawn:
        counts += f" (of which {tally.stays_withdrawn} withdrawn before, and not given)"
    if tally.withdrawn:
        counts += f", {tally.withdrawn} withdrawn"
    return "\n".join(
        [
            *(f"refused: {where}: {why}" for where, why in tally.refused),
            f"{counts}, {len(tally.refused)} refused",
            *([_describe_dates(tally.unclear_dates)] if tally.unclear_dates else []),
            *([UNKNOWN_RATINGS.format(n=tally.unknown_ratings)] if tally.unknown_ratings else []),
        ]
    )


def _describe_dates(unclear: Sequence[str]) -> str:
    written = f"“{unclear[0]}”" if len(unclear) == 1 else f"{len(unclear)} dates, such as “{unclear[0]}”,"
    return f"left out, as the day is not clear: {written} (write them as 2026-12-31)"


def _exit_code(tally: "ImportTally") -> int:
    if not tally.accepted:
        return EXIT_NOTHING_USABLE
    return EXIT_SOME_REFUSED if tally.refused else 0


@app.command()
def evaluate(
    claims: Annotated[Path, typer.Option(help="Claims, JSON lines (all inputs may be .gz).")],
    queries: Annotated[Path | None, typer.Option(help="Messages, JSON lines.")] = None,
    qrels: Annotated[Path | None, typer.Option(help="Gold pairs: query id, tab, claim id.")] = None,
    negatives: Annotated[list[Path] | None, typer.Option(help="Messages that no claim answers.")] = None,
    probes: Annotated[
        Path | None, typer.Option(help="Messages with what must or must not be answered.")
    ] = None,
    strip_tail: Annotated[bool, typer.Option("--strip-tail", help="Drop author-and-date tails.")] = False,
    as_json: AsJson = False,
) -> None:
    """Measure ranking and decisions on your own archive, in a throw-away index."""
    with _loading():
        from bot.embedder import choose_embedder
        from bot.evaluating import EvaluationFiles, describe, run_evaluation

    logs.configure("WARNING")
    files = EvaluationFiles(
        claims=claims, queries=queries, qrels=qrels, negatives=negatives or [], probes=probes
    )
    finder = choose_embedder(_settings(None)).finder
    try:
        with _counting() as bar:
            figures = run_evaluation(files, strip_tail=strip_tail, bar=bar, finder=finder).to_json()
    except OSError as error:
        _fail(f"{error.filename} cannot be read: {error.strerror}" if error.filename else str(error))
    told = json.dumps(figures, ensure_ascii=False, indent=2) if as_json else "\n".join(describe(figures))
    _print(told, for_programs=as_json)


def _counting() -> "Progress":
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return _bar(*columns)


@moderators.command("add")
def add_moderator(
    moderator_id: Annotated[int, typer.Argument(metavar="ID", help=WHICH_ID)],
    name: Annotated[str, typer.Option(help="Shown to other moderators.")] = "",
    role: Annotated[
        Role | None, typer.Option(help="What they may do (default: reviewer; the first is owner).")
    ] = None,
    home: Home = None,
) -> None:
    """Let a person review; they get /queue and the other commands within seconds."""
    from bot.moderators import add

    _print(asyncio.run(add(_settings(home), moderator_id, name, role)))


@moderators.command("remove")
def remove_moderator(
    moderator_id: Annotated[int, typer.Argument(metavar="ID", help=WHICH_ID)], home: Home = None
) -> None:
    """Take the role away; it holds at their next press."""
    from bot.moderators import remove

    if not asyncio.run(remove(_settings(home), moderator_id)):
        _fail(f"{moderator_id} is not a moderator.")
    _print(f"{moderator_id} is no longer a moderator.")


@moderators.command("list")
def list_moderators(home: Home = None) -> None:
    """Show who may review."""
    from bot.moderators import lines

    known = asyncio.run(lines(_settings(home)))
    _print("\n".join(known) or "Nobody yet. Add somebody: forwardcheck moderators add ID")


@app.command()
def audit(
    out: Annotated[Path | None, typer.Option(help="File to write (default: standard output).")] = None,
    home: Home = None,
) -> None:
    """Export the audit log, one JSON line for each act: who, when, what, before and after."""
    from bot.auditing import export_audit
    from bot.outfile import FOR_ME_ALONE, whole_file

    settings = _settings(home)
    if out is None:
        with _printing(for_programs=True) as output:
            asyncio.run(export_audit(settings, output))
        return
    try:
        with whole_file(out, FOR_ME_ALONE) as file:
            written = asyncio.run(export_audit(settings, file))
    except OSError as error:
        _fail(f"{out} cannot be written: {error.strerror}")
    _print(f"{written} acts written to {out}")


@app.command()
def history(
    number: Annotated[int, typer.Argument(help="The verdict's number.", min=1)], home: Home = None
) -> None:
    """Say what became of a verdict: each revision with its old words beside the new ones."""
    from bot.history import history_of

    logs.configure("WARNING")
    try:
        lines = asyncio.run(history_of(_settings(home), number))
    except LookupError:
        _fail(f"There is no verdict {number}.")
    for line in lines:
        _print(line)


@app.command()
def export(
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.CLAIMREVIEW,
    out: Annotated[Path | None, typer.Option(help="File to write (default: standard output).")] = None,
    home: Home = None,
) -> None:
    """Write the published verdicts: ClaimReview JSON-LD, the newest as RSS, or CSV."""
    from bot.exporting import export_verdicts
    from bot.outfile import whole_file

    settings = _settings(home)
    if out is None:
        with _printing(for_programs=True) as output:
            asyncio.run(export_verdicts(settings, form, output))
        return
    try:
        with whole_file(out) as file:
            asyncio.run(export_verdicts(settings, form, file))
    except OSError as error:
        _fail(f"{out} cannot be written: {error.strerror}")
    _print(f"Verdicts written to {out}")


@app.command()
def calibrate(home: Home = None, as_json: AsJson = False) -> None:
    """Report the matcher's precision at each threshold, measured on your people's judgements (* in use)."""
    from bot.calibrating import calibration_as_json, describe_calibration, read_calibration

    logs.configure("WARNING")
    found = asyncio.run(read_calibration(_settings(home)))
    told = json.dumps(calibration_as_json(found), indent=2) if as_json else describe_calibration(found)
    _print(told, for_programs=as_json)


@app.command()
def doctor(home: Home = None) -> None:
    """Say how the installation is doing. Exit code 2 where the bot could not work."""
    with _loading():
        from bot.doctor import examine

    logs.configure("WARNING")
    found = asyncio.run(examine(_settings(home)))
    _print("\n".join(found.lines))
    if not found.can_work:
        raise typer.Exit(EXIT_NOTHING_USABLE)
