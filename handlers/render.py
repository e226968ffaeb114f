"""Owns how values become Telegram HTML: every value escaped, isolated and cut, the template trusted."""

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from claims.links import is_web_link
from claims.picture import Chart

MAX_TEXT_UNITS = 4096
MAX_CAPTION_UNITS = 1024
MAX_PLACEHOLDER = 64
WORD_JOINER = "\u2060"
# Endings of hosts in scripts without capitals, where nothing else tells a host from a missing space.
_UNCASED_ENDINGS = (
    *("中国", "中國", "公司", "网络", "网址", "在线", "中文网", "网站", "商城", "香港", "台湾", "台灣"),
    *("한국", "닷컴", "닷넷", "コム", "みんな", "ไทย", "คอม", "ישראל", "קום", "გე", "भारत", "कॉम", "नेट"),
    *("संगठन", "ভারত", "বাংলা", "இந்தியா", "இலங்கை", "భారత్", "ਭਾਰਤ", "ભારત", "ලංකා", "بھارت", "پاکستان"),
    *("مصر", "امارات", "السعودية", "الاردن", "المغرب", "الجزائر", "تونس", "سورية", "عمان", "قطر", "فلسطين"),
    *("ایران", "ايران", "شبكة", "موقع", "كوم", "بازار"),
)
_LABEL = r"[^\s.,;:!?()/@#\"']{1,63}"
_ENDING = rf"(?:(?i:xn--[a-z0-9-]{{2,59}})|{'|'.join(_UNCASED_ENDINGS)}|[^\W\d_]{{2,24}})"
_OCTET = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"
# What Telegram turns into a link: an address with its scheme, or a bare host or IPv4 address, whatever stands
# around it.
_LINK = re.compile(
    r"(?i:[a-z][a-z0-9+.-]{1,9})://\S{1,2000}"
    rf"|(?P<host>(?:{_LABEL}\.){{1,8}}{_ENDING})(?!\w)"
    rf"|(?<![\d.])(?:{_OCTET}\.){{3}}{_OCTET}(?!\w)"
)
_HTTP = re.compile(r"(?i:http)")
_TAG = re.compile(r"<[^<>]{0,2100}>")
_SIGIL = re.compile(r"(?<![\w])[@#/$](?=\w)")
ISOLATE, END_ISOLATE = "\u2068", "\u2069"
_JOINERS = {"\u200d", "\ufe0f", "\ufe0e"}
# What is not drawn as it is: what turns the writing direction goes, control characters and ends of lines
# become a space, halves of surrogate pairs the sign for what nobody can read.
_DRAWN: dict[int, str | None] = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029], " "),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    **dict.fromkeys([0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069]),
}


@dataclass(frozen=True, slots=True)
class KeyboardButton:
    """An inline button: it opens `url` or sends `data` back."""

    text: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody reads: Telegram HTML and rows of buttons; or, in their place, the words in the field
    where the reader is invited to write a reply. With a chart, the text stands under its picture."""

    html: str
    rows: Sequence[Sequence[KeyboardButton]] = field(default=())
    invites: str = ""
    chart: Chart | None = None

    def markup(self) -> dict[str, Any]:
        """Return the Bot API's InlineKeyboardMarkup, or its ForceReply."""
        if self.invites:
            return {"force_reply": True, "input_field_placeholder": self.invites[:MAX_PLACEHOLDER]}
        return {"inline_keyboard": [[_button(button) for button in row] for row in self.rows if row]}


def render(template: str, **values: object) -> str:
    """Fill `template` (trusted, may hold tags) with `values`, each escaped."""
    return template.format(**{name: html.escape(str(value)) for name, value in values.items()})


def foreign(text: str, limit: int) -> str:
    """Return text that strangers wrote, on one line, without control characters, cut to `limit` UTF-16 units,
    isolated so that its writing direction cannot reach the words around it, and inert: nothing in it can be
    tapped."""
    return f"{ISOLATE}{cut(inert(one_line(text)), limit)}{END_ISOLATE}"


def plain_name(text: str) -> str:
    """Return a stranger's name as it is drawn: one line of visible letters, in no special direction."""
    return one_line(text)[:80]


def one_line(text: str) -> str:
    """Return text on one line, without control characters and those that turn the writing direction."""
    return " ".join(text.translate(_DRAWN).split())


def inert(text: str) -> str:
    """Return text in which Telegram finds no link, mention, command or hashtag of its own."""
    without_links = _LINK.sub(_inert_link, text)
    return _SIGIL.sub(lambda sigil: sigil.group() + WORD_JOINER, without_links)


def shown_length(markup: str) -> int:
    """Return the length that Telegram counts of HTML that we wrote: without its tags."""
    return utf16_length(html.unescape(_TAG.sub("", markup)))


def cut(text: str, limit: int) -> str:
    """Return `text` in at most `limit` UTF-16 units, ending in an ellipsis where something was left out."""
    if utf16_length(text) <= limit:
        return text
    kept, units = [], 1
    for character in text:
        units += utf16_length(character)
        if units > limit:
            break
        kept.append(character)
    while kept and (kept[-1] in _JOINERS or unicodedata.combining(kept[-1])):
        kept.pop()
    return "".join(kept).rstrip() + "…"


def utf16_length(text: str) -> int:
    """Return the length that Telegram counts: UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def safe_link(url: str) -> str:
    """Return `url` if it is a web link that everybody can open, else ""."""
    return url if is_web_link(url) else ""


def host_of(url: str) -> str:
    """Return the host to show for a link, in its ASCII form, so that look-alike letters show themselves."""
    host = urlsplit(url).hostname or ""
    try:
        return host.encode("idna").decode("ascii").removeprefix("www.")
    except UnicodeError:
        return host.encode("ascii", "backslashreplace").decode("ascii")


def anchor(url: str, text: str) -> str:
    """Return a link, or only its text where the link is not safe."""
    checked = safe_link(url)
    if not checked:
        return html.escape(text)
    return f'<a href="{html.escape(checked)}">{html.escape(text)}</a>'


def defang(url: str) -> str:
    """Return a link that cannot be tapped by mistake."""
    return _HTTP.sub("hxxp", url, count=1).replace(".", "[.]").replace("://", "[:]//", 1)


def _inert_link(link: re.Match[str]) -> str:
    """Defang what was found, unless only a full stop without a space makes it look like a host."""
    host: str | None = link["host"]
    if host is not None and not any(_may_end_host(label) for label in host.split(".")[1:]):
        return link.group()
    return defang(link.group())


def _may_end_host(label: str) -> bool:
    """Return whether Telegram may take it for a host's ending; a sentence's beginning ("end.Next") it does
    not."""
    is_cased = label.lower() != label.upper()
    return label in _UNCASED_ENDINGS or (is_cased and len(label) > 1 and label != label.capitalize())


def _button(button: KeyboardButton) -> dict[str, str]:
    if button.url:
        return {"text": button.text, "url": button.url}
    return {"text": button.text, "callback_data": button.data}
