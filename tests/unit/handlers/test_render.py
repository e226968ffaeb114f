"""Text of strangers in Telegram HTML: escaped, cut, isolated."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.render import anchor, cut, defang, foreign, host_of, render, safe_link, utf16_length

HOSTILE_LINKS = [
    "javascript:alert(1)",
    "tg://user?id=1",
    "https://user:pass@example.org/",
    "https://",
    "ftp://example.org",
    "https://example.org/ space",
    'https://example.org/"onclick',
    "https://[broken",
    "//example.org",
    "https://example.org/" + "a" * 3_000,
]


class Reader(HTMLParser):
    """Collects the tags and the visible text of a reply."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - its interface
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Reader:
    """Return what a client would see."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


@given(st.text())
def test_no_value_becomes_a_tag(value: str) -> None:
    reader = read(render("<b>{value}</b>", value=foreign(value, 4_000)))

    assert reader.tags == ["b"]


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_a_cut_text_keeps_the_limit(text: str, limit: int) -> None:
    assert utf16_length(cut(text, limit)) <= limit


def test_emoji_count_twice() -> None:
    assert cut("😀" * 10, 9) == "😀😀😀😀…"


@given(st.text(alphabet="a\u202e\u202d\u2066\u2067\u2069\u200f ", max_size=40))
def test_writing_direction_cannot_leak(text: str) -> None:
    shown = foreign(text, 100)

    assert shown[0] == "\u2068"
    assert shown[-1] == "\u2069"
    assert not set(shown[1:-1]) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@pytest.mark.parametrize("url", HOSTILE_LINKS)
def test_hostile_links_become_plain_text(url: str) -> None:
    assert safe_link(url) == ""
    assert read(anchor(url, "read")).tags == []


def test_a_plain_link_stays_a_link() -> None:
    assert (
        anchor("https://example.org/?a=1&b=2", "read")
        == '<a href="https://example.org/?a=1&amp;b=2">read</a>'
    )


def test_look_alike_hosts_show_themselves() -> None:
    assert host_of("https://www.exаmple.org/") == "xn--exmple-4nf.org"


def test_a_defanged_link_cannot_be_tapped() -> None:
    assert defang("https://evil.example/x") == "hxxps[:]//evil[.]example/x"
