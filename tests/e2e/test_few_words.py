"""Stories of words that say which claim is meant only together with what came beside them."""

from typing import Any

import pytest

from simulator.person import Person
from tests.e2e.test_outages import sends_album
from tests.support.builders import a_ruling
from tests.support.messages import adds
from tests.support.newsroom import Newsroom

WATCH = "Watch this video now"
LOOK = "Look what happened in Paris yesterday"
LONG = "The old stone bridge in Lindhaven will be closed for two years from Monday"
RULE = "/verdict {} false It was staged. https://example.org/staged"
NOT_YET = "We have not checked this yet."


async def _asks(newsroom: Newsroom, name: str, words: str, beside: str) -> Person:
    """Send words with a link, or with the picture of that name; "" for neither."""
    person = newsroom.person(name)
    if beside.startswith("https"):
        person.says(f"{words} {beside}")
    else:
        person.forwards(words, photo=beside.encode() if beside else None)
    await newsroom.settle()
    return person


async def _moderates(newsroom: Newsroom, *commands: str) -> Person:
    moderator = await newsroom.moderator()
    for command in commands:
        moderator.says(command)
        await newsroom.settle()
    return moderator


LINKS = (
    "https://youtu.be/abcdefghijk",
    "https://www.youtube.com/watch?v=abcdefghijk",
    "https://youtu.be/zzzzzzzzzzz",
)
PICTURES = ("one", "one", "another")


@pytest.mark.parametrize("words", ["Watch this!", WATCH, LOOK])
@pytest.mark.parametrize("beside", [LINKS, PICTURES])
async def test_a_ruling_is_for_the_words_with_what_came_beside_them(
    newsroom: Newsroom, words: str, beside: tuple[str, str, str]
) -> None:
    first, same, other = beside
    ana, eve = await _asks(newsroom, "Ana", words, first), await _asks(newsroom, "Eve", words, other)
    await _moderates(newsroom, RULE.format(1))
    ben, dan = await _asks(newsroom, "Ben", words, same), await _asks(newsroom, "Dan", words, other)
    fay = await _asks(newsroom, "Fay", words, "")

    assert ["❌ False" in person.last_message for person in (ana, ben)] == [True, True]
    assert [person.last_message.startswith(NOT_YET) for person in (eve, dan, fay)] == [True, True, True]


@pytest.mark.parametrize(
    ("ruled", "asked"),
    [
        ({"links": {"Look": "https://news.example/1"}}, {"links": {"Look": "https://news.example/2"}}),
        (
            {"links": {"Look": "https://t.me/dailybuzz", "Paris": "https://news.example/1"}, "photo": None},
            {"links": {"Look": "https://t.me/dailybuzz", "Paris": "https://news.example/2"}, "photo": None},
        ),
    ],
    ids=["another article under the same banner", "another article beside the channel's link"],
)
async def test_the_same_words_beside_something_more_are_another_question(
    newsroom: Newsroom, ruled: dict[str, Any], asked: dict[str, Any]
) -> None:
    people = [newsroom.person(name) for name in ("Ana", "Ben", "Cleo")]
    for person, beside in zip(people, (ruled, ruled, asked), strict=True):
        person.forwards(LOOK, **{"photo": b"banner", **beside})
        await newsroom.settle()
    await _moderates(newsroom, RULE.format(1))

    assert ["False" in person.last_message for person in people] == [True, True, False]


async def test_an_album_is_all_of_its_pictures(newsroom: Newsroom) -> None:
    people = [newsroom.person(name) for name in ("Ana", "Ben", "Cleo")]
    for person, last in zip(people, (b"three", b"three", b"four"), strict=True):
        sends_album(person, LOOK, photos=(b"map", b"two", last))
        await newsroom.settle()
    await _moderates(newsroom, RULE.format(1))

    assert ["False" in person.last_message for person in people] == [True, True, False]


def _picture(name: str) -> list[dict[str, Any]]:
    return [{"file_id": name, "file_unique_id": f"u{name}", "width": 1, "height": 1}]


