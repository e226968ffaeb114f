"""Stories of people who stop the bot in Telegram, and take it back."""

from pathlib import Path

import pytest

from claims.verdict import Rating
from matching.embeddings import TwoEncoders
from simulator.person import Person
from simulator.world import World
from tests.support.builders import a_ruling
from tests.support.clock import FakeClock
from tests.support.newsroom import Newsroom, open_newsroom
from tests.support.talking import forwards, says, shown

LEMON = "Drinking warm lemon water cures the flu."
BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"
NEAR = "The old stone bridge in Lindhaven will be closed for three years from Monday"
FINES = "The town fines watering gardens with up to 5,000 euros"
WAITS = "We have not checked this yet. Better not to share it until we know."
RULE = "/verdict 1 false It stays open. https://example.org/bridge"


async def blocks(newsroom: Newsroom, person: Person) -> None:
    person.blocks_bot()
    await newsroom.settle()


async def comes_back(newsroom: Newsroom, person: Person) -> None:
    person.unblocks_bot()
    await newsroom.settle()


async def rerates(newsroom: Newsroom, rating: Rating) -> None:
    await newsroom.publishes(a_ruling(rating=rating))
    await newsroom.settle()


async def asks(newsroom: Newsroom, text: str = BRIDGE) -> Person:
    """Let somebody ask and stop the bot after its first reply."""
    ana = newsroom.person()
    await forwards(newsroom, ana, text)
    await blocks(newsroom, ana)
    return ana


def rulings(person: Person) -> list[str]:
    return [text.split("\n")[2] for text in shown(person) if text.startswith("You asked on")]


@pytest.mark.parametrize("days", [0, 30])
async def test_an_answer_that_was_corrected_meanwhile_is_put_right(newsroom: Newsroom, days: int) -> None:
    await newsroom.publishes(a_ruling())
    ana = await asks(newsroom, LEMON)
    await rerates(newsroom, Rating.TRUE)
    newsroom.clock.advance(hours=24 * days)
    await newsroom.keep_house()
    await comes_back(newsroom, ana)

    answer, note = shown(ana)
    assert "was False, now True" in answer
    assert note == "We corrected this answer."


async def test_an_answer_that_was_withdrawn_meanwhile_is_withdrawn(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await newsroom.publishes(a_ruling())
    ana = await asks(newsroom, LEMON)
    await says(newsroom, moderator, "/retract 1")
    moderator.presses("Withdraw")
    await newsroom.settle()
    await comes_back(newsroom, ana)

    answer, note = shown(ana)
    assert "We are checking again." in answer
    assert note == "We withdrew this answer."


async def test_a_ruling_that_came_meanwhile_is_told_once(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom)
    await says(newsroom, moderator, RULE)
    for _twice in range(2):
        await comes_back(newsroom, ana)
        await blocks(newsroom, ana)

    assert rulings(ana) == ["❌ False"]


async def test_a_missed_ruling_is_told_as_it_was_corrected(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom)
    await says(newsroom, moderator, RULE)
    await says(newsroom, moderator, "/edit 1 true It does close.")
    await comes_back(newsroom, ana)
    await says(newsroom, moderator, "/edit 1 satire It was a joke.")

    [answer] = [text for text in shown(ana) if "Claim:" in text]
    assert "was True, now Satire" in answer


async def test_a_missed_ruling_that_was_withdrawn_is_not_told(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom)
    await says(newsroom, moderator, RULE)
    await says(newsroom, moderator, "/retract 1")
    moderator.presses("Withdraw")
    await newsroom.settle()
    await comes_back(newsroom, ana)

    assert rulings(ana) == []


async def test_who_missed_a_ruling_that_was_undone_hears_the_next_one(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom)
    await says(newsroom, moderator, RULE)
    await says(newsroom, moderator, "/undo 1")
    await comes_back(newsroom, ana)
    assert rulings(ana) == []

    await says(newsroom, moderator, RULE.replace("false", "satire"))
    assert [text.endswith("Satire") for text in rulings(ana)] == [True]


async def test_that_a_question_was_set_aside_meanwhile_is_told(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom)
    await says(newsroom, moderator, "/dismiss 1 opinion")
    await comes_back(newsroom, ana)

    assert "it is an opinion, and opinions are not rated" in ana.last_message


async def test_nothing_old_overwrites_what_was_sent_after_a_return_that_we_did_not_hear_of(
    newsroom: Newsroom,
) -> None:
    await newsroom.publishes(a_ruling())
    ana = await asks(newsroom, LEMON)
    await rerates(newsroom, Rating.TRUE)
    ana.unblocks_bot()
    newsroom.world.updates.clear()
    await rerates(newsroom, Rating.SATIRE)
    await blocks(newsroom, ana)
    await comes_back(newsroom, ana)

    assert "was True, now Satire" in shown(ana)[0]


async def test_who_is_forgotten_is_told_nothing_old(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom)
    await says(newsroom, moderator, RULE)
    ana.unblocks_bot()
    newsroom.world.updates.clear()
    await says(newsroom, ana, "/forgetme")
    ana.presses("Delete it")
    await newsroom.settle()
    await blocks(newsroom, ana)
    await comes_back(newsroom, ana)

    assert rulings(ana) == []


async def test_it_is_told_once_though_the_update_comes_again_after_a_restart(
    tmp_path: Path, embedder: TwoEncoders, world: World, clock: FakeClock
) -> None:
    async with open_newsroom(tmp_path, world, clock, embedder) as newsroom:
        moderator, ana = await newsroom.moderator(), await asks(newsroom)
        await says(newsroom, moderator, RULE)
        ana.unblocks_bot()
        [update] = world.updates.pending
        await newsroom.receive()
        await newsroom.program.worker.handle_waiting()
    async with open_newsroom(tmp_path, world, clock, embedder) as newsroom:
        world.updates.push_raw(update)
        await newsroom.settle()

    assert rulings(ana) == ["❌ False"]


@pytest.mark.parametrize("first", ["/start", LEMON])
async def test_a_ruling_is_told_though_what_they_send_overtakes_their_return(
    newsroom: Newsroom, first: str
) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom)
    await says(newsroom, moderator, RULE)
    ana.unblocks_bot()
    [update] = newsroom.world.updates.pending
    newsroom.world.updates.clear()
    await (says(newsroom, ana, first) if first == "/start" else forwards(newsroom, ana, first))
    newsroom.world.updates.push_raw(update)
    await newsroom.settle()

    assert rulings(ana) == ["❌ False"]


