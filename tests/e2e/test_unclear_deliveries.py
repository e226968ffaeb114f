"""Stories of replies that may or may not have arrived, and of Telegram's limits."""

from datetime import timedelta

import pytest

from claims.delivery import OutgoingState
from claims.usecases.keep_house import KeepHouse
from handlers.i18n import Catalogues
from handlers.voice import TelegramVoice
from simulator.faults import BadCall, CutAfter, CutBefore, ServerError, TooManyRequests
from simulator.person import Person
from tests.support.builders import a_ruling
from tests.support.newsroom import Newsroom

LEMON = "Drinking warm lemon water cures the flu."
BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"


def house(newsroom: Newsroom) -> KeepHouse:
    """Return the house rules of this newsroom."""
    voice = TelegramVoice(Catalogues.load(), newsroom.clock, "Test newsroom")
    return KeepHouse(newsroom.program.store, voice, newsroom.clock)


async def states(newsroom: Newsroom) -> dict[str, int]:
    """Return how many calls are in each state, those in none left out."""
    async with newsroom.program.store.reading() as tx:
        return {state: count for state, count in (await tx.outbox.counts()).items() if count}


async def sends_again_what_is_told_as_lost(newsroom: Newsroom, moderator: Person) -> None:
    assert await house(newsroom).tell_unknown() == 1
    await newsroom.settle()
    assert moderator.last_message.startswith("1 reply may not have arrived")
    assert await house(newsroom).tell_unknown() == 0

    moderator.presses("Send again")
    await newsroom.settle()


async def a_refused_ruling(newsroom: Newsroom) -> tuple[Person, Person]:
    """Rule on what Ana asked; Telegram refuses the message that tells her. Return the moderator, and her."""
    moderator, ana = await newsroom.moderator(), newsroom.person()
    ana.forwards(BRIDGE)
    await newsroom.settle()
    newsroom.faults.add(BadCall(), method="sendMessage", chat_id=ana.id)
    moderator.says("/verdict 1 false It stays open. https://example.org/bridge")
    await newsroom.settle()
    return moderator, ana


