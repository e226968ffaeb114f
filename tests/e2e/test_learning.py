"""Stories of what people's judgements teach, applied at once."""

import json
from pathlib import Path

import pytest

from bot.calibrating import calibration_as_json, describe_calibration, read_calibration
from bot.settings import Settings
from claims.learning import LabelledPair, LabelSource
from claims.verdict import VerdictId
from matching.embeddings import TwoEncoders
from simulator.person import Person
from tests.e2e.test_ruling_steps import asks, pressed, said
from tests.support.builders import a_ruling
from tests.support.newsroom import Newsroom, open_newsroom

GARDENS = a_ruling(claim="The town fines watering gardens with up to 500 euros.")
HOSES = a_ruling(
    claim="Garden hoses are expensive to use in Verdania since the decree on water.",
    url="https://example.org/hoses",
)
MORE = "The town fines watering gardens with up to 5,000 euros"
SAME = "The town fines watering gardens with up to 500 euros."
OTHER = "The mayor of Elmsworth sold the town forest to a mining company"
RULE = "false No such fine was ever decided. https://example.org/fine"


async def judged(newsroom: Newsroom) -> list[tuple[str, int, bool]]:
    return [(pair.source.value, pair.verdict_id, pair.same) for pair in await pairs(newsroom)]


async def pairs(newsroom: Newsroom) -> list[LabelledPair]:
    async with newsroom.program.store.reading() as tx:
        return list(await tx.pairs.all())


def was_suggested(person: Person) -> bool:
    return "Is one of these what you asked about?" in person.messages[0].text


async def test_picks_and_rejections_are_kept_with_what_the_matcher_had_said(newsroom: Newsroom) -> None:
    await newsroom.publishes(GARDENS)
    ana, ben = await asks(newsroom, MORE, "Ana"), await asks(newsroom, MORE, "Ben")
    await pressed(newsroom, ana, "1")
    await pressed(newsroom, ben, "None of these")

    assert await judged(newsroom) == [("asker_picked", 1, True), ("asker_rejected", 1, False)]
    assert all(0 < (pair.probability or 0) < 1 for pair in await pairs(newsroom))


async def test_one_persons_no_is_for_them_alone(newsroom: Newsroom) -> None:
    await newsroom.publishes(GARDENS)
    ana = await asks(newsroom, MORE, "Ana")
    await pressed(newsroom, ana, "None of these")
    ana.forwards(MORE)
    await newsroom.settle()

    assert "not checked this yet" in ana.last_message
    assert was_suggested(await asks(newsroom, MORE, "Ben"))


async def test_a_late_no_takes_a_reviewers_choice_from_nobody(newsroom: Newsroom) -> None:
    await newsroom.publishes(GARDENS, HOSES)
    moderator = await newsroom.moderator()
    ana, ben = await asks(newsroom, MORE, "Ana"), await asks(newsroom, MORE, "Ben")
    await pressed(newsroom, ben, "None of these")
    await said(newsroom, moderator, "/link 1 2")
    cards = len(moderator.messages)
    await pressed(newsroom, ana, "None of these")
    cleo = await asks(newsroom, MORE, "Cleo")

    assert HOSES.claim in ana.last_message
    assert HOSES.claim in cleo.last_message
    assert len(moderator.messages) == cards


async def test_a_late_no_to_what_was_set_aside_is_told_so_and_is_no_new_work(newsroom: Newsroom) -> None:
    await newsroom.publishes(GARDENS)
    moderator = await newsroom.moderator()
    ana, ben = await asks(newsroom, MORE, "Ana"), await asks(newsroom, MORE, "Ben")
    await pressed(newsroom, ben, "None of these")
    await said(newsroom, moderator, "/dismiss 1 opinion")
    cards = len(moderator.messages)
    presses = [ana.presses("None of these", ana.messages[0]) for _ in range(2)]
    await newsroom.settle()

    assert "it is an opinion" in ana.last_message
    assert [press.answer for press in presses] == ["", ""]
    assert [len(ana.messages), len(moderator.messages)] == [2, cards]
    assert not ana.messages[0].buttons
    async with newsroom.program.store.reading() as tx:
        assert await tx.items.count_open() == 0


