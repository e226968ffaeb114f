"""Stories of people who deleted the answer that is put right: they are told in a new message, once."""

from simulator.faults import BadCall, CutAfter, TooManyRequests
from simulator.messages import Message
from simulator.person import Person
from tests.support.newsroom import Newsroom

BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"
RULE = "/verdict 1 true The council decided it. https://town.example/bridge"
EDIT = "/edit 1 false It was never planned."


async def commands(newsroom: Newsroom, moderator: Person, *texts: str) -> str:
    """Let the moderator write them, or press the buttons of that name; return the answer to the last."""
    for text in texts:
        if text.startswith("/"):
            moderator.says(text)
        else:
            moderator.presses(text)
        await newsroom.settle()
    return moderator.last_message


async def asks(newsroom: Newsroom, name: str = "Ana") -> tuple[Person, Message]:
    """Let somebody forward it; return them and their message."""
    person = newsroom.person(name)
    post = person.forwards(BRIDGE)
    await newsroom.settle()
    return person, post


def deletes(person: Person) -> int:
    """Let somebody delete the newest message of the bot, for both; return how many they see then."""
    person.last.deleted = True
    return len(person.messages)


async def test_who_deleted_the_answer_is_told_the_corrected_one(newsroom: Newsroom) -> None:
    moderator, (ana, post) = await newsroom.moderator(), await asks(newsroom)
    await commands(newsroom, moderator, RULE)
    seen = deletes(ana)
    done = await commands(newsroom, moderator, EDIT)

    assert done == "Verdict 1 is corrected: was ✅ True, now ❌ False. 1 person is told."
    assert len(ana.messages) == seen + 1
    assert ana.last_message.startswith("Updated 3 May 2026: was True, now False\n\n❌ False")
    assert ana.last.reply_to is post


async def test_what_was_told_anew_is_edited_the_next_time(newsroom: Newsroom) -> None:
    moderator, (ana, _) = await newsroom.moderator(), await asks(newsroom)
    await commands(newsroom, moderator, RULE)
    seen = deletes(ana)
    await commands(newsroom, moderator, EDIT, "/edit 1 misleading It was planned once.")

    answer, note = ana.messages[seen:]
    assert answer.text.startswith("Updated 3 May 2026: was False, now Misleading")
    assert (note.text, note.reply_to) == ("We corrected this answer.", answer)


async def test_who_deleted_the_answer_is_told_that_it_was_withdrawn_and_waits(newsroom: Newsroom) -> None:
    moderator, (ana, _) = await newsroom.moderator(), await asks(newsroom)
    await commands(newsroom, moderator, RULE)
    seen = deletes(ana)
    await commands(newsroom, moderator, "/retract 1", "Withdraw")

    assert len(ana.messages) == seen + 1
    assert ana.last_message.startswith("This fact-check was withdrawn on 3 May 2026. We are checking again.")
    await commands(newsroom, moderator, "/verdict 1 false It was never planned. https://town.example/b")
    assert "❌ False" in ana.last_message


async def test_of_several_corrections_only_the_last_is_told_anew(newsroom: Newsroom) -> None:
    moderator, (ana, _) = await newsroom.moderator(), await asks(newsroom)
    await commands(newsroom, moderator, RULE)
    seen = deletes(ana)
    newsroom.faults.add(TooManyRequests(60), method="editMessageText", chat_id=ana.id)
    moderator.says("/edit 1 misleading It was planned once.")
    await newsroom.receive()
    newsroom.clock.advance(seconds=2)
    await newsroom.program.worker.handle_waiting()
    await newsroom.program.sender.send_all()
    await commands(newsroom, moderator, EDIT)

    told = [message.text for message in ana.messages[seen:]]
    assert len(told) == 1
    assert "❌ False" in told[0]


async def test_an_edit_whose_refusal_was_lost_is_told_anew_once(newsroom: Newsroom) -> None:
    moderator, (ana, _) = await newsroom.moderator(), await asks(newsroom)
    await commands(newsroom, moderator, RULE)
    seen = deletes(ana)
    newsroom.faults.add(CutAfter(), method="editMessageText", chat_id=ana.id)
    await commands(newsroom, moderator, EDIT)

    assert len(ana.messages) == seen + 1


async def test_an_answer_that_telegram_lets_nobody_edit_is_told_anew(newsroom: Newsroom) -> None:
    moderator, (ana, _) = await newsroom.moderator(), await asks(newsroom)
    await commands(newsroom, moderator, RULE)
    seen = len(ana.messages)
    newsroom.faults.add(BadCall("message can't be edited"), method="editMessageText", chat_id=ana.id)
    await commands(newsroom, moderator, EDIT)

    assert len(ana.messages) == seen + 1
    assert ana.last_message.startswith("Updated 3 May 2026: was True, now False\n\n❌ False")


async def test_who_wants_to_hear_no_more_is_sent_nothing(newsroom: Newsroom) -> None:
    moderator, (ana, _) = await newsroom.moderator(), await asks(newsroom)
    await commands(newsroom, moderator, RULE)
    seen = deletes(ana)
    ana.presses("Stop telling me", ana.messages[0])
    await newsroom.settle()
    await commands(newsroom, moderator, EDIT)

    assert len(ana.messages) == seen


async def test_where_nothing_is_told_beside_the_edit_nothing_is_told_anew(newsroom: Newsroom) -> None:
    moderator, (ana, _) = await newsroom.moderator(), await asks(newsroom)
    await commands(newsroom, moderator, RULE)
    seen = deletes(ana)
    await commands(newsroom, moderator, "/edit 1 until 2030-01-31")

    assert len(ana.messages) == seen


async def test_who_deleted_two_answers_under_one_post_is_told_once(newsroom: Newsroom) -> None:
    moderator, (ana, post) = await newsroom.moderator(), await asks(newsroom)
    await commands(newsroom, moderator, RULE)
    ana.presses("Not this claim")
    await newsroom.settle()
    await commands(newsroom, moderator, "/link 2 1")
    for message in ana.messages:
        message.deleted = True
    seen = len(ana.messages)
    await commands(newsroom, moderator, EDIT)

    assert [message.reply_to for message in ana.messages[seen:]] == [post]
