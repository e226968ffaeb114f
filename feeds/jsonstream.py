"""Owns reading JSON of any size: the values of a list, or of the lists in a feed object, one by one."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from feeds.records import UnreadableSource
from feeds.source import MAX_RECORD_CHARS, Source

LIST_KEYS = frozenset({"@graph", "dataFeedElement", "itemListElement", "data", "claims", "items"})
_SPACE = re.compile(r"[ \t\r\n\ufeff]*")
_GROWTH_CHARS = 256 * 1024


@dataclass(frozen=True, slots=True)
class Element:
    """One value with its place: `[3]`, `@graph[3]`, or "" for the rest of a top-level object."""

    place: str
    value: Any


class BadJson(UnreadableSource):
    """The text breaks the rules of JSON; `place` is that of the first value that could not be read."""


@dataclass(slots=True)
class _Window:
    """A stretch of the text: everything before `at` has been used."""

    source: Source
    text: str = ""
    at: int = 0
    lines_used: int = 1
    _chunks: Iterator[str] | None = field(default=None)

    def more(self, size: int = _GROWTH_CHARS) -> bool:
        """Drop what is used and read on; False at the end of the text."""
        if self._chunks is None:
            self._chunks = self.source.chunks()
        parts, got = [self.text[self.at :]], 0
        while got < size and (chunk := next(self._chunks, "")):
            parts.append(chunk)
            got += len(chunk)
        self.lines_used += self.text.count("\n", 0, self.at)
        self.text, self.at = "".join(parts), 0
        return got > 0

    def peek(self) -> str:
        """Return the next character that is not space, "" at the end."""
        while True:
            self.at = _SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]  # `*` always matches
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.more():
                return ""

    def take(self, sign: str) -> bool:
        """Use up `sign` if it comes next."""
        if self.peek() != sign:
            return False
        self.at += 1
        return True

    def need(self, *signs: str) -> str:
        """Use up one of `signs`, or fail."""
        found = self.peek()
        if found not in signs or not found:
            raise self.broken(f"{' or '.join(signs)} expected")
        self.at += 1
        return found

    def value(self) -> Any:
        """Read one whole value."""
        self.peek()
        size = _GROWTH_CHARS
        while True:
            try:
                value, end = _DECODER.raw_decode(self.text, self.at)
            except RecursionError as error:
                raise self.broken("nested too deeply") from error
            except ValueError as error:
                reason = getattr(error, "msg", "a number is too long")
                self._refuse_too_long()
                if not self.more(size):
                    raise self.broken(str(reason)) from error
                size *= 2
            else:
                start = self.at
                if end == len(self.text) and self.more():
                    continue  # a number may go on in the next chunk
                self.at = end if self.at == start else end - start
                return value

    def _refuse_too_long(self) -> None:
        if len(self.text) - self.at > MAX_RECORD_CHARS:
            raise self.broken(f"one value is too large (over {MAX_RECORD_CHARS // 1024**2} MB)")

    def broken(self, reason: str) -> BadJson:
        """Return the error for the present place."""
        line = self.lines_used + self.text.count("\n", 0, self.at)
        return BadJson(f"{self.source.name} is not valid JSON: {reason} (at or after line {line})")


_DECODER = json.JSONDecoder(strict=False)


def elements(source: Source) -> Iterator[Element]:
    """Yield the values of a JSON text, holding one of them at a time.

    A top-level list gives its values. A top-level object gives the values of its lists named in `LIST_KEYS`,
    then what else it holds, as one object.

    Raises:
        BadJson: as soon as the text breaks off or is wrong; what came before has been yielded.
    """
    window = _Window(source)
    opened = window.peek()
    if opened == "[":
        yield from _list(window, "")
    elif opened == "{":
        yield from _object(window)
    else:
        raise window.broken("a list or an object expected")
    if window.peek():
        raise window.broken("more text after the end")


def _list(window: _Window, name: str) -> Iterator[Element]:
    window.need("[")
    if window.take("]"):
        return
    for number in _numbers():
        yield Element(f"{name}[{number}]", window.value())
        if window.need(",", "]") == "]":
            return


def _object(window: _Window) -> Iterator[Element]:
    window.need("{")
    rest: dict[str, Any] = {}
    while not window.take("}"):
        if window.peek() != '"':
            raise window.broken("a name in double quotes expected")
        name = window.value()
        window.need(":")
        if name in LIST_KEYS and window.peek() == "[":
            yield from _list(window, name)
        else:
            rest[name] = window.value()
        if window.need(",", "}") == "}":
            break
    yield Element("", rest)


def _numbers() -> Iterator[int]:
    number = 0
    while True:
        yield number
        number += 1
