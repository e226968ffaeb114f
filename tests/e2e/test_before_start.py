"""Stories of a moderator who was added before they pressed Start."""

from claims.review import UNDO_DURATION, Moderator, ModeratorId
from claims.roles import Role
from claims.usecases.manage_moderators import ManageModerators
from simulator.person import Person
from tests.e2e.test_ruling_steps import BRIDGE, asks, plain, pressed, said
from tests.support.builders import NOON
from tests.support.newsroom import Newsroom

FOREST = "The mayor of Elmsworth sold the town forest to a mining company"
GOATS = "Farmers around Ostermoor must register every goat with the police"
WELL = "The well at Saint Brannoc has been poisoned by the paint factory"


async def test_whoever_was_added_before_pressing_start_hears_what_waits(newsroom: Newsroom) -> None:
    max_ = await unstarted_moderator(newsroom)
    await asks(newsroom)
    await said(newsroom, max_, "/start")
    greeting, card = (message.text for message in max_.messages[-2:])

    assert greeting.startswith("Forward me something you are not sure about.")
    assert greeting.splitlines()[-1] == (
        "Your role here: owner. 1 claim is waiting: /queue. Everything else: /help"
    )
    assert BRIDGE in card


async def test_what_could_not_be_sent_comes_once(newsroom: Newsroom) -> None:
    max_ = await unstarted_moderator(newsroom)
    await asks(newsroom)
    await asks(newsroom, name="Ben")
    newsroom.clock.advance(hours=72)
    await newsroom.program.housekeeping.keep_once(0)  # the call that failed is forgotten
    for _twice in range(2):
        await said(newsroom, max_, "/start")

    assert cards_of(max_, BRIDGE) == 1


async def test_somebody_who_takes_the_bot_back_gets_what_is_open_and_nothing_else(newsroom: Newsroom) -> None:
    await newsroom.moderator("Olga")
    mia = await newsroom.moderator("Mia", Role.REVIEWER)
    olga = await newsroom.moderator("Ole")
    await asks(newsroom)
    mia.blocks_bot()
    await newsroom.settle()
    for name, text in (("Ben", FOREST), ("Cleo", GOATS), ("Dora", WELL)):
        await asks(newsroom, text, name)
    await said(newsroom, olga, "/escalate 2")
    await said(newsroom, olga, "/dismiss 3 opinion")
    await said(newsroom, mia, "/start")

    assert [cards_of(mia, text) for text in (BRIDGE, FOREST, GOATS, WELL)] == [1, 0, 0, 1]
    await asks(newsroom, WELL, "Emil")
    await newsroom.keep_house()
    assert "2 people" in plain(mia.last_message)


async def test_who_gets_no_cards_gets_none_after_start(newsroom: Newsroom) -> None:
    max_ = await unstarted_moderator(newsroom)
    await asks(newsroom)
    await ManageModerators(newsroom.program.store, newsroom.clock).add(ModeratorId(max_.id), "Max")
    async with newsroom.program.store.writing() as tx:
        await tx.moderators.add(Moderator(ModeratorId(max_.id), "Max", wants_cards=False), NOON)
    await said(newsroom, max_, "/start")

    assert cards_of(max_, BRIDGE) == 0


async def test_a_card_that_was_not_sent_is_never_edited(newsroom: Newsroom) -> None:
    max_ = await unstarted_moderator(newsroom)
    await asks(newsroom)
    await asks(newsroom, name="Ben")
    await newsroom.keep_house()
    assert await failed(newsroom) == 1
    await said(newsroom, max_, "/start")
    await said(newsroom, max_, "/verdict 1 false It stays open. https://example.org/bridge")
    await newsroom.keep_house()
    newsroom.clock.advance(seconds=UNDO_DURATION.total_seconds())
    await newsroom.keep_house()

    assert await failed(newsroom) == 1
    async with newsroom.program.store.reading() as tx:
        assert await tx.cards.all(10) == []


async def test_an_edit_that_waited_for_a_card_is_dropped_where_the_card_fails(newsroom: Newsroom) -> None:
    max_ = await unstarted_moderator(newsroom)
    newsroom.person("Ana").forwards(BRIDGE)
    await newsroom.receive()
    await newsroom.program.worker.handle_waiting()
    newsroom.clock.advance(seconds=2)
    await newsroom.program.worker.handle_waiting()
    newsroom.clock.advance(hours=1)  # the card says how long it has been waiting
    await newsroom.program.housekeeping.keep_once(1)
    await newsroom.settle()

    async with newsroom.program.store.reading() as tx:
        [edit] = await tx.outbox.paying([f"new-item:1:{max_.id}:edit:1"])
    assert (edit.state, edit.attempts) == ("failed", 0)
    assert edit.problem == "the message that it edits was not sent"


async def test_the_card_that_comes_after_start_is_kept_level(newsroom: Newsroom) -> None:
    max_ = await unstarted_moderator(newsroom)
    await asks(newsroom)
    await said(newsroom, max_, "/start")
    await asks(newsroom, name="Ben")
    await newsroom.keep_house()

    assert plain(max_.last_message).startswith("#1 · 2 people")


async def test_a_card_shown_in_place_of_one_that_was_not_sent_is_kept_level(newsroom: Newsroom) -> None:
    max_ = await unstarted_moderator(newsroom)
    await asks(newsroom)
    await said(newsroom, max_, "/queue")
    await pressed(newsroom, max_, "#1")
    await asks(newsroom, name="Ben")
    await newsroom.keep_house()

    assert plain(max_.last_message).startswith("#1 · 2 people")


async def unstarted_moderator(newsroom: Newsroom) -> Person:
    """Return a moderator who has not opened a chat with the bot yet."""
    max_ = newsroom.person("Max")
    await ManageModerators(newsroom.program.store, newsroom.clock).add(ModeratorId(max_.id), "Max")
    return max_


def cards_of(person: Person, text: str) -> int:
    """Return how many messages of theirs show the claim."""
    return sum(text in message.text for message in person.messages)


async def failed(newsroom: Newsroom) -> int:
    async with newsroom.program.store.reading() as tx:
        return (await tx.outbox.counts())["failed"]
