"""Stories of evidence that needs no words: the same link, however written, and the same channel post."""

import pytest

from claims.verdict import Rating, Ruling
from simulator.person import Person
from tests.support.builders import a_ruling
from tests.support.messages import adds, quotes
from tests.support.newsroom import Newsroom

POST = "https://t.me/healthtips/55"
BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"
MAYOR = "The mayor of Lindhaven was arrested yesterday for stealing five million from the city fund"
SQUARE = (
    "Soldiers have been sent to the market square of Lindhaven to guard the bakers. Stay at home tonight."
)
FILM = "https://youtube.com/watch?v=abcdefghijk"
LEMON = "https://example.org/lemon"
OFFERED = "We found fact-checks that may be about something else."
RULE = "/verdict 1 false The repairs take three nights. https://example.org/bridge"


async def _forwards(newsroom: Newsroom, text: str, *rulings: Ruling, name: str = "Ana") -> Person:
    await newsroom.publishes(*rulings)
    person = newsroom.person(name)
    person.forwards(text)
    await newsroom.settle()
    return person


async def _forwards_post(
    newsroom: Newsroom,
    text: str,
    *,
    username: str,
    post_id: int = 55,
    name: str = "Ana",
    photo: bytes | None = None,
) -> Person:
    newsroom.world.channel(f"Channel {username}", username)
    person = newsroom.person(name)
    person.forwards(text, from_channel=f"Channel {username}", post_id=post_id, photo=photo)
    await newsroom.settle()
    return person


@pytest.mark.parametrize(
    ("appearance", "sent"),
    [
        (POST, "https://t.me/s/HealthTips/55?single"),
        ("https://twitter.com/someone/status/1234567890", "https://x.com/i/status/1234567890?s=46&t=abc"),
        ("https://youtu.be/dQw4w9WgXcQ", "https://m.youtube.com/watch?v=dQw4w9WgXcQ&t=9s"),
        (
            "https://www.facebook.com/somebody/videos/1234567",
            "https://m.facebook.com/watch/?v=1234567&ref=sharing",
        ),
        ("https://fb.watch/aBcD12/", "fb.watch/aBcD12"),
        (
            "https://news.example/lemon",
            "https://news-example.cdn.ampproject.org/c/s/amp.news.example/lemon/amp?utm_source=tg",
        ),
    ],
)
async def test_a_link_is_known_however_it_is_written(newsroom: Newsroom, appearance: str, sent: str) -> None:
    ana = await _forwards(newsroom, sent, a_ruling(appearances=(appearance,)))

    assert ana.last_message.startswith("❌ False")


@pytest.mark.parametrize(
    "sent",
    [
        "https://t.me/healthtips/56",
        "https://t.me/healthtips",
        "https://news.example/post?s=2",
        "https://news.example/app",
        "https://news.example/app#!/post/2",
        "https://www.facebook.com/somebody/posts/1234567?comment_id=8",
        "https://youtu.be/dQw4w9WgXcQ?lc=Ug1",
    ],
)
async def test_another_page_of_the_same_place_is_not_known(newsroom: Newsroom, sent: str) -> None:
    appearances = (
        POST,
        "https://news.example/post?s=1",
        "https://news.example/app#!/post/1",
        "https://www.facebook.com/somebody/posts/1234567",
        "https://youtu.be/dQw4w9WgXcQ",
    )
    ana = await _forwards(newsroom, sent, a_ruling(appearances=appearances))

    assert "False" not in ana.last_message


async def test_a_forwarded_post_is_known_by_where_it_stands(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling(appearances=(POST,)))
    ana = await _forwards_post(newsroom, "Grandmother knew it all along, folks", username="HealthTips")
    ben = await _forwards_post(
        newsroom, "Grandmother knew it all along, folks", username="healthtips2", name="Ben"
    )

    assert ana.last_message.startswith("❌ False")
    assert ben.last_message.startswith("We have not checked this yet.")


async def test_a_picture_without_words_is_known_by_its_post(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling(appearances=(POST,)))
    ana = await _forwards_post(newsroom, "", username="healthtips", photo=b"picture")
    ben = await _forwards_post(newsroom, "", username="healthtips", post_id=56, photo=b"other", name="Ben")

    assert ana.last_message.startswith("❌ False")
    assert ben.last_message.startswith("I can only read text so far.")


async def test_a_post_that_says_the_opposite_by_now_is_only_offered_the_fact_check(
    newsroom: Newsroom,
) -> None:
    await newsroom.publishes(a_ruling(appearances=(POST,)))
    ana = await _forwards_post(
        newsroom, "Drinking warm lemon water does not cure the flu.", username="healthtips"
    )

    assert ana.last_message.startswith("We found fact-checks that may be about something else.")
    assert "the opposite" in ana.last_message