async def test_who_was_told_late_that_it_was_set_aside_waits_once_it_is_reopened(newsroom: Newsroom) -> None:
    await newsroom.publishes(GARDENS)
    moderator = await newsroom.moderator()
    ana, ben = await asks(newsroom, MORE, "Ana"), await asks(newsroom, MORE, "Ben")
    await pressed(newsroom, ben, "None of these")
    await said(newsroom, moderator, "/dismiss 1 opinion")
    await pressed(newsroom, ana, "None of these")
    card = await said(newsroom, moderator, "/undo 1")
    await said(newsroom, moderator, "/verdict 1 true The council decided it. https://example.org/council")

    assert card.startswith("No longer set aside. 2 people wait again.")
    assert ["✅ True" in person.last_message for person in (ana, ben)] == [True, True]


async def test_who_disputes_an_answer_is_heard_though_its_text_was_set_aside_once(newsroom: Newsroom) -> None:
    await newsroom.publishes(GARDENS)
    moderator = await newsroom.moderator()
    ana, ben = await asks(newsroom, MORE, "Ana"), await asks(newsroom, MORE, "Ben")
    await pressed(newsroom, ana, "1")
    await pressed(newsroom, ben, "None of these")
    await said(newsroom, moderator, "/dismiss 1 opinion")
    await pressed(newsroom, ana, "Not this claim")

    assert "A reviewer will look at it" in ana.last_message


async def test_who_says_no_to_a_reviewers_choice_too_waits_alone(newsroom: Newsroom) -> None:
    await newsroom.publishes(GARDENS, HOSES)
    moderator = await newsroom.moderator()
    ana, ben = await asks(newsroom, MORE, "Ana"), await asks(newsroom, MORE, "Ben")
    await pressed(newsroom, ben, "None of these")
    await said(newsroom, moderator, "/link 1 2")
    await pressed(newsroom, ana, "None of these")
    await pressed(newsroom, ana, "Not this claim")
    cleo = await asks(newsroom, MORE, "Cleo")

    assert "A reviewer will look at it" in ana.last_message
    assert HOSES.claim in cleo.last_message


async def test_what_a_late_no_brought_is_taken_back_with_the_reviewers_choice(newsroom: Newsroom) -> None:
    await newsroom.publishes(GARDENS, HOSES)
    moderator = await newsroom.moderator()
    ana, ben = await asks(newsroom, MORE, "Ana"), await asks(newsroom, MORE, "Ben")
    await pressed(newsroom, ben, "None of these")
    await said(newsroom, moderator, "/link 1 2")
    await pressed(newsroom, ana, "None of these")
    await said(newsroom, moderator, "/undo 1")
    await said(newsroom, moderator, "/verdict 1 true The council decided it. https://example.org/council")

    assert ["✅ True" in person.last_message for person in (ana, ben)] == [True, True]


async def test_who_picks_from_an_old_list_gets_what_reviewers_ruled_on_that_text(newsroom: Newsroom) -> None:
    await newsroom.publishes(GARDENS)
    moderator = await newsroom.moderator()
    ana, ben = await asks(newsroom, MORE, "Ana"), await asks(newsroom, MORE, "Ben")
    await pressed(newsroom, ben, "None of these")
    await said(newsroom, moderator, "/verdict 1 true The council decided it. https://example.org/council")
    for _twice in range(2):
        newsroom.world.press(ana.user, ana.last, ana.last.buttons[0])
    await newsroom.settle()

    assert ana.last_message.startswith("✅ True")
    assert len(ana.messages) == 1
    assert ("asker_picked", 1, True) not in await judged(newsroom)
    await said(newsroom, moderator, "/undo 1")
    assert "not checked this yet" in ana.messages[0].text
    assert ana.last_message.startswith("We took this answer back.")


async def test_a_moderators_no_is_for_everybody_at_once(newsroom: Newsroom) -> None:
    await newsroom.publishes(GARDENS)
    moderator = await newsroom.moderator()
    ana = await asks(newsroom, SAME, "Ana")
    assert ana.last_message.startswith("❌ False")
    await pressed(newsroom, ana, "Not this claim")
    await said(newsroom, moderator, "/verdict 1 true The council decided it. https://example.org/council")
    ben = await asks(newsroom, SAME, "Ben")

    assert ("ruled_otherwise", 1, False) in await judged(newsroom)
    assert ben.last_message.startswith("✅ True")


