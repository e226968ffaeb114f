"""Stories of old lists of further questions: a button answers what its message showed, or nothing."""

from pathlib import Path

from claims.roles import Role
from matching.embeddings import TwoEncoders
from simulator.messages import Message
from simulator.person import Person
from tests.e2e.test_offers import BRIDGE, REWORDED, RULE, SHOUTED, told
from tests.e2e.test_ruling_steps import asks, plain, said
from tests.support.builders import a_ruling
from tests.support.newsroom import Newsroom, open_newsroom

CLOSING = "Is the old stone bridge of Lindhaven closing?"
LIST = "These may ask the same."


async def listed(newsroom: Newsroom, moderator: Person) -> Message:
    """Let the bot look who else waits, and return the list that comes."""
    await newsroom.keep_house()
    assert plain(moderator.last_message).startswith(LIST)
    return moderator.last


def number_of(text: str, shown: Message) -> str:
    """Return the number under which a list shows a text."""
    line = next(line for line in plain(shown.text).splitlines() if text in line)
    return line.partition(".")[0]


async def pressed_in(newsroom: Newsroom, person: Person, label: str, shown: Message) -> None:
    person.presses(label, shown)
    await newsroom.settle()


async def test_a_number_in_an_old_list_means_what_it_meant_when_it_was_shown(newsroom: Newsroom) -> None:
    max_, mia = await newsroom.moderator("Max"), await newsroom.moderator("Mia")
    await asks(newsroom, BRIDGE, "Ana")
    ben, cleo = await asks(newsroom, REWORDED, "Ben"), await asks(newsroom, SHOUTED, "Cleo")
    await said(newsroom, max_, f"/verdict 1 {RULE}")
    old = await listed(newsroom, max_)
    first, second = sorted([(number_of(REWORDED, old), 2, ben), (number_of(SHOUTED, old), 3, cleo)])
    await said(newsroom, mia, f"/link {first[1]} 1")  # which looks anew who else waits
    await listed(newsroom, mia)
    await pressed_in(newsroom, max_, first[0], old)

    assert (told(first[2]), told(second[2])) == (1, 0)


async def test_all_of_an_old_list_are_those_that_it_showed(newsroom: Newsroom) -> None:
    max_, mia = await newsroom.moderator("Max"), await newsroom.moderator("Mia")
    await asks(newsroom, BRIDGE, "Ana")
    ben, cleo = await asks(newsroom, REWORDED, "Ben"), await asks(newsroom, SHOUTED, "Cleo")
    await said(newsroom, max_, f"/verdict 1 {RULE}")
    old = await listed(newsroom, max_)
    dora = await asks(newsroom, CLOSING, "Dora")
    await said(newsroom, mia, "/link 3 1")
    assert CLOSING in plain((await listed(newsroom, mia)).text)
    await pressed_in(newsroom, max_, "All: 2 people", old)

    assert [told(person) for person in (ben, cleo, dora)] == [1, 1, 0]
    assert CLOSING in plain(old.text)  # it shows now what is left


async def test_what_waits_for_approval_is_not_approved_for_another_question(
    tmp_path: Path, embedder: TwoEncoders
) -> None:
    async with open_newsroom(tmp_path, embedder=embedder, four_eyes=True) as newsroom:
        olga, eva = await newsroom.moderator("Olga"), await newsroom.moderator("Eva")
        mia = await newsroom.moderator("Mia", Role.REVIEWER)
        await asks(newsroom, BRIDGE, "Ana")
        ben, cleo = await asks(newsroom, REWORDED, "Ben"), await asks(newsroom, SHOUTED, "Cleo")
        await said(newsroom, mia, f"/verdict 1 {RULE}")
        await said(newsroom, eva, "/approve 1")
        shown = await listed(newsroom, mia)
        first, second = sorted([(number_of(REWORDED, shown), 2, ben), (number_of(SHOUTED, shown), 3, cleo)])
        await pressed_in(newsroom, mia, first[0], shown)
        asked = eva.last
        await said(newsroom, olga, f"/link {first[1]} 1")
        await said(newsroom, eva, "/approve 3")
        assert told(first[2]) == 1
        await newsroom.keep_house()  # which looks anew who else waits
        await pressed_in(newsroom, eva, "Approve: tell 1 person", asked)

        assert (told(first[2]), told(second[2])) == (1, 0)


async def test_a_suggestion_that_was_ruled_on_otherwise_is_not_answered_from_an_old_list(
    newsroom: Newsroom,
) -> None:
    max_, mia = await newsroom.moderator("Max"), await newsroom.moderator("Mia")
    await asks(newsroom, BRIDGE, "Ana")
    await said(newsroom, max_, f"/verdict 1 {RULE}")
    dora = await asks(newsroom, CLOSING, "Dora")
    old = await listed(newsroom, max_)
    emil = await asks(newsroom, CLOSING, "Emil")
    await pressed_in(newsroom, emil, "None of these", emil.last)
    await said(newsroom, mia, "/verdict 2 true On some nights. https://example.org/nights")
    await pressed_in(newsroom, max_, "1", old)

    assert (told(emil), told(dora)) == (1, 0)
    assert plain(old.text).startswith("0 more people are told.")


async def test_a_list_of_many_questions_is_shown_some_at_a_time(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    texts = [f"{BRIDGE}, writes reader {letter}{letter} of the Gazette" for letter in "abcdefghijklmnop"]
    people = [await asks(newsroom, text, f"P{number}") for number, text in enumerate(texts)]
    for summary in ("It closes for three nights.", "It closes for four nights."):
        await newsroom.publishes(
            a_ruling(claim=BRIDGE, url="https://factdesk.example/bridge", summary=summary)
        )
        await newsroom.keep_house()
    shown = moderator.last
    assert [button.text for button in shown.buttons] == [*"12345678", "All: 8 people"]
    later = int(plain(shown.text).splitlines()[-1].removesuffix(" more come after these."))
    await pressed_in(newsroom, moderator, "All: 8 people", shown)

    assert sum(map(told, people)) == 8
    assert [button.text for button in shown.buttons][:-1] == [str(9 + number) for number in range(later)]
