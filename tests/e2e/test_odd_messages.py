"""Stories of people who send odd but legal things: each gets one sensible reply, or none where there is
nothing to say, and nothing is raised."""

from typing import Any

import pytest

from simulator.messages import Message
from simulator.person import Person
from tests.support.builders import a_ruling
from tests.support.newsroom import Newsroom

BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"
CHANNEL = {"id": -1001000000777, "type": "channel", "title": "City News", "username": "citynews"}
FORWARDED = {"forward_origin": {"type": "channel", "chat": CHANNEL, "message_id": 5, "date": 1_700_000_000}}
PHOTO = [{"file_id": "a", "file_unique_id": "ua", "width": 1, "height": 1}]
FILE = {"file_id": "f", "file_unique_id": "uf", "duration": 3}
FILM = FILE | {"width": 1, "height": 1}
STICKER = PHOTO[0] | {"type": "regular", "is_animated": False, "is_video": False}
PLACE = {"latitude": 1.0, "longitude": 2.0}
PEOPLE = [{"id": 77, "is_bot": False, "first_name": "Bo"}]
POLL = {
    "id": "1",
    "question": BRIDGE,
    "options": [{"text": "Yes", "voter_count": 0}, {"text": "No", "voter_count": 0}],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
}  # as servers before Bot API 9.6 write it
NEW_POLL = POLL | {
    "options": [{"text": "Yes", "voter_count": 0, "persistent_id": "y"}],
    "allows_revoting": True,
    "members_only": False,
}
DRAW = {"chats": [CHANNEL], "winners_selection_date": 1_800_000_000, "winner_count": 3}
WON = {
    "chat": CHANNEL,
    "giveaway_message_id": 3,
    "winners_selection_date": 1_700_000_000,
    "winner_count": 1,
    "winners": PEOPLE,
}
ELSEWHERE = {"external_reply": {"origin": FORWARDED["forward_origin"], "chat": CHANNEL, "message_id": 5}}
INVOICE = {
    "title": "A book",
    "description": "To buy",
    "start_parameter": "",
    "currency": "EUR",
    "total_amount": 1,
}


def linked(text: str) -> dict[str, Any]:
    link = {"type": "text_link", "offset": 0, "length": len(text), "url": "https://city-news.example/a"}
    return {"text": text, "entities": [link]}


QUEUED = {
    "forwarded poll": {"poll": NEW_POLL, **FORWARDED},
    "poll of an older server": {"poll": POLL, **FORWARDED},
    "reply to a poll of an older server": {
        "text": "true?",
        "quote": {"text": BRIDGE, "position": 0},
        "external_reply": ELSEWHERE["external_reply"] | {"poll": POLL},
    },
    "checklist": {
        "checklist": {"title": BRIDGE, "tasks": [{"id": 1, "text": "Sign"}, {"id": 2, "text": "Share"}]}
    },
    "quote of another chat": {"text": "is this so?", "quote": {"text": BRIDGE, "position": 0}, **ELSEWHERE},
    "reply to a story": {"text": BRIDGE, "reply_to_story": {"chat": CHANNEL, "id": 4}},
    "recording with a caption": {"audio": FILE, "caption": BRIDGE},
    "paid film with a caption": {
        "paid_media": {"star_count": 5, "paid_media": [{"type": "preview"}]},
        "caption": BRIDGE,
        **FORWARDED,
    },
    "very long caption": {"photo": PHOTO, "caption": f"{BRIDGE}. " * 50, **FORWARDED},
    "words of an inline bot": {
        "text": BRIDGE,
        "via_bot": {"id": 9, "is_bot": True, "first_name": "like", "username": "like"},
    },
    "forward from a new kind of place": {
        "text": BRIDGE,
        "forward_origin": {"type": "satellite", "date": 1_700_000_000},
    },
    "new kind of formatting": {"text": BRIDGE, "entities": [{"type": "sparkle", "offset": 0, "length": 3}]},
}
CANNOT_READ = {
    "contact": {"contact": {"phone_number": "+1", "first_name": "Bo"}},
    "place": {"location": PLACE},
    "venue": {"location": PLACE, "venue": {"location": PLACE, "title": "Hall", "address": "Main Street"}},
    "die": {"dice": {"emoji": "🎲", "value": 3}},
    "story": {"story": {"chat": CHANNEL, "id": 4}, **FORWARDED},
    "draw": {"giveaway": DRAW, **FORWARDED},
    "winners of a draw": {"giveaway_winners": WON, **FORWARDED},
    "paid picture": {
        "paid_media": {"star_count": 5, "paid_media": [{"type": "photo", "photo": PHOTO}]},
        **FORWARDED,
    },
    "sticker": {"sticker": STICKER},
    "recording": {"voice": FILE, **FORWARDED},
    "round film": {"video_note": FILE | {"length": 3}},
    "moving picture": {"animation": FILM, "document": {"file_id": "f", "file_unique_id": "uf"}},
    "invoice": {"invoice": INVOICE},
    "game": {"game": {"title": "A game", "description": "To play", "photo": PHOTO}},
    "kind of message yet unknown": {"hologram": {"depth": 3}, **FORWARDED},
}
HINTED = {
    "emoji": {"text": "👍"},
    "emoji of one's own": {
        "text": "🔥",
        "entities": [{"type": "custom_emoji", "offset": 0, "length": 2, "custom_emoji_id": "1"}],
    },
    "reply to another chat": {"text": "is this so?", **ELSEWHERE},
    "command of an inline bot": {
        "text": "/forgetme",
        "via_bot": {"id": 9, "is_bot": True, "first_name": "like", "username": "like"},
    },
    "signs that nobody sees": {"text": "\u202e\u200f\u200b"},
}
LINKS_ONLY = {"word with a link behind it": linked("here"), "sign with a link behind it": linked("\u2060")}
SILENT = {
    "pinning": {"pinned_message": {"message_id": 3, "date": 0, "chat": {"id": 1, "type": "private"}}},
    "new title": {"new_chat_title": "New name", **FORWARDED},
    "end of a call": {"video_chat_ended": {"duration": 3}, **FORWARDED},
    "end of a draw": {"giveaway_completed": {"winner_count": 1}, **FORWARDED},
    "ticked line": {"checklist_tasks_done": {"marked_as_done_task_ids": [1]}},
    "timer": {"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}},
    "gift": {"gift": {"gift": {"id": "1", "sticker": STICKER, "star_count": 5}}},
}
REPLIES = {
    "We have not checked this yet.": QUEUED,
    "I can only read text so far.": CANNOT_READ,
    "Forward me a post or paste a claim,": HINTED,
    "I do not open links.": LINKS_ONLY,
}


def sends(person: Person, content: dict[str, Any]) -> Message:
    """Send what the simulator's people cannot write."""
    sent = person.says("?")
    message = person.world.updates.pending[-1]["message"]
    del message["text"]
    message.update(content)
    return sent


@pytest.mark.parametrize(
    ("content", "reply"),
    [
        pytest.param(content, reply, id=name)
        for reply, contents in REPLIES.items()
        for name, content in contents.items()
    ],
)
async def test_what_is_odd_gets_one_reply_that_fits(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture, content: dict[str, Any], reply: str
) -> None:
    ana = newsroom.person()
    sends(ana, content)
    await newsroom.settle()

    [told] = ana.messages
    assert told.text.startswith(reply)
    assert "update_failed" not in caplog.text


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in SILENT.items()])
async def test_what_telegram_says_by_itself_gets_none(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture, content: dict[str, Any]
) -> None:
    ana = newsroom.person()
    sends(ana, content)
    await newsroom.settle()

    assert (ana.messages, "update_failed" in caplog.text) == ([], False)


