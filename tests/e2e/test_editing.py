"""Stories of people who change what they sent, through the real application."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.stage import open_stage
from matching.embeddings import TwoEncoders
from simulator.messages import Message
from simulator.person import Person
from simulator.world import World
from tests.e2e.test_outages import sends_album
from tests.support.builders import a_ruling
from tests.support.clock import FakeClock
from tests.support.messages import adds
from tests.support.newsroom import Newsroom, open_newsroom

LEMON = "Drinking warm lemon water cures the flu."
BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"
FOREST = "The mayor of Elmsworth sold the town forest to a mining company"
NOT_READ = "I read a message as it was when it came. To ask about the new words, send them as a new message."


@pytest.fixture
async def newsroom(
    tmp_path: Path, embedder: TwoEncoders, world: World, clock: FakeClock
) -> AsyncIterator[Newsroom]:
    """A newsroom in a Telegram that shares its clock."""
    async with open_newsroom(tmp_path, world, clock, embedder) as opened:
        yield opened


def hints_to(person: Person, message: Message) -> int:
    return sum(answer.text == NOT_READ for answer in person.answers_to(message))


async def test_who_exchanges_an_answered_claim_reads_once_that_it_is_not_read_again(
    newsroom: Newsroom,
) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    question = ana.says(LEMON)
    await newsroom.settle()
    for text in (BRIDGE, FOREST):
        ana.edits(question, text)
        await newsroom.settle()

    assert [answer.text.partition("\n")[0] for answer in ana.answers_to(question)] == ["❌ False", NOT_READ]


async def test_who_corrects_a_waiting_claim_reads_the_same(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    question = ana.says(BRIDGE)
    await newsroom.settle()
    ana.edits(question, BRIDGE.replace("two years", "three years"))
    await newsroom.settle()

    assert (hints_to(ana, question), len(ana.messages)) == (1, 2)


@pytest.mark.parametrize("words", [BRIDGE, f"{BRIDGE}!", BRIDGE.upper()])
async def test_an_edit_that_asks_the_same_is_passed_over(newsroom: Newsroom, words: str) -> None:
    ana = newsroom.person()
    question = ana.says(BRIDGE)
    await newsroom.settle()
    ana.edits(question, words)
    await newsroom.settle()

    assert len(ana.messages) == 1


async def test_the_preview_of_a_link_is_no_other_question(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    question = ana.says(f"{BRIDGE} https://city-news.example/bridge")
    ana.edits(question, question.text)
    await newsroom.settle()

    assert len(ana.messages) == 1


async def test_an_edit_tears_nothing_apart_that_belongs_together(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    comment = ana.says("Is this true? https://city-news.example/bridge")
    ana.edits(comment, comment.text)
    forward = ana.forwards(BRIDGE, from_channel="City News")
    await newsroom.settle()

    assert [message.reply_to for message in ana.messages] == [forward]


async def test_another_link_in_the_same_words_is_another_question(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    question = ana.says(f"{BRIDGE} https://city-news.example/bridge")
    await newsroom.settle()
    ana.edits(question, f"{BRIDGE} https://city-news.example/other")
    await newsroom.settle()

    assert hints_to(ana, question) == 1


async def test_words_written_under_a_picture_that_had_none_are_not_read(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    picture = ana.sends_photo()
    await newsroom.settle()
    ana.edits(picture, BRIDGE)
    await newsroom.settle()

    assert (hints_to(ana, picture), len(ana.messages)) == (1, 2)


async def edits_part(newsroom: Newsroom, person: Person, part: Message, text: str, album: Message) -> None:
    """Change the caption of a part of an album."""
    person.edits(part, text)
    adds(person, media_group_id=f"album-{album.id}")
    await newsroom.settle()


async def test_who_exchanges_the_caption_of_a_later_part_of_an_album_reads_so_once(
    newsroom: Newsroom,
) -> None:
    ana = newsroom.person()
    first, second, third = sends_album(ana, BRIDGE, last_caption=LEMON)
    await newsroom.settle()
    for part in (third, second):
        await edits_part(newsroom, ana, part, FOREST, first)

    assert (hints_to(ana, third), len(ana.messages)) == (1, 2)


@pytest.mark.parametrize("words", [BRIDGE, f"{BRIDGE}!", ""])
async def test_an_album_that_asks_the_same_is_passed_over(newsroom: Newsroom, words: str) -> None:
    ana = newsroom.person()
    first, second, _ = sends_album(ana, BRIDGE, last_caption=LEMON)
    await newsroom.settle()
    await edits_part(newsroom, ana, second, words, first)
    await edits_part(newsroom, ana, first, LEMON, first)

    assert len(ana.messages) == 1


async def test_words_written_under_an_album_that_had_none_are_not_read(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    first, _, third = sends_album(ana, "")
    await newsroom.settle()
    await edits_part(newsroom, ana, third, BRIDGE, first)

    assert (hints_to(ana, third), len(ana.messages)) == (1, 2)


async def test_a_part_of_another_album_than_the_one_before_is_no_part_of_that(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    sends_album(ana, BRIDGE)
    await newsroom.settle()
    unseen = sends_album(ana, "", (b"4", b"5"))
    newsroom.world.updates.clear()
    await edits_part(newsroom, ana, unseen[1], FOREST, unseen[0])

    assert len(ana.messages) == 1


async def test_a_changed_command_is_none_and_is_passed_over(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    command = ana.says("/privacy")
    await newsroom.settle()
    ana.edits(command, "/stop")
    await newsroom.settle()

    assert len(ana.messages) == 1


async def test_a_question_changed_into_a_command_commands_nothing(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    question = ana.says(BRIDGE)
    await newsroom.settle()
    ana.edits(question, "/forgetme")
    await newsroom.settle()

    assert (hints_to(ana, question), len(ana.messages)) == (1, 2)


async def test_a_moderators_changed_step_is_passed_over(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    newsroom.person("Ben").forwards(BRIDGE)
    await newsroom.settle()
    moderator.says("/take 1")
    moderator.says("/claim 1")
    await newsroom.settle()
    step = moderator.says("The bridge in Lindhaven closes.")
    await newsroom.settle()
    seen = len(moderator.messages)
    moderator.edits(step, FOREST)
    await newsroom.settle()

    assert len(moderator.messages) == seen


async def test_an_edit_in_a_group_is_passed_over(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    family = newsroom.world.add_group("Family", [ana.user])
    said = ana.says("@simulated_bot is this true?", chat=family)
    await newsroom.settle()
    seen = len(newsroom.world.in_chat(family.id))
    ana.edits(said, f"@simulated_bot {BRIDGE}")
    await newsroom.settle()

    assert len(newsroom.world.in_chat(family.id)) == seen


async def test_an_edit_of_an_old_message_is_passed_over(newsroom: Newsroom, clock: FakeClock) -> None:
    ana = newsroom.person()
    question = ana.says(BRIDGE)
    await newsroom.settle()
    ana.edits(question, FOREST)
    await newsroom.settle()
    clock.advance(seconds=3 * 24 * 3600)
    await newsroom.keep_house()
    ana.edits(question, LEMON)
    await newsroom.settle()

    assert hints_to(ana, question) == 1


async def test_an_edit_of_a_message_that_never_came_is_passed_over(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    unseen = ana.says(BRIDGE)
    newsroom.world.updates.clear()
    ana.edits(unseen, FOREST)
    await newsroom.settle()

    assert ana.messages == []


async def test_the_hint_is_given_once_though_the_update_comes_again_after_a_restart(
    tmp_path: Path, embedder: TwoEncoders, world: World, clock: FakeClock
) -> None:
    async with open_newsroom(tmp_path, world, clock, embedder) as newsroom:
        ana = newsroom.person()
        question = ana.says(BRIDGE)
        await newsroom.settle()
        ana.edits(question, FOREST)
        [update] = world.updates.pending
        await newsroom.settle()
    async with open_newsroom(tmp_path, world, clock, embedder) as newsroom:
        world.updates.push_raw(update)
        ana.edits(question, LEMON)
        await newsroom.settle()

    assert hints_to(ana, question) == 1


async def test_what_is_walked_about_is_no_question(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    place = ana.says("Here")
    adds(ana, text=None, location={"latitude": 1.0, "longitude": 2.0, "live_period": 60})
    await newsroom.settle()
    ana.edits(place, "There")
    adds(ana, text=None, location={"latitude": 1.5, "longitude": 2.0, "live_period": 60})
    await newsroom.settle()

    assert len(ana.messages) == 1


async def test_edits_are_asked_for_when_polling(tmp_path: Path) -> None:
    async with open_stage(Settings(home=tmp_path)) as stage:
        question = stage.asker.says(BRIDGE)
        await stage.settle()
        stage.asker.edits(question, FOREST)
        await stage.settle()

        assert hints_to(stage.asker, question) == 1
