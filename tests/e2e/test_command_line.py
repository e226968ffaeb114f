"""The commands as somebody types them, in processes of their own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from benchmarks.postgres import Server
from bot.commanding import say, settings_of

PROGRAM = [sys.executable, "-c", "from bot.cli import main; main()"]
ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
VERDICT = {
    "claim": "Drinking warm lemon water cures the flu.",
    "rating": "False",
    "publisher": "Example Health Desk",
    "url": "https://example.org/lemon",
    "date": "2026-02-03",
    "lang": "en",
}


def environment_of(home: Path) -> dict[str, str]:
    """Return what is set for a program with an own home, and nothing else of ours."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("BOT_", "FORWARDCHECK_", "WEBHOOK_"))
    }
    return environment | {"FORWARDCHECK_HOME": str(home), "PYTHONPATH": str(ROOT)}


def run(home: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the program with an own home and nothing else set."""
    return subprocess.run(  # noqa: S603 - our own program with arguments of this file
        [*PROGRAM, *arguments],
        input=given,
        capture_output=True,
        timeout=120,
        check=False,
        env=environment_of(home),
    )


def imported(home: Path, *records: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    """Import records from a JSON lines file."""
    path = home.parent / "verdicts.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in records), "utf-8")
    return run(home, "import", str(path), "--json")


@pytest.fixture
def home(
    tmp_path: Path,
    postgres_server: Server | None,
    database_at: Callable[[Path], str | Path],
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """An empty home; if the tests run on PostgreSQL, with an empty database on the server."""
    home = tmp_path / "home"
    if postgres_server is not None:
        monkeypatch.setenv("DATABASE_URL", str(database_at(home)))
    return home


def test_importing_twice_changes_nothing(home: Path) -> None:
    first, second = imported(home, VERDICT), imported(home, VERDICT)

    assert (first.returncode, second.returncode) == (0, 0)
    assert json.loads(first.stdout) == {"added": 1, "updated": 0, "unchanged": 0, "refused": []}
    assert json.loads(second.stdout) == {"added": 0, "updated": 0, "unchanged": 1, "refused": []}


def test_two_rulings_of_one_page_on_one_claim_stay_one_however_often_they_are_imported(home: Path) -> None:
    other = VERDICT | {"rating": "Misleading"}
    imported(home, VERDICT, other)
    again = imported(home, VERDICT, other)
    tally = json.loads(again.stdout)

    assert (tally["added"], tally["updated"], tally["unchanged"], again.returncode) == (0, 0, 1, 1)
    assert [refused["where"] for refused in tally["refused"]] == ["verdicts.jsonl line 2"]
    assert "rates the same claim on the same page otherwise" in tally["refused"][0]["why"]


def test_rating_words_without_a_meaning_are_counted(home: Path) -> None:
    taken_in = imported(home, VERDICT | {"rating": "Three lemons"})

    assert json.loads(taken_in.stdout)["unknown_ratings"] == 1


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("FORWARDCHECK_KEEP_DAYS", "many", "must be a whole number"),
        ("FORWARDCHECK_KEEP_DAYS", "-3", "must be 0 or more"),
        ("FORWARDCHECK_HTTP_PORT", "99999", "must be 65535 or less"),
        ("FORWARDCHECK_FOUR_EYES", "perhaps", "must be true or false"),
        ("FORWARDCHECK_LOG_LEVEL", "LOUD", "must be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
    ],
)
def test_what_is_wrong_with_a_setting_is_said_in_plain_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit):
        settings_of(None)

    assert capsys.readouterr().err == f"A setting cannot be used. {name}: {told}\n"


def test_a_changed_ruling_is_an_update(home: Path) -> None:
    imported(home, VERDICT)

    assert json.loads(imported(home, VERDICT | {"rating": "Misleading"}).stdout)["updated"] == 1


def test_a_bad_record_is_reported_and_the_others_go_in(home: Path) -> None:
    result = imported(home, VERDICT, {"claim": "No rating and no link"})
    tally = json.loads(result.stdout)

    assert (result.returncode, tally["added"], len(tally["refused"])) == (1, 1, 1)
    assert "line 2" in tally["refused"][0]["where"]


@pytest.mark.parametrize(
    "content",
    [b"", b"{not json", b"\x00\xff\x13" * 5_000, b"x" * 20_000_000, b'{"claim": "a claim without a ruling"}'],
    ids=["empty", "wrong JSON", "binary", "20 MB of text", "no rating"],
)
def test_bad_files_end_with_a_clear_line(home: Path, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    result = run(home, "import", str(path), "--json")

    assert result.returncode == 2
    assert [refused["where"] for refused in json.loads(result.stdout)["refused"]]
    assert b"Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("header.csv", "claim,rating,url\n", "There is no fact-check in it."),
        ("empty.json", "[]", "The list is empty."),
        ("feed.rss", "<rss><channel></channel></rss>", "There is no fact-check in it."),
    ],
)
def test_a_source_without_a_record_is_said_to_be_empty(
    home: Path, tmp_path: Path, name: str, content: str, why: str
) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    result = run(home, "import", str(path), "--json")

    assert (result.returncode, [one["why"] for one in json.loads(result.stdout)["refused"]]) == (2, [why])


def test_a_folder_is_refused_by_its_name(home: Path) -> None:
    result = run(home, "import", ".")

    assert result.stdout.decode().startswith("refused: .: . cannot be read: ")


def test_check_answers_in_json(home: Path) -> None:
    imported(home, VERDICT)
    report = json.loads(run(home, "check", "--json", "warm lemon water cures the flu!!").stdout)

    assert report["decision"] == "answer"
    assert set(report) == {"decision", "matches", "elapsed_ms"}
    match = report["matches"][0]
    assert (match["rating"], match["url"], match["published_at"]) == (
        "false",
        "https://example.org/lemon",
        "2026-02-03",
    )
    told = ("verdict_id", "claim", "rating", "publisher", "url", "published_at", "valid_until")
    reasons = ("probability", "how", "conflicts", "part")
    assert tuple(match) == told + reasons


@pytest.mark.parametrize(
    "text",
    [b"a" * 1_000_000, "😀".encode() * 5_000, b"line\n" * 10_000, b"\x00\xff", b'NEAR( "foo AND -*'],
    ids=["one letter", "emoji", "lines", "binary", "query syntax"],
)
def test_check_takes_any_text_from_standard_input(home: Path, text: bytes) -> None:
    result = run(home, "check", "-", "--json", given=text)

    assert result.returncode == 0
    assert json.loads(result.stdout)["decision"] in {"queued", "not_a_claim"}


def test_chat_is_a_transcript_of_a_pipe_and_goes_on_where_it_was(home: Path) -> None:
    imported(home, VERDICT)
    first = run(home, "chat", given=b"Warm lemon water cures the flu\nThe bridge in Norwick will be sold\n")
    second = run(home, "chat", given=b"mod: /verdict 1\nmod: press 5\n\xff\xfe broken\n")

    assert "❌ False" in first.stdout.decode()
    assert "We have not checked this yet." in first.stdout.decode()
    assert "How do you rate #1?" in second.stdout.decode()
    assert "or write one or two sentences" in second.stdout.decode()
    assert (first.returncode, second.returncode) == (0, 0)


def test_the_chats_moderator_is_none_of_the_real_bots(home: Path) -> None:
    run(home, "chat", given=b"mod: /queue\n")

    assert run(home, "moderators", "list").stdout.startswith(b"Nobody yet.")


@pytest.mark.parametrize("moderator_id", ["777000", "0", "1087968824", "99999999999999999999999", "ana"])
def test_ids_of_nobody_are_refused(home: Path, moderator_id: str) -> None:
    result = run(home, "moderators", "add", moderator_id)

    assert result.returncode == 2
    assert b"Traceback" not in result.stderr


def test_moderators_are_added_listed_and_removed(home: Path) -> None:
    assert run(home, "moderators", "list").stdout.startswith(b"Nobody yet.")
    added = run(home, "moderators", "add", "123456789", "--name", "Ana", "--role", "reviewer")
    assert added.stdout == b"123456789 is a moderator (owner).\n"
    run(home, "moderators", "add", "987654321", "--role", "editor")
    assert run(home, "moderators", "list").stdout == b"123456789 owner Ana\n987654321 editor\n"
    run(home, "moderators", "remove", "987654321")
    refused = run(home, "moderators", "remove", "123456789")

    assert refused.stderr == b"123456789 is the last owner; make somebody else owner first\n"
    assert run(home, "moderators", "list").stdout == b"123456789 owner Ana\n"


def test_doctor_reports(home: Path) -> None:
    imported(home, VERDICT)
    said = run(home, "doctor").stdout

    assert said.startswith(f"version: {version('forwardcheck')}\n".encode())
    assert b"verdicts: 1\n" in said


def test_the_version_is_told(home: Path) -> None:
    told = run(home, "--version")

    assert (told.returncode, told.stdout) == (0, f"forwardcheck {version('forwardcheck')}\n".encode())
    assert not home.exists()


def test_a_file_that_an_evaluation_lacks_is_named(home: Path) -> None:
    told = run(home, "evaluate", "--claims", "none.jsonl")

    assert (told.returncode, told.stderr) == (2, b"none.jsonl cannot be read: No such file or directory\n")


@pytest.mark.slow
def test_the_demo_plays_its_scenes_and_ends(home: Path) -> None:
    result = run(home, "demo")
    scenes = result.stdout.decode().split("── Scene ")[1:]

    assert result.returncode == 0
    assert len(scenes) == 6
    forwarded, retold, genuine, unknown, ruled, later = scenes
    for answered in (forwarded, retold, ruled, later):
        assert "❌ False" in answered
    for queued in (genuine, unknown):
        assert "Bot → Ana:\n  We have not checked this yet." in queued
        assert "Is one of these what you asked about?" not in queued
    assert "You asked on" in ruled


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed articles are not beside this checkout")
def test_the_seed_pair(home: Path) -> None:
    """The fact-check goes in; the post it quotes is answered; the genuine news never is."""
    fact_check, news = sorted(SEEDS.glob("*.txt"))
    address = ["--url", "https://example.org/fact-check", "--publisher", "Example"]
    assert run(home, "import", str(fact_check), *address).returncode == 0
    post = next(line for line in fact_check.read_text("utf-8").splitlines() if line.startswith("#NATO"))

    answered = json.loads(run(home, "check", "--json", post).stdout)
    assert (answered["decision"], answered["matches"][0]["rating"]) == ("answer", "false")
    article = news.read_text("utf-8")
    assert (
        json.loads(run(home, "check", "--json", "-", given=article.encode()).stdout)["decision"] != "answer"
    )


def test_the_audit_log_is_exported_as_json_lines(home: Path, tmp_path: Path) -> None:
    run(home, "moderators", "add", "123456789", "--name", "Ana")
    run(home, "moderators", "add", "123456789", "--name", "Bea")
    printed = run(home, "audit")
    path = tmp_path / "audit.jsonl"
    written = run(home, "audit", "--out", str(path))

    acts = [json.loads(line) for line in printed.stdout.splitlines()]
    assert [(act["id"], act["actor"], act["subject"]) for act in acts] == [
        (1, "operator", "moderator:123456789"),
        (2, "operator", "moderator:123456789"),
    ]
    assert set(acts[0]) == {"id", "at", "actor", "act", "subject", "before", "after"}
    assert path.read_bytes() == printed.stdout
    assert written.stdout.startswith(b"2 acts written to ")
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("command", ["export", "audit"])
def test_what_was_exported_before_stays_when_an_export_fails(
    home: Path, tmp_path: Path, command: str, postgres_server: Server | None
) -> None:
    if postgres_server is not None:
        pytest.skip("a damaged file is a matter of SQLite")
    imported(home, VERDICT)
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "last").write_text("what was exported before", "utf-8")
    (home / "forwardcheck.db").write_bytes(b"damaged " * 1_000)
    result = run(home, command, "--out", str(folder / "last"))

    assert (result.returncode, (folder / "last").read_text("utf-8")) == (2, "what was exported before")
    assert list(folder.iterdir()) == [folder / "last"]


def test_an_audit_log_that_cannot_be_written_ends_with_one_line(home: Path, tmp_path: Path) -> None:
    result = run(home, "audit", "--out", str(tmp_path / "no such folder" / "audit.jsonl"))

    assert result.returncode == 2
    assert result.stderr.decode().count("\n") == 1
    assert b"cannot be written" in result.stderr


TOLD_WITH_SIGNS = VERDICT | {"claim": "Drinking “warm” lemon water cures the flu – 💧.", "rating": "False"}


@pytest.mark.parametrize("command", ["export", "history 1"])
def test_an_output_that_cannot_be_written_ends_with_one_line(home: Path, command: str) -> None:
    imported(home, VERDICT)
    run(home, "moderators", "add", "123456789", "--name", "Ana")
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(  # noqa: S603 - our own program with arguments of this file
            [*PROGRAM, *command.split()],
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=120,
            check=False,
            env=environment_of(home),
        )

    assert (ended.returncode, ended.stderr.decode()) == (
        2,
        "The output cannot be written, and is not whole: No space left on device\n",
    )


def test_a_program_without_standard_output_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(SystemExit):
        say("a result")

    assert capsys.readouterr().err == "There is no standard output to write to.\n"


def test_a_terminal_with_few_letters_gets_the_others_as_numbers_and_programs_get_utf_8(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(home, TOLD_WITH_SIGNS)
    written = run(home, "export", "--format", "csv").stdout
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    ended = [
        run(home, *words)
        for words in (
            ["history", "1"],
            ["export", "--format", "csv"],
            ["export"],
            ["export", "--format", "rss"],
            ["check", "--json", TOLD_WITH_SIGNS["claim"]],
        )
    ]

    assert [one.returncode for one in ended] == [0] * 5
    history, csv, claimreview, rss, checked = (one.stdout for one in ended)
    assert b"cures the flu \\u2013 \\U0001f4a7." in history
    assert csv == written
    assert "– 💧" in csv.decode()
    assert "– 💧" in rss.decode()
    assert json.loads(claimreview)["dataFeedElement"]
    assert json.loads(checked)["matches"][0]["claim"] == TOLD_WITH_SIGNS["claim"]


TABLE = "Claim,Text,Rating,URL\nThe lake turned purple,It is purple,False,https://example.org/lake\n"


@pytest.mark.parametrize(
    ("options", "code"),
    [([], 2), (["--yes"], 0), (["--map", "claim=Text"], 0), (["--map", "hue=Text"], 2)],
)
def test_a_doubtful_table_goes_in_when_its_columns_are_said_or_accepted(
    home: Path, options: list[str], code: int
) -> None:
    path = home.parent / "table.csv"
    path.write_text(TABLE, "utf-8")

    done = run(home, "import", str(path), *options)

    assert done.returncode == code
    assert ('claim: "' in done.stderr.decode()) == ("hue=Text" not in options)


def test_the_columns_of_a_plain_table_are_shown_and_used(home: Path) -> None:
    path = home.parent / "table.csv"
    path.write_text(TABLE.replace("Text", "Region"), "utf-8")

    done = run(home, "import", str(path))

    assert done.stdout.decode() == "1 added, 0 updated, 0 unchanged, 0 refused\n"
    assert done.stderr.decode().splitlines() == [
        "table.csv: the columns are read as",
        '  claim: "Claim"',
        '  rating: "Rating"',
        '  url: "URL"',
        '  not used: "Region"',
    ]


def test_a_link_into_this_machine_is_refused(home: Path) -> None:
    done = run(home, "import", "http://127.0.0.1/lake")

    assert (done.returncode, done.stdout.decode().splitlines()[0]) == (
        2,
        "refused: http://127.0.0.1/lake: the name leads to an address that is not public",
    )


def test_feeds_are_added_listed_and_removed(home: Path) -> None:
    added = run(home, "feeds", "add", "https://facts.example/rss", "--every", "30")
    again = run(home, "feeds", "add", "https://facts.example/rss")
    wrong = run(home, "feeds", "add", "file:///etc/passwd")
    listed = run(home, "feeds", "--json")
    removed = run(home, "feeds", "remove", "1")

    assert [done.returncode for done in (added, again, wrong, removed)] == [0, 0, 2, 0]
    assert again.stdout.decode() == "Known: https://facts.example/rss\n"
    [feed] = json.loads(listed.stdout)
    assert (feed["source"], feed["health"], feed["every_minutes"]) == ("https://facts.example/rss", "new", 30)
    assert run(home, "feeds").stdout.decode() == "No feeds yet.\n"


def test_options_of_a_known_feed_change_it(home: Path) -> None:
    run(home, "feeds", "add", "https://facts.example/rss", "--every", "30", "--publisher", "Facts")
    changed = run(home, "feeds", "add", "https://facts.example/rss", "--every", "120")
    [feed] = json.loads(run(home, "feeds", "--json").stdout)

    assert changed.stdout.decode() == "Changed: https://facts.example/rss\n"
    assert feed["every_minutes"] == 120


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("http://facts.example:9902/rss", "port 9902 is not allowed"),
        ("http://127.0.0.1/rss", "the name leads to an address that is not public"),
        ("google:query=x", "google:query=x needs a key: set FORWARDCHECK_GOOGLE_KEY"),
    ],
)
def test_what_would_never_be_read_is_no_feed(home: Path, source: str, why: str) -> None:
    result = run(home, "feeds", "add", source)

    assert (result.returncode, result.stderr.decode()) == (2, f"{source} cannot be a feed: {why}\n")


def test_a_meaning_that_would_never_count_is_not_promised(home: Path) -> None:
    result = run(home, "ratings", "map", "Falso", "true")

    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr.decode() == (
        "“Falso” is known already: it means false, and a mapping does not change that.\n"
    )


@pytest.mark.parametrize(
    ("named", "why"),
    [("", "name a folder, or leave the"), ("~nobody-of-that-name/x", "there is nobody of that")],
)
def test_a_home_that_is_none_is_not_made_where_one_happens_to_stand(home: Path, named: str, why: str) -> None:
    result = run(home, "moderators", "list", "--home", named)

    assert (result.returncode, result.stdout) == (2, b"")
    assert why in result.stderr.decode()


def test_a_pipe_is_not_said_to_be_empty(home: Path) -> None:
    result = run(home, "import", "/dev/stdin", given=json.dumps(VERDICT).encode())

    assert result.returncode == 2
    assert "stdin is no file; save what comes from it as a file first" in result.stdout.decode()


@pytest.mark.parametrize("number", ["7", "99999999999999999999999"])
def test_the_history_of_a_verdict_that_is_not_there(home: Path, number: str) -> None:
    result = run(home, "history", number)

    assert (result.returncode, result.stderr.decode()) == (2, f"There is no verdict {number}.\n")


def test_unknown_ratings_are_listed_and_mapped(home: Path) -> None:
    imported(home, VERDICT | {"rating": "Whoppa"})

    listed = run(home, "ratings").stdout.decode()
    mapped = run(home, "ratings", "map", "Whoppa", "mostly_false").stdout.decode()

    assert listed == "      1  Whoppa\n"
    assert mapped == "“Whoppa” means mostly_false from now on; verdicts rated by it: 1.\n"
    assert run(home, "ratings").stdout.decode() == "Every rating is known.\n"
