"""Text of strangers in Telegram HTML: escaped, cut, isolated."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.render import (
    WORD_JOINER,
    anchor,
    cut,
    defang,
    foreign,
    host_of,
    inert,
    render,
    safe_link,
    utf16_length,
)

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
    "https://townhall/x",
    "http://localhost:8080/verdict/1",
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


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        *(
            (f"see {before}evil.com{after}", f"see {before}evil[.]com{after}")
            for before, after in ["()", '""', "«»", "**", "''", "“”"]
        ),
        *(
            (f"see evil.com{after}", f"see evil[.]com{after}")
            for after in (*",.!;?:…—'*", " ok", "/x", "\nok")
        ),
        ("see EVIL.COM now", "see EVIL[.]COM now"),
        ("see evil.cOm now", "see evil[.]cOm now"),
        ("see evil.com.Next", "see evil[.]com[.]Next"),
        ("the end.Next/evil.com", "the end.Next/evil[.]com"),
        ("evil.com/evil.org?http://evil.net", "evil[.]com/evil[.]org?hxxp[:]//evil[.]net"),
        ("HTTP://EVIL.COM/x", "hxxp[:]//EVIL[.]COM/x"),
        ("Https://evil.com/x,", "hxxps[:]//evil[.]com/x,"),
        ("tg://resolve?domain=x", "tg[:]//resolve?domain=x"),
        ("write to a@evil.com, now", "write to a@evil[.]com, now"),
        ("a.b@evil.co.uk!", "a.b@evil[.]co[.]uk!"),
        ("see 1.2.3.4/login now", "see 1[.]2[.]3[.]4/login now"),
        ("смотри пример.рф.", "смотри пример[.]рф."),
        ("see evil.xn--p1ai/x", "see evil[.]xn--p1ai/x"),
        ("看 例子.中国。", "看 例子[.]中国。"),
        ("देखो रूसी.भारत", "देखो रूसी[.]भारत"),
        ("tap t.me/evil, bit.ly, ok", "tap t[.]me/evil, bit[.]ly, ok"),
    ],
)
def test_nothing_that_telegram_takes_for_a_link_can_be_tapped(written: str, shown: str) -> None:
    assert inert(written).replace(WORD_JOINER, "") == shown


@pytest.mark.parametrize(
    "text",
    [
        "e.g. this, i.e. that, z.B. jenes, at 5 p.m. sharp",
        "3.5 percent, 1.000.000.000 euros, v1.2.3, on 01.02.2024.",
        "The U.S. and the U.S.A. and the U.K., Ph.D., St. Gallen",
        "This is the end.Next it begins. Конец.Начало",
        "wait...what, etc. And so on ...",
        "قال د.محمد ذلك",
    ],
)
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert inert(text) == text
