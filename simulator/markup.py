"""Owns the HTML that bots send: read as strictly, and refused in the same words, as Telegram does.

Written after `parse_html` of td/telegram/MessageEntity.cpp rather than on html.parser, which forgives what
Telegram refuses (a lone `<`, a comment, an unclosed tag) and so would hide a missing escape.
"""

import html
import re
from dataclasses import dataclass, field

from simulator.entities import Entity, utf16_length
from simulator.refusals import Refused, bad_request

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
}
_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.-]+)))?""")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|lt|gt|amp|quot)(?:;|(?![A-Za-z0-9]))")
_LINK = re.compile(r"(?i)(?:https?|tg)://\S+|[^\s/]+\.[^\s/]+\S*")


@dataclass(slots=True)
class _Open:
    tag: str
    offset: int
    attributes: dict[str, str]


@dataclass(slots=True)
class _Reader:
    source: str
    at: int = 0
    length: int = 0
    text: list[str] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def write(self, piece: str) -> None:
        self.text.append(piece)
        self.length += utf16_length(piece)

    def refuse(self, what: str, start: int, more: str = "") -> Refused:
        place = len(self.source[:start].encode())
        return bad_request(f"can't parse entities: {what} at byte offset {place}{more}")


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Return text and entities (unsorted, untrimmed).

    Raises:
        Refused: 400 "can't parse entities: ..." for anything that Telegram does not accept.
    """
    reader = _Reader(source)
    while reader.at < len(source):
        if source.startswith("</", reader.at):
            _end_tag(reader)
        elif source[reader.at] == "<":
            _start_tag(reader)
        else:
            _plain(reader)
    if reader.open:
        tag = reader.open[-1].tag
        raise bad_request(f"can't parse entities: Can't find end tag corresponding to start tag \"{tag}\"")
    return "".join(reader.text), reader.entities


def _plain(reader: _Reader) -> None:
    if reference := _REFERENCE.match(reader.source, reader.at):
        reader.write(html.unescape(reference.group()))
        reader.at = reference.end()
        return
    stop = min(
        (i for c in "<&" if (i := reader.source.find(c, reader.at + 1)) > 0), default=len(reader.source)
    )
    reader.write(reader.source[reader.at : stop])
    reader.at = stop


def _start_tag(reader: _Reader) -> None:
    start = reader.at
    name = _read_name(reader, start + 1)
    if reader.at >= len(reader.source):
        raise reader.refuse("Unclosed start tag", start)
    if name not in _KINDS:
        raise reader.refuse(f'Unsupported start tag "{name}"', start)
    attributes = _read_attributes(reader, start, name)
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise reader.refuse('Tag "span" must have class "tg-spoiler"', start)
    reader.open.append(_Open(name, reader.length, attributes))


def _read_name(reader: _Reader, start: int) -> str:
    match = _NAME.match(reader.source, start)
    name = match.group() if match else ""
    reader.at = start + len(name)
    return name.lower()


def _read_attributes(reader: _Reader, start: int, name: str) -> dict[str, str]:
    attributes: dict[str, str] = {}
    while match := _ATTRIBUTE.match(reader.source, reader.at):
        key, *values = match.groups()
        attributes[key.lower()] = html.unescape(next((value for value in values if value is not None), ""))
        reader.at = match.end()
    rest = reader.source[reader.at :].lstrip()
    if not rest:
        raise reader.refuse("Unclosed start tag", start)
    if not rest.startswith(">"):
        raise reader.refuse(f'Unexpected end of name token in the tag "{name}"', start)
    reader.at = len(reader.source) - len(rest) + 1
    return attributes


def _end_tag(reader: _Reader) -> None:
    start = reader.at
    name = _read_name(reader, start + 2)
    rest = reader.source[reader.at :].lstrip()
    if not reader.open:
        raise reader.refuse("Unexpected end tag", start)
    if not rest.startswith(">"):
        raise reader.refuse("Unclosed end tag", start)
    opened = reader.open.pop()
    if name and name != opened.tag:
        raise reader.refuse("Unmatched end tag", start, f', expected "</{opened.tag}>", found "</{name}>"')
    reader.at = len(reader.source) - len(rest) + 1
    _close(reader, opened)


def _close(reader: _Reader, opened: _Open) -> None:
    length = reader.length - opened.offset
    kind, url, language = _KINDS[opened.tag], "", ""
    if kind == "text_link":
        url = opened.attributes.get("href") or "".join(reader.text)[-length:].strip()
        if not _LINK.fullmatch(url):
            return  # Telegram keeps the words and drops a link it cannot follow
        url = url if "://" in url else f"http://{url}"
    elif kind == "blockquote" and "expandable" in opened.attributes:
        kind = "expandable_blockquote"
    elif kind == "code" and reader.open and reader.open[-1].tag == "pre":
        reader.open[-1].attributes["language"] = opened.attributes.get("class", "").removeprefix("language-")
        return
    elif kind == "pre":
        language = opened.attributes.get("language", "")
    if length:
        reader.entities.append(Entity(kind, opened.offset, length, url, language))
