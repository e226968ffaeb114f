"""Owns the way from bytes on disk to text: compression, encoding, and how much of either is accepted."""

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import charset_normalizer

from feeds.records import UnreadableSource

Progress = Callable[[int], None]
MAX_RECORD_CHARS = 5 * 1024 * 1024
MAX_UNPACKED_BYTES = 2 * 1024**3
MAX_DOCUMENT_BYTES = 60 * 1024**2  # of a feed or sitemap; a sitemap may have 50 MB by its standard
MAX_UNBROKEN_BYTES = 256 * 1024  # of XML without the end of a tag
_CHUNK_BYTES = 256 * 1024
_SMALL_BYTES = 5 * 1024 * 1024
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_GZIP = b"\x1f\x8b"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KINDS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a spreadsheet or another packed file (save it as CSV)",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"SQLite format 3": "a database",
    b"\xd0\xcf\x11\xe0": "an old office file (save it as CSV)",
}


@dataclass(slots=True)
class Source:
    """The text of one file, read forward in chunks.

    `ahead` may look at the text that comes next without using it up.
    """

    name: str
    _chunks: Iterator[str]
    _held: str = ""

    def ahead(self, size: int) -> str:
        """Return up to `size` of the next characters and leave them in place."""
        while len(self._held) < size:
            if not (chunk := next(self._chunks, "")):
                break
            self._held += chunk
        return self._held[:size]

    def chunks(self) -> Iterator[str]:
        """Yield the rest of the text."""
        held, self._held = self._held, ""
        if held:
            yield held
        yield from self._chunks

    def whole(self) -> str:
        """Return the rest of the text.

        Raises:
            UnreadableSource: it is longer than one record may be.
        """
        text = self.ahead(MAX_RECORD_CHARS + 1)
        if len(text) > MAX_RECORD_CHARS:
            raise UnreadableSource(
                f"{self.name} is too large for one document (over {_MEGABYTES} MB of text)"
            )
        self._held = ""
        return text

    def lines(self) -> Iterator[str | None]:
        """Yield line by line with their ends; None stands for a line that is too long to keep."""
        rest, lost = "", False
        for chunk in self.chunks():
            *full, rest = split_lines(rest + chunk) or [""]
            if rest.endswith("\n"):
                full, rest = [*full, rest], ""
            for line in full:
                yield None if lost else line
                lost = False
            if len(rest) > MAX_RECORD_CHARS:
                rest, lost = "", True
        if rest or lost:
            yield None if lost else rest


def split_lines(text: str) -> list[str]:
    """Return the lines of a text with their ends. Other signs at which `str.splitlines` breaks (U+2028) come
    with texts pasted from the web and end no row."""
    return _LINE.findall(text)


_MEGABYTES = MAX_RECORD_CHARS // 1024**2


def open_source(path: Path, progress: Progress | None, name: str = "") -> Iterator[Source]:
    """Yield the text of a file once and close the file afterwards; `name` is what people know it by.

    Raises:
        UnreadableSource: missing, empty, not text, undecodable or, unpacked, over the limit.
    """
    name = name or path.name
    try:
        with path.open("rb") as file:
            yield from _read(name, file, progress)
    except FileNotFoundError as error:
        raise UnreadableSource(f"{name} does not exist") from error
    except OSError as error:
        raise UnreadableSource(f"{name} cannot be read: {error.strerror or error}") from error


@contextmanager
def open_packed(path: Path, name: str) -> Iterator["Unpacked"]:
    """Open a file, gzipped or not, for a parser that reads bytes.

    Raises:
        UnreadableSource: it cannot be opened; while reading, also when it is damaged or too large unpacked.
    """
    try:
        with path.open("rb") as file:
            packed = file.peek(2)[:2] == _GZIP
            yield Unpacked(name, gzip.GzipFile(fileobj=file) if packed else file)
    except OSError as error:
        raise UnreadableSource(f"{name} cannot be read: {error.strerror or error}") from error


