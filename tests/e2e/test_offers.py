"""Stories of what else a new verdict answers: a thousand askers, open items, suggestions nobody took."""

from pathlib import Path

import pytest

from claims.usecases.offering import LOOKED_AT_IN_A_ROUND
from matching.embeddings import TwoEncoders
from simulator.messages import Button
from simulator.person import Person
from simulator.world import World
from tests.e2e.test_ruling_steps import asks, plain, pressed, said
from tests.support.builders import a_ruling
from tests.support.clock import FakeClock
from tests.support.newsroom import Newsroom, open_newsroom

BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"
REWORDED = "From Monday the old stone bridge in Lindhaven is going to be closed for two years"
SHOUTED = "BREAKING: the old stone bridge in Lindhaven will be closed for two years, starting Monday"
FOREST = "The mayor of Elmsworth sold the town forest to a mining company"
RULE = "false It closes for three nights. https://example.org/bridge"


def told(person: Person) -> int:
    return sum("You asked on" in message.text for message in person.messages)


async def rules_on_fines(newsroom: Newsroom, moderator: Person) -> None:
    """Rule on the first item, as about fines of 5,000 euros, and look for what that answers, too."""
    await said(newsroom, moderator, "/claim 1 The town fines watering gardens with up to 5,000 euros.")
    await pressed(newsroom, moderator, "❌ False")
    await said(newsroom, moderator, "No such fine was ever decided.")
    await pressed(newsroom, moderator, "No link")
    await pressed(newsroom, moderator, "Publish to 1 person")
    await newsroom.keep_house()


@pytest.mark.slow
async def test_a_thousand_askers_are_told_of_one_verdict_each_once(newsroom: Newsroom) -> None:
    newsroom.step_seconds = 0.2  # several messages to a step: it takes a quarter of the time
    moderator = await newsroom.moderator()
    people = [newsroom.person(f"Person {number}") for number in range(1_000)]
    for person in people:
        person.forwards(BRIDGE)
    await newsroom.settle()
    assert await said(newsroom, moderator, f"/verdict 1 {RULE}") == "#1 ruled ❌ False. 1000 people are told."
    moderator.says("/verdict 1 true Somebody is late. https://example.org/bridge")
    await newsroom.keep_house()  # the ruling told the first ones, this tells the others

    assert {told(person) for person in people} == {1}
    assert {len(person.messages) for person in people} == {2}