CHANNEL = {"id": -1001000000777, "type": "channel", "title": "City", "username": "citynews"}
YES_OR_NO = [{"text": "Yes", "voter_count": 0}, {"text": "No", "voter_count": 0}]
POLL = {
    "id": "1",
    "question": LOOK,
    "options": YES_OR_NO,
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
}


def _origin(number: int) -> dict[str, Any]:
    return {"type": "channel", "chat": CHANNEL, "message_id": number, "date": 1_700_000_000}


def _paid(media: dict[str, Any], number: int = 5) -> dict[str, Any]:
    paid = {"star_count": 5, "paid_media": [media]}
    return {"paid_media": paid, "caption": LOOK, "forward_origin": _origin(number)}


def _quoted(name: str) -> dict[str, Any]:
    quote = {"text": "is this so?", "quote": {"text": LOOK, "position": 0}}
    post = {"origin": _origin(5), "chat": CHANNEL, "message_id": 5, "photo": _picture(name)}
    return {**quote, "external_reply": post}


def _replied(name: str) -> dict[str, Any]:
    post = {"message_id": 1, "date": 1, "chat": {"id": 77, "type": "private"}, "caption": f"{LOOK} and more"}
    quote = {"text": "is this so?", "quote": {"text": LOOK, "position": 0}}
    return {**quote, "reply_to_message": {**post, "photo": _picture(name)}}


def _button(page: str) -> dict[str, Any]:
    button = {"text": "The mayor was arrested: read more", "url": f"https://news.example/{page}"}
    return {"text": LOOK, "forward_origin": _origin(5), "reply_markup": {"inline_keyboard": [[button]]}}


def _previewed(page: str) -> dict[str, Any]:
    return {"text": LOOK, "link_preview_options": {"url": f"https://news.example/{page}"}}


@pytest.mark.parametrize(
    ("ruled", "asked"),
    [
        (_quoted("a"), _quoted("b")),
        (_replied("a"), _replied("b")),
        (
            _paid({"type": "photo", "photo": _picture("a")}),
            _paid({"type": "photo", "photo": _picture("b")}),
        ),
        (_paid({"type": "preview"}, 5), _paid({"type": "preview"}, 6)),
        ({"poll": {**POLL, "media": {"photo": _picture("a")}}}, {"poll": POLL}),
        (
            {"text": LOOK, "reply_to_story": {"chat": CHANNEL, "id": 1}},
            {"text": LOOK, "reply_to_story": {"chat": CHANNEL, "id": 2}},
        ),
        (_button("1"), _button("2")),
        (_previewed("1"), _previewed("2")),
    ],
    ids=["quoted", "replied to", "paid", "not shown", "poll", "story", "button", "preview"],
)
async def test_what_came_beside_words_counts_wherever_telegram_keeps_it(
    newsroom: Newsroom, ruled: dict[str, Any], asked: dict[str, Any]
) -> None:
    people = [newsroom.person(name) for name in ("Ana", "Ben", "Cleo")]
    for person, content in zip(people, (ruled, ruled, asked), strict=True):
        person.says("?")
        del person.world.updates.pending[-1]["message"]["text"]
        adds(person, **content)
        await newsroom.settle()
    await _moderates(newsroom, RULE.format(1))

    assert ["False" in person.last_message for person in people] == [True, True, False]


@pytest.mark.parametrize(
    "beside",
    [
        {"reply_markup": {"inline_keyboard": [[{"text": "Read", "url": "https://example.org/lemon"}]]}},
        {"link_preview_options": {"url": "https://example.org/lemon"}},
    ],
)
async def test_a_known_page_is_known_behind_a_button_and_in_a_preview(
    newsroom: Newsroom, beside: dict[str, Any]
) -> None:
    await newsroom.publishes(a_ruling())
    ben = newsroom.person("Ben")
    ben.forwards("Read what they hide")
    adds(ben, **beside)
    await newsroom.settle()

    assert ben.last_message.startswith("❌ False")


