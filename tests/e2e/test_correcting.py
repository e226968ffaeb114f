"""Stories of rulings that were wrong: undone, corrected, withdrawn; whoever was told hears of it."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.history import history_of
from bot.importing import import_file
from bot.settings import Settings
from claims.review import UNDO_DURATION
from claims.submission import SubmissionId
from claims.usecases.deliver import Finished
from claims.verdict import Rating, VerdictId
from matching.embeddings import TwoEncoders
from simulator.faults import CutAfter
from simulator.messages import Button
from simulator.person import Person
from simulator.world import World
from tests.support.builders import a_ruling
from tests.support.clock import FakeClock
from tests.support.newsroom import NEWSROOM, Newsroom, open_newsroom

BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"
RULE = "/verdict 1 false The repairs take three nights. https://example.org/bridge"
UNDO = "Undo (10 min)"
TAKEN_BACK = "We took this answer back. It is being checked again; you will hear from us."
FOREST = "The mayor of Elmsworth sold the town forest to a mining company"
LEMON = "Drinking warm lemon water cures the flu."


async def _asks(newsroom: Newsroom, name: str = "Ana", text: str = BRIDGE) -> Person:
    person = newsroom.person(name)
    person.forwards(text)
    await newsroom.settle()
    return person


async def _commands(newsroom: Newsroom, moderator: Person, *commands: str) -> None:
    for command in commands:
        moderator.says(command)
        await newsroom.settle()


async def _presses(newsroom: Newsroom, person: Person, *labels: str) -> None:
    for label in labels:
        person.presses(label)
        await newsroom.settle()


def _texts(person: Person) -> list[str]:
    return [message.text for message in person.messages]


def _told(people: Sequence[Person], words: str) -> list[int]:
    return [sum(words in text for text in _texts(person)) for person in people]


async def _acts(newsroom: Newsroom, subject: str, act: str) -> bool:
    async with newsroom.program.store.reading() as tx:
        return await tx.audit.latest(subject, {act}) is not None


# --- undo --------------------------------------------------------------------------------------------------


async def test_an_undone_ruling_is_unsaid_and_a_new_one_is_told(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    people = [await _asks(newsroom, name) for name in ("Ana", "Ben", "Cleo")]
    await _commands(newsroom, moderator, RULE)
    assert _told(people, "❌ False") == [1, 1, 1]
    await _presses(newsroom, moderator, UNDO)

    assert moderator.last_message.startswith("The ruling is undone. 3 people wait again.")
    assert "Taken by" in moderator.last_message
    assert _told(people, "❌ False") == [0, 0, 0]
    for person in people:
        answer, note = person.messages[1:]
        assert answer.text.startswith("We have not checked this yet.")
        assert answer.text.splitlines()[1].startswith("A reviewer will look at it; 2 other people")
        assert (note.text, note.reply_to) == (TAKEN_BACK, answer)

    await _commands(newsroom, moderator, "/verdict 1 true The town hall confirms it. https://example.org/b")
    assert moderator.last_message == "#1 ruled ✅ True. 3 people are told."
    assert _told(people, "✅ True") == [1, 1, 1]


async def test_an_undone_verdict_is_not_given_to_the_next_person(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await _asks(newsroom)
    await _commands(newsroom, moderator, RULE)
    ben = await _asks(newsroom, "Ben")
    assert ben.last_message.startswith("❌ False")
    await _presses(newsroom, moderator, UNDO)
    cleo = await _asks(newsroom, "Cleo")

    assert ben.messages[0].text.startswith("We have not checked this yet.")
    assert ben.last_message == TAKEN_BACK
    assert cleo.last_message.startswith("We have not checked this yet.")
    async with newsroom.program.store.reading() as tx:
        item = await tx.items.get(1)
        verdict = await tx.verdicts.get(VerdictId(1))
    assert item is not None
    assert verdict is not None
    assert (item.state, item.askers) == ("open", 3)
    assert verdict.retracted_at is not None
    assert await _acts(newsroom, "item:1", "undid")
    assert await _acts(newsroom, "verdict:1", "retracted")


async def test_undo_works_after_a_restart(tmp_path: Path, embedder: TwoEncoders) -> None:
    world, clock = World(), FakeClock()
    async with open_newsroom(tmp_path, world, clock, embedder) as newsroom:
        moderator = await newsroom.moderator()
        ana = await _asks(newsroom)
        await _commands(newsroom, moderator, RULE)
    async with open_newsroom(tmp_path, world, clock, embedder) as newsroom:
        await _presses(newsroom, moderator, UNDO)

    assert moderator.last_message.startswith("The ruling is undone. 1 person waits again.")
    assert ana.messages[1].text.startswith("We have not checked this yet.")
    assert ana.last_message == TAKEN_BACK


async def test_pressing_undo_twice_undoes_once(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    await _commands(newsroom, moderator, RULE)
    button = moderator.last.buttons[0]
    for _again in range(2):
        newsroom.world.press(moderator.user, moderator.last, button)
    await newsroom.settle()

    assert "Taken by" in moderator.last_message
    assert _told([ana], TAKEN_BACK) == [1]
    assert len(ana.messages) == 3
    async with newsroom.program.store.reading() as tx:
        item = await tx.items.get(1)
    assert item is not None
    assert (item.state, item.askers, item.version) == ("open", 1, 3)


async def test_of_two_moderators_who_undo_at_once_one_wins_and_the_other_is_told(newsroom: Newsroom) -> None:
    max_, mia = await newsroom.moderator("Max"), await newsroom.moderator("Mia")
    await _asks(newsroom)
    await _commands(newsroom, max_, RULE)
    await _commands(newsroom, mia, "/take 1")
    assert _plain(mia.last_message) == "#1 has been ruled on: ❌ False. By Max."
    mia.presses(UNDO)
    max_.presses(UNDO)
    await newsroom.settle()

    winner, loser = (mia, max_) if "Taken by" in mia.last_message else (max_, mia)
    name = "Mia" if winner is mia else "Max"
    assert winner.last_message.startswith("The ruling is undone.")
    assert _plain(loser.last_message) == f"{name} has undone this already. #1 is open again."


async def test_after_ten_minutes_undo_says_what_can_be_done_instead(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    await _commands(newsroom, moderator, RULE)
    newsroom.clock.advance(seconds=UNDO_DURATION.total_seconds())
    await _presses(newsroom, moderator, UNDO)

    assert "/edit 1 corrects it and /retract 1 withdraws it" in moderator.last_message
    assert [button.text for button in moderator.last.buttons] == ["Correct verdict 1", "Withdraw verdict 1"]
    assert "❌ False" in ana.last_message


async def test_an_old_undo_button_does_not_undo_a_later_ruling(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    await _commands(newsroom, moderator, RULE)
    old = moderator.last
    button = old.buttons[0]
    newsroom.world.press(moderator.user, old, button)
    await newsroom.settle()
    await _commands(newsroom, moderator, "/verdict 1 true It closes. https://example.org/b")
    newsroom.world.press(moderator.user, old, button)
    await newsroom.settle()

    assert "✅ True" in ana.last_message
    assert old.text.startswith("#1 has a newer ruling.")


async def test_undoing_a_link_leaves_the_linked_verdict_and_its_other_answers(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    ben = await _asks(newsroom, "Ben", LEMON)
    ana = await _asks(newsroom)
    await _commands(newsroom, moderator, "/link 1 1")
    assert "lemon water" in ana.last_message
    await _presses(newsroom, moderator, UNDO)

    assert ana.messages[1].text.startswith("We have not checked this yet.")
    assert ana.last_message == TAKEN_BACK
    assert ben.last_message.startswith("❌ False")
    async with newsroom.program.store.reading() as tx:
        assert (await tx.verdicts.get_many([VerdictId(1)]))[VerdictId(1)].retracted_at is None


async def test_who_asked_before_a_link_was_undone_is_told_what_the_others_are_told(
    newsroom: Newsroom,
) -> None:
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    lemon = await _asks(newsroom, "Lea", LEMON)
    ana = await _asks(newsroom)
    await _commands(newsroom, moderator, "/link 1 1")
    ben = await _asks(newsroom, "Ben")
    assert "lemon water" in ben.last_message
    await _commands(newsroom, moderator, "/undo 1")
    assert moderator.last_message.startswith("The ruling is undone. 2 people wait again.")
    assert ben.messages[0].text.startswith("We have not checked this yet.")
    assert _told([ana, ben, lemon], TAKEN_BACK) == [1, 1, 0]
    await _commands(newsroom, moderator, "/verdict 1 true The town hall confirms it. https://example.org/b")

    assert _told([ana, ben, lemon], "✅ True") == [1, 1, 0]
    assert _told([ana, ben, lemon], "❌ False") == [0, 0, 1]


async def test_who_asked_in_other_words_waits_still_when_a_merged_item_is_undone(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    await _asks(newsroom)
    await _asks(newsroom, "Ben", FOREST)
    await _commands(newsroom, moderator, "/merge 2 1", "/link 1 1")
    cleo = await _asks(newsroom, "Cleo", FOREST)
    assert "lemon water" in cleo.last_message
    await _commands(newsroom, moderator, "/undo 1")

    assert moderator.last_message.startswith("The ruling is undone. 3 people wait again.")
    assert cleo.messages[0].text.startswith("We have not checked this yet.")
    assert cleo.last_message == TAKEN_BACK


async def test_askers_who_were_not_told_yet_never_hear_of_an_undone_ruling(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    moderator.says(RULE)
    await newsroom.receive()
    await newsroom.program.worker.handle_waiting()  # ruled, but nothing is sent yet
    newsroom.world.press(moderator.user, moderator.last, Button("Undo", "callback_data", "z:1:1"))
    await newsroom.receive()
    await newsroom.program.worker.handle_waiting()
    await newsroom.settle()

    assert len(ana.messages) == 1
    await _commands(newsroom, moderator, RULE)
    assert _told([ana], "❌ False") == [1]


async def test_who_wants_no_more_before_the_note_of_an_undone_ruling_leaves_is_sent_none(
    newsroom: Newsroom,
) -> None:
    moderator = await newsroom.moderator()
    ana, ben = await _asks(newsroom), await _asks(newsroom, "Ben")
    await _commands(newsroom, moderator, RULE)
    moderator.presses(UNDO)
    await newsroom.receive()
    await newsroom.program.worker.handle_waiting()  # undone, but nothing is sent yet
    ana.presses("Stop telling me", ana.messages[0])
    await newsroom.settle()

    assert _told([ana, ben], TAKEN_BACK) == [0, 1]
    assert _told([ana, ben], "❌ False") == [0, 0]


async def test_who_wants_no_more_after_a_ruling_was_undone_is_promised_nothing_more(
    newsroom: Newsroom,
) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    await _commands(newsroom, moderator, RULE)
    await _presses(newsroom, moderator, UNDO)
    first, answer, note = ana.messages
    ana.presses("Stop telling me", first)
    await newsroom.settle()

    assert [message.text.startswith("We cannot say yet") for message in (first, answer)] == [True, True]
    assert [message.buttons for message in (first, answer)] == [(), ()]
    assert ana.last is note


async def test_a_reply_that_may_have_arrived_is_taken_back_in_words_that_fit_both(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    await _commands(newsroom, moderator, RULE)
    async with newsroom.program.store.writing() as tx:
        (owed,) = await tx.outbox.telling(VerdictId(1))
        await tx.outbox.save(replace(owed, state="unknown", message_id=None))
    await _presses(newsroom, moderator, UNDO)

    assert ana.last_message.startswith("We took back an answer to this that you may have read.")
    assert ana.last.reply_to is ana.messages[0].reply_to
    seen = len(ana.messages)
    await _commands(newsroom, moderator, "/verdict 1 true It does close. https://example.org/b")
    assert [message.text.startswith("You asked on") for message in ana.messages[seen:]] == [True]


@pytest.mark.parametrize("data", ["z:1:1", "e:1", "er:1:true", "ec:1:1,1", "a:1", "w:1", "k:1"])
async def test_only_moderators_change_a_ruling(newsroom: Newsroom, data: str) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    await _commands(newsroom, moderator, RULE)
    press = newsroom.world.press(ana.user, ana.last, Button("forged", "callback_data", data))
    await newsroom.settle()

    assert (press.answer or "").startswith("This button no longer works.")
    async with newsroom.program.store.reading() as tx:
        verdict = await tx.verdicts.get(VerdictId(1))
    assert verdict is not None
    assert (verdict.revision, verdict.retracted_at) == (1, None)


# --- correct -----------------------------------------------------------------------------------------------


async def test_a_correction_reaches_everyone_who_was_answered(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    people = [await _asks(newsroom, name) for name in ("Ana", "Ben")]
    await _commands(newsroom, moderator, RULE)
    people.append(await _asks(newsroom, "Cleo"))  # answered at once, with the ruling
    await _commands(newsroom, moderator, "/edit 1 missing context It closes at night only.")

    assert moderator.last_message == (
        "Verdict 1 is corrected: was ❌ False, now ⚠️ Missing context. 3 people are told."
    )
    for person in people:
        answer, note = person.messages[-2:]
        first, _, rating = answer.text.splitlines()[:3]
        assert first == "Updated 3 May 2026: was False, now Missing context"
        assert rating == "⚠️ Missing context"
        assert "It closes at night only." in answer.text
        assert "The repairs take three nights." not in answer.text
        assert note.text == "We corrected this answer."
        assert note.reply_to is answer
    assert await _acts(newsroom, "verdict:1", "corrected")


async def test_a_person_with_two_answers_gets_one_note(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    await _commands(newsroom, moderator, RULE)
    ana.forwards(BRIDGE)
    await newsroom.settle()
    await _commands(newsroom, moderator, "/edit 1 true")

    assert moderator.last_message.endswith("1 person is told.")
    assert _told([ana], "Updated 3 May 2026: was False, now True") == [2]
    assert _told([ana], "We corrected this answer.") == [1]


async def test_each_further_correction_is_told_with_what_was_said_before(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    await _commands(newsroom, moderator, RULE, "/edit 1 true", "/edit 1 half true")

    assert _told([ana], "was True, now Half true") == [1]
    assert _told([ana], "We corrected this answer.") == [2]


async def test_correcting_the_words_keeps_the_rating(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    await _commands(newsroom, moderator, RULE, "/edit 1 claim The bridge in Lindhaven closes for two years")
    assert moderator.last_message == "Verdict 1 is corrected. 1 person is told."
    answer = ana.messages[-2].text
    assert answer.startswith("Updated 3 May 2026\n\n❌ False")
    assert "Claim: “The bridge in Lindhaven closes for two years”" in _plain(answer)

    await _commands(newsroom, moderator, "/edit 1 summary Three nights, not two years.")
    assert "Three nights, not two years." in ana.messages[1].text
    ben = await _asks(newsroom, "Ben")
    assert "Three nights, not two years." in ben.last_message


@pytest.mark.parametrize("command", ["true Sold after all.", "summary Sold after all."])
async def test_a_link_at_the_end_takes_the_place_of_the_source(newsroom: Newsroom, command: str) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    await _commands(newsroom, moderator, RULE, f"/edit 1 {command} https://x.example/y")
    (answer,) = [message for message in ana.messages if "Sold after all." in message.text]

    assert "x[.]example" not in answer.text
    assert answer.buttons[0].value == "https://x.example/y"


async def test_a_rating_is_corrected_by_buttons(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    await _commands(newsroom, moderator, RULE, "/edit 1")
    assert moderator.last_message.startswith("Verdict 1 · told to 1 person")
    await _presses(newsroom, moderator, "✅ True")
    assert moderator.last_message.startswith("Verdict 1: ❌ False becomes ✅ True.")
    await _presses(newsroom, moderator, "Correct for 1 person")

    assert moderator.last_message.startswith("Verdict 1 is corrected: was ❌ False, now ✅ True.")
    assert _told([ana], "was False, now True") == [1]


async def test_a_correction_that_was_overtaken_changes_nothing(newsroom: Newsroom) -> None:
    max_, mia = await newsroom.moderator("Max"), await newsroom.moderator("Mia")
    ana = await _asks(newsroom)
    await _commands(newsroom, max_, RULE, "/edit 1")
    await _presses(newsroom, max_, "✅ True")
    await _commands(newsroom, mia, "/edit 1 satire")
    await _presses(newsroom, max_, "Correct for 1 person")

    assert max_.last_message.startswith("Someone corrected this verdict a moment ago.")
    assert _told([ana], "now Satire") == [1]


async def test_an_answer_not_sent_yet_goes_out_corrected(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    for command in (RULE, "/edit 1 true It does."):
        moderator.says(command)
        await newsroom.receive()
        await newsroom.program.worker.handle_waiting()
    await newsroom.settle()

    assert _told([ana], "✅ True") == [1]
    assert _told([ana], "False") == [0]
    assert len(ana.messages) == 2


async def test_an_answer_under_way_is_corrected_once_it_has_arrived(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    moderator.says(RULE)
    await newsroom.receive()
    await newsroom.program.worker.handle_waiting()
    deliver = newsroom.program.sender._deliver  # a call is held in mid-air
    claimed = (await deliver.take_turn((), 8, frozenset())).claimed
    moderator.says("/edit 1 true It does.")
    await newsroom.receive()
    await newsroom.program.worker.handle_waiting()
    finished = [Finished(owed, await deliver.call(owed)) for owed in claimed]
    await deliver.take_turn(finished, 0, frozenset())
    assert _told([ana], "❌ False") == [1]
    await newsroom.settle()

    assert _told([ana], "was False, now True") == [1]
    assert _told([ana], "❌ False") == [0]
    assert ana.last_message == "We corrected this answer."


async def test_a_foreign_verdict_cannot_be_corrected(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    await _commands(newsroom, moderator, "/edit 1 true")

    assert _plain(moderator.last_message) == (
        "Verdict 1 is by Example Health Desk, and only they can change it. To stop giving it: /retract 1"
    )


async def test_a_ruling_can_be_corrected_after_the_newsroom_took_another_name(
    tmp_path: Path, embedder: TwoEncoders
) -> None:
    world, clock = World(), FakeClock()
    async with open_newsroom(tmp_path, world, clock, embedder) as newsroom:
        moderator = await newsroom.moderator()
        ana = await _asks(newsroom)
        await _commands(newsroom, moderator, RULE)
    async with open_newsroom(tmp_path, world, clock, embedder, name="Lindhaven Post") as newsroom:
        await _commands(newsroom, moderator, "/edit 1 true The council decided it after all.")

    assert moderator.last_message == ("Verdict 1 is corrected: was ❌ False, now ✅ True. 1 person is told.")
    assert _told([ana], "The council decided it after all.") == [1]


async def test_a_publishers_new_rating_is_told_after_the_next_import(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = await _asks(newsroom, text=LEMON)
    await newsroom.publishes(a_ruling(summary="Other words, the same ruling."))
    await newsroom.settle()
    assert len(ana.messages) == 1
    await newsroom.publishes(a_ruling(rating=Rating.MISLEADING))
    await newsroom.settle()

    assert ana.messages[0].text.startswith("Updated 3 May 2026: was False, now Misleading")
    assert ana.last_message == "We corrected this answer."


async def test_the_import_command_brings_answers_level(newsroom: Newsroom, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, newsroom="Test newsroom")
    file = tmp_path / "checks.jsonl"
    record = {"claim": LEMON, "rating": "False", "url": "https://example.org/lemon", "publisher": "Desk"}
    file.write_text(json.dumps(record), encoding="utf-8")
    await import_file(settings, file)
    ana = await _asks(newsroom, text=LEMON)
    file.write_text(json.dumps(record | {"rating": "Misleading"}), encoding="utf-8")
    for _again in range(2):
        await import_file(settings, file)
    await newsroom.settle()

    assert ": was False, now Misleading" in ana.messages[0].text.splitlines()[0]
    assert [message.text for message in ana.messages[1:]] == ["We corrected this answer."]


async def test_a_retracted_verdict_stays_so_when_it_is_imported_again(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    await _commands(newsroom, moderator, "/retract 1")
    await _presses(newsroom, moderator, "Withdraw")
    assert moderator.last_message == "Verdict 1 is withdrawn. Nobody had been told."
    await newsroom.publishes(a_ruling(rating=Rating.MISLEADING))
    ana = await _asks(newsroom, text=LEMON)

    assert ana.last_message.startswith("We have not checked this yet.")


@pytest.mark.parametrize("reference", ["1", "https://example.org/lemon"])
async def test_a_withdrawn_verdict_answers_nothing_and_that_is_said(
    newsroom: Newsroom, reference: str
) -> None:
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    await _commands(newsroom, moderator, "/retract 1")
    await _presses(newsroom, moderator, "Withdraw")
    await newsroom.publishes(a_ruling())
    await _commands(newsroom, moderator, f"/link 1 {reference}")

    assert moderator.last_message == "Verdict 1 has been withdrawn."
    assert len(ana.messages) == 1


@pytest.mark.parametrize("way", ["/link 1 https://example.org/lemon", "Same as…", "Rule"])
async def test_a_link_does_not_answer_with_the_other_claim_of_a_page_once_the_meant_one_is_withdrawn(
    newsroom: Newsroom, way: str
) -> None:
    await newsroom.publishes(a_ruling(), a_ruling(claim=FOREST, rating=Rating.TRUE))
    moderator = await newsroom.moderator()
    await _commands(newsroom, moderator, "/retract 1")
    await _presses(newsroom, moderator, "Withdraw")
    ana = await _asks(newsroom)
    if way.startswith("/"):
        await _commands(newsroom, moderator, way)
    else:
        await _commands(newsroom, moderator, "/take 1")
        await _presses(newsroom, moderator, way)
        await _commands(newsroom, moderator, "https://example.org/lemon")

    assert moderator.last_message.startswith("I could not read a fact-check behind that link.")
    assert len(ana.messages) == 1
    await _commands(newsroom, moderator, "/link 1 2")
    assert "✅ True" in ana.last_message


async def test_a_corrected_answer_still_names_the_part_it_is_about(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    post = f"{LEMON} The mayor of Elmsworth sold the town forest to a mining company last week."
    ana = await _asks(newsroom, text=post)
    before = ana.last_message
    await newsroom.publishes(a_ruling(rating=Rating.MISLEADING))
    await newsroom.settle()

    assert ana.messages[0].text.startswith("Updated 3 May 2026")
    parts = ("About this part of your message", "The rest has not been checked.")
    for part in parts:
        assert part in before
        assert part in ana.messages[0].text


async def test_of_a_message_that_is_answered_whole_nothing_is_said_to_be_left_until_something_is(
    newsroom: Newsroom,
) -> None:
    wall = "The Great Wall of China is visible from the Moon with the naked eye."
    await newsroom.publishes(a_ruling(), a_ruling(claim=wall, url="https://example.org/wall"))
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom, text=f"{wall} {LEMON} Unbelievable!")
    rest = "The rest has not been checked."
    assert ana.last_message.count("About this part of your message") == 2
    assert _told([ana], rest) == [0]
    await newsroom.publishes(a_ruling(rating=Rating.MISLEADING))
    await newsroom.settle()
    assert _told([ana], rest) == [0]
    await _commands(newsroom, moderator, "/retract 1")
    await _presses(newsroom, moderator, "Withdraw")

    assert _told([ana], rest) == [1]
    assert ana.messages[0].text.count("About this part of your message") == 1


# --- withdraw ----------------------------------------------------------------------------------------------


async def test_a_withdrawn_ruling_is_checked_again_and_told_anew(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    people = [await _asks(newsroom, name) for name in ("Ana", "Ben")]
    await _commands(newsroom, moderator, RULE, "/retract 1")
    assert _told(people, "❌ False") == [1, 1], "nothing happens before it is confirmed"
    await _presses(newsroom, moderator, "Withdraw")

    withdrawn = "This fact-check was withdrawn on 3 May 2026. We are checking again."
    assert "Verdict 1 is withdrawn. 2 people are told. The claim waits as #1." in _texts(moderator)
    assert moderator.last_message.startswith("Back in the queue: its fact-check was withdrawn")
    assert _told(people, withdrawn) == [1, 1]
    assert [person.last_message for person in people] == ["We withdrew this answer."] * 2
    assert _told(people, "❌ False") == [0, 0]

    await _commands(newsroom, moderator, "/verdict 1 true It does close. https://example.org/b")
    assert moderator.last_message == "#1 ruled ✅ True. 2 people are told."
    assert [person.last_message.startswith("You asked on") for person in people] == [True, True]


async def test_withdrawing_an_imported_verdict_opens_an_item_for_its_askers(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    people = [await _asks(newsroom, name, LEMON) for name in ("Ana", "Ben")]
    await _commands(newsroom, moderator, "/retract 1")
    await _presses(newsroom, moderator, "Withdraw")
    cleo = await _asks(newsroom, "Cleo", LEMON)
    assert cleo.last_message.startswith("We have not checked this yet.")
    await _commands(newsroom, moderator, "/verdict 1 false No drink does. https://example.org/b")

    assert moderator.last_message == "#1 ruled ❌ False. 3 people are told."
    assert _told([*people, cleo], "You asked on") == [1, 1, 1]


async def test_after_a_withdrawal_nobody_waits_under_the_words_of_somebody_else(newsroom: Newsroom) -> None:
    wall = "The Great Wall of China is visible from the Moon with the naked eye."
    await newsroom.publishes(a_ruling(), a_ruling(claim=wall, url="https://example.org/wall"))
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom, "Ana", f"{wall} {LEMON}")
    ben, cleo = [await _asks(newsroom, name, LEMON) for name in ("Ben", "Cleo")]
    await _commands(newsroom, moderator, "/retract 1")
    await _presses(newsroom, moderator, "Withdraw")
    said = "Verdict 1 is withdrawn. 3 people are told. What they sent waits as #2, #1."
    assert said in _texts(moderator)
    await _commands(newsroom, moderator, "/link 1 2")

    assert _told([ben, cleo], "Great Wall") == [0, 0]
    await _commands(newsroom, moderator, "/verdict 2 true It soothes. https://example.org/b")
    assert moderator.last_message == "#2 ruled ✅ True. 2 people are told."
    assert _told([ana, ben, cleo], "✅ True") == [0, 1, 1]


async def test_each_claim_that_was_answered_with_a_withdrawn_verdict_is_open_again(
    newsroom: Newsroom,
) -> None:
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    ana, ben = await _asks(newsroom), await _asks(newsroom, "Ben", FOREST)
    await _commands(newsroom, moderator, "/link 1 1", "/link 2 1", "/retract 1")
    await _presses(newsroom, moderator, "Withdraw")
    await _commands(newsroom, moderator, "/verdict 2 true Sold. https://example.org/c")

    assert _told([ana, ben], "✅ True") == [0, 1]
    await _commands(newsroom, moderator, RULE)
    assert _told([ana, ben], "❌ False") == [1, 0]


async def test_who_loses_an_answer_gets_the_ruling_that_reviewers_gave_their_text_since(
    newsroom: Newsroom,
) -> None:
    asked = "From May, households in Verdania are fined 5,000 euros for watering the garden"
    await newsroom.publishes(a_ruling(claim=asked.replace("5,000", "500")))
    moderator = await newsroom.moderator()
    ana, ben = [await _asks(newsroom, name, asked) for name in ("Ana", "Ben")]
    await _presses(newsroom, ana, "1")
    await _presses(newsroom, ben, "None of these")
    ruling = "/verdict 1 true The ministry decided so. https://example.org/c"
    await _commands(newsroom, moderator, ruling, "/retract 1")
    await _presses(newsroom, moderator, "Withdraw")
    await newsroom.keep_house()

    assert _told([ana, ben], "✅ True") == [1, 1]


async def test_undoing_a_ruling_leaves_nobody_under_the_words_of_somebody_else(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    await _commands(newsroom, moderator, RULE)
    ben = await _asks(newsroom, "Ben", f"{BRIDGE}. {FOREST}.")
    assert _told([ana, ben], "❌ False") == [1, 1]
    await _commands(newsroom, moderator, "/undo 1", "/verdict 1 true It closes. https://example.org/b")

    assert _told([ana, ben], "✅ True") == [1, 0]
    assert ben.messages[0].text.startswith("We have not checked this yet.")
    assert ben.last_message == TAKEN_BACK
    await _commands(newsroom, moderator, "/verdict 2 false Neither. https://example.org/c")
    assert _told([ana, ben], "Neither.") == [0, 1]


async def test_a_withdrawn_ruling_does_not_hide_a_published_one(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    await _asks(newsroom)
    await _asks(newsroom, "Ben", FOREST)
    await _commands(newsroom, moderator, "/link 1 1", "/link 2 1", "/retract 1")
    await _presses(newsroom, moderator, "Withdraw")
    await newsroom.publishes(a_ruling(claim=BRIDGE, url="https://example.org/bridge"))
    cleo = await _asks(newsroom, "Cleo")

    assert cleo.last_message.startswith("❌ False")
    assert "stone bridge" in cleo.last_message


async def test_a_rating_chosen_by_buttons_can_be_undone_from_its_card(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    await _presses(newsroom, moderator, "Rule", "✅ True")
    await _commands(newsroom, moderator, "It closes.", "https://example.org/bridge")
    await _presses(newsroom, moderator, "Publish to 1 person", UNDO, "Rule", "❌ False")
    await _commands(newsroom, moderator, "It stays open.", "https://example.org/bridge")
    await _presses(newsroom, moderator, "Publish to 1 person")

    assert _told([ana], "✅ True") == [0]
    assert _told([ana], "❌ False") == [1]


async def test_withdrawing_twice_does_it_once(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    await _commands(newsroom, moderator, RULE, "/retract 1")
    await _presses(newsroom, moderator, "Withdraw")
    newsroom.world.press(moderator.user, moderator.last, Button("Withdraw", "callback_data", "w:1"))
    await newsroom.settle()
    await _commands(newsroom, moderator, "/retract 1", "/edit 1 true")

    assert _texts(moderator)[-2:] == ["Verdict 1 has been withdrawn."] * 2
    assert _told([ana], "We withdrew this answer.") == [1]


async def test_a_withdrawal_can_be_thought_better_of(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    await _commands(newsroom, moderator, RULE, "/retract 1")
    await _presses(newsroom, moderator, "Leave it as it is")

    assert moderator.last_message == "Verdict 1 stays as it is."
    assert "❌ False" in ana.last_message


async def test_someone_who_no_longer_wants_to_hear_is_left_alone(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    await _commands(newsroom, moderator, RULE, "/retract 1")
    await _presses(newsroom, moderator, "Withdraw")
    await _presses(newsroom, ana, "Stop telling me")
    seen = len(ana.messages)
    assert "We are checking again" not in ana.messages[-2].text
    await _commands(newsroom, moderator, "/verdict 1 true It does close. https://example.org/b")

    assert len(ana.messages) == seen


async def _wants_no_more(newsroom: Newsroom, person: Person) -> None:
    """Press "Stop telling me" under the first reply, after the ruling came."""
    press = person.presses("Stop telling me", person.messages[0])
    await newsroom.settle()
    assert press.answer is not None
    assert press.answer.endswith("You will not hear more from us about it.")


async def test_a_correction_is_put_where_it_belongs_and_sent_to_nobody_who_had_enough(
    newsroom: Newsroom,
) -> None:
    moderator = await newsroom.moderator()
    ana, ben = await _asks(newsroom), await _asks(newsroom, "Ben")
    await _commands(newsroom, moderator, RULE)
    await _wants_no_more(newsroom, ana)
    seen = [len(person.messages) for person in (ana, ben)]
    await _commands(newsroom, moderator, "/edit 1 true It does close. https://example.org/b")

    assert _told([ana, ben], "was False, now True") == [1, 1]
    assert [len(person.messages) for person in (ana, ben)] == [seen[0], seen[1] + 1]
    assert ben.last_message == "We corrected this answer."
    assert "1 person" in moderator.last_message


async def test_a_withdrawal_makes_nobody_wait_who_had_enough(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    await _commands(newsroom, moderator, RULE)
    await _wants_no_more(newsroom, ana)
    seen = len(ana.messages)
    await _commands(newsroom, moderator, "/retract 1")
    await _presses(newsroom, moderator, "Withdraw")

    assert len(ana.messages) == seen
    assert ana.last_message.startswith("This fact-check was withdrawn on ")
    assert ana.last_message.endswith(
        "You will not hear from us about it. To ask once more, forward it again."
    )
    assert not ana.last.buttons
    async with newsroom.program.store.reading() as tx:
        assert await tx.items.count_open() == 0


async def test_an_undone_ruling_is_unsaid_to_who_had_enough_and_they_do_not_wait(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana, ben = await _asks(newsroom), await _asks(newsroom, "Ben")
    await _commands(newsroom, moderator, RULE)
    await _wants_no_more(newsroom, ana)
    seen = len(ana.messages)
    await _presses(newsroom, moderator, UNDO)

    assert moderator.last_message.startswith("The ruling is undone. 1 person waits again.")
    assert ana.last_message.startswith("We cannot say yet whether this is true.")
    await _commands(newsroom, moderator, "/verdict 1 true It does close. https://example.org/b")
    assert _told([ana, ben], "✅ True") == [0, 1]
    assert len(ana.messages) == seen


async def test_who_asks_again_wants_to_hear_again(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    await _commands(newsroom, moderator, RULE)
    await _wants_no_more(newsroom, ana)
    ana.forwards(BRIDGE)
    await newsroom.settle()
    await _commands(newsroom, moderator, "/edit 1 true It does close. https://example.org/b")

    assert ana.last_message == "We corrected this answer."
    assert _texts(ana).count("We corrected this answer.") == 1


async def test_who_had_enough_of_what_was_set_aside_does_not_wait_once_it_is_reopened(
    newsroom: Newsroom,
) -> None:
    moderator = await newsroom.moderator()
    ana, ben = await _asks(newsroom), await _asks(newsroom, "Ben")
    await _commands(newsroom, moderator, "/dismiss 1 opinion")
    await _wants_no_more(newsroom, ana)
    seen = len(ana.messages)
    await _commands(newsroom, moderator, "/undo 1", RULE)

    assert len(ana.messages) == seen
    assert _told([ana, ben], "❌ False") == [0, 1]


async def test_who_asks_again_after_stopping_waits_once_what_was_set_aside_is_reopened(
    newsroom: Newsroom,
) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    await _commands(newsroom, moderator, "/dismiss 1 opinion")
    await _commands(newsroom, ana, "/stop")
    first = ana.messages[1]
    ana.forwards(BRIDGE)
    await newsroom.settle()
    again = ana.last
    await _commands(newsroom, moderator, "/undo 1")
    assert moderator.last_message.startswith("No longer set aside. 1 person waits again.")
    assert "not checked this yet" in again.text
    assert "it is an opinion" in first.text
    await _commands(newsroom, moderator, RULE)

    assert "❌ False" in ana.last_message
    assert ana.last.reply_to is again.reply_to


async def test_a_reply_that_may_not_have_arrived_is_replaced_by_the_truth(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    await _commands(newsroom, moderator, RULE)
    async with newsroom.program.store.writing() as tx:
        (owed,) = await tx.outbox.telling(VerdictId(1))
        await tx.outbox.save(replace(owed, state="unknown", message_id=None))
    await _commands(newsroom, moderator, "/edit 1 true It does.")

    assert ana.last_message.startswith("Updated 3 May 2026: was False, now True")
    async with newsroom.program.store.reading() as tx:
        assert await tx.outbox.unknown(10) == []
        told = await tx.submissions.answers_to(SubmissionId(1))
    assert [(given.verdict_id, given.revision) for given in told] == [(1, 2)]


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("/edit", "I do not know that verdict."),
        ("/edit 77 true", "I do not know that verdict."),
        ("/retract x", "I do not know that verdict."),
        ("/edit 1 nonsense", "What shall change?"),
        ("/edit 1 claim", "What shall change?"),
        ("/edit 1 false", "Verdict 1 stays as it is."),
        ("/edit 999999999999999999999999", "I do not know that verdict."),
    ],
)
async def test_a_mistyped_command_is_explained(newsroom: Newsroom, command: str, words: str) -> None:
    moderator = await newsroom.moderator()
    await _asks(newsroom)
    await _commands(newsroom, moderator, RULE, command)

    assert moderator.last_message.startswith(words)


def _plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


async def test_a_correction_can_be_read_afterwards_old_words_beside_new_ones(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await newsroom.publishes(a_ruling(publisher="Test newsroom", url=""))
    await _commands(newsroom, moderator, "/edit 1 missing_context No drink cures influenza.", "/verdicts")
    await _presses(newsroom, moderator, "⚠️ 1")
    lines = await history_of(Settings(home=newsroom.home), 1)

    assert "Revision 2" in moderator.last_message
    assert "food or" in moderator.last_message
    assert lines == [
        f"revision 1: false: {LEMON} (Test newsroom)",
        "revision 2:",
        "  rating: false → missing_context",
        "  summary: food or → –",
    ]


async def _picks_after_a_cut(newsroom: Newsroom) -> Person:
    """Choose the only suggestion; that the list was turned into the answer was not confirmed at first."""
    claim = "From May, households in Verdania are fined 500 euros for watering the garden."
    await newsroom.publishes(a_ruling(claim=claim))
    ana = await _asks(newsroom, text=claim.replace("500", "5,000"))
    newsroom.faults.add(CutAfter(), method="editMessageText")
    await _presses(newsroom, ana, "1")
    assert ana.last_message.startswith("❌ False")
    return ana


async def test_a_chosen_answer_is_withdrawn_though_its_edit_was_made_twice(newsroom: Newsroom) -> None:
    ana = await _picks_after_a_cut(newsroom)
    max_ = await newsroom.moderator("Max")
    await _commands(newsroom, max_, "/retract 1")
    await _presses(newsroom, max_, "Withdraw")

    assert ana.messages[0].text.startswith("This fact-check was withdrawn on")


# --- taken in again ----------------------------------------------------------------------------------------

REWORDED = "Doctors say that drinking warm lemon water cures the flu."


@pytest.mark.parametrize(
    "worded", [[], [f"/edit 1 claim {REWORDED}"]], ids=["as it was taken in", "worded otherwise here"]
)
@pytest.mark.parametrize(
    "claim", [LEMON, "Drinking lemon water that is warm cures the flu."], ids=["as before", "reworded"]
)
async def test_what_a_moderator_withdrew_does_not_come_back_in_any_words(
    newsroom: Newsroom, worded: list[str], claim: str
) -> None:
    await newsroom.publishes(a_ruling(publisher=NEWSROOM))
    moderator = await newsroom.moderator()
    await _commands(newsroom, moderator, *worded, "/retract 1")
    await _presses(newsroom, moderator, "Withdraw")
    await newsroom.publishes(a_ruling(publisher=NEWSROOM, claim=claim))
    await newsroom.publishes(a_ruling(publisher=NEWSROOM, claim=claim))
    ana = await _asks(newsroom, text=LEMON)

    assert ana.last_message.startswith("We have not checked this yet.")


async def test_another_claim_of_a_page_comes_in_after_one_was_withdrawn(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    await _commands(newsroom, moderator, "/retract 1")
    await _presses(newsroom, moderator, "Withdraw")
    await newsroom.publishes(a_ruling(claim=FOREST))
    ana = await _asks(newsroom, text=FOREST)

    assert ana.last_message.startswith("❌ False")


async def test_one_of_two_claims_that_was_worded_and_rated_otherwise_does_not_come_back(
    newsroom: Newsroom,
) -> None:
    archive = [a_ruling(publisher=NEWSROOM), a_ruling(publisher=NEWSROOM, claim=FOREST)]
    await newsroom.publishes(*archive)
    moderator = await newsroom.moderator()
    await _commands(newsroom, moderator, "/edit 1 misleading It eases them.", f"/edit 1 claim {REWORDED}")
    await newsroom.publishes(*archive)
    async with newsroom.program.store.reading() as tx:
        stored = sorted((one.id, one.ruling.claim, one.ruling.rating) for one in await tx.verdicts.newest(5))

    assert stored == [(1, REWORDED, Rating.MISLEADING), (2, FOREST, Rating.FALSE)]
