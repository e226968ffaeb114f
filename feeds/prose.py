"""Owns the cleaning of text found in feeds: tags, entities, control characters, posts, sentences."""

import html
import re

_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]{0,2000}|!--[^<>]{0,2000}--)>")
_BREAK = re.compile(r"<(?:br|/p|/div|/li)\b[^<>]{0,200}>", re.IGNORECASE)
_POST_LINK = re.compile(
    r"(?:https?://)?(?:pic\.twitter\.com|pic\.x\.com|t\.co)/\w+|https?://\S+", re.IGNORECASE
)
_HASHTAG = re.compile(r"[#＃](?=\w)")
_END = re.compile(r"(?<![.!?…])[.!?…]{1,8}[\"”»’')\]]{0,4}\s(?=[\"“«‘'(\[¿¡]?\w)|[。！？][」』”]?\s?|[।۔؟]\s")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[^\W\d_]|Mr|Mrs|Ms|Dr|St|No|Gen|Sen|Rep|Gov|Lt|Col|Jr|Sr|Prof|vs|approx|Sra?|Dra?|Nr|bzw|ca)"
    r"|\b[A-Z]\.[A-Z])\.[\"”]?\s+$"
)
# Controls, lone surrogates, private use, non-characters: what no message can show and no file can keep.
_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff]"
)


def clean(text: str) -> str:
    """Return one line of plain text: no tags, entities, control characters or lone surrogates."""
    return " ".join(_UNSAFE.sub(" ", html.unescape(_untagged(html.unescape(text)))).split())


def clean_post(text: str) -> str:
    """Return a social post as someone would forward it: no links, and hashtags as plain words."""
    return " ".join(_HASHTAG.sub("", _POST_LINK.sub(" ", clean(text))).split())


def sentences(text: str) -> list[str]:
    """Split a paragraph of cleaned text into sentences, leaving abbreviations whole."""
    parts, start = [], 0
    for end in _END.finditer(text):
        if not _ABBREVIATION.search(text[max(start, end.start() - 12) : end.end()]):
            parts.append(text[start : end.end()].strip())
            start = end.end()
    return [part for part in (*parts, text[start:].strip()) if part]


def opening(text: str, limit: int = 400) -> str:
    """Return the first one or two sentences, cut at a word when they are longer than `limit` characters."""
    first, *rest = sentences(text) or [""]
    if rest and len(first) + len(rest[0]) < limit:
        return f"{first} {rest[0]}"
    return cut(first, limit)


def cut(text: str, limit: int) -> str:
    """Return the text, shortened at a word to at most `limit` characters."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    return f"{head.rpartition(' ')[0] or head}…"


def _untagged(text: str) -> str:
    return _TAG.sub("", _BREAK.sub(" ", text)) if "<" in text else text
