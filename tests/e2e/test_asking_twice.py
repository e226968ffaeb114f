"""Stories of people who ask the same thing more than once: told once, and nothing stays that is not so."""

from dataclasses import replace
from datetime import timedelta

import pytest

from simulator.faults import CutAfter
from simulator.messages import Message
from simulator.person import Person
from tests.support.builders import a_ruling
from tests.support.newsroom import Newsroom

BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"
FOREST = "The mayor of Elmsworth sold the town forest to a mining company"
LEMON = "Drinking warm lemon water cures the flu."
RULE = "/verdict {} {} So it is. https://example.org/bridge"
POINTER = "You asked this before. What we know about it is in our reply to your first message."


async def asks(newsroom: Newsroom, person: Person, *texts: str) -> None:
    """Let somebody forward texts, one after the other."""
    for text in texts:
        person.forwards(text)
        await newsroom.settle()


async def commands(newsroom: Newsroom, moderator: Person, *texts: str) -> None:
    """Let a moderator write, and press "Withdraw" where that is asked."""
    for text in texts:
        moderator.says(text)
        await newsroom.settle()
        if text.startswith("/retract"):
            moderator.presses("Withdraw")
            await newsroom.settle()


def stale(person: Person, *but: Message) -> list[str]:
    """Return what still promises an answer, where it is not one of these messages."""
    promises = ("not checked this yet", "We will reply here", "checking again")
    texts = [message.text for message in person.messages if message not in but]
    return [text for text in texts if any(words in text for words in promises)]


@pytest.mark.parametrize("closing", [RULE.format(1, "false"), "/dismiss 1 opinion"])
async def test_the_later_replies_point_to_the_first_when_the_answer_comes(
    newsroom: Newsroom, closing: str
) -> None:
    moderator, ana, ben = await newsroom.moderator(), newsroom.person(), newsroom.person("Ben")
    await asks(newsroom, ana, BRIDGE)
    await asks(newsroom, ben, BRIDGE)
    await asks(newsroom, ana, BRIDGE, BRIDGE)
    first, second, third = ana.messages
    await commands(newsroom, moderator, closing)

    assert [second.text, third.text] == [POINTER, POINTER]
    assert second.buttons == third.buttons == ()
    assert len(ana.messages) == 4
    assert ana.last.reply_to is first.reply_to
    assert len(ben.messages) == 2
    assert POINTER not in {message.text for message in ben.messages}


