"""HTML is read, and refused, as Telegram does it."""

import pytest

from simulator.entities import Entity, to_html, trim, utf16_length, with_automatic
from simulator.markup import parse_html
from simulator.refusals import Refused


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", []),
        ("<b>a</b>", "a", [Entity("bold", 0, 1)]),
        ("<strong>a</strong><em>b</em>", "ab", [Entity("bold", 0, 1), Entity("italic", 1, 1)]),
        ("😀<u>a</u>", "😀a", [Entity("underline", 2, 1)]),
        ("<s>a</s><strike>b</strike><del>c</del>", "abc", [Entity("strikethrough", n, 1) for n in range(3)]),
        ("a &lt; b &amp;&#39; &nbsp;", "a < b &' &nbsp;", []),
        (
            '<a href="https://x.org/?a=1&amp;b=2">x</a>',
            "x",
            [Entity("text_link", 0, 1, "https://x.org/?a=1&b=2")],
        ),
        ("<a href='javascript:alert(1)'>x</a>", "x", []),
        ("<blockquote>q</blockquote>", "q", [Entity("blockquote", 0, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [Entity("expandable_blockquote", 0, 1)]),
        ("<tg-spoiler>x</tg-spoiler>", "x", [Entity("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">x</span>', "x", [Entity("spoiler", 0, 1)]),
        ('<pre><code class="language-py">x</code></pre>', "x", [Entity("pre", 0, 1, "", "py")]),
        ("<b><i>x</i></>", "x", [Entity("italic", 0, 1), Entity("bold", 0, 1)]),
        ("<B>x</b >", "x", [Entity("bold", 0, 1)]),
        ("<b></b>x", "x", []),
    ],
)
def test_html_becomes_text_and_entities(source: str, text: str, entities: list[Entity]) -> None:
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("é<b>x</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("I <3 you", 'Unsupported start tag "3" at byte offset 2'),
        ("a < b>", 'Unsupported start tag "" at byte offset 2'),
        ("<script>x</script>", 'Unsupported start tag "script" at byte offset 0'),
        ("<!-- x -->", 'Unsupported start tag "!--" at byte offset 0'),
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("x <b", "Unclosed start tag at byte offset 2"),
        ('<a href="x>y</a>', 'Unexpected end of name token in the tag "a" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_html_that_telegram_refuses(source: str, problem: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_html(source)

    assert str(refused.value) == f"Bad Request: can't parse entities: {problem}"


def test_trimming_moves_entities_in_utf16_units() -> None:
    text, entities = parse_html("\n <b>😀 x </b> \n")

    assert trim(text, entities) == ("😀 x", (Entity("bold", 0, 4),))


def test_telegram_marks_links_commands_and_names_by_itself() -> None:
    text = "😀 /start see https://x.org/a. or news.com @simulated_bot #tag me@x.org a/b"

    found = [
        (e.type, text.encode("utf-16-le")[2 * e.offset : 2 * e.end].decode("utf-16-le"))
        for e in with_automatic(text, [])
    ]

    assert found == [
        ("bot_command", "/start"),
        ("url", "https://x.org/a"),
        ("url", "news.com"),
        ("mention", "@simulated_bot"),
        ("hashtag", "#tag"),
        ("email", "me@x.org"),
    ]


def test_no_link_is_marked_inside_code() -> None:
    assert with_automatic("see x.org", [Entity("code", 4, 5)]) == (Entity("code", 4, 5),)


@pytest.mark.parametrize(
    "source",
    [
        "plain &amp; simple",
        "<b>bold <i>both</i></b> <u>under</u>",
        '<a href="https://x.org/?a=1&amp;b=2">link</a> 😀 <code>x &lt; y</code>',
        "<blockquote expandable>quote</blockquote><tg-spoiler>s</tg-spoiler>",
    ],
)
def test_html_survives_the_way_there_and_back(source: str) -> None:
    text, entities = parse_html(source)

    assert to_html(*trim(text, entities)) == source


def test_length_counts_utf16_units() -> None:
    assert [utf16_length(text) for text in ("a", "é", "😀", "👨‍👩‍👧")] == [1, 1, 2, 8]
