"""One spelling and one key for each page, and the addresses that are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.links import BadLink, canonical_url, is_broken_link, is_web_link, link_key, page_key, same_site


@pytest.mark.parametrize(
    ("link", "canonical"),
    [
        (
            "HTTPS://Facts.Example:443/Lake/?utm_source=x&id=7&fbclid=abc#top",
            "https://facts.example/Lake?id=7",
        ),
        ("http://facts.example:80/", "http://facts.example"),
        ("http://facts.example:8080/a", "http://facts.example:8080/a"),
        ("https://facts.example/a?b=1&a=2", "https://facts.example/a?b=1&a=2"),
        ("facts.example/lake/", "https://facts.example/lake"),
        ("https://facts.example/größe", "https://facts.example/gr%C3%B6%C3%9Fe"),
        ("https://facts.example/%d8%a7", "https://facts.example/%d8%a7"),
        ("https://facts.example/app/#!/lake/1", "https://facts.example/app#!/lake/1"),
        ("https://facts.example/#/lake%201", "https://facts.example#/lake%201"),
        ("https://facts.example/lake#!", "https://facts.example/lake"),
        ("https://facts.example/lake/#/schema/ClaimReview/1", "https://facts.example/lake"),
        ("https://web.telegram.org/a/#-1001", "https://web.telegram.org/a#-1001"),
        ("https://facts.example/s?q=%CF%F3%F2&utm_source=x", "https://facts.example/s?q=%CF%F3%F2"),
        ("https://facts.example/s?q=%D0%9F&utm_source=x", "https://facts.example/s?q=%D0%9F"),
        ("https://facts.example/a.php?pk_id=17&pk_campaign=x", "https://facts.example/a.php?pk_id=17"),
    ],
)
def test_a_page_has_one_spelling(link: str, canonical: str) -> None:
    assert canonical_url(link) == canonical


def test_a_relative_link_is_completed() -> None:
    assert canonical_url("/lake/", base="https://facts.example/a/b") == "https://facts.example/lake"


@pytest.mark.parametrize(
    "link",
    [
        "",
        "lake",
        "/lake",
        "javascript:alert(1)",
        "tg://user?id=1",
        "file:///etc/passwd",
        "https://",
        "https:///path",
        "https://user:secret@facts.example/a",
        "https://facts.example@evil.example/a",
        "https://facts.example\\@evil.example/",
        "https://[::1",
        "https://facts.example:99999/",
        "https://nohost/a",
        "https://facts.example/a b",
        "https://facts.example/\ud83d",
        "https://facts.example/" + "a" * 5000,
    ],
)
def test_other_addresses_are_refused(link: str) -> None:
    with pytest.raises(BadLink):
        canonical_url(link)


@pytest.mark.parametrize(
    "link",
    [
        "https://facts.example/a",
        "HTTP://facts.example:8080/a?b=1#c",
        "https://facts.example",
        "https://größe.example/größe",
        "http://127.0.0.1:8080/verdict/1",
        "http://[::1]:9000/verdict/1",
    ],
)
def test_what_everybody_can_open_is_a_web_link(link: str) -> None:
    assert (is_web_link(link), is_broken_link(link)) == (True, False)


@pytest.mark.parametrize(
    "link",
    [
        "https://townhall/x",
        "http://localhost:8080/verdict/1",
        "https://example,com/x",
        "https://a..b/x",
        "https://exa|mple.org/x",
        "https://example.org:99999/x",
        "https://example.org:0/x",
        "https://townhall./x",
        "https://user:secret@facts.example/a",
        'https://facts.example/"a',
        "HTTPS://",
        "https://facts.example/" + "a" * 2_000,
    ],
)
def test_what_telegram_takes_for_no_link_is_a_broken_one(link: str) -> None:
    assert (is_web_link(link), is_broken_link(link)) == (False, True)


@pytest.mark.parametrize(
    "word", ["", "facts.example/a", "tg://user?id=1", "bridge", "see https://townhall/x"]
)
def test_another_word_is_neither(word: str) -> None:
    assert (is_web_link(word), is_broken_link(word)) == (False, False)


@given(st.text(max_size=60))
def test_any_text_is_a_stable_address_or_a_bad_link(rest: str) -> None:
    try:
        once = canonical_url(f"https://facts.example/{rest}")
    except BadLink:
        return
    assert canonical_url(once) == once


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("https://facts.example/a", "http://www.facts.example:80/b", True),
        ("https://amp.facts.example/a", "https://facts.example/b", True),
        ("https://facts.example/a", "https://lies.example/a", False),
        ("https://facts.co.uk/a", "https://lies.co.uk/a", False),
        ("https://check.facts.co.uk/a", "https://facts.co.uk/a", True),
        ("https://facts.example.evil.org/a", "https://facts.example/a", False),
        ("https://evil.blogspot.com/a", "https://facts.blogspot.com/b", False),
        ("https://evil.blogspot.co.uk/a", "https://facts.blogspot.co.uk/b", False),
        ("https://evil.github.io/a", "https://facts.github.io/b", False),
        ("https://m.facts.blogspot.com/a", "https://facts.blogspot.com/b", True),
        ("https://facts.wordpress.com/a", "http://www.facts.wordpress.com/b", True),
        ("", "https://facts.example/a", False),
    ],
)
def test_which_addresses_belong_to_one_site(one: str, other: str, expected: bool) -> None:
    assert same_site(one, other) is expected


@pytest.mark.parametrize(
    ("key", "links"),
    [
        (
            "facts.example/lake/story?id=7",
            (
                "https://facts.example/lake/story?id=7",
                "http://www.facts.example/lake/story/?id=7",
                "facts.example/lake//story?id=7#top",
                "facts.example/lake/story?id=7#!",
                "facts.example/lake/story?id=7&pk_campaign=x&itm_source=y&utm_id=z#/schema/ClaimReview/1",
                "https://m.facts.example/lake/story?utm_source=x&id=7&fbclid=abc",
                "https://mobile.facts.example:443/lake/story?id=7&amp=1",
                "https://amp.facts.example/lake/story/amp?id=7",
                "https://facts.example/lake/st%6Fry?id=7",
                "https://www.google.com/amp/s/facts.example/lake/story/amp?id=7",
                "https://facts-example.cdn.ampproject.org/c/s/facts.example/lake/story?id=7",
                "https://facts-example.cdn.ampproject.org/v/s/www.facts.example/lake/story?id=7",
                "https://l.facebook.com/l.php?u=https%3A%2F%2Ffacts.example%2Flake%2Fstory%3Fid%3D7&h=AT0",
                "https://www.google.com/url?sa=t&url=https://facts.example/lake/story%3Fid%3D7",
                "https://t.me/iv?url=https%3A%2F%2Ffacts.example%2Flake%2Fstory%3Fid%3D7&rhash=1",
                "https://vk.com/away.php?to=https%3A%2F%2Ffacts.example%2Flake%2Fstory%3Fid%3D7",
            ),
        ),
        ("facts.example/a?a=2&b=1", ("https://facts.example/a?b=1&a=2", "https://facts.example/a?a=2&b=1")),
        (
            "en.wikipedia.org/wiki/Lake",
            ("https://en.m.wikipedia.org/wiki/Lake", "en.wikipedia.org/wiki/Lake"),
        ),
        (
            "x.com/status/1234567890",
            (
                "https://twitter.com/Someone/status/1234567890?s=20&t=abc",
                "https://x.com/other_name/status/1234567890",
                "https://x.com/i/status/1234567890",
                "https://x.com/i/web/status/1234567890",
                "https://mobile.twitter.com/Someone/status/1234567890/photo/1",
                "https://nitter.net/Someone/status/1234567890#m",
                "https://fxtwitter.com/Someone/status/1234567890",
                "http://twitter.com/Someone/statuses/1234567890",
            ),
        ),
        (
            "t.me/citynews/55",
            (
                "https://t.me/CityNews/55",
                "https://t.me/s/citynews/55",
                "t.me/citynews/55?single",
                "https://telegram.me/citynews/55",
                "https://citynews.t.me/55",
                "https://t.me/citynews/3/55",
            ),
        ),
        ("t.me/c/1234567/55", ("https://t.me/c/1234567/55", "https://t.me/c/1234567/9/55")),
        (
            "youtube.com/watch?v=dQw4w9WgXcQ",
            (
                "https://youtu.be/dQw4w9WgXcQ?si=abc",
                "https://m.youtube.com/watch?v=dQw4w9WgXcQ&t=10s",
                "https://www.youtube.com/watch?list=PL1&v=dQw4w9WgXcQ",
                "https://youtube.com/shorts/dQw4w9WgXcQ",
                "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
                "https://music.youtube.com/watch?v=dQw4w9WgXcQ",
            ),
        ),
        (
            "instagram.com/p/Cabc_123",
            (
                "https://www.instagram.com/p/Cabc_123/?igsh=x",
                "https://www.instagram.com/reel/Cabc_123/",
                "https://instagram.com/someone/reel/Cabc_123",
            ),
        ),
        (
            "facebook.com/video/1234567",
            (
                "https://www.facebook.com/watch/?v=1234567",
                "https://m.facebook.com/somebody/videos/1234567/?refsrc=x",
                "https://web.facebook.com/reel/1234567",
                "https://fb.com/somebody/videos/a-title/1234567",
            ),
        ),
        (
            "facebook.com/4444/posts/1234567",
            (
                "https://m.facebook.com/story.php?story_fbid=1234567&id=4444",
                "https://www.facebook.com/permalink.php?story_fbid=1234567&id=4444&__tn__=x",
                "https://mbasic.facebook.com/4444/posts/1234567",
                "https://es-la.facebook.com/4444/posts/a-title/1234567",
            ),
        ),
        (
            "facebook.com/groups/harbour/posts/1234567",
            (
                "https://facebook.com/groups/harbour/permalink/1234567/",
                "https://m.facebook.com/groups/Harbour/posts/1234567",
            ),
        ),
        (
            "facebook.com/photo/77777",
            ("https://www.facebook.com/photo/?fbid=77777&set=a.1", "fb.com/photo.php?fbid=77777"),
        ),
        ("tiktok.com/video/123456789", ("https://www.tiktok.com/@some.one/video/123456789?_t=x",)),
        ("fb.watch/aBcD12", ("https://fb.watch/aBcD12/",)),
        (
            "facebook.com/a/posts/1234567?comment_id=1",
            (
                "https://www.facebook.com/a/posts/1234567?comment_id=1&__tn__=R",
                "https://m.facebook.com/story.php?id=a&comment_id=1&story_fbid=1234567",
            ),
        ),
        (
            "youtube.com/watch?v=dQw4w9WgXcQ&lc=Ug1",
            (
                "https://www.youtube.com/watch?lc=Ug1&v=dQw4w9WgXcQ&t=5",
                "https://youtu.be/dQw4w9WgXcQ?lc=Ug1&si=abc",
            ),
        ),
    ],
)
def test_the_addresses_of_one_page_have_one_key(key: str, links: tuple[str, ...]) -> None:
    assert {link: link_key(link) for link in links} == dict.fromkeys(links, key)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://facts.example/page?s=1", "https://facts.example/page?s=2"),
        ("https://facts.example/page?t=1", "https://facts.example/page"),
        ("https://facts.example/page?ref=7", "https://facts.example/page?ref=8"),
        ("https://facts.example/page?from=1", "https://facts.example/page?source=1"),
        ("https://facts.example/page?id=7", "https://facts.example/page?id=70"),
        ("https://facts.example/Page", "https://facts.example/page"),
        ("https://facts.example/amp/page", "https://facts.example/page"),
        ("https://facts.example:8080/page", "https://facts.example/page"),
        ("https://facts.example/a%2Fb", "https://facts.example/a/b"),
        ("https://facts.example/a?b=1", "https://facts.example/a?b="),
        ("https://one.facts.example/a", "https://facts.example/a"),
        ("https://x.com/a/status/123456", "https://x.com/a/status/123457"),
        ("https://t.me/citynews/55", "https://t.me/citynews/56"),
        ("https://t.me/citynews/55", "https://t.me/citynews/55?comment=9"),
        ("https://youtu.be/dQw4w9WgXcQ", "https://youtu.be/dQw4w9WgXcq"),
        ("https://www.facebook.com/a/posts/1234567", "https://www.facebook.com/b/posts/1234567"),
        ("https://www.instagram.com/p/Cabc_123", "https://www.instagram.com/p/cabc_123"),
        ("https://www.google.com/search?q=lake", "https://www.google.com/search?q=sea"),
        ("https://www.facebook.com/a/posts/123", "https://www.facebook.com/a/posts/123?comment_id=1"),
        (
            "https://www.facebook.com/a/posts/123?comment_id=1",
            "https://www.facebook.com/a/posts/123?comment_id=2",
        ),
        (
            "https://www.facebook.com/a/posts/123?comment_id=1",
            "https://www.facebook.com/a/posts/123?comment_id=1&reply_comment_id=2",
        ),
        (
            "https://facebook.com/groups/harbour/posts/1234567",
            "https://facebook.com/groups/harbour/posts/1234567?comment_id=1",
        ),
        (
            "https://www.facebook.com/watch/?v=1234567",
            "https://www.facebook.com/watch/?v=1234567&comment_id=1",
        ),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ&lc=Ug1"),
        (
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ&lc=Ug1",
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ&lc=Ug2",
        ),
        ("https://youtu.be/dQw4w9WgXcQ", "https://youtu.be/dQw4w9WgXcQ?lc=Ug1"),
        ("https://www.instagram.com/p/Cabc_123", "https://www.instagram.com/p/Cabc_123/?comment_id=1"),
        (
            "https://www.tiktok.com/@a/video/123456789",
            "https://www.tiktok.com/@a/video/123456789?share_comment_id=1",
        ),
        ("https://facts.example/s?q=%CF%F3%F2%E8%ED", "https://facts.example/s?q=%C1%E0%E9%E4%E5"),
        (
            "https://www.google.com/url?q=https://facts.example/s?q=%CF%F3%F2",
            "https://www.google.com/url?q=https://facts.example/s?q=%C1%E0%E9",
        ),
        ("https://facts.example/article.php?pk_id=17", "https://facts.example/article.php?pk_id=18"),
        ("https://facts.example/article.php?itm_id=17", "https://facts.example/article.php?itm_id=18"),
    ],
)
def test_two_pages_have_two_keys(one: str, other: str) -> None:
    assert link_key(one)
    assert link_key(one) != link_key(other)


@pytest.mark.parametrize(
    "link",
    [
        "",
        "https://facts.example",
        "https://facts.example/?utm_source=x",
        "https://x.com/someone",
        "https://t.me/citynews",
        "https://t.me/+AbCdEf",
        "https://www.facebook.com/somebody",
        "https://www.instagram.com/somebody/",
        "https://www.youtube.com/",
        "https://youtu.be/",
        "https://t.co/abc",
        "https://bit.ly/abc",
        "https://facts.example@evil.example/page",
        "javascript:alert(1)",
        "https://[::1/x",
        "https://facts.example:99999/x",
        "https://facts.example/\ud83d",
        "https://" + "a" * 5000,
        "https://facts.example/app#!/article/1",
        "https://facts.example/app#!article/1",
        "https://facts.example/app#%2Farticle/1",
        "https://mastodon.example/web#/@ana/1",
        "https://www.google.com/amp/s/facts.example/app#!/article/1",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Ffacts.example%2Fapp%23%21%2Farticle%2F1",
        "https://web.telegram.org/a/#-1001",
        "https://web.telegram.org/k",
        "https://webk.telegram.org/k#@citynews",
        "https://facts.example/lake#comment-123",
    ],
)
def test_what_names_no_page_of_its_own_has_no_key(link: str) -> None:
    assert link_key(link) == ""


def test_redirectors_inside_redirectors_end() -> None:
    link = "https://facts.example/page"
    for _again in range(9):
        link = "https://l.facebook.com/l.php?u=" + link.replace("%", "%25").replace("&", "%26").replace(
            "?", "%3F"
        )

    assert link_key(link) == ""


@given(st.text(max_size=80))
def test_any_text_has_a_key_and_the_key_of_a_key_is_itself(text: str) -> None:
    for link in (text, f"https://facts.example/{text}", f"https://t.me/{text}", f"facebook.com/{text}"):
        key = link_key(link)
        assert key == "" or link_key(key) in {key, ""}


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.facts.example/lemon/", "facts.example/lemon"),
        ("http://facts.example", "http://facts.example"),
        ("https://bit.ly/abc", "https://bit.ly/abc"),
    ],
)
def test_a_fact_check_without_a_page_of_its_own_is_known_by_its_address(url: str, key: str) -> None:
    assert page_key(url) == key
