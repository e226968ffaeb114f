"""Stories of people who want to hear no more, through the real application."""

import pytest

from claims.verdict import Rating
from simulator.person import Person
from tests.support.builders import a_ruling
from tests.support.newsroom import Newsroom

LEMON = "Drinking warm lemon water cures the flu."
BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"
FOREST = "The mayor of Elmsworth sold the town forest to a mining company"
CONFIRMED = "All right. I will not write to you about anything you asked so far;"
NOT_TOLD = "You will not hear from us about it. To ask once more, forward it again."


async def says(newsroom: Newsroom, person: Person, text: str) -> str:
    person.says(text)
    await newsroom.settle()
    return person.last_message


async def forwards(newsroom: Newsroom, person: Person, *texts: str) -> None:
    for text in texts:
        person.forwards(text)
        await newsroom.settle()


async def rules(newsroom: Newsroom, moderator: Person, item: int, rating: str = "false") -> None:
    await says(newsroom, moderator, f"/verdict {item} {rating} So it is. https://example.org/{item}")


async def test_who_stops_hears_of_nothing_they_asked(newsroom: Newsroom) -> None:
    moderator, ana, ben = await newsroom.moderator(), newsroom.person(), newsroom.person("Ben")
    await forwards(newsroom, ana, BRIDGE, FOREST)
    await forwards(newsroom, ben, BRIDGE)
    confirmed = await says(newsroom, ana, "/stop")
    first, second = ana.messages[:2]

    assert confirmed.startswith(CONFIRMED)
    assert [text.endswith(NOT_TOLD) for text in (first.text, second.text)] == [True, True]
    assert first.buttons == second.buttons == ()
    await rules(newsroom, moderator, 1)
    await rules(newsroom, moderator, 2)
    assert ana.last_message == confirmed
    assert "You asked on" in ben.last_message


async def test_what_was_decided_and_not_sent_yet_is_not_sent(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    await forwards(newsroom, ana, BRIDGE)
    moderator.says("/verdict 1 false It stays open. https://example.org/bridge")
    ana.says("/stop")
    await newsroom.receive()
    await newsroom.program.worker.handle_waiting()
    await newsroom.settle()

    assert ana.last_message.startswith(CONFIRMED)
    assert not any("❌ False" in message.text for message in ana.messages)


async def test_answers_are_corrected_where_they_stand_without_a_message(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    await newsroom.publishes(a_ruling())
    await forwards(newsroom, ana, LEMON)
    await says(newsroom, ana, "/stop")
    seen = len(ana.messages)
    await newsroom.publishes(a_ruling(rating=Rating.TRUE))
    await newsroom.settle()

    assert "was False, now True" in ana.messages[0].text
    assert len(ana.messages) == seen


async def test_what_is_asked_later_is_answered_and_told(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    await forwards(newsroom, ana, BRIDGE)
    await says(newsroom, ana, "/stop")
    await forwards(newsroom, ana, BRIDGE)
    assert "We will reply here." in ana.last_message
    await rules(newsroom, moderator, 1)

    assert "You asked on" in ana.last_message


async def test_who_waits_for_nothing_is_told_the_same_each_time(newsroom: Newsroom) -> None:
    ana = newsroom.person()

    assert (await says(newsroom, ana, "/stop")).startswith(CONFIRMED)
    assert (await says(newsroom, ana, "/stop")).startswith(CONFIRMED)


@pytest.mark.parametrize("words", ["/stop", "/stop@{bot}"])
async def test_in_a_group_nobody_is_stopped(newsroom: Newsroom, words: str) -> None:
    moderator, ana, ben = await newsroom.moderator(), newsroom.person(), newsroom.person("Ben")
    group = newsroom.world.add_group("Neighbours", [ana.user, ben.user])
    await forwards(newsroom, ana, BRIDGE)
    await forwards(newsroom, ben, BRIDGE)
    ana.says(words.format(bot=newsroom.world.bot.username), chat=group)
    await newsroom.settle()
    await rules(newsroom, moderator, 1)

    assert ["You asked on" in person.last_message for person in (ana, ben)] == [True, True]


async def test_who_blocks_the_bot_stops_it_for_nobody_else(newsroom: Newsroom) -> None:
    moderator, ana, ben = await newsroom.moderator(), newsroom.person(), newsroom.person("Ben")
    await forwards(newsroom, ana, BRIDGE)
    await forwards(newsroom, ben, BRIDGE)
    ana.blocks_bot()
    await newsroom.settle()
    await rules(newsroom, moderator, 1)

    assert "You asked on" not in ana.last_message
    assert "You asked on" in ben.last_message


@pytest.mark.parametrize(
    ("language", "beginning"),
    [
        *(("es", "De acuerdo."), ("de", "In Ordnung."), ("fr", "D’accord."), ("pt-br", "Certo.")),
        ("ru", "Хорошо."),
    ],
)
async def test_it_is_confirmed_in_their_language_and_named_in_the_help(
    newsroom: Newsroom, language: str, beginning: str
) -> None:
    ana = newsroom.person(language=language)

    assert (await says(newsroom, ana, "/help")).endswith("/stop")
    assert (await says(newsroom, ana, "/stop")).startswith(beginning)


async def test_a_moderator_goes_on_reviewing(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    await says(newsroom, moderator, "/stop")
    await forwards(newsroom, ana, BRIDGE)

    assert BRIDGE in moderator.last_message
