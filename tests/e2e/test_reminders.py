"""Stories of items that wait: left to an editor, reminded of ever more rarely, not at night, not twice."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path

import pytest

from claims.review import ModeratorId
from claims.roles import Role
from claims.usecases.manage_moderators import ManageModerators
from matching.embeddings import TwoEncoders
from simulator.person import Person
from simulator.world import World
from tests.e2e.test_ruling_steps import asks, plain, pressed, said
from tests.support.builders import NOON, a_ruling
from tests.support.clock import FakeClock
from tests.support.newsroom import Newsroom, open_newsroom

FOREST = "The mayor of Elmsworth sold the town forest to a mining company"
CROSSING = "My aunt says nobody gets across the river at Lindhaven before 2028"


def in_the_morning(home: Path, embedder: TwoEncoders) -> AbstractAsyncContextManager[Newsroom]:
    """Open a newsroom whose people live by its clock, at 8:00."""
    clock = FakeClock(NOON - timedelta(hours=4))
    world = World(clock=lambda: clock.now().timestamp())
    return open_newsroom(home, world, clock, embedder)


@pytest.fixture
async def newsroom(tmp_path: Path, embedder: TwoEncoders) -> AsyncIterator[Newsroom]:
    async with in_the_morning(tmp_path, embedder) as opened:
        yield opened


def reminders(person: Person) -> int:
    return sum("has been waiting long" in message.text for message in person.messages)


async def hours_later(newsroom: Newsroom, hours: int) -> None:
    """Let time pass, an hour at a time, as the program lives through it."""
    for _hour in range(hours):
        newsroom.clock.advance(hours=1)
        await newsroom.keep_house()


async def test_a_reviewer_leaves_an_item_to_the_editors(newsroom: Newsroom) -> None:
    owner, editor = await newsroom.moderator("Olga"), await newsroom.moderator("Eva")
    mia = await newsroom.moderator("Mia", Role.REVIEWER)
    await asks(newsroom)
    await said(newsroom, mia, "/more 1")
    card = await pressed(newsroom, mia, "For an editor")
    assert "For an editor" in card
    assert card.splitlines()[-1] == "Free"
    for person in (owner, editor):
        assert plain(person.last_message).startswith("Mia leaves #1 to the editors:")
    assert (await said(newsroom, editor, "/queue escalated")).startswith("For editors: 1")
    before = len(editor.messages)
    await said(newsroom, mia, "/escalate 1")

    assert len(editor.messages) == before
    assert "left it to the editors" in await said(newsroom, mia, "/history 1")


@pytest.mark.parametrize(
    "command",
    [
        "/take 1",
        "/verdict 1",
        "/verdict 1 false It stays open. https://example.org/bridge",
        "/link 1 1",
        "/link 1",
        "/claim 1 It closes.",
        "/dismiss 1 opinion",
        "/ask 1 Where did you get it?",
        "/merge 1 2",
    ],
)
async def test_what_was_left_to_the_editors_is_kindly_refused_to_a_reviewer(
    newsroom: Newsroom, command: str
) -> None:
    await newsroom.publishes(a_ruling())
    owner, mia = await newsroom.moderator("Olga"), await newsroom.moderator("Mia", Role.REVIEWER)
    ana = await asks(newsroom, FOREST)
    await asks(newsroom, CROSSING, "Ben")
    await said(newsroom, mia, "/escalate 1")
    refused = "#1 was left to the editors, and one of them decides. A note helps them."

    assert await said(newsroom, mia, command) == refused
    assert len(ana.messages) == 1
    assert (await said(newsroom, mia, "/next")).startswith("#2")
    assert "Note by Mia: They call at noon" in await said(newsroom, mia, "/note 1 They call at noon")
    assert (await said(newsroom, owner, "/take 1")).splitlines()[-1].startswith("Taken by Olga")


async def test_an_editors_decision_on_an_escalated_item_is_not_a_reviewers_to_undo(
    newsroom: Newsroom,
) -> None:
    owner, mia = await newsroom.moderator("Olga"), await newsroom.moderator("Mia", Role.REVIEWER)
    ana = await asks(newsroom)
    await said(newsroom, mia, "/escalate 1")
    await said(newsroom, owner, "/verdict 1 false It stays open. https://example.org/bridge")

    assert "left to the editors" in await said(newsroom, mia, "/undo 1")
    assert "❌ False" in ana.last_message
    assert (await pressed(newsroom, owner, "Undo (10 min)")).startswith("The ruling is undone.")


async def test_what_somebody_else_holds_is_not_escalated(newsroom: Newsroom) -> None:
    owner, mia = await newsroom.moderator("Olga"), await newsroom.moderator("Mia", Role.REVIEWER)
    await asks(newsroom)
    await said(newsroom, owner, "/take 1")

    assert "Olga is working on #1" in await said(newsroom, mia, "/escalate 1")


async def test_long_waits_are_reminded_of_ever_more_rarely(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await asks(newsroom)
    await hours_later(newsroom, 5)
    assert reminders(moderator) == 0
    await hours_later(newsroom, 1)
    assert reminders(moderator) == 1
    await hours_later(newsroom, 7)
    assert reminders(moderator) == 2
    await hours_later(newsroom, 9)
    assert reminders(moderator) == 2  # it is night
    await hours_later(newsroom, 4)
    assert reminders(moderator) == 3


async def test_nothing_is_reminded_of_that_somebody_holds_or_that_is_done(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await asks(newsroom)
    newsroom.clock.advance(hours=6)
    await said(newsroom, moderator, "/take 1")
    await newsroom.keep_house()
    assert reminders(moderator) == 0
    await said(newsroom, moderator, "/dismiss 1 opinion")
    await hours_later(newsroom, 4)

    assert reminders(moderator) == 0


async def test_a_hold_about_to_end_is_reminded_of_once_and_can_be_kept(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await asks(newsroom)
    await said(newsroom, moderator, "/take 1")
    newsroom.clock.advance(minutes=12)
    await newsroom.keep_house()
    await newsroom.keep_house()
    notices = [m for m in moderator.messages if "is yours until 08:15 UTC" in m.text]
    assert len(notices) == 1
    await pressed(newsroom, moderator, "Keep it")

    async with newsroom.program.store.reading() as tx:
        item = await tx.items.get(1)
    assert item.lease.until - newsroom.clock.now() == timedelta(minutes=15)


async def test_a_restart_reminds_nobody_twice(tmp_path: Path, embedder: TwoEncoders) -> None:
    async with in_the_morning(tmp_path, embedder) as first:
        moderator = await first.moderator()
        await asks(first)
        first.clock.advance(hours=7)
        await first.keep_house()
    async with open_newsroom(tmp_path, first.world, first.clock, embedder=embedder) as second:
        await second.keep_house()

    assert reminders(moderator) == 1


async def test_the_group_is_reminded_in_place_of_everybody(newsroom: Newsroom) -> None:
    owner = await newsroom.moderator("Olga")
    chat = newsroom.world.add_forum("Newsroom", [owner.user], ["Desk"])
    owner.says("/desk", chat=chat, thread_id=2)
    await asks(newsroom)
    newsroom.clock.advance(hours=7)
    await newsroom.keep_house()

    (reminder,) = [m for m in newsroom.world.in_chat(chat.id) if "has been waiting long" in m.text]
    assert reminder.thread_id == 2
    assert reminders(owner) == 0
    owner.presses("Oldest", reminder)
    await newsroom.settle()
    assert "#1" in plain(owner.last_message)


# --- the night of a group, and of a moderator --------------------------------------------------------------


async def test_a_groups_night_goes_by_its_own_time_zone(newsroom: Newsroom) -> None:
    owner, editor = await newsroom.moderator("Olga"), await newsroom.moderator("Eva")
    mia = await newsroom.moderator("Mia", Role.REVIEWER)
    chat = newsroom.world.add_group("Newsroom", [owner.user, editor.user, mia.user])
    owner.says("/desk", chat=chat)
    editor.says("/night 22-7 america/los_angeles", chat=chat)
    await newsroom.settle()
    assert newsroom.world.in_chat(chat.id)[-1].text.startswith(
        "No reminders here from 22:00 to 7:00, America/Los_Angeles."
    )
    mia.says("/night off", chat=chat)
    await newsroom.settle()
    assert newsroom.world.in_chat(chat.id)[-1].text.startswith("That is for editors and owners.")

    def reminded() -> int:
        return sum("has been waiting long" in message.text for message in newsroom.world.in_chat(chat.id))

    await asks(newsroom)
    newsroom.clock.advance(hours=-1)
    await hours_later(newsroom, 7)  # 14:00 UTC is 7:00 there, and night is just over
    seen = reminded()
    assert seen == 1
    await hours_later(newsroom, 9)  # 23:00 UTC is no night there
    assert reminded() == 2
    owner.says("/night off", chat=chat)
    await newsroom.settle()
    assert "That is how the bot was set up." in newsroom.world.in_chat(chat.id)[-1].text
    async with newsroom.program.store.reading() as tx:
        acts = [entry.after for entry in await tx.audit.after(0, 100) if entry.act == "set_night"]
    assert acts == [{"night": "22-7 America/Los_Angeles"}, {"night": ""}]


async def test_a_moderators_own_night_and_what_is_typed_wrong(newsroom: Newsroom) -> None:
    max_, mia = await newsroom.moderator("Max"), await newsroom.moderator("Mia", Role.REVIEWER)
    assert (await said(newsroom, mia, "/night 8-20")).startswith("No reminders here from 8:00 to 20:00, UTC.")
    await asks(newsroom)
    await hours_later(newsroom, 7)
    assert (reminders(max_), reminders(mia)) == (1, 0)
    await hours_later(newsroom, 5)
    assert reminders(mia) == 1
    for wrong in ("/night 25-7", "/night 22-7 Mars/Base", "/night 22-7 ../../etc/passwd", "/night x"):
        assert (await said(newsroom, mia, wrong)).startswith("From which hour until which")
    assert (await said(newsroom, mia, "/night")).startswith("No reminders here from 8:00 to 20:00, UTC.")
    assert (await said(newsroom, mia, "/night 5-5")).startswith("Reminders may come here at any hour.")


async def test_a_group_that_is_no_desk_has_no_night(newsroom: Newsroom) -> None:
    owner = await newsroom.moderator("Olga")
    chat = newsroom.world.add_group("Coffee", [owner.user])
    owner.says("/night 22-7", chat=chat)
    await newsroom.settle()

    assert newsroom.world.in_chat(chat.id)[-1].text.startswith("Write /desk in the moderators' group")


async def test_the_operators_command_leaves_a_moderators_night(newsroom: Newsroom) -> None:
    await newsroom.moderator("Olga")
    mia = await newsroom.moderator("Mia")
    night = await said(newsroom, mia, "/night 8-20")
    managing = ManageModerators(newsroom.program.store, newsroom.clock)
    await managing.add(ModeratorId(mia.id), "Mia Other", Role.REVIEWER)
    async with newsroom.program.store.reading() as tx:
        member = await tx.moderators.get(ModeratorId(mia.id))

    assert "8:00" in night
    assert member is not None
    assert (member.name, member.role, member.night) == ("Mia Other", Role.REVIEWER, "8-20")