@pytest.mark.parametrize("first", ["/start", LEMON])
async def test_a_ruling_is_told_though_it_was_stored_as_refused_after_the_return(
    newsroom: Newsroom, first: str
) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom)
    ana.unblocks_bot()
    await newsroom.receive()
    await newsroom.program.worker.handle_waiting()
    ana.blocks_bot()
    newsroom.world.updates.clear()
    await says(newsroom, moderator, RULE)
    ana.unblocks_bot()
    newsroom.world.updates.clear()
    await (says(newsroom, ana, first) if first == "/start" else forwards(newsroom, ana, first))

    assert rulings(ana) == ["❌ False"]


async def asks_and_blocks(newsroom: Newsroom, text: str = BRIDGE) -> Person:
    """Let somebody ask and stop the bot before its first reply."""
    ana = newsroom.person()
    ana.forwards(text)
    await blocks(newsroom, ana)
    return ana


async def presses(newsroom: Newsroom, person: Person, *buttons: str) -> None:
    for button in buttons:
        person.presses(button)
        await newsroom.settle()


async def test_a_first_answer_that_was_missed_is_told_once(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = await asks_and_blocks(newsroom, LEMON)
    for _twice in range(2):
        await comes_back(newsroom, ana)
        await blocks(newsroom, ana)

    assert [text.split("\n")[0] for text in shown(ana)] == ["❌ False"]


async def test_a_first_answer_that_was_missed_is_told_as_it_is_by_then(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = await asks_and_blocks(newsroom, LEMON)
    await rerates(newsroom, Rating.TRUE)
    await comes_back(newsroom, ana)
    await rerates(newsroom, Rating.SATIRE)

    answer, note = shown(ana)
    assert answer.startswith("Updated 3 May 2026: was True, now Satire")
    assert note == "We corrected this answer."


async def test_who_missed_a_first_answer_that_was_withdrawn_waits_for_the_next(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await newsroom.publishes(a_ruling())
    ana = await asks_and_blocks(newsroom, LEMON)
    await says(newsroom, moderator, "/retract 1")
    moderator.presses("Withdraw")
    await newsroom.settle()
    await comes_back(newsroom, ana)
    assert [text.split("\n")[0] for text in shown(ana)] == [WAITS]

    await says(newsroom, moderator, RULE)
    assert rulings(ana) == ["❌ False"]


async def test_who_missed_that_the_question_waits_reads_it_and_hears_the_ruling(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), await asks_and_blocks(newsroom)
    await comes_back(newsroom, ana)
    assert [text.split("\n")[0] for text in shown(ana)] == [WAITS]

    await says(newsroom, moderator, RULE)
    assert rulings(ana) == ["❌ False"]


async def test_who_missed_both_that_it_waits_and_the_ruling_is_told_the_ruling_alone(
    newsroom: Newsroom,
) -> None:
    moderator, ana = await newsroom.moderator(), await asks_and_blocks(newsroom)
    await says(newsroom, moderator, RULE)
    await comes_back(newsroom, ana)

    assert len(shown(ana)) == len(rulings(ana)) == 1


async def test_who_missed_suggestions_is_told_what_was_ruled_on_the_very_text_since(
    newsroom: Newsroom,
) -> None:
    moderator = await newsroom.moderator()
    await newsroom.publishes(a_ruling(claim=NEAR))
    ana, ben = await asks_and_blocks(newsroom), newsroom.person("Ben")
    await forwards(newsroom, ben, BRIDGE)
    ben.presses("None of these")
    await newsroom.settle()
    await says(newsroom, moderator, RULE)
    await comes_back(newsroom, ana)
    assert [text.split("\n")[0] for text in shown(ana)] == ["❌ False"]

    await says(newsroom, moderator, "/undo 1")
    assert shown(ana)[0].startswith(WAITS)


async def test_who_missed_that_a_question_was_set_aside_before_is_told_so(newsroom: Newsroom) -> None:
    moderator, ben = await newsroom.moderator(), newsroom.person("Ben")
    await forwards(newsroom, ben, BRIDGE)
    await says(newsroom, moderator, "/dismiss 1 opinion")
    ana = await asks_and_blocks(newsroom)
    await comes_back(newsroom, ana)

    assert "it is an opinion, and opinions are not rated" in ana.last_message


async def test_who_missed_a_ruling_that_was_withdrawn_hears_the_next_one(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom)
    await says(newsroom, moderator, RULE)
    await says(newsroom, moderator, "/retract 1")
    moderator.presses("Withdraw")
    await newsroom.settle()
    await comes_back(newsroom, ana)

    await says(newsroom, moderator, "/verdict 2 satire It was a joke. https://example.org/joke")
    assert [text.endswith("Satire") for text in rulings(ana)] == [True]


async def test_who_missed_a_ruling_waits_where_the_question_was_merged_into_another(
    newsroom: Newsroom,
) -> None:
    moderator, ben = await newsroom.moderator(), newsroom.person("Ben")
    ana = await asks(newsroom)
    await forwards(newsroom, ben, LEMON)
    for command in (RULE, "/undo 1", "/merge 1 2"):
        await says(newsroom, moderator, command)
    await comes_back(newsroom, ana)

    await says(newsroom, moderator, RULE.replace("/verdict 1", "/verdict 2"))
    assert rulings(ana) == ["❌ False"]


async def test_who_missed_what_answers_suggestions_is_told_it(newsroom: Newsroom) -> None:
    moderator, ben = await newsroom.moderator(), newsroom.person("Ben")
    await newsroom.publishes(a_ruling(claim="The town fines watering gardens with up to 500 euros."))
    ana = await asks(newsroom, FINES)
    await forwards(newsroom, ben, LEMON)
    await says(newsroom, moderator, f"/claim 1 {FINES}")
    await presses(newsroom, moderator, "❌ False")
    await says(newsroom, moderator, "No such fine was ever decided.")
    await presses(newsroom, moderator, "No link", "Publish to 1 person")
    await newsroom.keep_house()
    await presses(newsroom, moderator, "All: 1 person")
    assert rulings(ana) == []

    await comes_back(newsroom, ana)
    assert rulings(ana) == ["❌ False"]


async def test_a_missed_list_says_no_difference_that_a_corrected_claim_refutes(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    await forwards(newsroom, newsroom.person("Ben"), FINES.replace("5,000", "500"))
    await says(newsroom, moderator, "/verdict 1 false There is no such fine. https://townhall.example/water")
    ana.forwards(FINES)
    await blocks(newsroom, ana)
    await says(newsroom, moderator, f"/edit 1 claim {FINES}")
    await comes_back(newsroom, ana)

    assert FINES in ana.last_message
    assert "You asked about" not in ana.last_message


async def test_a_promise_that_was_given_up_does_not_stand_after_the_return(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    await forwards(newsroom, ana, BRIDGE)
    ana.presses("Stop telling me")
    await blocks(newsroom, ana)
    await comes_back(newsroom, ana)

    assert "We will reply here" not in ana.messages[0].text
