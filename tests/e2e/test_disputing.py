"""Stories of "not this claim" said to an answer: one item, whose card says what was answered."""

from tests.e2e.test_ruling_steps import asks, pressed, said
from tests.support.builders import a_ruling
from tests.support.newsroom import Newsroom

LEMON = "Drinking warm lemon water cures the flu."
RULED = "/verdict 1 true A study says so. https://example.org/study"


async def open_items(newsroom: Newsroom) -> int:
    async with newsroom.program.store.reading() as tx:
        return await tx.items.count_open()


async def test_the_card_says_what_was_answered_and_that_it_does_not_fit(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    await pressed(newsroom, await asks(newsroom, LEMON, "Ana"), "Not this claim")
    card, opened = moderator.last_message, await said(newsroom, moderator, "/take 1")

    assert card.startswith("Somebody says that our answer does not fit\n#1 · 1 person")
    for shown in (card, opened):
        assert "Answered with: ❌ False · " in shown
        assert "Whoever asked says that this is another claim." in shown


async def test_who_asks_again_waits_on_the_same_item_and_is_told_once(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    ana = await asks(newsroom, LEMON, "Ana")
    await pressed(newsroom, ana, "Not this claim")
    ana.forwards(LEMON)
    await newsroom.settle()
    waiting = await open_items(newsroom)
    await said(newsroom, moderator, RULED)

    assert (waiting, await open_items(newsroom)) == (1, 0)
    assert sum("✅ True" in message.text for message in ana.messages) == 1


async def test_who_asks_again_hears_how_their_objection_was_set_aside(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    ana = await asks(newsroom, LEMON, "Ana")
    await pressed(newsroom, ana, "Not this claim")
    await said(newsroom, moderator, "/dismiss 1 cannot_be_checked")
    ana.forwards(LEMON)
    await newsroom.settle()

    assert "there is no reliable way to check it" in ana.last_message
    assert await open_items(newsroom) == 0


async def test_who_did_not_object_gets_the_answer_and_waits_for_nothing(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    await pressed(newsroom, await asks(newsroom, LEMON, "Ana"), "Not this claim")
    ben = await asks(newsroom, LEMON, "Ben")

    assert ben.last_message.startswith("❌ False")
    assert await open_items(newsroom) == 1
