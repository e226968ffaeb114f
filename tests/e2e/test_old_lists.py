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


DIFFERS = "You asked about 5,000 euros; this check is about 500 euros."
NOW_OF_5_000 = f"/edit 1 claim {ASKED}"


async def _rules_on_500(newsroom: Newsroom) -> tuple[Person, Person]:
    """Rule that nobody is fined 500 euros; return the moderator, and Ana who asks about 5,000."""
    moderator = await newsroom.moderator()
    await asks(newsroom, FINE.format("500"), "Ben")
    await said(newsroom, moderator, "/verdict 1 false There is no such fine. https://townhall.example/water")
    ana = await asks(newsroom, ASKED, "Ana")
    assert DIFFERS in plain(ana.last_message)
    return moderator, ana


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


async def test_a_chosen_answer_says_no_difference_that_its_corrected_claim_refutes(
    newsroom: Newsroom,
) -> None:
    moderator, ana = await _rules_on_500(newsroom)
    await pressed(newsroom, ana, "1")
    assert f"Please note: {DIFFERS}" in plain(ana.messages[0].text)
    await said(newsroom, moderator, NOW_OF_5_000)

    assert f"Claim: “{ASKED}”" in plain(ana.messages[0].text)
    assert "Please note" not in ana.messages[0].text


async def test_a_list_from_before_a_correction_says_no_difference_that_the_claim_refutes(
    newsroom: Newsroom,
) -> None:
    moderator, ana = await _rules_on_500(newsroom)
    await said(newsroom, moderator, NOW_OF_5_000)
    await pressed(newsroom, ana, "1")

    assert f"Claim: “{ASKED}”" in plain(ana.messages[0].text)
    assert "Please note" not in ana.messages[0].text


async def test_a_chosen_answer_still_says_what_differs_when_its_rating_is_corrected(
    newsroom: Newsroom,
) -> None:
    moderator, ana = await _rules_on_500(newsroom)
    await pressed(newsroom, ana, "1")
    await said(newsroom, moderator, "/edit 1 misleading It is planned.")

    assert ana.messages[0].text.startswith("Updated 3 May 2026: was False, now Misleading")
    assert f"Please note: {DIFFERS}" in plain(ana.messages[0].text)


async def test_who_asks_after_a_correction_of_the_claim_reads_what_differs_from_that(
    newsroom: Newsroom,
) -> None:
    moderator, _ana = await _rules_on_500(newsroom)
    await said(newsroom, moderator, f"/edit 1 claim {FINE.format('700')}")
    cleo = await asks(newsroom, ASKED, "Cleo")
    await pressed(newsroom, cleo, "1")
    await said(newsroom, moderator, "/edit 1 misleading It is planned.")

    assert cleo.messages[0].text.startswith("Updated 3 May 2026: was False, now Misleading")
    assert "this check is about 700 euros." in plain(cleo.messages[0].text)


async def test_a_chosen_answer_is_about_no_part_of_the_message_when_it_is_corrected_either(
    newsroom: Newsroom,
) -> None:
    moderator = await newsroom.moderator()
    await asks(newsroom, FINE.format("500"), "Ben")
    await said(newsroom, moderator, "/verdict 1 false There is no such fine. https://townhall.example/water")
    ana = await asks(newsroom, f"{ASKED} The mayor of Elmsworth sold the town forest last week.", "Ana")
    await pressed(newsroom, ana, "1")
    of_parts = ("About this part of your message", "The rest has not been checked.")
    chosen = ana.messages[0].text
    await said(newsroom, moderator, "/edit 1 misleading It is planned.")

    assert ana.messages[0].text.startswith("Updated 3 May 2026: was False, now Misleading")
    assert [part in text for text in (chosen, ana.messages[0].text) for part in of_parts] == [False] * 4


async def test_a_ruling_that_was_also_in_the_list_is_corrected_as_it_was_told(newsroom: Newsroom) -> None:
    moderator, ana = await _rules_on_500(newsroom)
    await pressed(newsroom, ana, "None of these")
    await said(newsroom, moderator, "/link 2 1")
    assert ana.last_message.startswith("You asked on")
    await said(newsroom, moderator, "/edit 1 misleading It is planned.")

    assert "was False, now Misleading" in ana.messages[-2].text
    assert "Please note" not in ana.messages[-2].text