async def test_a_post_that_reviewers_ruled_on_is_known_by_its_link_from_then_on(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await _forwards_post(newsroom, BRIDGE, username="citynews", post_id=7)
    moderator.says(RULE)
    await newsroom.settle()
    ben = await _forwards(newsroom, "https://t.me/s/citynews/7", name="Ben")
    cleo = await _forwards(newsroom, "https://t.me/s/citynews/8", name="Cleo")

    assert ben.last_message.startswith("❌ False")
    assert not cleo.last_message.startswith("❌ False")


async def test_a_post_of_a_private_channel_is_known_by_its_number(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = newsroom.person()
    ana.forwards(BRIDGE, from_channel="Closed circle", post_id=7)
    await newsroom.settle()
    moderator.says(RULE)
    await newsroom.settle()
    ben = newsroom.person("Ben")
    ben.forwards("", from_channel="Closed circle", post_id=7, photo=b"picture")
    await newsroom.settle()

    assert ben.last_message.startswith("❌ False")


async def test_two_differing_verdicts_on_one_post_are_both_told(newsroom: Newsroom) -> None:
    lake = a_ruling(
        publisher="Lake Facts", url="https://lake.example/lemon", rating=Rating.TRUE, appearances=(POST,)
    )
    ana = await _forwards(newsroom, POST, a_ruling(appearances=(POST,)), lake)

    assert ana.last_message.startswith("Fact-checkers differ on this:")


async def _comments(newsroom: Newsroom, name: str, comment: str, *, username: str, post_id: int) -> Person:
    """Forward a picture without words from a channel, with a comment."""
    newsroom.world.channel(f"Channel {username}", username)
    person = newsroom.person(name)
    if comment:
        person.says(comment)
    person.forwards("", from_channel=f"Channel {username}", post_id=post_id, photo=b"picture")
    await newsroom.settle()
    return person


async def _says_beside(newsroom: Newsroom, text: str, link: str) -> Person:
    await newsroom.publishes(a_ruling(appearances=(FILM,)))
    person = newsroom.person()
    person.says(f"{text} {link}")
    await newsroom.settle()
    return person


@pytest.mark.parametrize("link", [LEMON, FILM])
@pytest.mark.parametrize(
    "text", [MAYOR, "Schools close on Monday. Banks close on Tuesday. The bridge collapsed."]
)
async def test_a_known_link_does_not_answer_for_words_about_something_else(
    newsroom: Newsroom, text: str, link: str
) -> None:
    ana = await _says_beside(newsroom, text, link)
    assert ana.last_message.startswith(OFFERED)

    ana.presses("None of these")
    await newsroom.settle()
    async with newsroom.program.store.reading() as tx:
        assert await tx.items.count_open() == 1


@pytest.mark.parametrize(
    "text", ["Look at this doctor", "Watch this doctor explain how to get rid of influenza at home", ""]
)
async def test_a_known_link_answers_beside_few_words_or_words_about_its_claim(
    newsroom: Newsroom, text: str
) -> None:
    assert (await _says_beside(newsroom, text, FILM)).last_message.startswith("❌ False")


async def test_words_beside_a_known_link_are_answered_with_what_was_checked_of_them(
    newsroom: Newsroom,
) -> None:
    await newsroom.publishes(a_ruling(claim=MAYOR, url="https://example.org/mayor"))
    ana = await _says_beside(newsroom, MAYOR, LEMON)

    assert ana.last_message.startswith("❌ False")
    assert ("the city fund" in ana.last_message, "lemon" in ana.last_message) == (True, False)


async def test_a_post_that_says_something_else_by_now_is_only_offered_the_ruling(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await _forwards_post(newsroom, BRIDGE, username="buzz", post_id=17)
    moderator.says(RULE)
    await newsroom.settle()
    ben = await _forwards_post(newsroom, f"Update: {SQUARE}", username="buzz", post_id=17, name="Ben")
    cleo = await _forwards_post(newsroom, f"{BRIDGE}!!", username="buzz", post_id=17, name="Cleo")

    assert ben.last_message.startswith(OFFERED)
    assert cleo.last_message.startswith("❌ False")


async def test_what_a_comment_said_of_a_picture_is_not_what_its_post_says(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    said = "My cousin says this is the explosion in the port of Beirut last night"
    ana = await _comments(newsroom, "Ana", said, username="buzz", post_id=17)
    moderator.says(RULE)
    await newsroom.settle()
    eve = await _comments(newsroom, "Eve", "", username="buzz", post_id=17)
    other = "They say it shows the flood in Texas that killed two hundred people in May"
    ben = await _comments(newsroom, "Ben", other, username="buzz", post_id=17)
    dan = await _comments(newsroom, "Dan", "Is this the flood in Texas?", username="buzz", post_id=17)

    assert "❌ False" in ana.last_message
    assert [person.last_message.startswith(OFFERED) for person in (ben, dan)] == [True, True]
    assert eve.last_message.startswith("❌ False")
    assert "Channel buzz" in moderator.messages[1].text


async def test_a_known_post_without_words_is_told_to_who_asks_about_it_in_a_comment(
    newsroom: Newsroom,
) -> None:
    await newsroom.publishes(a_ruling(appearances=(POST,)))
    ana = await _comments(newsroom, "Ana", "Is this true?", username="healthtips", post_id=55)

    assert ana.last_message.startswith("❌ False")


async def test_a_link_in_a_comment_does_not_answer_for_the_post(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    ana.says(f"{LEMON} I read, but this?")
    adds(ana, entities=[{"type": "url", "offset": 0, "length": len(LEMON)}])
    ana.forwards("The mayor was arrested")
    await newsroom.settle()

    assert ana.last_message.startswith("We have not checked this yet.")


async def test_a_link_beside_a_quotation_does_not_answer_for_it(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    post = ana.forwards(f"{BRIDGE}. The mayor was arrested.")
    await newsroom.settle()
    ana.says(f"{LEMON} is what I found", reply_to=post)
    adds(ana, entities=[{"type": "url", "offset": 0, "length": len(LEMON)}])
    quotes(ana, "The mayor was arrested")
    await newsroom.settle()

    assert ana.last_message.startswith("We have not checked this yet.")
