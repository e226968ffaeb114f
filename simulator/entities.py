"""Owns text with entities: offsets in UTF-16 units, what Telegram marks by itself, and HTML from both."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

_TLDS = "com|org|net|info|int|edu|gov|eu|uk|de|fr|es|it|pt|nl|be|br|in|ru|ua|tr|pl|ch|at|se|no|io|me|tv|news"
_AUTOMATIC = (
    (
        "url",
        re.compile(rf"(?i)(?<![\w@.])(?:https?://[^\s<>\"]+|(?:[a-z0-9-]+\.)+(?:{_TLDS})\b(?:/[^\s<>\"]*)?)"),
    ),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("bot_command", re.compile(r"(?<![\w/@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z]\w{3,31}(?!\w)")),
    ("hashtag", re.compile(r"(?<!\w)#\w*[^\W\d_]\w*")),
)
_OPAQUE = {"code", "pre", "text_link"}
_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}


@dataclass(frozen=True, slots=True)
class Entity:
    """A marked stretch of text; `offset` and `length` count UTF-16 code units, as Telegram does."""

    type: str
    offset: int
    length: int
    url: str = ""
    language: str = ""

    @property
    def end(self) -> int:
        return self.offset + self.length

    def to_json(self) -> dict[str, Any]:
        """Return Telegram's MessageEntity."""
        extra = {key: value for key in ("url", "language") if (value := getattr(self, key))}
        return {"type": self.type, "offset": self.offset, "length": self.length, **extra}


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def utf16_slice(text: str, start: int, end: int) -> str:
    """Return the text between two UTF-16 offsets; half a surrogate pair becomes U+FFFD."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le", errors="replace")


def trim(text: str, entities: Sequence[Entity]) -> tuple[str, tuple[Entity, ...]]:
    """Strip white space from both ends as Telegram does, and move the entities along."""
    left = len(text) - len(text.lstrip())
    kept = text.strip()
    room = utf16_length(kept)
    moved = (_clip(entity, utf16_length(text[:left]), room) for entity in entities)
    return kept, tuple(sorted((e for e in moved if e.length > 0), key=lambda e: (e.offset, -e.length)))


def _clip(entity: Entity, shift: int, room: int) -> Entity:
    start = min(max(entity.offset - shift, 0), room)
    end = min(max(entity.end - shift, 0), room)
    return replace(entity, offset=start, length=end - start)


def with_automatic(text: str, entities: Sequence[Entity]) -> tuple[Entity, ...]:
    """Add what Telegram marks by itself: links, addresses, commands, mentions, hashtags."""
    found = list(entities)
    taken = [(e.offset, e.end) for e in entities if e.type in _OPAQUE]
    for entity in _automatic(text):
        if all(entity.end <= start or end <= entity.offset for start, end in taken):
            found.append(entity)
            taken.append((entity.offset, entity.end))
    return tuple(sorted(found, key=lambda e: (e.offset, -e.length)))


def _automatic(text: str) -> Iterator[Entity]:
    for kind, pattern in _AUTOMATIC:
        for match in pattern.finditer(text):
            word = match.group().rstrip(".,:;!?'\")]}") if kind == "url" else match.group()
            yield Entity(kind, utf16_length(text[: match.start()]), utf16_length(word))


def to_html(text: str, entities: Sequence[Entity]) -> str:
    """Return the text as HTML in the notation that bots send; automatic entities stay plain."""
    shown = [entity for entity in entities if entity.type in _TAGS or entity.type in _PAIRED]
    return _render(text, 0, utf16_length(text), shown)


def _render(text: str, start: int, end: int, entities: Sequence[Entity]) -> str:
    parts, at = [], start
    while entities:
        first, *rest = entities
        inside = [entity for entity in rest if entity.offset < first.end]
        opening, closing = _tags(first)
        stop = min(first.end, end)
        parts.append(html.escape(utf16_slice(text, at, first.offset), quote=False))
        parts.append(opening + _render(text, first.offset, stop, inside) + closing)
        at, entities = stop, rest[len(inside) :]
    return "".join(parts) + html.escape(utf16_slice(text, at, end), quote=False)


_PAIRED = {"text_link", "expandable_blockquote"}


def _tags(entity: Entity) -> tuple[str, str]:
    if entity.type == "text_link":
        return f'<a href="{html.escape(entity.url)}">', "</a>"
    if entity.type == "expandable_blockquote":
        return "<blockquote expandable>", "</blockquote>"
    tag = _TAGS[entity.type]
    return f"<{tag}>", f"</{tag}>"