async def test_a_reply_cut_off_after_it_left_is_not_sent_twice(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    newsroom.faults.add(CutAfter(), method="sendMessage")
    ana.forwards(LEMON)
    await newsroom.settle()

    assert len(ana.messages) == 1
    assert await states(newsroom) == {OutgoingState.UNKNOWN: 1}


async def test_a_reply_that_never_left_is_sent_again(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    newsroom.faults.add(CutBefore(), method="sendMessage", times=3)
    ana.forwards(LEMON)
    await newsroom.settle()

    assert len(ana.messages) == 1
    assert await states(newsroom) == {OutgoingState.SENT: 1}


async def test_an_error_of_the_server_is_unclear_for_a_reply(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    newsroom.faults.add(ServerError(), method="sendMessage")
    ana.forwards(BRIDGE)
    await newsroom.settle()

    assert await states(newsroom) == {OutgoingState.UNKNOWN: 1}


async def test_telegrams_wait_is_kept_for_that_chat(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana, ben = newsroom.person("Ana"), newsroom.person("Ben")
    newsroom.faults.add(TooManyRequests(30), method="sendMessage", chat_id=ana.id)
    ana.forwards(LEMON)
    ben.forwards(LEMON)
    started = newsroom.clock.now()
    await newsroom.settle()

    assert (len(ana.messages), len(ben.messages)) == (1, 1)
    assert newsroom.clock.now() - started >= timedelta(seconds=30)


async def test_moderators_hear_of_replies_that_may_be_lost_and_can_send_them_again(
    newsroom: Newsroom,
) -> None:
    moderator = await newsroom.moderator()
    ana = newsroom.person()
    newsroom.faults.add(ServerError(), method="sendMessage", chat_id=ana.id)
    ana.forwards(BRIDGE)
    await newsroom.settle()
    await sends_again_what_is_told_as_lost(newsroom, moderator)
    assert moderator.last_message == "1 reply is sent again."
    assert "not checked this yet" in ana.last_message


@pytest.mark.parametrize(
    "closing", ["/verdict 1 false It stays open. https://example.org/bridge", "/dismiss 1 opinion"]
)
async def test_a_lost_promise_is_not_sent_again_once_its_answer_is_told(
    newsroom: Newsroom, closing: str
) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    newsroom.faults.add(ServerError(), method="sendMessage", chat_id=ana.id)
    ana.forwards(BRIDGE)
    await newsroom.settle()
    await house(newsroom).tell_unknown()
    await newsroom.settle()
    notice = moderator.last
    moderator.says(closing)
    await newsroom.settle()
    told = [message.text for message in ana.messages]
    moderator.presses("Send again", notice)
    await newsroom.settle()

    assert len(told) == 1
    assert [message.text for message in ana.messages] == told


async def test_moderators_hear_of_a_ruling_that_telegram_refused_and_can_send_it_again(
    newsroom: Newsroom,
) -> None:
    moderator, ana = await a_refused_ruling(newsroom)
    assert not any("False" in message.text for message in ana.messages)
    await sends_again_what_is_told_as_lost(newsroom, moderator)
    assert sum("❌ False" in message.text for message in ana.messages) == 1


async def test_who_was_refused_a_ruling_is_told_what_it_is_corrected_to(newsroom: Newsroom) -> None:
    moderator, ana = await a_refused_ruling(newsroom)
    await house(newsroom).tell_unknown()
    await newsroom.settle()
    moderator.says("/edit 1 true The council decided it.")
    await newsroom.settle()
    assert moderator.last_message.endswith("1 person is told.")
    moderator.presses("Send again")
    await newsroom.settle()

    told = [message.text for message in ana.messages[1:]]
    assert len(told) == 1
    assert "✅ True" in told[0]


async def test_who_was_refused_a_ruling_waits_again_when_it_is_undone(newsroom: Newsroom) -> None:
    moderator, ana = await a_refused_ruling(newsroom)
    moderator.says("/undo 1")
    await newsroom.settle()
    moderator.says("/verdict 1 true The council decided it. https://example.org/bridge")
    await newsroom.settle()

    assert moderator.last_message == "#1 ruled ✅ True. 1 person is told."
    assert "✅ True" in ana.last_message


async def test_a_call_to_a_moderator_that_telegram_refused_is_no_reply(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    newsroom.faults.add(BadCall(), method="sendMessage", chat_id=moderator.id)
    moderator.says("/queue")
    await newsroom.settle()

    assert await house(newsroom).tell_unknown() == 0


async def test_only_a_moderator_can_send_again(newsroom: Newsroom) -> None:
    from simulator.messages import Button

    ana = newsroom.person()
    newsroom.faults.add(CutAfter(), method="sendMessage")
    ana.forwards(BRIDGE)
    await newsroom.settle()
    press = newsroom.world.press(ana.user, ana.last, Button("forged", "callback_data", "u:999"))
    await newsroom.settle()

    assert press.answer.startswith("This button no longer works.")
    assert len(ana.messages) == 1


async def test_somebody_who_blocked_the_bot_is_marked_and_costs_one_call(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = newsroom.person()
    ana.forwards(BRIDGE)
    await newsroom.settle()
    ana.blocks_bot()
    moderator.says("/verdict 1 false It stays open. https://example.org/bridge")
    await newsroom.settle()

    async with newsroom.program.store.reading() as tx:
        person = await tx.people.get(ana.id)
    assert person.blocked
    assert (await states(newsroom))[OutgoingState.FAILED] == 1


async def test_not_more_than_thirty_messages_go_out_in_a_second(newsroom: Newsroom) -> None:
    people = [newsroom.person(f"Person {number}") for number in range(70)]
    for person in people:
        person.forwards(BRIDGE)
    await newsroom.receive()
    newsroom.clock.advance(seconds=2)
    while await newsroom.program.worker.handle_waiting():
        pass
    assert await newsroom.program.sender.send_all() == 30
    newsroom.clock.advance(seconds=1)
    assert await newsroom.program.sender.send_all() == 30


async def test_a_new_answer_goes_before_a_broadcast(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    people = [newsroom.person(f"Person {number}") for number in range(60)]
    for person in people:
        person.forwards(BRIDGE)
    await newsroom.settle()
    newsroom.clock.advance(minutes=1)
    moderator.says("/verdict 1 false It stays open. https://example.org/bridge")
    late = newsroom.person("Late")
    late.forwards(LEMON)
    await newsroom.receive()
    newsroom.clock.advance(seconds=2)
    await newsroom.program.worker.handle_waiting()
    await newsroom.program.sender.send_all()

    assert late.last_message.startswith("❌ False")
    assert 0 < sum("You asked on" in person.last_message for person in people) < 60
    await newsroom.settle()
    assert sum("You asked on" in person.last_message for person in people) == 60


async def test_what_has_served_its_time_is_forgotten(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    ana.says("/start")
    await newsroom.settle()
    assert await house(newsroom).forget() == 0
    newsroom.clock.advance(hours=49)

    assert await house(newsroom).forget() >= 2
    async with newsroom.program.store.reading() as tx:
        inbox = await tx.inbox.counts()
    assert inbox["done"] == 0
