"""Stories of the very same picture or film, sent again: evidence, but never against the words beside it."""

import pytest

from simulator.person import Person
from tests.e2e.test_outages import sends_album
from tests.support.builders import a_ruling
from tests.support.newsroom import Newsroom

PHOTO = b"the bridge at night"
BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"
SQUARE = "Soldiers have been sent to the market square of Lindhaven to guard the bakers"
RULE = "/verdict {} false The repairs take three nights. https://example.org/bridge"
UNREADABLE = "I can only read text so far."
OFFERED = "We found fact-checks that may be about something else."


async def _sends(newsroom: Newsroom, name: str, caption: str = "", photo: bytes = PHOTO) -> Person:
    person = newsroom.person(name)
    person.forwards(caption, photo=photo)
    await newsroom.settle()
    return person


async def _ruled(newsroom: Newsroom, caption: str = BRIDGE, item: int = 1) -> Person:
    """Let a moderator rule on what somebody asked with the picture; return the moderator."""
    moderator = await newsroom.moderator()
    await _sends(newsroom, f"Asker {item}", caption)
    moderator.says(RULE.format(item))
    await newsroom.settle()
    return moderator


async def test_the_same_picture_without_words_is_the_claim_that_was_ruled_on(newsroom: Newsroom) -> None:
    await _ruled(newsroom)
    ana, ben = await _sends(newsroom, "Ana"), await _sends(newsroom, "Ben", photo=b"another picture")

    assert ana.last_message.startswith("❌ False")
    assert BRIDGE in ana.last_message
    assert ben.last_message.startswith(UNREADABLE)


async def test_the_same_picture_with_no_more_than_a_question_too(newsroom: Newsroom) -> None:
    await _ruled(newsroom)

    assert (await _sends(newsroom, "Ana", "really??")).last_message.startswith("❌ False")


async def test_a_new_picture_with_no_more_than_a_question_cannot_be_read(newsroom: Newsroom) -> None:
    ana = await _sends(newsroom, "Ana", "Is this true?")

    assert ana.last_message.startswith(UNREADABLE)


async def test_the_same_picture_with_another_statement_is_only_offered_the_verdict(
    newsroom: Newsroom,
) -> None:
    await _ruled(newsroom)
    ana = await _sends(newsroom, "Ana", SQUARE)

    assert ana.last_message.startswith(OFFERED)
    assert "False" in ana.last_message


@pytest.mark.parametrize("caption", ["@mayor resigned", "🇫🇷 won"])
async def test_who_is_named_by_an_account_or_a_flag_is_a_word_of_the_statement(
    newsroom: Newsroom, caption: str
) -> None:
    await _ruled(newsroom)

    assert (await _sends(newsroom, "Ana", caption)).last_message.startswith(OFFERED)


async def test_a_picture_that_went_round_with_two_claims_answers_neither(newsroom: Newsroom) -> None:
    await _ruled(newsroom)
    ben = await _sends(newsroom, "Ben", SQUARE)
    ben.presses("None of these")
    await newsroom.settle()
    ana = await _sends(newsroom, "Ana")

    assert ana.last_message.startswith(OFFERED)


@pytest.mark.parametrize("other", [SQUARE, "The bakers went home"])
@pytest.mark.parametrize("ends", ["offered", "dismissed"])
async def test_a_picture_that_went_round_with_another_claim_answers_neither_however_that_ended(
    newsroom: Newsroom, other: str, ends: str
) -> None:
    moderator = await _ruled(newsroom)
    ben = await _sends(newsroom, "Ben", other)
    assert ben.last_message.startswith(OFFERED)
    if ends == "dismissed":
        ben.presses("None of these")
        await newsroom.settle()
        moderator.says("/dismiss 2 opinion")
        await newsroom.settle()

    assert (await _sends(newsroom, "Ana")).last_message.startswith(OFFERED)


async def test_a_picture_stays_known_after_its_claim_was_asked_again(newsroom: Newsroom) -> None:
    await _ruled(newsroom)
    for number, caption in enumerate((f"{BRIDGE}!!", "really??", "", "👉👉")):
        asked = await _sends(newsroom, f"Person {number}", caption)
        assert asked.last_message.startswith("❌ False")

    assert (await _sends(newsroom, "Ana")).last_message.startswith("❌ False")


