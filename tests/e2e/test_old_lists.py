"""Stories of suggestions that somebody chooses from after reviewers, or they themselves, have said more."""

from simulator.messages import Message
from simulator.person import Person
from tests.e2e.test_ruling_steps import asks, pressed, said
from tests.support.builders import a_ruling
from tests.support.newsroom import Newsroom

FINE = "From May, households in Verdania are fined {} euros for watering the garden."
ASKED = FINE.format("5,000")


async def _publishes(newsroom: Newsroom, *fines: int) -> None:
    await newsroom.publishes(
        *(a_ruling(claim=FINE.format(fine), url=f"https://example.org/{fine}") for fine in fines)
    )


async def _chooses_twice(newsroom: Newsroom, person: Person) -> Message:
    """Choose one after the other before the bot has shown the first."""
    offered = person.last
    for button in [one for one in offered.buttons if one.text in {"1", "2"}]:
        newsroom.world.press(person.user, offered, button)
    await newsroom.settle()
    return offered


async def test_of_two_choices_the_message_follows_the_last(newsroom: Newsroom) -> None:
    await _publishes(newsroom, 500, 700)
    moderator, ana = await newsroom.moderator(), await asks(newsroom, ASKED, "Ana")
    shown = await _chooses_twice(newsroom, ana)
    first, last = ("700", "500") if "500 euros for" in shown.text else ("500", "700")
    number = {"500": 1, "700": 2}
    await said(newsroom, moderator, f"/retract {number[first]}")
    await pressed(newsroom, moderator, "Withdraw")
    stands = shown.text
    await said(newsroom, moderator, f"/retract {number[last]}")
    await pressed(newsroom, moderator, "Withdraw")

    assert f"{last} euros for" in stands
    assert shown.text.startswith("This fact-check was withdrawn on")
    assert [message.text for message in ana.messages[1:]] == ["We withdrew this answer."]


async def test_a_late_choice_tells_no_ruling_that_reviewers_have_overruled(newsroom: Newsroom) -> None:
    await _publishes(newsroom, 500)
    moderator = await newsroom.moderator()
    late, ana = await asks(newsroom, ASKED, "Late"), await asks(newsroom, ASKED, "Ana")
    await pressed(newsroom, ana, "None of these")
    await said(newsroom, moderator, "/verdict 1 false It is not. https://example.org/x")
    await pressed(newsroom, await asks(newsroom, ASKED, "Ben"), "Not this claim")
    await said(newsroom, moderator, "/verdict 2 true It is, since June. https://example.org/y")
    await pressed(newsroom, late, "1")

    assert late.last_message.startswith("✅ True")


async def test_a_late_choice_is_not_shown_that_reviewers_call_another_claim(newsroom: Newsroom) -> None:
    await _publishes(newsroom, 500)
    moderator = await newsroom.moderator()
    late, ana = await asks(newsroom, ASKED, "Late"), await asks(newsroom, ASKED, "Ana")
    await pressed(newsroom, ana, "1")
    await pressed(newsroom, ana, "Not this claim")
    await said(newsroom, moderator, "/verdict 1 true It is, since June. https://example.org/y")
    await pressed(newsroom, late, "1")

    assert late.last_message.startswith("✅ True")
    assert "❌ False\n" not in late.last_message
