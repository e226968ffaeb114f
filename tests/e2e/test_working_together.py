"""Stories of notes, the question to the askers, items that are one claim, and texts that are another."""

from datetime import timedelta

import pytest

from claims.review import ItemId, ModeratorId
from claims.submission import PersonId
from claims.usecases.manage_moderators import ManageModerators
from simulator.person import Person
from tests.e2e.test_ruling_steps import asks, plain, pressed, said
from tests.support.builders import a_ruling
from tests.support.newsroom import Newsroom

BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"
CROSSING = "My aunt says nobody gets across the river at Lindhaven before 2028"
FOREST = "The mayor of Elmsworth sold the town forest to a mining company"
LEMON = "Drinking warm lemon water cures the flu."
RULE = "false It stays open. https://example.org/bridge"


def told(person: Person) -> int:
    """Return how often somebody heard of a ruling."""
    return sum("You asked on" in message.text for message in person.messages)


async def two_items(newsroom: Newsroom) -> tuple[Person, Person, Person]:
    """Two claims; Ana asked about both, Ben about the first, Cleo about the second."""
    ana = await asks(newsroom, BRIDGE, "Ana")
    ben = await asks(newsroom, BRIDGE, "Ben")
    ana.forwards(CROSSING)
    await newsroom.settle()
    cleo = await asks(newsroom, CROSSING, "Cleo")
    return ana, ben, cleo


async def test_a_note_is_read_under_the_card_by_reviewers_alone(newsroom: Newsroom) -> None:
    max_, mia = await newsroom.moderator("Max"), await newsroom.moderator("Mia")
    ana = await asks(newsroom)
    await said(newsroom, max_, "/more 1")
    await pressed(newsroom, max_, "Note")
    card = await said(newsroom, max_, "Waiting for the town hall")
    assert "Note by Max: Waiting for the town hall" in card
    assert "Note by Mia: They call at noon" in await said(newsroom, mia, "/note 1 They call at noon")
    assert "note: – → They call at noon" in await said(newsroom, mia, "/history 1")

    assert len(ana.messages) == 1