async def test_such_a_ruling_is_not_offered_for_the_same_words_beside_something_else(
    newsroom: Newsroom,
) -> None:
    for name, beside in (("Ana", "one"), ("Eve", "another")):
        await _asks(newsroom, name, WATCH, beside)
    moderator = await _moderates(newsroom, RULE.format(1))
    messages = len(moderator.messages)
    await newsroom.keep_house()

    assert len(moderator.messages) == messages


async def test_few_words_within_a_long_message_are_no_claim_either(newsroom: Newsroom) -> None:
    await _asks(newsroom, "Ana", WATCH, "one")
    await _moderates(newsroom, RULE.format(1))
    ben = await _asks(newsroom, "Ben", f"{LONG}. {WATCH}. The mayor will tell you more about it.", "")

    assert "False" not in ben.last_message


async def test_many_words_speak_for_themselves(newsroom: Newsroom) -> None:
    await _asks(newsroom, "Ana", LONG, "one")
    await _moderates(newsroom, RULE.format(1))

    for beside in ("another", LINKS[0], ""):
        assert (await _asks(newsroom, "Ben", LONG, beside)).last_message.startswith("❌ False")


async def test_a_claim_that_a_reviewer_worded_is_told_beside_anything(newsroom: Newsroom) -> None:
    worded = "Lemons cure the flu"
    await _asks(newsroom, "Ana", worded, LINKS[0])
    moderator = await _moderates(newsroom, f"/claim 1 {worded}")
    for press, words in (("❌ False", "They do not."), ("No link", ""), ("Publish", "")):
        moderator.presses(press)
        await newsroom.settle()
        if words:
            moderator.says(words)
            await newsroom.settle()

    assert "❌ False" in (await _asks(newsroom, "Ben", worded, LINKS[2])).last_message


async def test_a_published_claim_of_few_words_is_told_beside_anything(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())

    for beside in ("one", LINKS[0], ""):
        asker = await _asks(newsroom, "Ben", "Drinking warm lemon water cures the flu", beside)
        assert asker.last_message.startswith("❌ False")


async def test_few_words_without_anything_beside_them_are_one_question(newsroom: Newsroom) -> None:
    await _asks(newsroom, "Ana", "Paris is burning", "")
    await _moderates(newsroom, RULE.format(1))

    assert (await _asks(newsroom, "Ben", "Paris is burning!", "")).last_message.startswith("❌ False")


@pytest.mark.parametrize(
    ("ruled", "asked"),
    [
        ("It was -5 degrees in Lindhaven last night", "It was 5 degrees in Lindhaven last night"),
        ("Verdania pays every citizen $500 this month", "Verdania pays every citizen €500 this month"),
        ("🇺🇦 captured the village of Lindhaven today", "🇷🇺 captured the village of Lindhaven today"),
        ("@mayor was arrested this morning in Lindhaven", "@baker was arrested this morning in Lindhaven"),
        (".@mayor has sold the bridge of Lindhaven", ".@baker has sold the bridge of Lindhaven"),
        ("Schools are closed all week in 🇫🇷", "Schools are closed all week in 🇪🇸"),
        ("Children <12 must stay in Lindhaven", "Children >12 must stay in Lindhaven"),
        ("Bread prices in Lindhaven this year 📈", "Bread prices in Lindhaven this year 📉"),
        ("मंत्री के बेटे ने बैंक लूट लिया आज", "मंत्री के बेटी ने बैंक लूट लिया आज"),
    ],
)
async def test_signs_make_another_question(newsroom: Newsroom, ruled: str, asked: str) -> None:
    await _asks(newsroom, "Ana", ruled, "")
    await _moderates(newsroom, RULE.format(1))

    assert not (await _asks(newsroom, "Ben", asked, "")).last_message.startswith("❌ False")
    assert (await _asks(newsroom, "Cia", ruled, "")).last_message.startswith("❌ False")