async def test_open_items_that_match_are_offered_and_answered_by_one_tap(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana, ben = await asks(newsroom, BRIDGE, "Ana"), await asks(newsroom, REWORDED, "Ben")
    cleo, dora = await asks(newsroom, SHOUTED, "Cleo"), await asks(newsroom, FOREST, "Dora")
    await said(newsroom, moderator, f"/verdict 1 {RULE}")
    await newsroom.keep_house()
    offer = plain(moderator.last_message)
    assert offer.startswith("These may ask the same.")
    assert REWORDED in offer
    assert FOREST not in offer
    done = await pressed(newsroom, moderator, "All: 2 people")

    assert done.startswith("2 more people are told.")
    assert [told(person) for person in (ana, ben, cleo, dora)] == [1, 1, 1, 0]
    async with newsroom.program.store.reading() as tx:
        assert await tx.items.count_open() == 1


async def test_offers_are_taken_one_by_one_too_and_not_made_again(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ben, cleo = await asks(newsroom, REWORDED, "Ben"), await asks(newsroom, SHOUTED, "Cleo")
    await asks(newsroom, BRIDGE, "Ana")
    await said(newsroom, moderator, f"/verdict 3 {RULE}")
    await newsroom.keep_house()
    left = await pressed(newsroom, moderator, "1")
    messages = len(moderator.messages)
    await newsroom.keep_house()

    assert left.startswith("1 more person is told.")
    assert sorted([told(ben), told(cleo)]) == [0, 1]
    assert len(moderator.messages) == messages


async def test_an_offer_that_someone_else_answered_meanwhile_tells_nobody_twice(newsroom: Newsroom) -> None:
    max_, mia = await newsroom.moderator("Max"), await newsroom.moderator("Mia")
    await asks(newsroom, BRIDGE, "Ana")
    ben = await asks(newsroom, REWORDED, "Ben")
    await said(newsroom, max_, f"/verdict 1 {RULE}")
    await newsroom.keep_house()
    await said(newsroom, mia, "/link 2 1")
    shown = await pressed(newsroom, max_, "All: 1 person")

    assert shown.startswith("0 more people are told.")
    assert told(ben) == 1


async def test_whoever_was_shown_suggestions_and_took_none_is_offered_too(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling(claim="The town fines watering gardens with up to 500 euros."))
    moderator = await newsroom.moderator()
    text = "The town fines watering gardens with up to 5,000 euros"
    ana = await asks(newsroom, text, "Ana")
    assert "Is one of these what you asked about?" in ana.last_message
    await asks(newsroom, FOREST, "Ben")
    await rules_on_fines(newsroom, moderator)
    assert "was shown suggestions" in moderator.last_message
    await pressed(newsroom, moderator, "All: 1 person")

    assert told(ana) == 1
    assert "No such fine was ever decided." in ana.last_message


async def test_who_was_shown_suggestions_long_ago_is_not_told(tmp_path: Path, embedder: TwoEncoders) -> None:
    clock, text = FakeClock(), "The town fines watering gardens with up to 5,000 euros"
    world = World(clock=lambda: clock.now().timestamp())
    async with open_newsroom(tmp_path, world, clock, embedder) as newsroom:
        await newsroom.publishes(a_ruling(claim="The town fines watering gardens with up to 500 euros."))
        moderator = await newsroom.moderator()
        long_ago = await asks(newsroom, text, "Ana")
        clock.advance(days=20)
        lately = await asks(newsroom, text, "Cleo")
        await asks(newsroom, FOREST, "Ben")
        await rules_on_fines(newsroom, moderator)
        await pressed(newsroom, moderator, "All: 1 person")

    assert [told(long_ago), told(lately)] == [0, 1]


async def test_nothing_is_offered_where_nothing_matches(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await asks(newsroom, BRIDGE, "Ana")
    await asks(newsroom, FOREST, "Ben")
    await said(newsroom, moderator, f"/verdict 1 {RULE}")
    messages = len(moderator.messages)
    await newsroom.keep_house()

    assert len(moderator.messages) == messages


async def test_what_differs_in_a_number_is_not_offered(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await asks(newsroom, "The market hall of district 25 is sold to a bank", "Ana")
    await asks(newsroom, "The market hall of district 19 is sold to a bank", "Ben")
    await said(newsroom, moderator, "/verdict 1 false It stays open. https://example.org/hall")
    messages = len(moderator.messages)
    await newsroom.keep_house()

    assert len(moderator.messages) == messages


async def test_what_an_import_answers_is_offered_to_every_reviewer_once(newsroom: Newsroom) -> None:
    max_, mia = await newsroom.moderator("Max"), await newsroom.moderator("Mia")
    ben, dora = await asks(newsroom, REWORDED, "Ben"), await asks(newsroom, FOREST, "Dora")
    await newsroom.publishes(a_ruling(claim=BRIDGE, url="https://factdesk.example/bridge"))
    await newsroom.keep_house()
    messages = len(max_.messages)
    await newsroom.keep_house()
    assert len(max_.messages) == messages
    assert [m.last_message.startswith("These may ask the same.") for m in (max_, mia)] == [True, True]
    await pressed(newsroom, mia, "All: 1 person")
    assert (await pressed(newsroom, max_, "All: 1 person")).startswith("0 more people are told.")

    assert [told(ben), told(dora)] == [1, 0]


async def test_many_open_items_are_looked_at_a_few_at_a_time(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    for number in range(LOOKED_AT_IN_A_ROUND):
        await asks(newsroom, f"The swimming hall of Corran sold {number + 100} towels in one day", "Ana")
    ben = await asks(newsroom, REWORDED, "Ben")
    await newsroom.publishes(a_ruling(claim=BRIDGE, url="https://factdesk.example/bridge"))
    await newsroom.keep_house()
    assert not moderator.last_message.startswith("These may ask the same.")
    await newsroom.keep_house()
    assert moderator.last_message.startswith("These may ask the same.")
    messages = len(moderator.messages)
    await newsroom.keep_house()
    assert len(moderator.messages) == messages
    await pressed(newsroom, moderator, "All: 1 person")

    assert told(ben) == 1


async def test_an_answer_that_was_disputed_is_not_offered_for_the_same_text(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling(claim=BRIDGE, url="https://factdesk.example/bridge"))
    moderator = await newsroom.moderator()
    ana = await asks(newsroom, BRIDGE, "Ana")
    await pressed(newsroom, ana, "Not this claim")
    messages = len(moderator.messages)
    await newsroom.keep_house()

    assert len(moderator.messages) == messages


async def test_an_undone_ruling_is_not_offered(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await asks(newsroom, BRIDGE, "Ana")
    ben = await asks(newsroom, REWORDED, "Ben")
    await said(newsroom, moderator, f"/verdict 1 {RULE}")
    await newsroom.keep_house()
    await pressed(newsroom, moderator, "Undo (10 min)")
    press = moderator.presses("All: 1 person")
    await newsroom.settle()

    assert press.answer.startswith("This button no longer works.")
    assert told(ben) == 0


@pytest.mark.parametrize("data", ["of:1:1", "of:99:2", "of:1:9"])
async def test_offers_of_nothing_are_stale(newsroom: Newsroom, data: str) -> None:
    moderator = await newsroom.moderator()
    await asks(newsroom)
    newsroom.world.press(moderator.user, moderator.last, Button("forged", "callback_data", data))
    await newsroom.settle()

    async with newsroom.program.store.reading() as tx:
        assert (await tx.inbox.counts()).get("dead", 0) == 0
