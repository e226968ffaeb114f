"""Owns a throw-away PostgreSQL server: started from installed programs for one run, gone afterwards."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.children import free_port

START_SECONDS = 20.0
STOP_SECONDS = 10.0
USER = "forwardcheck"
WHERE_THEY_ARE = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
# It refuses to run as root: then it runs as one of these.
UNPRIVILEGED = ("postgres", "nobody")


class NoPostgresError(Exception):
    """This machine has no PostgreSQL that could be started; the text says what to install."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; `safe` when it waits for the disk at each commit, as one that matters must."""

    port: int
    programs: Path
    safe: bool

    def url(self, database: str) -> str:
        """Return the address of a database, as DATABASE_URL takes it."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    def create(self, database: str, template: str = "template0") -> str:
        """Create a database and return its address."""
        self.ask("postgres", f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        return self.url(database)

    def ask(self, database: str, statement: str) -> list[list[str]]:
        """Return the rows of a statement, each value as text.

        Raises:
            subprocess.CalledProcessError: the server refused it, or does not answer.
        """
        told = ("-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-F", "\x1f", "-R", "\x1e", "-c", statement)
        done = _run(self.programs / "psql", self.url(database), *told)
        return [row.split("\x1f") for row in done.rstrip("\n").split("\x1e") if row]

    def integrity(self, database: str) -> str:
        """Return "ok" when the server's own checker (pg_amcheck) finds every table and index whole, else what
        it says."""
        try:
            said = _run(self.programs / "pg_amcheck", "--install-missing", self.url(database))
        except subprocess.CalledProcessError as error:
            return str(error.stdout.decode() or error.stderr.decode())[:500]
        return said.strip() or "ok"


@contextmanager
def running(*, safe: bool) -> Iterator[Server]:
    """Run a server on loopback until the block is left.

    Raises:
        NoPostgresError: there is none to run.
    """
    programs = _programs()
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as name:
        folder, user = Path(name), _user()
        if user:
            shutil.chown(folder, user)
        made = ("--auth=trust", f"--username={USER}", "--encoding=UTF8", "--locale=C", "--no-sync")
        _run(programs / "initdb", "--pgdata", str(folder / "data"), *made, user=user)
        server = Server(free_port(), programs, safe)
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(  # noqa: S603 - an installed program, our arguments
                _command(server, folder), user=user, stdout=log, stderr=log, cwd="/"
            )
            try:
                _wait_for(server, process, folder / "log")
                yield server
            finally:
                process.send_signal(signal.SIGINT)  # which ends it without waiting for who is connected
                process.wait(STOP_SECONDS)


def _command(server: Server, folder: Path) -> list[str]:
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(server.port),
        "unix_socket_directories": "",
        "fsync": "on" if server.safe else "off",
        "max_connections": "100",
        "shared_buffers": "64MB",
    }
    options = [f"--{name}={value}" for name, value in settings.items()]
    return [str(server.programs / "postgres"), "-D", str(folder / "data"), *options]


def _wait_for(server: Server, process: "subprocess.Popen[bytes]", log: Path) -> None:
    ends = time.monotonic() + START_SECONDS
    while True:
        try:
            server.ask("postgres", "SELECT 1")
        except subprocess.CalledProcessError:
            if process.poll() is not None or time.monotonic() > ends:
                raise NoPostgresError(f"PostgreSQL does not start: {log.read_text()[-500:]}") from None
            time.sleep(0.05)
        else:
            return


def _programs() -> Path:
    """Return the folder of `initdb`, `postgres` and `psql`."""
    found = shutil.which("pg_config")
    told = [_run(Path(found), "--bindir").strip()] if found else []
    folders = [Path(name) for name in told]
    folders += sorted(
        (folder for place in WHERE_THEY_ARE for folder in Path("/").glob(place[1:])), reverse=True
    )
    for folder in folders:
        if all((folder / name).exists() for name in ("initdb", "postgres", "psql")):
            return folder
    raise NoPostgresError("no PostgreSQL server is installed; on Debian: apt-get install postgresql")


def _user() -> str | None:
    """Return as whom to run the server: as ourselves (None), unless we are root."""
    if os.name != "posix" or os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    user = next((name for name in UNPRIVILEGED if name in known), None)
    if user is None:
        raise NoPostgresError("PostgreSQL does not run as root, and there is no user postgres or nobody")
    return user


def _run(program: Path, *arguments: str, user: str | None = None) -> str:
    done = subprocess.run(  # noqa: S603 - an installed program, our arguments
        [str(program), *arguments], user=user, cwd="/", capture_output=True, check=False
    )
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, program.name, done.stdout, done.stderr)
    return done.stdout.decode()
