"""Stories of people who want to be forgotten, through the real application."""

from pathlib import Path

import pytest

from claims.verdict import Rating
from matching.embeddings import TwoEncoders
from simulator.messages import Button
from simulator.person import Person
from tests.e2e.test_asking import BRIDGE, LEMON
from tests.support.builders import a_ruling
from tests.support.newsroom import Newsroom, open_newsroom
from tests.support.talking import forwards, says, shown
from tests.support.traces import traces_of

RULE = "/verdict 1 false It stays open. https://example.org/bridge"
DELETED = "Deleted. Only that this message was sent to you is on record, for two days."


async def forgets(newsroom: Newsroom, person: Person) -> None:
    await says(newsroom, person, "/forgetme")
    person.presses("Delete it")
    await newsroom.settle()


async def test_it_is_asked_once_what_goes_and_what_stays(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    await forwards(newsroom, ana, BRIDGE)
    asked = await says(newsroom, ana, "/forgetme")

    assert asked.startswith("Delete what I keep about you?\n\nThis goes, for good: what you sent me")
    assert "This stays: the words of claims that reviewers look at" in asked
    assert "You are one of the reviewers" not in asked
    assert [button.text for button in ana.last.buttons] == ["Delete it"]
    assert await traces_of(newsroom.program.store, ana.id)  # nothing happens before the button is pressed


async def test_who_is_forgotten_is_told_so_and_never_hears_of_old_claims(newsroom: Newsroom) -> None:
    moderator, ana, ben = await newsroom.moderator(), newsroom.person(), newsroom.person("Ben")
    await newsroom.publishes(a_ruling())
    for person in (ana, ben):
        await forwards(newsroom, person, LEMON)
        await forwards(newsroom, person, BRIDGE)
    await says(newsroom, moderator, "/ask 1 Where did you get it?")
    await forgets(newsroom, ana)
    before = shown(ana)

    assert before[-1].startswith(DELETED)
    assert not ana.last.buttons
    assert "1 person" in await says(newsroom, moderator, "/take 1")
    await says(newsroom, moderator, RULE)
    await newsroom.publishes(a_ruling(rating=Rating.TRUE))
    await newsroom.settle()
    assert shown(ana) == before
    assert any("You asked on" in text for text in shown(ben))
    assert any("was False, now True" in text for text in shown(ben))


async def test_the_database_holds_no_trace_once_the_confirmation_has_served_its_time(
    newsroom: Newsroom,
) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    await newsroom.publishes(a_ruling())
    await forwards(newsroom, ana, LEMON)
    ana.presses("Not this claim")
    await forwards(newsroom, ana, BRIDGE)
    await says(newsroom, moderator, "/ask 1 Where did you get it?")
    ana.says("From my aunt in Lindhaven", reply_to=ana.last)
    await newsroom.settle()
    await forgets(newsroom, ana)
    store = newsroom.program.store

    assert {place.split(".")[0] for place in await traces_of(store, ana.id)} <= {
        *("outbox", "pauses", "schedules")  # of the confirmation alone
    }
    assert await traces_of(store, "aunt") == []
    await says(newsroom, moderator, RULE)
    newsroom.clock.advance(hours=49)
    await newsroom.program.housekeeping.keep_once(0)
    assert await traces_of(store, ana.id) == []


async def test_a_moderator_hears_of_an_answer_though_an_earlier_one_is_gone(newsroom: Newsroom) -> None:
    moderator, ana, ben = await newsroom.moderator(), newsroom.person(), newsroom.person("Ben")
    for person in (ana, ben):
        await forwards(newsroom, person, BRIDGE)
    await says(newsroom, moderator, "/ask 1 Where did you get it?")
    for person, answer in ((ana, "From my aunt"), (ben, "From my uncle")):
        person.says(answer, reply_to=person.last)
        await newsroom.settle()
        assert answer in moderator.last_message
        await forgets(newsroom, ana)


async def test_the_claim_stays_open_with_its_words_and_can_be_ruled_on(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    await forwards(newsroom, ana, BRIDGE)
    await forgets(newsroom, ana)

    assert BRIDGE in await says(newsroom, moderator, "/take 1")
    assert "#1 ruled ❌ False. 0 people are told." in await says(newsroom, moderator, RULE)


async def test_who_asks_again_is_new(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    await forwards(newsroom, ana, BRIDGE)
    await forgets(newsroom, ana)
    await forwards(newsroom, ana, BRIDGE)

    assert "A reviewer will look at it. We will reply here." in ana.last_message
    await says(newsroom, moderator, RULE)
    assert "You asked on" in ana.last_message


async def test_buttons_of_old_answers_do_nothing_any_more(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    await forwards(newsroom, ana, BRIDGE)
    await forgets(newsroom, ana)
    press = ana.presses("Stop telling me")
    await newsroom.settle()

    assert press.answer == "This button no longer works."


async def test_two_presses_are_one_confirmation(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    await forwards(newsroom, ana, BRIDGE)
    await says(newsroom, ana, "/forgetme")
    question = ana.last
    presses = [ana.presses("Delete it", question) for _ in range(2)]
    await newsroom.settle()

    assert all(press.answer is not None for press in presses)
    assert [text.startswith(DELETED) for text in shown(ana)] == [False, True]


async def test_nobody_else_can_press_the_button(newsroom: Newsroom) -> None:
    ana, eve = newsroom.person(), newsroom.person("Eve")
    await forwards(newsroom, ana, BRIDGE)
    await says(newsroom, eve, "/start")
    await says(newsroom, ana, "/forgetme")
    press = newsroom.world.press(eve.user, ana.last, ana.last.buttons[0])
    await newsroom.settle()

    assert press.answer == "This button no longer works."
    assert ana.last_message.startswith("Delete what I keep about you?")
    async with newsroom.program.store.reading() as tx:
        items = await tx.items.open(10)
    assert [item.askers for item in items] == [1]
    assert await traces_of(newsroom.program.store, eve.id)


async def test_a_button_that_somebody_made_up_reaches_only_themselves(newsroom: Newsroom) -> None:
    ana, eve = newsroom.person(), newsroom.person("Eve")
    await forwards(newsroom, ana, BRIDGE)
    await forwards(newsroom, eve, BRIDGE)
    newsroom.world.press(eve.user, eve.last, Button("Delete it", "callback_data", f"fm:{ana.id}"))
    await newsroom.settle()

    async with newsroom.program.store.reading() as tx:
        assert await tx.people.get(ana.id) is not None  # type: ignore[arg-type]  # a plain number here
        assert await tx.people.get(eve.id) is None  # type: ignore[arg-type]


async def test_in_a_group_it_is_said_to_write_in_private(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    group = newsroom.world.add_group("Neighbours", [ana.user])
    ana.says("/forgetme", chat=group)
    await newsroom.settle()

    said = [message.text for message in newsroom.world.in_chat(group.id) if message.sender.is_bot]
    assert said == ["Please write /forgetme to me in private, and I will delete what I keep about you."]
    assert ana.messages == []


async def test_a_moderator_is_told_that_what_they_did_stays(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await forwards(newsroom, moderator, BRIDGE)
    await says(newsroom, moderator, "/take 1")
    stays = "You are one of the reviewers: your name, your role, your language and what you did as one stay."

    assert stays in await says(newsroom, moderator, "/forgetme")
    moderator.presses("Delete it")
    await newsroom.settle()
    assert moderator.last_message.startswith(DELETED)
    assert stays in moderator.last_message
    card = await says(newsroom, moderator, "/take 1")
    assert "0 people" in card


async def test_killed_before_the_press_is_handled_it_is_handled_after_the_restart(
    tmp_path: Path, embedder: TwoEncoders
) -> None:
    async with open_newsroom(tmp_path, embedder=embedder) as first:
        ana = first.person()
        await forwards(first, ana, BRIDGE)
        await says(first, ana, "/forgetme")
        ana.presses("Delete it")
        await first.receive()
    async with open_newsroom(tmp_path, first.world, first.clock, embedder) as second:
        assert "submissions.person_id" in await traces_of(second.program.store, ana.id)
        await second.settle()

        assert "submissions.person_id" not in await traces_of(second.program.store, ana.id)
        assert ana.last_message.startswith(DELETED)


@pytest.mark.parametrize("language", ["en", "es", "pt-br", "de", "fr", "ru"])
async def test_what_is_kept_and_the_way_out_are_named_together(newsroom: Newsroom, language: str) -> None:
    ana = newsroom.person(language=language)

    assert (await says(newsroom, ana, "/privacy")).endswith("/forgetme")
