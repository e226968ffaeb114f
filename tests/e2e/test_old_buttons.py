"""Stories of old buttons: every kind that the bot has ever sent, pressed after a restart when what it was
about has changed. Each press is answered, none breaks anything, none changes what it must not."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest

from claims.delivery import OutgoingId
from claims.queue import QueueFilter, Showing
from claims.review import UNDO_DURATION, DismissReason, ItemId, ModeratorId, ProposalId
from claims.roles import Role
from claims.submission import SubmissionId
from claims.verdict import Rating, VerdictId
from handlers import buttons
from matching.embeddings import TwoEncoders
from simulator.messages import Button, Message
from simulator.person import Person
from tests.e2e.test_ruling_steps import asks, pressed, said
from tests.support.builders import a_ruling
from tests.support.newsroom import Newsroom, open_newsroom

RULE = "/verdict 1 false It stays open. https://example.org/bridge"
OTHER = "My aunt was fined a fortune for watering her roses"
SHOWING = [
    *(
        "/queue",
        "/find bridge",
        "/history 1",
        "/history verdict 1",
        "/more 1",
        "/link 1",
        "/dismiss 1",
        "/note 1",
        "/claim 2",
    ),
    *("/merge 2", "/split 1", "/verdict 2", "/verdicts", "/edit 1", "/retract 1", "/approvals"),
    *("/team", "/role {member}", "/remove {member}", "/stats", "/digest"),
]
ON_ITEM = (
    *get_args(buttons.ItemButton),
    buttons.DropPrompt,
)


def samples(number: int, member: int) -> dict[type, buttons.Button]:
    """Return one button of every kind, about what has that number."""
    item, verdict, submission = ItemId(number), VerdictId(number), SubmissionId(number)
    one_of_each: list[buttons.Button] = [
        *(kind(item) for kind in ON_ITEM),
        *(kind(verdict) for kind in get_args(buttons.VerdictButton)),
        buttons.NotThisClaim(submission, (verdict,)),
        buttons.Pick(submission, verdict),
        buttons.StopTelling(submission),
        buttons.ForgetMe(),
        buttons.OpenQueue(0, QueueFilter(Showing.MINE)),
        buttons.OpenVerdicts(0),
        buttons.OpenVerdict(verdict),
        buttons.ShowVerdictHistory(verdict),
        buttons.ShowStats(7),
        buttons.ShowCalibration(),
        buttons.SendAgain(OutgoingId(number)),
        buttons.Rate(item, Rating.TRUE),
        buttons.SameAs(item, verdict),
        buttons.Dismiss(item, DismissReason.SPAM),
        buttons.MergeInto(item, ItemId(number + 1)),
        buttons.SplitOff(item, submission),
        buttons.TakeOffer(verdict, 1),
        buttons.TakeOffers(verdict, 1),
        buttons.Undo(item, verdict),
        buttons.ReRate(verdict, Rating.TRUE),
        buttons.Correct(verdict, 1, Rating.TRUE),
        buttons.OpenTeam(),
        buttons.OpenMember(ModeratorId(member)),
        buttons.SetRole(ModeratorId(member), Role.OWNER),
        buttons.AskRemoval(ModeratorId(member)),
        buttons.RemoveMember(ModeratorId(member)),
        buttons.Invite(Role.OWNER),
        buttons.OpenProposals(),
        *(kind(ProposalId(number)) for kind in (buttons.ShowProposal, buttons.AskWhy, buttons.TakeBack)),
        buttons.Approve(ProposalId(number), 1),
    ]
    return {type(button): button for button in one_of_each}


def test_there_is_one_of_every_kind() -> None:
    assert set(samples(1, 1)) == set(get_args(buttons.Button))


@dataclass
class Cast:
    """The people of these stories."""

    olga: Person
    mia: Person
    ana: Person
    stranger: Person

    @property
    def everybody(self) -> list[Person]:
        return [self.olga, self.mia, self.ana, self.stranger]


Change = Callable[[Newsroom, Cast], Awaitable[None]]


async def ruled(newsroom: Newsroom, cast: Cast) -> None:
    await said(newsroom, cast.olga, RULE)
    newsroom.clock.advance(seconds=UNDO_DURATION.total_seconds())


async def set_aside(newsroom: Newsroom, cast: Cast) -> None:
    await said(newsroom, cast.olga, "/dismiss 1 opinion")
    newsroom.clock.advance(seconds=UNDO_DURATION.total_seconds())


async def merged(newsroom: Newsroom, cast: Cast) -> None:
    await said(newsroom, cast.olga, "/merge 1 2")
    newsroom.clock.advance(seconds=UNDO_DURATION.total_seconds())


async def escalated(newsroom: Newsroom, cast: Cast) -> None:
    await said(newsroom, cast.mia, "/escalate 1")


async def held_by_somebody_else(newsroom: Newsroom, cast: Cast) -> None:
    await said(newsroom, cast.olga, "/take 1")


async def gone(newsroom: Newsroom, cast: Cast) -> None:
    del newsroom, cast


async def waiting_for_approval(newsroom: Newsroom, cast: Cast) -> None:
    await said(newsroom, cast.olga, RULE)


async def removed(newsroom: Newsroom, cast: Cast) -> None:
    await said(newsroom, cast.mia, "/verdict 1 false It stays open.")
    await said(newsroom, cast.olga, f"/remove {cast.mia.id}")
    await pressed(newsroom, cast.olga, "Remove")


@dataclass(frozen=True)
class Story:
    """What happened to the item, who presses, what the buttons are about, and which of them still works."""

    change: Change
    by: str = "mia"
    number: int = 1
    four_eyes: bool = False
    in_group: bool = False
    works: type | None = None


STORIES = {
    "ruled": Story(ruled),
    "ruled, in the group": Story(ruled, in_group=True),
    "set aside": Story(set_aside, works=buttons.Reopen),
    "merged": Story(merged),
    "escalated": Story(escalated),
    "escalated, in the group": Story(escalated, in_group=True),
    "held": Story(held_by_somebody_else),
    "gone": Story(gone, "olga", number=999),
    "waiting": Story(waiting_for_approval, four_eyes=True),
    "moderator removed": Story(removed),
    "moderator removed, in the group": Story(removed, in_group=True),
    "a stranger": Story(ruled, "stranger"),
}


async def lasting(newsroom: Newsroom, cast: Cast) -> list[object]:
    """Return everything that no old button may change."""
    async with newsroom.program.store.reading() as tx:
        items = [await tx.items.get(ItemId(number)) for number in (1, 2, 3)]
        verdicts = [(one.id, one.revision, one.retracted_at) for one in await tx.verdicts.newest(50)]
        team = [(one.id, one.role) for one in await tx.moderators.all()]
        waiting = [(one.id, one.stage) for one in await tx.proposals.waiting(50)]
        submissions = await tx.submissions.get_many([SubmissionId(number) for number in range(1, 9)])
    asked = [message.text for message in cast.ana.messages]
    where = {number: stored.item_id for number, stored in submissions.items()}
    return [items, verdicts, team, waiting, where, asked]


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
async def test_every_old_button_is_answered_and_changes_nothing(
    tmp_path: Path, embedder: TwoEncoders, story: Story
) -> None:
    async with open_newsroom(tmp_path, embedder=embedder, four_eyes=story.four_eyes) as first:
        olga, mia = await first.moderator("Olga"), await first.moderator("Mia", Role.REVIEWER)
        group = first.world.add_group("Newsroom", [olga.user, mia.user])
        olga.says("/desk", chat=group)
        await first.publishes(a_ruling())
        cast = Cast(olga, mia, await asks(first), first.person("Stranger"))
        await asks(first, OTHER, "Ben")
        await said(first, cast.stranger, "/start")
        await story.change(first, cast)
    async with open_newsroom(
        tmp_path, first.world, first.clock, embedder, four_eyes=story.four_eyes
    ) as second:
        person: Person = getattr(cast, story.by)
        before = await lasting(second, cast)
        old = samples(story.number, olga.id if story.number == 1 else 999)
        for button in (one for kind, one in old.items() if kind is not story.works):
            message = _carrying(second, group.id, person, in_group=story.in_group)
            press = second.world.press(
                person.user, message, Button("old", "callback_data", buttons.encode(button))
            )
            await second.settle()
            assert press.answer is not None, button
            assert await lasting(second, cast) == before, button
        async with second.program.store.reading() as tx:
            assert (await tx.inbox.counts()).get("dead", 0) == 0


def _carrying(newsroom: Newsroom, group_id: int, person: Person, *, in_group: bool) -> Message:
    if not in_group:
        return person.last
    return [m for m in newsroom.world.in_chat(group_id) if m.sender.is_bot][-1]


async def test_whatever_was_shown_in_a_day_still_answers_after_a_restart(
    tmp_path: Path, embedder: TwoEncoders
) -> None:
    async with open_newsroom(tmp_path, embedder=embedder) as first:
        olga, mia = await first.moderator("Olga"), await first.moderator("Mia", Role.REVIEWER)
        await first.publishes(a_ruling())
        ana = await asks(first)
        await asks(first, OTHER, "Ben")
        for command in SHOWING:
            await said(first, olga, command.format(member=mia.id))
        await said(first, olga, RULE)
    async with open_newsroom(tmp_path, first.world, first.clock, embedder) as second:
        collected = [
            (person, message, button)
            for person in (olga, mia, ana)
            for message in person.messages
            for button in message.buttons
            if button.kind == "callback_data"
        ]
        presses = [second.world.press(person.user, message, button) for person, message, button in collected]
        await second.settle()
        async with second.program.store.reading() as tx:
            assert (await tx.inbox.counts()).get("dead", 0) == 0

    assert len(presses) > 60
    assert [press.data for press in presses if press.answer is None] == []


async def test_the_old_undo_of_a_dismissal_leaves_the_ruling_after_it(newsroom: Newsroom) -> None:
    olga, mia = await newsroom.moderator("Olga"), await newsroom.moderator("Mia")
    ana = await asks(newsroom)
    await said(newsroom, olga, "/dismiss 1 opinion")
    old = olga.last
    await said(newsroom, mia, "/undo 1")
    await said(newsroom, mia, RULE)
    olga.presses("Undo (10 min)", old)
    await newsroom.settle()

    assert "❌ False" in ana.last_message
    async with newsroom.program.store.reading() as tx:
        verdict = await tx.verdicts.get(VerdictId(1))
    assert verdict is not None
    assert verdict.retracted_at is None