async def test_undone_a_ruling_teaches_nothing(newsroom: Newsroom) -> None:
    await newsroom.publishes(GARDENS)
    moderator = await newsroom.moderator()
    ana = await asks(newsroom, SAME, "Ana")
    await pressed(newsroom, ana, "Not this claim")
    for command in (f"/verdict 1 {RULE}", "/link 1 1"):
        await said(newsroom, moderator, command)
        await pressed(newsroom, moderator, "Undo (10 min)")

    assert await judged(newsroom) == [("asker_rejected", 1, False)]
    assert (await asks(newsroom, SAME, "Ben")).last_message.startswith("❌ False")


async def test_linking_and_merging_say_which_texts_are_one_claim(newsroom: Newsroom) -> None:
    await newsroom.publishes(GARDENS)
    moderator = await newsroom.moderator()
    await asks(newsroom, OTHER, "Ana")
    await asks(newsroom, "My aunt was fined a fortune for watering her roses", "Ben")
    await said(newsroom, moderator, "/merge 2 1")
    await said(newsroom, moderator, "/link 1 1")

    assert sorted(await judged(newsroom)) == [("linked", 1, True), ("merged", 1, True)]


async def test_an_offer_taken_is_a_judgement_too(newsroom: Newsroom) -> None:
    await newsroom.publishes(GARDENS)
    moderator = await newsroom.moderator()
    await asks(newsroom, MORE, "Ana")
    await asks(newsroom, OTHER, "Ben")
    await said(newsroom, moderator, f"/claim 1 {MORE}")
    await pressed(newsroom, moderator, "❌ False")
    await said(newsroom, moderator, "No such fine was ever decided.")
    await pressed(newsroom, moderator, "No link")
    await pressed(newsroom, moderator, "Publish")
    await newsroom.keep_house()
    await pressed(newsroom, moderator, "All")

    assert ("offer_taken", 2, True) in await judged(newsroom)


async def test_calibrate_says_honestly_when_there_is_too_little(newsroom: Newsroom, tmp_path: Path) -> None:
    await newsroom.publishes(GARDENS)
    moderator = await newsroom.moderator()
    ana = await asks(newsroom, MORE, "Ana")
    await pressed(newsroom, ana, "None of these")
    told = await said(newsroom, moderator, "/calibrate")
    found = await read_calibration(Settings(home=tmp_path))

    await said(newsroom, moderator, "/stats")
    moderator.presses("How often the matcher is right")
    await newsroom.settle()

    assert moderator.last_message == moderator.messages[-3].text
    assert "1 judged pair of a text and a verdict: 0 one claim, 1 two" in told
    assert "too few to say" in told
    assert "Too few to go by yet: a threshold needs 30 judged pairs." in told
    assert "Too few to go by: a threshold needs 30 judged pairs." in describe_calibration(found)
    assert {one["precision"] for one in calibration_as_json(found)["thresholds"]} == {None}


async def test_calibrate_reports_precision_from_many_judgements(
    tmp_path: Path, embedder: TwoEncoders
) -> None:
    async with open_newsroom(tmp_path, embedder=embedder) as newsroom:
        await newsroom.publishes(GARDENS)
        moderator = await newsroom.moderator()
        async with newsroom.program.store.writing() as tx:
            for number in range(40):
                await tx.pairs.add(
                    f"text {number}",
                    VerdictId(1),
                    LabelSource.ASKER_PICKED,
                    newsroom.clock.now(),
                    same=number < 36,
                    probability=0.98,
                )
        told = await said(newsroom, moderator, "/calibrate")
        report = json.dumps(calibration_as_json(await read_calibration(Settings(home=tmp_path))))

    assert "from 0.95: 90 % of 40 right, at least 76 % · in use" in told
    assert "from 0.99: 0 of 0, too few to say" in told
    assert '"threshold": 0.95, "in_use": true, "pairs": 40, "same": 36, "precision": 0.9' in report


@pytest.mark.parametrize("command", ["/calibrate"])
async def test_the_report_is_for_reviewers(newsroom: Newsroom, command: str) -> None:
    ana = newsroom.person()

    assert (await said(newsroom, ana, command)).startswith("I do not know that command.")
