"""Owns taking a body out of its compression, a little at a time, so that no small body grows large unseen."""

import zlib
from collections.abc import Iterator

PIECE_BYTES = 64 * 1024
MAX_GROWTH = 150  # how many times larger a body may be than what was sent; JSON feeds stay under 30
FREE_BYTES = 4 * 1024 * 1024  # growth is not looked at below this size


class BadCompression(Exception):  # noqa: N818 - says what is wrong with the body, as a noun
    """The body is damaged, or in a compression that was not asked for."""


class GrowsTooMuch(Exception):  # noqa: N818 - says what is wrong with the body, as a state
    """The body is a bomb: it unpacks to far more than any real one."""


class Unpacker:
    """Unpacks the body of one response. `encoding` is its Content-Encoding."""

    def __init__(self, encoding: str) -> None:
        """Raises BadCompression for any other encoding than gzip and none."""
        name = encoding.strip().casefold()
        if name not in {"", "identity", "gzip", "x-gzip"}:
            raise BadCompression(f"the compression {name[:20]!r} is not known")
        self._inflate = zlib.decompressobj(31) if "gzip" in name else None
        self._taken = self._given = 0
        self._inside = False  # a member of the gzip body has begun and not ended

    def feed(self, sent: bytes) -> Iterator[bytes]:
        """Yield what `sent` unpacks to, in pieces of at most 64 KB.

        Raises:
            BadCompression: it is damaged.
            GrowsTooMuch: it is a bomb.
        """
        if self._inflate is None:
            yield sent
            return
        self._taken += len(sent)
        waiting = sent
        while waiting:
            piece, waiting = self._unpack(waiting)
            self._given += len(piece)
            if self._given > FREE_BYTES and self._given > self._taken * MAX_GROWTH:
                raise GrowsTooMuch
            if piece:
                yield piece

    def _unpack(self, waiting: bytes) -> tuple[bytes, bytes]:
        assert self._inflate is not None  # noqa: S101 - narrows the type
        self._inside = True
        try:
            piece = self._inflate.decompress(waiting, PIECE_BYTES)
        except zlib.error as error:
            raise BadCompression("the compressed body is damaged") from error
        if not self._inflate.eof:
            return piece, self._inflate.unconsumed_tail
        following = self._inflate.unused_data.lstrip(b"\0")
        self._inflate, self._inside = zlib.decompressobj(31), False  # a gzip body may have several members
        return piece, following

    def finish(self) -> bytes:
        """Return what is left in the end.

        Raises:
            BadCompression: the body broke off.
        """
        if self._inflate is None or not self._inside:
            return b""
        rest = self._inflate.flush()
        if not self._inflate.eof:
            raise BadCompression("the compressed body broke off")
        return rest