@dataclass(slots=True)
class Unpacked:
    """Bytes of a file, unpacked as they are read."""

    name: str
    _file: gzip.GzipFile | io.BufferedReader
    _read: int = 0
    _unbroken: int = 0

    def read(self, size: int = _CHUNK_BYTES) -> bytes:
        """Return the next bytes, at most `size`."""
        try:
            block = self._file.read(min(size, _CHUNK_BYTES) if size > 0 else _CHUNK_BYTES)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise UnreadableSource(f"{self.name} is a damaged .gz file") from error
        if not self._read:
            block = block.lstrip()  # real feeds begin with empty lines, which XML forbids
        self._read += len(block)
        if self._read > MAX_DOCUMENT_BYTES:
            raise UnreadableSource(f"{self.name} is too large (over {MAX_DOCUMENT_BYTES // 1024**2} MB)")
        ended = block.rfind(b">")
        self._unbroken = len(block) - ended - 1 if ended >= 0 else self._unbroken + len(block)
        if self._unbroken > MAX_UNBROKEN_BYTES:  # the parser begins a tag that is cut off anew each time
            raise UnreadableSource(f"{self.name} is not well-formed XML")
        return block


def _read(name: str, file: io.BufferedReader, progress: Progress | None) -> Iterator[Source]:
    packed = file.peek(2)[:2] == _GZIP
    stream = gzip.GzipFile(fileobj=file) if packed else file
    blocks = _blocks(name, stream, file, progress)
    head = b""
    while len(head) <= _SMALL_BYTES and (block := next(blocks, b"")):
        head += block
    _refuse_what_is_not_text(name, head)
    small = len(head) <= _SMALL_BYTES
    text = _small_text(name, head) if small else _decoded(name, head, blocks)
    yield Source(name, text)


def _blocks(
    name: str, stream: gzip.GzipFile | io.BufferedReader, file: io.BufferedReader, progress: Progress | None
) -> Iterator[bytes]:
    total = 0
    try:
        while block := stream.read(_CHUNK_BYTES):
            total += len(block)
            if total > MAX_UNPACKED_BYTES:
                raise UnreadableSource(
                    f"{name} is too large (over {MAX_UNPACKED_BYTES // 1024**3} GB unpacked)"
                )
            if progress:
                progress(file.tell())
            yield block
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UnreadableSource(f"{name} is a damaged .gz file") from error


def _refuse_what_is_not_text(name: str, head: bytes) -> None:
    if not head.strip():
        raise UnreadableSource(f"{name} is empty")
    for magic, kind in _KINDS.items():
        if head.startswith(magic):
            raise UnreadableSource(f"{name} is {kind}, not text")
    sample = head[:65536]
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\v\x1b" for byte in sample)
    wide = any(head.startswith(bom) for bom, _ in _BOMS) or _wide_without_mark(sample)
    if not wide and (b"\0" in sample or controls > len(sample) // 50):
        raise UnreadableSource(f"{name} is a binary file, not text")


def _wide_without_mark(sample: bytes) -> str:
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(len(sample) // 2, 1)
    if len(sample) >= 4 and odd > half * 0.6 and even == 0:
        return "utf-16-le"
    return "utf-16-be" if len(sample) >= 4 and even > half * 0.6 and odd == 0 else ""


def _encoding(head: bytes) -> str:
    marked = next((encoding for bom, encoding in _BOMS if head.startswith(bom)), "")
    return marked or _wide_without_mark(head[:65536]) or "utf-8"


def _small_text(name: str, content: bytes) -> Iterator[str]:
    encoding = _encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        text = _guessed(content) if encoding == "utf-8" else ""
        if not text:
            raise UnreadableSource(f"{name} cannot be decoded as text") from error
    if not text.strip("\ufeff \t\r\n\0"):
        raise UnreadableSource(f"{name} is empty")
    yield text


def _guessed(content: bytes) -> str:
    """Return text in an older encoding; between equally likely ones the Western one, by far the commonest."""
    matches = charset_normalizer.from_bytes(content)
    if (best := matches.best()) is None:
        return ""
    equal = [match for match in matches if (match.chaos, match.coherence) == (best.chaos, best.coherence)]
    return str(next((match for match in equal if match.encoding == "cp1252"), best))


def _decoded(name: str, head: bytes, blocks: Iterator[bytes]) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(_encoding(head))()
    try:
        yield decoder.decode(head)
        for block in blocks:
            yield decoder.decode(block)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        encoding = _encoding(head).upper()
        raise UnreadableSource(f"{name} is not valid {encoding} text; save it as UTF-8") from error
