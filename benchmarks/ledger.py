"""Owns the view of a bot's database from outside: what it took in, what it owes, whether it is whole."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

UNDER_WAY = ("pending", "sending")


@dataclass(frozen=True, slots=True)
class Ledger:
    """`inbox` and `tries` are the state of each update and its failed tries, by its id; `outbox` the number
    of calls by state; `unclear` the messages whose reply may not have arrived; `integrity` SQLite's own
    verdict, "ok" when whole."""

    inbox: Mapping[int, str]
    tries: Mapping[int, int]
    outbox: Mapping[str, int]
    unclear: frozenset[int]
    integrity: str

    @property
    def left_in_inbox(self) -> int:
        """How many updates are not handled yet."""
        return sum(state == "new" for state in self.inbox.values())


def read_ledger(database: Path) -> Ledger:
    """Read everything; the bot may run or not."""
    with _opened(database) as connection:
        unclear = connection.execute("SELECT params FROM outbox WHERE state = 'unknown'").fetchall()
        return Ledger(
            inbox=dict(connection.execute("SELECT update_id, state FROM inbox").fetchall()),
            tries=dict(connection.execute("SELECT update_id, tries FROM inbox").fetchall()),
            outbox=Counter(state for (state,) in connection.execute("SELECT state FROM outbox")),
            unclear=frozenset(json.loads(params)["reply_parameters"]["message_id"] for (params,) in unclear),
            integrity="; ".join(line for (line,) in connection.execute("PRAGMA integrity_check")),
        )


def at_rest(database: Path) -> bool:
    """Tell whether everything taken in is handled and everything owed is sent."""
    try:
        new, owed = left_to_do(database)
    except sqlite3.OperationalError:
        return False  # being recovered by the bot that has just started
    return not (new or owed)


def left_to_do(database: Path) -> tuple[int, int]:
    """Return how many updates are not handled and how many calls not made yet.

    Raises:
        sqlite3.OperationalError: the database cannot be read at the moment.
    """
    with _opened(database) as connection:
        (new,) = connection.execute("SELECT count(*) FROM inbox WHERE state = 'new'").fetchone()
        (owed,) = connection.execute(
            "SELECT count(*) FROM outbox WHERE state IN (?, ?)", UNDER_WAY
        ).fetchone()
        return new, owed


@contextmanager
def _opened(database: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        yield connection
