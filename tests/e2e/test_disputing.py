"""Stories of "not this claim" said to an answer: one item, whose card says what was answered."""

from claims.verdict import Rating
from simulator.person import Person
from tests.e2e.test_ruling_steps import BRIDGE, asks, plain, pressed, said
from tests.e2e.test_several_fact_checkers import LAKE, LAKE_AGREES
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


CONFIRMED = ". A reviewer looked at it: this fact-check is about what you sent.\n\n❌ False"


async def disputed(newsroom: Newsroom) -> tuple[Person, Person]:
    """Return a moderator, and Ana who says that the answer is about another claim."""
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    ana = await asks(newsroom, LEMON, "Ana")
    await pressed(newsroom, ana, "Not this claim")
    return moderator, ana


async def test_who_was_promised_a_reply_gets_one_when_it_is_that_claim_after_all(newsroom: Newsroom) -> None:
    moderator, ana = await disputed(newsroom)
    before = plain(ana.messages[0].text)
    assert (
        await said(newsroom, moderator, "/link 1 1")
        == "#1 ruled ❌ False: “" + LEMON + "”. 1 person is told."
    )

    assert CONFIRMED in plain(ana.last_message)
    assert len(ana.messages) == 3
    assert plain(ana.messages[0].text) == before


async def test_a_second_objection_is_not_said_to_be_with_the_reviewers_once_they_answered(
    newsroom: Newsroom,
) -> None:
    moderator, ana = await disputed(newsroom)
    await said(newsroom, moderator, "/link 1 1")
    press = ana.presses("Not this claim")
    await newsroom.settle()

    assert press.answer == "You told us already. A reviewer has looked at it since."


async def test_undoing_that_it_is_that_claim_lets_them_wait_again(newsroom: Newsroom) -> None:
    moderator, ana = await disputed(newsroom)
    await said(newsroom, moderator, "/link 1 1")
    undone = await said(newsroom, moderator, "/undo 1")
    await said(newsroom, moderator, "/verdict 1 true A study says so. https://example.org/study")

    assert undone.startswith("The ruling is undone. 1 person waits again.")
    assert "✅ True" in ana.last_message


async def test_who_holds_the_verdict_waits_again_on_the_merged_item_when_that_is_undone(
    newsroom: Newsroom,
) -> None:
    await newsroom.publishes(a_ruling(), LAKE)
    moderator = await newsroom.moderator()
    ana = await asks(newsroom, LEMON, "Ana")
    await said(newsroom, moderator, "/retract 2")
    await pressed(newsroom, moderator, "Withdraw")
    await asks(newsroom, BRIDGE, "Ben")
    await said(newsroom, moderator, "/merge 1 2")
    await said(newsroom, moderator, "/link 2 1")
    card = await said(newsroom, moderator, "/undo 2")
    await said(newsroom, moderator, "/verdict 2 true A study says so. https://example.org/study")

    assert "#2 · 2 people" in card
    assert "✅ True" in ana.last_message


STUDY = "/verdict {} true A big study says so. https://example.org/study"
GINGER = a_ruling(
    claim="Ginger tea was invented in Lindhaven in 1904.",
    rating=Rating.TRUE,
    url="https://example.org/ginger",
)


async def test_a_reviewers_no_is_for_each_of_several_fact_checks(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling(), LAKE_AGREES)
    moderator = await newsroom.moderator()
    await pressed(newsroom, await asks(newsroom, LEMON, "Ana"), "Not this claim")
    card = plain(moderator.last_message)
    await said(newsroom, moderator, STUDY.format(1))
    ben = await asks(newsroom, LEMON, "Ben")

    assert [publisher in card for publisher in ("Example Health Desk", "Lake Facts")] == [True, True]
    assert ben.last_message.startswith("✅ True")
    assert "False" not in ben.last_message


async def test_a_reviewers_no_holds_where_the_objection_was_merged_into_another_item(
    newsroom: Newsroom,
) -> None:
    moderator, ana = await disputed(newsroom)
    await asks(newsroom, BRIDGE, "Ben")
    await said(newsroom, moderator, "/merge 1 2")
    await said(newsroom, moderator, STUDY.format(2))
    cid = await asks(newsroom, LEMON, "Cid")
    assert ["✅ True" in person.last_message for person in (ana, cid)] == [True, True]
    assert "False" not in cid.last_message
    undone = await said(newsroom, moderator, "/undo 2")
    dan = await asks(newsroom, LEMON, "Dan")

    assert undone.startswith("The ruling is undone. 3 people wait again.")
    assert dan.last_message.startswith("❌ False")


async def test_a_reviewers_other_fact_check_is_for_everybody(newsroom: Newsroom) -> None:
    await newsroom.publishes(GINGER)
    moderator, ana = await disputed(newsroom)
    await said(newsroom, moderator, "/link 1 1")
    ben = await asks(newsroom, LEMON, "Ben")
    assert "Ginger tea" in ana.last_message
    assert [answer in ben.last_message for answer in ("Ginger tea", "False")] == [True, False]
    await said(newsroom, moderator, "/undo 1")
    cid = await asks(newsroom, LEMON, "Cid")

    assert cid.last_message.startswith("❌ False")


async def test_one_of_several_that_is_confirmed_takes_no_other_away(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling(), LAKE_AGREES)
    moderator = await newsroom.moderator()
    await pressed(newsroom, await asks(newsroom, LEMON, "Ana"), "Not this claim")
    await said(newsroom, moderator, "/link 1 2")

    assert "2 fact-checkers agree" in (await asks(newsroom, LEMON, "Ben")).last_message