@pytest.mark.parametrize("undone", [True, False])
async def test_a_ruling_whose_asker_had_gone_is_told_by_its_picture_while_it_stands(
    newsroom: Newsroom, undone: bool
) -> None:
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    asker = await _sends(newsroom, "Asker", BRIDGE)
    asker.blocks_bot()
    for command in ("/link 1 1", *(("/undo 1", "/dismiss 1 opinion") if undone else ())):
        moderator.says(command)
        await newsroom.settle()

    assert ("False" in (await _sends(newsroom, "Ana")).last_message) is not undone


async def test_an_album_is_known_by_any_of_its_pictures(newsroom: Newsroom) -> None:
    await _ruled(newsroom)
    ana = newsroom.person("Ana")
    sends_album(ana, "", photos=(b"one", PHOTO, b"three"))
    await newsroom.settle()

    assert ana.last_message.startswith("❌ False")


async def test_a_withdrawn_verdict_is_not_told_by_its_picture(newsroom: Newsroom) -> None:
    moderator = await _ruled(newsroom)
    moderator.says("/retract 1")
    await newsroom.settle()
    moderator.presses("Withdraw")
    await newsroom.settle()

    assert "False" not in (await _sends(newsroom, "Ana")).last_message


async def test_a_ruling_that_was_undone_is_not_told_by_its_picture(newsroom: Newsroom) -> None:
    moderator = await _ruled(newsroom)
    moderator.presses("Undo (10 min)")
    await newsroom.settle()

    assert "False" not in (await _sends(newsroom, "Ana")).last_message


async def test_who_sent_the_picture_before_a_link_was_undone_gets_the_right_ruling(
    newsroom: Newsroom,
) -> None:
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    await _sends(newsroom, "Asker", BRIDGE)
    moderator.says("/link 1 1")
    await newsroom.settle()
    ana = await _sends(newsroom, "Ana")
    assert "lemon water" in ana.last_message
    moderator.says("/undo 1")
    await newsroom.settle()
    answer, note = ana.messages
    assert answer.text.startswith("We have not checked this yet.")
    assert (note.text.startswith("We took this answer back."), note.reply_to) == (True, answer)
    moderator.says(RULE.format(1))
    await newsroom.settle()

    assert BRIDGE in ana.last_message


async def test_who_says_not_this_claim_is_not_given_it_for_that_picture_again(newsroom: Newsroom) -> None:
    moderator = await _ruled(newsroom)
    ana = await _sends(newsroom, "Ana")
    ana.presses("Not this claim")
    await newsroom.settle()
    ana.forwards("", photo=PHOTO)
    await newsroom.settle()

    assert "False" not in ana.last_message
    assert "🖼" in moderator.last_message


async def test_each_picture_under_a_sign_and_the_channels_link_is_a_question_of_its_own(
    newsroom: Newsroom,
) -> None:
    channel = {"👉👉": "https://t.me/dailybuzz"}
    moderator = await _ruled(newsroom)
    ben = await _sends(newsroom, "Ben", SQUARE)
    ben.presses("None of these")
    await newsroom.settle()
    cleo, dan, eve = newsroom.person("Cleo"), newsroom.person("Dan"), newsroom.person("Eve")
    cleo.forwards("👉👉", photo=PHOTO, links=channel)
    await newsroom.settle()
    cleo.presses("None of these")
    await newsroom.settle()
    moderator.says(RULE.format(3))
    await newsroom.settle()
    dan.forwards("👉👉", photo=b"another picture", links=channel)
    eve.says("https://t.me/dailybuzz")
    await newsroom.settle()

    assert "❌ False" in cleo.last_message
    assert ["False" in person.last_message for person in (dan, eve)] == [False, False]


@pytest.mark.parametrize("caption", ["", BRIDGE])
async def test_each_question_is_answered_once(newsroom: Newsroom, caption: str) -> None:
    await _ruled(newsroom)
    ana = await _sends(newsroom, "Ana", caption)

    assert len(ana.messages) == 1