async def test_askers_are_asked_once_and_answer_without_their_names(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana, ben = await asks(newsroom, name="Ana Torres"), await asks(newsroom, name="Ben")
    ana.forwards(BRIDGE)
    await newsroom.settle()
    await said(newsroom, moderator, "/more 1")
    await pressed(newsroom, moderator, "Ask the askers")
    asked = await said(newsroom, moderator, "Where did you get it?")
    assert "2 people are asked." in asked
    assert [sum("Where did you get it?" in m.text for m in person.messages) for person in (ana, ben)] == [
        1,
        1,
    ]

    ana.says("From my neighbour, https://phish.example/x", reply_to=ana.last)
    await newsroom.settle()
    assert ana.last_message == "Thank you, the reviewers have your answer."
    heard = plain(moderator.last_message)
    assert "Asker 1: From my neighbour" in heard
    assert "Ana" not in heard
    card = await said(newsroom, moderator, "/take 1")
    assert "1 answer:" in card
    assert "Torres" not in card
    async with newsroom.program.store.reading() as tx:
        assert await tx.items.count_open() == 1


async def test_a_second_question_shows_the_first_and_its_answers(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await asks(newsroom)
    await said(newsroom, moderator, "/ask 1 Where did you get it?")
    again = await said(newsroom, moderator, "/ask 1 When did you get it?")

    assert again.startswith("People are asked only once about a claim. What you wrote was not sent.")
    assert "What the askers of #1 say" in again
    assert "No answer yet." in again
    assert not any("When did you" in message.text for message in ana.messages)


async def test_an_asker_may_ignore_the_question_and_is_told_all_the_same(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await asks(newsroom)
    await said(newsroom, moderator, "/ask 1 Where did you get it?")
    other = await said(newsroom, ana, FOREST)
    assert "not checked this yet" in other
    await said(newsroom, moderator, f"/verdict 1 {RULE}")

    assert told(ana) == 1


async def test_a_late_answer_still_arrives(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await asks(newsroom)
    await said(newsroom, moderator, "/ask 1 Where did you get it?")
    question = ana.last
    await said(newsroom, moderator, f"/verdict 1 {RULE}")
    newsroom.clock.advance(days=60)
    await newsroom.program.housekeeping.keep_once(0)
    ana.says("From the school's group", reply_to=question)
    await newsroom.settle()

    assert ana.last_message == "Thank you, the reviewers have your answer."
    assert "Asker 1: From the school's group" in plain(moderator.last_message)
    assert "From the school's group" in await said(newsroom, moderator, "/ask 1")


async def test_many_answers_of_one_are_taken_kindly_and_three_are_kept(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await asks(newsroom)
    await said(newsroom, moderator, "/ask 1 Where did you get it?")
    question = ana.last
    for number in range(5):
        ana.says(f"Answer {number}", reply_to=question)
        await newsroom.settle()

    assert "3 answers:" in await said(newsroom, moderator, "/ask 1")


async def test_a_reply_to_another_message_is_a_question_of_its_own(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await asks(newsroom)
    await said(newsroom, moderator, "/ask 1 Where did you get it?")
    ana.says(FOREST, reply_to=ana.messages[0])
    await newsroom.settle()

    assert "not checked this yet" in ana.last_message


async def test_merged_items_are_ruled_on_once_and_everybody_is_told_once(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana, ben, cleo = await two_items(newsroom)
    await said(newsroom, moderator, "/take 2")
    await pressed(newsroom, moderator, "More…")
    await pressed(newsroom, moderator, "Merge with…")
    done = await pressed(newsroom, moderator, "#1")
    assert done.startswith("#2 was merged into #1. 1 more person waits on #1 now.")
    dora = await asks(newsroom, CROSSING, "Dora")
    ruled = await said(newsroom, moderator, f"/verdict 1 {RULE}")

    assert ruled == "#1 ruled ❌ False. 4 people are told."
    assert [told(person) for person in (ana, ben, cleo, dora)] == [1, 1, 1, 1]
    emil = await asks(newsroom, CROSSING, "Emil")
    assert emil.last_message.startswith("❌ False")


async def test_a_merger_can_be_taken_back(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana, ben, cleo = await two_items(newsroom)
    await said(newsroom, moderator, "/merge 2 1")
    dora = await asks(newsroom, CROSSING, "Dora")
    card = await pressed(newsroom, moderator, "Undo (10 min)")
    assert card.startswith("#2 · 3 people")
    await said(newsroom, moderator, f"/verdict 1 {RULE}")

    assert [told(person) for person in (ana, ben, cleo, dora)] == [1, 1, 0, 0]


async def test_who_came_by_an_earlier_merger_goes_back_with_the_item_that_it_led_to(
    newsroom: Newsroom,
) -> None:
    moderator = await newsroom.moderator()
    await two_items(newsroom)
    emil = await asks(newsroom, FOREST, "Emil")
    await said(newsroom, moderator, "/merge 2 1")
    await said(newsroom, moderator, "/merge 1 3")
    dora = await asks(newsroom, CROSSING, "Dora")
    card = await said(newsroom, moderator, "/undo 1")
    assert card.startswith("#1 · 4 people")
    await said(newsroom, moderator, "/verdict 3 true The town hall says so. https://example.org/forest")

    assert [told(person) for person in (dora, emil)] == [0, 1]


async def test_who_objects_to_an_answer_while_that_is_merged_goes_back_with_it(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    ana = await asks(newsroom, LEMON, "Ana")
    await pressed(newsroom, ana, "Not this claim")
    cleo = await asks(newsroom, FOREST, "Cleo")
    await said(newsroom, moderator, "/merge 1 2")
    ben = await asks(newsroom, LEMON, "Ben")
    await pressed(newsroom, ben, "Not this claim")
    card = await said(newsroom, moderator, "/undo 1")
    assert card.startswith("#1 · 2 people")
    await said(newsroom, moderator, "/verdict 2 true The town hall says so. https://example.org/forest")

    assert [told(person) for person in (ana, ben, cleo)] == [0, 0, 1]


async def test_who_waited_before_a_merger_stays_when_it_is_taken_back(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana, ben, cleo = await two_items(newsroom)
    await said(newsroom, moderator, "/merge 2 1")
    async with newsroom.program.store.writing() as tx:  # an item of the same words, beside those who wait
        key = (await tx.submissions.waiting_of(PersonId(cleo.id), ItemId(1)))[0].key
        await tx.items.add(key, CROSSING, "", (), (), newsroom.clock.now())
    dora = await asks(newsroom, CROSSING, "Dora")
    await said(newsroom, moderator, "/merge 3 1")
    emil = await asks(newsroom, CROSSING, "Emil")
    card = await said(newsroom, moderator, "/undo 3")
    assert card.startswith("#3 · 2 people")
    await said(newsroom, moderator, f"/verdict 1 {RULE}")

    assert [told(person) for person in (ana, ben, cleo, dora, emil)] == [1, 1, 1, 0, 0]


async def test_after_ten_minutes_a_merger_stands(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await two_items(newsroom)
    await said(newsroom, moderator, "/merge 2 1")
    newsroom.clock.advance(seconds=timedelta(minutes=10).total_seconds())

    assert await said(newsroom, moderator, "/undo 2") == "#2 was merged into #1."
    assert [button.text for button in moderator.last.buttons] == ["Show #1"]


async def test_an_item_that_someone_else_holds_is_not_merged_away(newsroom: Newsroom) -> None:
    max_, mia = await newsroom.moderator("Max"), await newsroom.moderator("Mia")
    await two_items(newsroom)
    await said(newsroom, mia, "/take 2")

    assert "Mia is working on #2" in await said(newsroom, max_, "/merge 2 1")


async def test_two_who_merge_crosswise_lose_nobody(newsroom: Newsroom) -> None:
    max_, mia = await newsroom.moderator("Max"), await newsroom.moderator("Mia")
    people = await two_items(newsroom)
    max_.says("/merge 2 1")
    mia.says("/merge 1 2")
    await newsroom.settle()
    assert any(m.last_message.endswith("was merged into #1.") for m in (max_, mia)) or any(
        m.last_message.endswith("was merged into #2.") for m in (max_, mia)
    )
    for number in (1, 2):
        await said(newsroom, max_, f"/verdict {number} {RULE}")

    assert [told(person) for person in people] == [1, 1, 1]


async def test_notes_and_answers_come_along_with_a_merger(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    _ana, _ben, cleo = await two_items(newsroom)
    await said(newsroom, moderator, "/note 2 Seen in the school's group")
    await said(newsroom, moderator, "/ask 2 Where did you get it?")
    question = cleo.last
    await said(newsroom, moderator, "/merge 2 1")
    cleo.says("At the market", reply_to=question)
    await newsroom.settle()
    card = await said(newsroom, moderator, "/take 1")

    assert "Seen in the school's group" in card
    assert "Asker 1: At the market" in card


async def test_a_wording_that_is_another_claim_gets_an_item_of_its_own(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana, ben, cleo = await two_items(newsroom)
    await said(newsroom, moderator, "/merge 2 1")
    await said(newsroom, moderator, "/more 1")
    shown = await pressed(newsroom, moderator, "Split out…")
    assert f"“{CROSSING}” · 2 people" in shown
    split = await pressed(newsroom, moderator, "3")
    assert split == f"A new item, #3, with 2 people: “{CROSSING}”"
    dora = await asks(newsroom, CROSSING, "Dora")
    await said(newsroom, moderator, f"/verdict 1 {RULE}")
    assert [told(person) for person in (ana, ben, cleo, dora)] == [1, 1, 0, 0]
    await said(newsroom, moderator, "/dismiss 3 opinion")

    assert "it is an opinion" in cleo.last_message
    assert "it is an opinion" in dora.last_message


async def test_with_one_wording_there_is_nothing_to_split_out(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await asks(newsroom)

    assert "there is nothing to split out" in await said(newsroom, moderator, "/split 1")
    assert "there is nothing to split out" in await said(newsroom, moderator, "/split 1 1")


@pytest.mark.parametrize("label", ["Note", "Ask the askers", "Merge with…"])
async def test_what_is_typed_after_cancel_is_no_note(newsroom: Newsroom, label: str) -> None:
    moderator = await newsroom.moderator()
    await asks(newsroom)
    await said(newsroom, moderator, "/more 1")
    await pressed(newsroom, moderator, label)
    await pressed(newsroom, moderator, "Cancel")

    assert "not checked this yet" in await said(newsroom, moderator, FOREST)


async def test_cancel_of_one_note_leaves_the_next_one(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await two_items(newsroom)
    await said(newsroom, moderator, "/note 1")
    old = moderator.last
    await said(newsroom, moderator, "/note 2")
    moderator.presses("Cancel", old)
    await newsroom.settle()
    await said(newsroom, moderator, "They call back at noon")
    async with newsroom.program.store.reading() as tx:
        notes = [await tx.notes.on(ItemId(number), 5) for number in (1, 2)]

    assert [[note.text for note in some] for some in notes] == [[], ["They call back at noon"]]


async def test_a_moderator_removed_while_writing_writes_as_anybody(newsroom: Newsroom) -> None:
    await newsroom.moderator("Olga")  # an owner stays
    moderator = await newsroom.moderator()
    await asks(newsroom)
    await said(newsroom, moderator, "/note 1")
    await ManageModerators(newsroom.program.store, newsroom.clock).remove(ModeratorId(moderator.id))

    assert "not checked this yet" in await said(newsroom, moderator, FOREST)
    async with newsroom.program.store.reading() as tx:
        assert await tx.notes.on(ItemId(1), 5) == []


async def test_two_who_merge_the_same_item_at_once_merge_it_once(newsroom: Newsroom) -> None:
    max_, mia = await newsroom.moderator("Max"), await newsroom.moderator("Mia")
    people = await two_items(newsroom)
    for moderator in (max_, mia):
        moderator.says("/merge 2 1")
    await newsroom.settle()
    assert sorted("more person waits" in m.last_message for m in (max_, mia)) == [False, True]
    await said(newsroom, max_, f"/verdict 1 {RULE}")

    assert [told(person) for person in people] == [1, 1, 1]


@pytest.mark.parametrize(
    "text", ["\x00\ufffe 🧑‍🚀", "<b>&amp;</b> @durov /queue https://evil.example", "\u202e" * 900]
)
async def test_hostile_words_do_no_harm_anywhere(newsroom: Newsroom, text: str) -> None:
    moderator = await newsroom.moderator()
    ana = await asks(newsroom)
    for command in ("/note 1", "/ask 1", "/claim 1"):
        await said(newsroom, moderator, f"{command} x {text}")
    ana.says(f"y {text}", reply_to=ana.last)
    await newsroom.settle()
    await said(newsroom, moderator, "/take 1")

    async with newsroom.program.store.reading() as tx:
        assert (await tx.inbox.counts()).get("dead", 0) == 0
        assert (await tx.outbox.counts())["failed"] == 0
    tappable = {
        entity.type for message in [*moderator.messages, *ana.messages] for entity in message.content.entities
    }
    assert tappable <= {"bold", "blockquote", "bot_command"}