async def test_they_stay_true_whatever_becomes_of_the_answer(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    await asks(newsroom, ana, BRIDGE, BRIDGE)
    second = ana.messages[1]
    steps = [RULE.format(1, "false"), "/undo 1", RULE.format(1, "true"), "/edit 2 false", "/retract 2"]
    for step in [*steps, RULE.format(1, "satire")]:
        await commands(newsroom, moderator, step)
        assert second.text == POINTER

    assert ana.last_message.startswith("You asked on")
    assert [message.text for message in ana.messages if "Satire" in message.text] == [ana.last_message]


@pytest.mark.parametrize("taken_back", ["/undo 1", "/retract 1"])
async def test_of_two_answers_that_are_taken_back_one_waits_and_the_other_points_to_it(
    newsroom: Newsroom, taken_back: str
) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    await asks(newsroom, ana, BRIDGE)
    await commands(newsroom, moderator, RULE.format(1, "false"))
    await asks(newsroom, ana, BRIDGE)  # answered at once
    first, answer, again = ana.messages
    assert "❌ False" in again.text
    await commands(newsroom, moderator, taken_back)
    assert again.text == POINTER
    assert ana.last.reply_to is answer
    assert len(ana.messages) == 4
    await commands(newsroom, moderator, RULE.format(1, "true"))

    assert again.text == POINTER
    assert [message.reply_to for message in ana.messages if "✅ True" in message.text] == [first.reply_to]


async def test_two_answers_of_a_publisher_that_are_withdrawn_leave_one_that_waits(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    moderator, ana = await newsroom.moderator(), newsroom.person()
    await asks(newsroom, ana, LEMON, LEMON)
    await commands(newsroom, moderator, "/retract 1")
    first, second, note = ana.messages
    assert first.text.endswith("We are checking again.")
    assert (second.text, note.reply_to) == (POINTER, first)
    await commands(newsroom, moderator, RULE.format(1, "false"))

    assert [message.text.startswith("You asked on") for message in ana.messages[3:]] == [True]
    assert second.text == POINTER


async def test_what_was_set_aside_and_is_open_again_waits_once(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    await asks(newsroom, ana, BRIDGE)
    await commands(newsroom, moderator, "/dismiss 1 opinion")
    await asks(newsroom, ana, BRIDGE)
    await commands(newsroom, moderator, "/undo 1")
    second = ana.messages[2]
    assert second.text == POINTER
    await commands(newsroom, moderator, RULE.format(1, "false"))

    assert [message.text.startswith("You asked on") for message in ana.messages[3:]] == [True]
    assert second.text == POINTER


async def test_weeks_later_it_is_still_known_which_replies_those_are(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    await asks(newsroom, ana, BRIDGE, BRIDGE)
    for _day in range(2):
        newsroom.clock.advance(seconds=timedelta(days=10).total_seconds())
        await newsroom.program.housekeeping.keep_once(0)
    await commands(newsroom, moderator, RULE.format(1, "false"))

    assert ana.messages[1].text == POINTER
    newsroom.clock.advance(seconds=timedelta(days=3).total_seconds())
    await newsroom.program.housekeeping.keep_once(0)
    async with newsroom.program.store.reading() as tx:
        assert await tx.outbox.paying(["checked:1", "checked:2"]) == []


async def test_what_is_one_claim_to_reviewers_is_pointed_to_in_other_words(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    await asks(newsroom, ana, BRIDGE, FOREST)
    await commands(newsroom, moderator, "/merge 2 1", RULE.format(1, "false"))

    assert ana.messages[1].text == POINTER
    assert len(ana.messages) == 3


async def test_who_called_an_answer_wrong_keeps_it_and_is_told_once(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    moderator, ana = await newsroom.moderator(), newsroom.person()
    await asks(newsroom, ana, LEMON)
    ana.presses("Not this claim")
    await newsroom.settle()
    await asks(newsroom, ana, LEMON)
    answer, _thanks, queued = ana.messages
    await commands(newsroom, moderator, RULE.format(1, "true"))

    assert answer.text.startswith("❌ False")
    assert queued.text == POINTER


async def test_who_wants_to_hear_no_more_or_was_forgotten_is_sent_nothing(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana, ben, cleo = newsroom.person(), newsroom.person("Ben"), newsroom.person("Cleo")
    for person in (ana, ben, cleo):
        await asks(newsroom, person, BRIDGE, BRIDGE)
    ana.presses("Stop telling me", ana.messages[0])
    ben.says("/forgetme")
    await newsroom.settle()
    ben.presses("Delete it")
    await newsroom.settle()
    seen = [[message.text for message in person.messages] for person in (ana, ben)]
    await commands(newsroom, moderator, RULE.format(1, "false"))

    assert [[message.text for message in person.messages] for person in (ana, ben)] == seen
    assert cleo.messages[1].text == POINTER


async def test_a_reply_under_way_is_put_right_once_it_has_arrived(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    await asks(newsroom, ana, BRIDGE)
    ana.forwards(BRIDGE)
    await newsroom.receive()
    newsroom.clock.advance(seconds=5)
    await newsroom.program.worker.handle_waiting()  # asked, but the reply is not sent yet
    moderator.says(RULE.format(1, "false"))
    await newsroom.settle()

    assert [message.text for message in ana.messages].count(POINTER) == 1
    assert len(ana.messages) == 3
    assert stale(ana, ana.messages[0]) == []


async def test_a_reply_that_may_not_have_arrived_is_not_sent_again_once_it_is_not_so(
    newsroom: Newsroom,
) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    await asks(newsroom, ana, BRIDGE)
    newsroom.faults.add(CutAfter(), method="sendMessage", chat_id=ana.id)
    await asks(newsroom, ana, BRIDGE)
    await commands(newsroom, moderator, RULE.format(1, "false"))

    async with newsroom.program.store.reading() as tx:
        assert await tx.outbox.unknown(10) == []
    assert "❌ False" in ana.last_message


async def test_an_answer_that_holds_in_part_says_so_and_does_not_promise_more(newsroom: Newsroom) -> None:
    other = replace(a_ruling(), publisher="Second Desk", url="https://example.org/second")
    await newsroom.publishes(a_ruling(), other)
    moderator, ana = await newsroom.moderator(), newsroom.person()
    await asks(newsroom, ana, LEMON, LEMON)
    await commands(newsroom, moderator, "/retract 1")
    first, second, note = ana.messages

    assert "We are checking again." in first.text
    assert second.text.startswith("One of these fact-checks was withdrawn on")
    assert "We are checking again." not in second.text
    assert "Second Desk" in second.text
    assert note.reply_to is first


async def test_a_reply_that_was_on_its_way_when_its_asker_wanted_no_more_promises_nothing(
    newsroom: Newsroom,
) -> None:
    ana = newsroom.person()
    ana.forwards(BRIDGE)
    await newsroom.settle()
    ana.forwards(BRIDGE)
    await newsroom.receive()
    newsroom.clock.advance(seconds=2)
    await newsroom.program.worker.handle_waiting()
    ana.presses("Stop telling me")
    await newsroom.receive()
    await newsroom.program.worker.handle_waiting()
    await newsroom.settle()

    assert len(ana.messages) == 2
    assert [message for message in ana.messages if "We will reply here" in message.text] == []


NOT_CHECKED = "We have not checked this yet."
SLIP = "/merge 2 1"


async def test_who_asked_two_things_that_were_one_item_by_mistake_hears_of_both(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    await asks(newsroom, ana, BRIDGE, FOREST)
    second = ana.messages[1]
    await commands(newsroom, moderator, SLIP, RULE.format(1, "false"))
    assert second.text == POINTER
    await commands(newsroom, moderator, "/undo 1")
    assert second.text == POINTER
    await commands(newsroom, moderator, "/undo 2")
    assert second.text.startswith(NOT_CHECKED)
    await commands(newsroom, moderator, RULE.format(2, "true"))

    assert "✅ True" in ana.last_message
    assert ana.last.reply_to is second.reply_to


async def test_the_first_question_moves_away_from_the_second_that_points_to_it(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    await asks(newsroom, ana, BRIDGE, FOREST)
    second = ana.messages[1]
    await commands(newsroom, moderator, "/merge 1 2", RULE.format(2, "false"), "/undo 2", "/undo 1")

    assert second.text.startswith(NOT_CHECKED)


async def test_a_question_that_was_answered_with_another_is_split_out_after_a_withdrawal(
    newsroom: Newsroom,
) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    await asks(newsroom, ana, BRIDGE, FOREST)
    second = ana.messages[1]
    await commands(newsroom, moderator, SLIP, RULE.format(1, "false"))
    newsroom.clock.advance(hours=1)
    await commands(newsroom, moderator, "/retract 1", "/split 1")
    moderator.presses("2")
    await newsroom.settle()
    assert second.text.startswith(NOT_CHECKED)
    await commands(newsroom, moderator, RULE.format(3, "true"))

    assert "✅ True" in ana.last_message
    assert ana.last.reply_to is second.reply_to


async def test_who_stopped_waiting_for_the_second_is_not_told_of_it(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    await asks(newsroom, ana, BRIDGE, FOREST)
    await commands(newsroom, moderator, SLIP, RULE.format(1, "false"))
    await commands(newsroom, ana, "/stop")
    await commands(newsroom, moderator, "/undo 1", "/undo 2", RULE.format(2, "true"))

    assert not any("✅ True" in message.text for message in ana.messages)
