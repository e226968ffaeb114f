"""Stories of four eyes: whatever is published waits for a second moderator, by whichever way it comes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from claims.approval import Stage
from claims.review import UNDO_DURATION, ItemId, ProposalId
from claims.roles import Role
from claims.verdict import Rating, VerdictId
from matching.embeddings import TwoEncoders
from simulator.messages import Button
from simulator.person import Person
from simulator.world import World
from tests.e2e.test_ruling_steps import BRIDGE, CHECKED, LINK, OnePage, asks, plain, pressed, said
from tests.support.builders import a_ruling
from tests.support.clock import FakeClock
from tests.support.newsroom import Newsroom, open_newsroom

RULE = "/verdict 1 false The repairs take three nights. https://example.org/bridge"
REWORDED = "From Monday the old stone bridge in Lindhaven is going to be closed for two years"
APPROVE = "Approve: tell 1 person"
UNDO = "Undo (10 min)"


@dataclass
class Desk:
    """A newsroom in which Olga owns, Eva edits and Mia reviews."""

    newsroom: Newsroom
    olga: Person
    eva: Person
    mia: Person

    async def acts(self, subject: str) -> list[tuple[str, str]]:
        """Return who did what to a subject, oldest first, names short."""
        names = {f"moderator:{one.id}": one.user.first_name for one in (self.olga, self.eva, self.mia)}
        async with self.newsroom.program.store.reading() as tx:
            return [(names.get(one.actor, one.actor), one.act) for one in await tx.audit.about(subject, 50)]

    async def verdicts(self) -> int:
        async with self.newsroom.program.store.reading() as tx:
            return await tx.verdicts.count()

    async def stage(self, number: int = 1) -> Stage:
        async with self.newsroom.program.store.reading() as tx:
            proposal = await tx.proposals.get(ProposalId(number))
        assert proposal is not None
        return proposal.stage

    def forge(self, person: Person, data: str) -> None:
        """Press a button that nobody offered."""
        self.newsroom.world.press(person.user, person.last, Button("forged", "callback_data", data))


@pytest.fixture
async def desk(tmp_path: Path, embedder: TwoEncoders) -> AsyncIterator[Desk]:
    async with open_newsroom(
        tmp_path, embedder=embedder, reader=OnePage(CHECKED), four_eyes=True
    ) as newsroom:
        yield await staffed(newsroom)


async def staffed(newsroom: Newsroom) -> Desk:
    olga, eva = await newsroom.moderator("Olga"), await newsroom.moderator("Eva")
    return Desk(newsroom, olga, eva, await newsroom.moderator("Mia", Role.REVIEWER))


def told(person: Person) -> int:
    return sum("You asked on" in message.text for message in person.messages)


# --- a ruling ----------------------------------------------------------------------------------------------


async def test_a_ruling_is_told_only_after_somebody_else_approved_it(desk: Desk) -> None:
    ana = await asks(desk.newsroom)
    waits = await said(desk.newsroom, desk.mia, RULE)
    assert waits.startswith("Ruling on #1: ❌ False\nIt waits for approval; 2 colleagues are asked.")
    assert (len(ana.messages), await desk.verdicts()) == (1, 0)

    shown = plain(desk.eva.last_message)
    assert shown.startswith("Mia asks for approval\nRuling on #1: ❌ False")
    for words in (
        BRIDGE,
        "The repairs take three nights.",
        "1 person would be told.",
        "hxxps[:]//example[.]org/bridge",
    ):
        assert words in shown
    assert [button.text for button in desk.eva.last.buttons] == [APPROVE, "Send back…", "Show #1"]
    done = await pressed(desk.newsroom, desk.eva, APPROVE)

    assert done == "#1 ruled ❌ False. 1 person is told."
    assert (told(ana), await desk.verdicts()) == (1, 1)
    assert plain(desk.mia.last_message) == "Ruling on #1: ❌ False\nEva approved it. 1 person is told."
    assert [button.text for button in desk.mia.last.buttons] == [UNDO]
    assert plain(desk.olga.last_message) == "Eva has approved this."
    assert await desk.acts("item:1") == [("Mia", "proposed"), ("Eva", "approved"), ("Mia", "ruled")]
    history = await said(desk.newsroom, desk.mia, "/history 1")
    assert "Mia · asked for approval\nrating: – → ❌ False" in history
    assert "approved by: – → Eva" in history


async def test_a_waiting_ruling_is_not_given_to_the_next_person_who_is_told_with_the_others(
    desk: Desk,
) -> None:
    ana = await asks(desk.newsroom)
    await said(desk.newsroom, desk.mia, RULE)
    ben = await asks(desk.newsroom, name="Ben")
    assert ben.last_message.startswith("We have not checked this yet.")
    await pressed(desk.newsroom, desk.eva, APPROVE)

    assert [told(ana), told(ben)] == [1, 1]


async def test_the_steps_of_a_ruling_end_in_asking_for_approval(desk: Desk) -> None:
    ana = await asks(desk.newsroom)
    await said(desk.newsroom, desk.mia, "/verdict 1")
    await pressed(desk.newsroom, desk.mia, "❌ False")
    await said(desk.newsroom, desk.mia, "It stays open. https://example.org/bridge")
    assert "It waits for approval" in await pressed(desk.newsroom, desk.mia, "Ask for approval")
    assert told(ana) == 0
    await pressed(desk.newsroom, desk.olga, APPROVE)

    assert told(ana) == 1


@pytest.mark.parametrize("act", ["ap:1:1", "pb:1", "/approve 1", "/sendback 1 Fine.", "/sendback 1"])
async def test_nobody_decides_on_their_own(desk: Desk, act: str) -> None:
    ana = await asks(desk.newsroom)
    await said(desk.newsroom, desk.eva, RULE)
    if act.startswith("/"):
        desk.eva.says(act)
    else:
        desk.forge(desk.eva, act)
        desk.forge(desk.eva, act)
    await desk.newsroom.settle()

    assert "Somebody else has to approve it." in desk.eva.last_message
    assert (told(ana), await desk.stage()) == (0, Stage.WAITING)


@pytest.mark.parametrize("act", ["ap:1:1", "pb:1", "/approve 1", "/sendback 1 Fine."])
async def test_a_reviewer_does_not_approve(desk: Desk, act: str) -> None:
    ana = await asks(desk.newsroom)
    await said(desk.newsroom, desk.eva, RULE)
    if act.startswith("/"):
        assert "That is for editors and owners." in await said(desk.newsroom, desk.mia, act)
    else:
        desk.forge(desk.mia, act)
        await desk.newsroom.settle()

    assert (told(ana), await desk.stage()) == (0, Stage.WAITING)


async def test_a_role_taken_away_in_between_does_not_approve(desk: Desk) -> None:
    ana = await asks(desk.newsroom)
    await said(desk.newsroom, desk.mia, RULE)
    await said(desk.newsroom, desk.olga, f"/role {desk.eva.id} reviewer")
    press = desk.eva.presses(APPROVE)
    await desk.newsroom.settle()

    assert press.answer == "That is for editors and owners. They are listed under /team"
    assert (told(ana), await desk.stage()) == (0, Stage.WAITING)
    await said(desk.newsroom, desk.olga, f"/remove {desk.eva.id}")
    await pressed(desk.newsroom, desk.olga, "Remove")
    press = desk.eva.presses(APPROVE)
    await desk.newsroom.settle()
    assert press.answer == "This button no longer works."
    assert told(ana) == 0


async def test_of_two_who_approve_at_the_same_instant_one_publishes_and_the_other_hears_who(
    desk: Desk,
) -> None:
    ana = await asks(desk.newsroom)
    await said(desk.newsroom, desk.mia, RULE)
    for person in (desk.eva, desk.olga):
        person.presses(APPROVE)
    await desk.newsroom.settle()

    said_last = sorted(plain(person.last_message) for person in (desk.eva, desk.olga))
    assert said_last in (
        ["#1 ruled ❌ False. 1 person is told.", "Eva has approved this."],
        ["#1 ruled ❌ False. 1 person is told.", "Olga has approved this."],
    )
    assert (told(ana), await desk.verdicts()) == (1, 1)
    assert [act for _who, act in await desk.acts("item:1")] == ["proposed", "approved", "ruled"]


async def test_approving_and_sending_back_at_the_same_instant_does_one_of_them(desk: Desk) -> None:
    ana = await asks(desk.newsroom)
    await said(desk.newsroom, desk.mia, RULE)
    desk.eva.presses(APPROVE)
    desk.olga.says("/sendback 1 Not yet.")
    await desk.newsroom.settle()

    stage = await desk.stage()
    assert stage in {Stage.APPROVED, Stage.SENT_BACK}
    assert told(ana) == (stage is Stage.APPROVED)


async def test_it_survives_a_restart(tmp_path: Path, embedder: TwoEncoders) -> None:
    world, clock = World(), FakeClock()
    async with open_newsroom(tmp_path, world, clock, embedder, four_eyes=True) as first:
        desk = await staffed(first)
        ana = await asks(first)
        await said(first, desk.mia, RULE)
    async with open_newsroom(tmp_path, world, clock, embedder, four_eyes=True) as second:
        await pressed(second, desk.eva, "Send back…")
    async with open_newsroom(tmp_path, world, clock, embedder, four_eyes=True) as third:
        await said(third, desk.eva, "Who says so?")
        assert "“Who says so?”" in plain(desk.mia.last_message)
        await pressed(third, desk.mia, "Ask for approval")
    async with open_newsroom(tmp_path, world, clock, embedder, four_eyes=True) as fourth:
        await pressed(fourth, desk.eva, APPROVE)

    assert told(ana) == 1


async def test_undo_within_ten_minutes_of_the_approval(desk: Desk) -> None:
    ana = await asks(desk.newsroom)
    await said(desk.newsroom, desk.mia, RULE)
    desk.newsroom.clock.advance(hours=2)
    await pressed(desk.newsroom, desk.eva, APPROVE)
    desk.newsroom.clock.advance(minutes=9)
    assert (await pressed(desk.newsroom, desk.mia, UNDO)).startswith("The ruling is undone. 1 person waits")
    assert ana.messages[-2].text.startswith("We have not checked this yet.")
    assert ana.last_message.startswith("We took this answer back.")

    await said(desk.newsroom, desk.mia, RULE)
    await pressed(desk.newsroom, desk.eva, APPROVE)
    desk.newsroom.clock.advance(seconds=UNDO_DURATION.total_seconds())
    assert "can be undone for 10 minutes" in await pressed(desk.newsroom, desk.mia, UNDO)
    assert told(ana) == 1


async def test_sent_back_with_a_note_the_author_goes_on_where_they_were(desk: Desk) -> None:
    ana = await asks(desk.newsroom)
    await said(desk.newsroom, desk.mia, RULE)
    asked = await pressed(desk.newsroom, desk.eva, "Send back…")
    assert "Write to Mia what is missing." in asked
    assert (await said(desk.newsroom, desk.eva, "Name the town hall.")).endswith(
        "Mia has it back, with your note."
    )
    back = plain(desk.mia.last_message)
    assert back.startswith("Ruling on #1: ❌ False\nEva sent it back:\n“Name the town hall.”")
    assert "This is what people will read:" in back
    assert plain(desk.olga.last_message) == "Eva has sent this back."
    await pressed(desk.newsroom, desk.mia, "Word the claim")
    await said(desk.newsroom, desk.mia, "The bridge closes for two years.")
    await pressed(desk.newsroom, desk.mia, "Ask for approval")
    assert "The bridge closes for two years." in desk.eva.last_message
    await pressed(desk.newsroom, desk.eva, APPROVE)

    assert told(ana) == 1
    assert ("Eva", "sent_back") in await desk.acts("item:1")


async def test_a_note_thought_better_of_leaves_it_waiting(desk: Desk) -> None:
    await asks(desk.newsroom)
    await said(desk.newsroom, desk.mia, RULE)
    await pressed(desk.newsroom, desk.eva, "Send back…")
    assert (await pressed(desk.newsroom, desk.eva, "Cancel")).startswith("Mia asks for approval")
    ben = "We have not checked this yet."

    assert (await said(desk.newsroom, desk.eva, "The moon bridge of Elmsworth fell down")).startswith(ben)
    assert await desk.stage() is Stage.WAITING


async def test_the_author_takes_it_back_by_button_and_by_undo(desk: Desk) -> None:
    ana = await asks(desk.newsroom)
    await said(desk.newsroom, desk.mia, RULE)
    card = await pressed(desk.newsroom, desk.mia, "Take it back")
    assert card.splitlines()[-1].startswith("Taken by Mia until")
    assert plain(desk.eva.last_message) == "Mia has taken this back."
    await said(desk.newsroom, desk.mia, RULE)
    assert (await said(desk.newsroom, desk.mia, "/undo 1")).splitlines()[-1].startswith("Taken by Mia")
    desk.forge(desk.eva, "ap:2:1")
    await desk.newsroom.settle()

    assert plain(desk.eva.last_message) == "Mia has taken this back."
    assert told(ana) == 0


@pytest.mark.parametrize(
    "command", ["/take 1", RULE, "/link 1 1", "/dismiss 1 spam", "/merge 1 2", "/escalate 1", "/claim 1 It."]
)
async def test_nobody_works_on_what_waits(desk: Desk, command: str) -> None:
    await desk.newsroom.publishes(a_ruling())
    ana = await asks(desk.newsroom)
    await asks(desk.newsroom, "My aunt was fined a fortune for watering her roses", "Ben")
    await said(desk.newsroom, desk.mia, RULE)
    for person in (desk.olga, desk.mia):
        assert await said(desk.newsroom, person, command) == "What Mia wrote waits for approval first."
    assert (await said(desk.newsroom, desk.olga, "/next")).startswith("#2")

    assert told(ana) == 0
    assert (await said(desk.newsroom, desk.olga, "/approvals")).splitlines() == [
        "What waits for approval",
        "1. Ruling on #1: ❌ False · Mia",
    ]


async def test_an_item_merged_into_it_meanwhile_is_seen_before_it_is_approved(desk: Desk) -> None:
    ana, ben = await asks(desk.newsroom), await asks(desk.newsroom, "My aunt fell off it", "Ben")
    await said(desk.newsroom, desk.mia, RULE)
    await said(desk.newsroom, desk.olga, "/merge 2 1")
    fresh = await pressed(desk.newsroom, desk.eva, APPROVE)
    assert fresh.startswith("This changed meanwhile. It reads now:")
    assert "2 people would be told." in fresh
    assert "Other wordings that it would answer:\n“My aunt fell off it” · 1 person" in fresh
    assert (told(ana), told(ben)) == (0, 0)
    for _ in range(2):
        by_command = await said(desk.newsroom, desk.olga, "/approve 1")
        assert "It reads now" in by_command
        assert by_command.endswith("Press Approve below if it is right as it reads now.")
    await pressed(desk.newsroom, desk.eva, "Approve: tell 2 people")

    assert (told(ana), told(ben)) == (1, 1)


async def test_a_removed_authors_ruling_goes_and_its_item_is_free(desk: Desk) -> None:
    ana = await asks(desk.newsroom)
    await said(desk.newsroom, desk.mia, RULE)
    await said(desk.newsroom, desk.olga, f"/remove {desk.mia.id}")
    await pressed(desk.newsroom, desk.olga, "Remove")
    await pressed(desk.newsroom, desk.eva, APPROVE)

    assert told(ana) == 0
    assert await desk.stage() is Stage.OVERTAKEN
    assert ("Olga", "overtaken") in await desk.acts("item:1")
    assert plain(desk.eva.last_message).startswith("What this was about has changed meanwhile.")
    assert (await said(desk.newsroom, desk.eva, "/next")).startswith("#1")


async def test_where_nobody_else_may_approve_the_author_is_told(
    tmp_path: Path, embedder: TwoEncoders
) -> None:
    async with open_newsroom(tmp_path, embedder=embedder, four_eyes=True) as newsroom:
        olga = await newsroom.moderator("Olga")
        await asks(newsroom)
        assert "nobody else may give it yet" in await said(newsroom, olga, RULE)
        eva = await newsroom.moderator("Eva")
        assert "Olga asks for approval" in await said(newsroom, eva, "/approvals 1")
        assert await said(newsroom, eva, "/approve 1") == "#1 ruled ❌ False. 1 person is told."


# --- every other way to publish ----------------------------------------------------------------------------


async def test_the_fact_check_behind_a_link_waits_and_is_not_given_meanwhile(desk: Desk) -> None:
    ana = await asks(desk.newsroom)
    await said(desk.newsroom, desk.mia, f"/verdict 1 {LINK}")
    waits = await pressed(desk.newsroom, desk.mia, "Ask for approval")
    assert waits.startswith("Answer to #1: ⚠️ Misleading (Fact Desk)\nIt waits for approval")
    assert (told(ana), await desk.verdicts()) == (0, 0)
    assert "It closes for three nights." in desk.eva.last_message
    await pressed(desk.newsroom, desk.eva, APPROVE)

    assert (told(ana), await desk.verdicts()) == (1, 1)
    assert "Fact Desk" in ana.last_message
    assert await desk.acts("item:1") == [
        ("Mia", "took"),
        ("Mia", "proposed"),
        ("Eva", "approved"),
        ("Mia", "linked"),
    ]


async def test_a_page_imported_meanwhile_with_another_rating_is_seen_before_it_is_approved(
    desk: Desk,
) -> None:
    ana = await asks(desk.newsroom)
    await said(desk.newsroom, desk.mia, f"/verdict 1 {LINK}")
    await pressed(desk.newsroom, desk.mia, "Ask for approval")
    await desk.newsroom.publishes(a_ruling(**_fields(CHECKED) | {"rating": Rating.TRUE}))
    fresh = await pressed(desk.newsroom, desk.eva, APPROVE)
    assert fresh.startswith("This changed meanwhile.")
    assert "✅ True" in fresh
    assert told(ana) == 0
    await pressed(desk.newsroom, desk.eva, APPROVE)

    assert (told(ana), await desk.verdicts()) == (1, 1)
    assert "✅ True" in ana.last_message


def _fields(ruling: object) -> dict[str, object]:
    names = ("claim", "rating", "publisher", "url", "summary", "published_at", "language")
    return {name: getattr(ruling, name) for name in names}


@pytest.mark.parametrize("way", ["/link 1 1", f"/link 1 {LINK}", "1", "Same as"])
async def test_same_as_waits_too_by_command_and_by_button(desk: Desk, way: str) -> None:
    await desk.newsroom.publishes(CHECKED)
    ana = await asks(desk.newsroom)
    if way == "1":
        await said(desk.newsroom, desk.mia, "/link 1")
        await pressed(desk.newsroom, desk.mia, "1")
    elif way == "Same as":
        desk.forge(desk.mia, "v:1:1")
        await desk.newsroom.settle()
    else:
        await said(desk.newsroom, desk.mia, way)
    assert "It waits for approval" in desk.mia.last_message
    assert told(ana) == 0
    await pressed(desk.newsroom, desk.olga, APPROVE)

    assert told(ana) == 1


async def test_a_verdict_withdrawn_meanwhile_is_not_published_and_the_author_has_the_item(
    desk: Desk,
) -> None:
    await desk.newsroom.publishes(CHECKED)
    ana = await asks(desk.newsroom)
    await said(desk.newsroom, desk.mia, "/link 1 1")
    await said(desk.newsroom, desk.olga, "/retract 1")
    await pressed(desk.newsroom, desk.olga, "Withdraw")
    await said(desk.newsroom, desk.eva, "/approve 2")
    gone = await said(desk.newsroom, desk.eva, "/approve 1")

    assert gone == "What this was about has changed meanwhile. Nothing was published."
    assert plain(desk.mia.last_message) == gone
    assert told(ana) == 0
    async with desk.newsroom.program.store.reading() as tx:
        item = await tx.items.get(ItemId(1))
    assert item is not None
    assert (item.proposal_id, item.holder(desk.newsroom.clock.now())) == (None, desk.mia.id)


async def test_further_answers_wait_as_one_and_grow(desk: Desk) -> None:
    newsroom = desk.newsroom
    ben, cleo = await asks(newsroom, REWORDED, "Ben"), await asks(newsroom, f"BREAKING: {BRIDGE}", "Cleo")
    await asks(newsroom, BRIDGE, "Ana")
    async with newsroom.program.store.reading() as tx:
        number = (await tx.items.open(10))[-1].id
    await said(newsroom, desk.mia, RULE.replace("/verdict 1", f"/verdict {number}"))
    await pressed(newsroom, desk.eva, "Approve: tell ")
    await newsroom.keep_house()
    assert "These may ask the same." in desk.mia.last_message
    offers = desk.mia.last
    before = (told(ben), told(cleo))
    desk.mia.presses("All: ", offers)
    await newsroom.settle()
    assert "It waits for approval" in desk.mia.last_message
    assert (told(ben), told(cleo)) == before
    shown = plain(desk.eva.last_message)
    assert "Further answers with verdict 1: ❌ False" in shown
    await pressed(newsroom, desk.eva, "Approve: tell ")

    assert (told(ben), told(cleo)) == (1, 1)


async def test_a_correction_waits_and_shows_what_differs(desk: Desk) -> None:
    ana = await asks(desk.newsroom)
    await said(desk.newsroom, desk.mia, RULE)
    await pressed(desk.newsroom, desk.eva, APPROVE)
    waits = await said(desk.newsroom, desk.eva, "/edit 1 misleading The repairs take four nights.")
    assert waits.startswith("Correction of verdict 1: ⚠️ Misleading\nIt waits for approval; 1 colleague")
    assert "❌ False" in ana.last_message
    shown = plain(desk.olga.last_message)
    assert "Rating: ❌ False ⚠️ Misleading" in shown
    assert "Why: The repairs take three four nights." in shown
    struck = {entity.type for entity in desk.olga.last.content.entities}
    assert {"strikethrough", "bold"} <= struck
    again = await said(desk.newsroom, desk.olga, "/edit 1 true Really.")
    assert again == "What Eva wrote waits for approval first."
    await said(desk.newsroom, desk.eva, "/approve 2")
    assert "❌ False" in ana.messages[-1].text
    done = await said(desk.newsroom, desk.olga, "/approve 2")

    assert done.startswith("Verdict 1 is corrected: was ❌ False, now ⚠️ Misleading.")
    assert "was False, now Misleading" in "".join(message.text for message in ana.messages)
    assert ana.last_message == "We corrected this answer."
    assert await desk.acts("verdict:1") == [
        ("Mia", "published"),
        ("Eva", "proposed"),
        ("Olga", "approved"),
        ("Eva", "corrected"),
    ]


async def test_another_source_waits_too(desk: Desk) -> None:
    await asks(desk.newsroom)
    await said(desk.newsroom, desk.mia, RULE)
    await pressed(desk.newsroom, desk.eva, APPROVE)
    await said(desk.newsroom, desk.eva, "/edit 1 false https://x.example/y")
    assert "hxxps[:]//x[.]example/y" in plain(desk.olga.last_message)
    await pressed(desk.newsroom, desk.olga, APPROVE)

    async with desk.newsroom.program.store.reading() as tx:
        verdict = await tx.verdicts.get(VerdictId(1))
    assert verdict is not None
    assert [source.url for source in verdict.ruling.sources] == ["https://x.example/y"]


async def test_until_when_a_verdict_holds_waits_too(desk: Desk) -> None:
    await asks(desk.newsroom)
    await said(desk.newsroom, desk.mia, RULE)
    await pressed(desk.newsroom, desk.eva, APPROVE)
    await said(desk.newsroom, desk.eva, "/edit 1 until 2027-01-31")
    assert "Valid until: always 31 Jan 2027" in plain(desk.olga.last_message)
    assert "Answers already given would be updated, without a message." in desk.olga.last_message
    done = "Answers already given are updated, without a message."
    assert (await pressed(desk.newsroom, desk.olga, "Approve")).endswith(done)
    assert desk.eva.last_message.endswith(done)
    await said(desk.newsroom, desk.olga, "/edit 1 until always")
    assert "Valid until: 31 Jan 2027 always" in plain(desk.eva.last_message)
    await pressed(desk.newsroom, desk.eva, "Approve")

    async with desk.newsroom.program.store.reading() as tx:
        verdict = await tx.verdicts.get(VerdictId(1))
    assert verdict is not None
    assert (verdict.revision, verdict.ruling.valid_until) == (3, None)


async def test_a_correction_of_a_verdict_that_was_undone_meanwhile_is_not_made(desk: Desk) -> None:
    await asks(desk.newsroom)
    await said(desk.newsroom, desk.mia, RULE)
    await pressed(desk.newsroom, desk.eva, APPROVE)
    await said(desk.newsroom, desk.eva, "/edit 1 misleading")
    await pressed(desk.newsroom, desk.mia, UNDO)

    gone = "What this was about has changed meanwhile. Nothing was published."
    assert await said(desk.newsroom, desk.olga, "/approve 2") == gone


async def test_a_correction_by_buttons_and_a_withdrawal_wait_too(desk: Desk) -> None:
    ana = await asks(desk.newsroom)
    await said(desk.newsroom, desk.mia, RULE)
    await pressed(desk.newsroom, desk.eva, APPROVE)
    await said(desk.newsroom, desk.eva, "/edit 1")
    await pressed(desk.newsroom, desk.eva, "✅ True")
    assert "waits for approval" in await pressed(desk.newsroom, desk.eva, "Correct for 1 person")
    await said(desk.newsroom, desk.olga, "/sendback 2 They said false.")
    assert "“They said false.”" in plain(desk.eva.last_message)
    await said(desk.newsroom, desk.eva, "/retract 1")
    assert "Withdrawal of verdict 1: ❌ False" in await pressed(desk.newsroom, desk.eva, "Withdraw")
    assert "❌ False" in ana.last_message
    await pressed(desk.newsroom, desk.olga, APPROVE)

    assert "This fact-check was withdrawn" in ana.messages[-2].text
    async with desk.newsroom.program.store.reading() as tx:
        verdict = await tx.verdicts.get(VerdictId(1))
    assert verdict is not None
    assert verdict.retracted_at is not None


async def test_setting_aside_needs_no_second_one(desk: Desk) -> None:
    ana = await asks(desk.newsroom)
    assert "set aside" in await said(desk.newsroom, desk.mia, "/dismiss 1 opinion")
    assert len(ana.messages) == 2


async def test_the_groups_card_shows_that_it_waits_and_the_rest_goes_on_in_private(desk: Desk) -> None:
    chat = desk.newsroom.world.add_group("Newsroom", [desk.olga.user, desk.eva.user, desk.mia.user])
    desk.olga.says("/desk", chat=chat)
    await asks(desk.newsroom)
    await said(desk.newsroom, desk.mia, RULE)
    await desk.newsroom.keep_house()
    (card,) = [m for m in desk.newsroom.world.in_chat(chat.id) if m.text.startswith("#1")]
    assert plain(card.text).splitlines()[-1] == "Waits for approval: ❌ False, by Mia"
    press = desk.eva.presses("Show it", card)
    await desk.newsroom.settle()
    assert press.answer == "It goes on in our private chat."
    await pressed(desk.newsroom, desk.eva, APPROVE)
    await desk.newsroom.keep_house()

    assert plain(card.text).splitlines()[-1] == (
        "Ruled ❌ False by Mia, approved by Eva at 12:00 UTC · 1 told"
    )


async def test_without_the_setting_nothing_waits(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await asks(newsroom)
    assert await said(newsroom, moderator, RULE) == "#1 ruled ❌ False. 1 person is told."
    assert await said(newsroom, moderator, "/approvals") == "Nothing waits for approval."
    assert "/approve" not in moderator.menu