async def test_what_is_written_above_a_poll_is_read_with_its_links(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    link = {"type": "text_link", "offset": 4, "length": 3, "url": "https://city-news.example/bridge"}
    above = {"description": BRIDGE, "description_entities": [link]}
    sends(ana, {"poll": NEW_POLL | above | {"question": "Is this good?"}, **FORWARDED})
    await newsroom.settle()

    assert f"{BRIDGE} Is this good?" in moderator.last_message
    assert "city-news[.]example/bridge" in moderator.last_message


async def test_a_claim_above_a_poll_is_answered(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    sends(ana, {"poll": NEW_POLL | {"description": a_ruling().claim, "question": "What do you think?"}})
    await newsroom.settle()

    assert "❌ False" in ana.last_message


QUIZ = NEW_POLL | {"type": "quiz", "question": "Which of these is true?"}


def offered(*answers: str) -> list[dict[str, Any]]:
    return [
        {"text": answer, "voter_count": 0, "persistent_id": str(place)}
        for place, answer in enumerate(answers)
    ]


@pytest.mark.parametrize(
    "said",
    [
        {"explanation": f"Nobody likes to say so. {a_ruling().claim}"},
        {"options": offered(a_ruling().claim, "Warm soup tastes best")},
        {"question": a_ruling().claim, "options": offered("Yes", "No")},
    ],
    ids=["explained by a quiz", "offered as an answer", "asked"],
)
async def test_a_claim_anywhere_in_a_poll_is_answered(newsroom: Newsroom, said: dict[str, Any]) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    sends(ana, {"poll": QUIZ | said, **FORWARDED})
    await newsroom.settle()

    assert "❌ False" in ana.last_message


async def test_reviewers_read_the_answers_of_a_poll_and_what_its_quiz_explains(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    link = {"type": "text_link", "offset": 4, "length": 3, "url": "https://city-news.example/bridge"}
    above = {
        "description": "See who knows it",
        "description_entities": [link | {"url": "https://a.example/"}],
    }
    said = {"options": offered("It was sold in May", "Nobody"), "explanation": BRIDGE}
    sends(ana, {"poll": QUIZ | said | above | {"explanation_entities": [link]}, **FORWARDED})
    await newsroom.settle()

    asked = f"See who knows it {QUIZ['question']} It was sold in May {BRIDGE}"
    assert asked in moderator.last_message
    assert "city-news[.]example/bridge" in moderator.last_message
    assert "a[.]example" in moderator.last_message


async def test_answers_of_a_poll_are_read_where_words_are_not_set_apart(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    asked, answers = "哪个是真的？请大家投票选择", ("喝漂白水可以治愈新冠病毒感染", "市长昨天因为盗窃被捕了")
    sends(ana, {"poll": POLL | {"question": asked, "options": offered(*answers, "不是")}, **FORWARDED})
    await newsroom.settle()

    assert f"{asked} {answers[0]} {answers[1]}" in moderator.last_message
    assert "不是" not in moderator.last_message


async def test_the_lines_of_a_checklist_are_read(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    sends(ana, {"checklist": {"title": "What changes on Monday", "tasks": [{"id": 1, "text": BRIDGE}]}})
    await newsroom.settle()

    assert BRIDGE in moderator.last_message
