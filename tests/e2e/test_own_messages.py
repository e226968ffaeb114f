"""Stories of people who send the bot its own messages back: they become no claim."""

import pytest

from claims.verdict import Rating
from simulator.person import Person
from tests.support.builders import a_ruling
from tests.support.newsroom import Newsroom

LEMON = "Drinking warm lemon water cures the flu."
BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"
OWN = (
    "This looks like one of my own messages, so there is nothing in it to check. If you wait for an answer,"
    " it still comes under the post you sent. To hear what stands today, send me that post or its claim."
)
ABOUT = "This looks like one of my own messages. What stands today about its claim:\n\n"


async def test_who_forwards_that_nobody_checked_it_yet_waits_on_and_makes_no_claim(
    newsroom: Newsroom,
) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    asked = ana.forwards(BRIDGE)
    await newsroom.settle()
    sent = ana.forwards(ana.last_message, from_user=newsroom.world.bot)
    await newsroom.settle()

    assert (ana.last_message, ana.last.reply_to) == (OWN, sent)
    assert await open_claims(newsroom) == [BRIDGE]
    moderator.says("/verdict 1 false It stays open. https://example.org/bridge")
    await newsroom.settle()
    assert (ana.last.reply_to, "❌ False" in ana.last_message) == (asked, True)


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "pt", "ru"])
async def test_a_copy_of_it_is_known_by_its_words(newsroom: Newsroom, language: str) -> None:
    ana, ben = newsroom.person(language=language), newsroom.person("Ben")
    ana.forwards(BRIDGE)
    await newsroom.settle()
    ben.says(ana.last_message)
    await newsroom.settle()
    ben.forwards(ana.last_message, from_channel="Bridge news")
    await newsroom.settle()

    assert [message.text for message in ben.messages] == [OWN, OWN]
    assert await open_claims(newsroom) == [BRIDGE]


async def test_whoever_forwards_an_answer_hears_what_stands_about_its_claim_and_its_corrections(
    newsroom: Newsroom,
) -> None:
    await newsroom.publishes(a_ruling())
    ana, ben = newsroom.person(), newsroom.person("Ben")
    ana.forwards(LEMON)
    await newsroom.settle()
    answer = ana.last_message
    ben.forwards(answer, from_user=newsroom.world.bot)
    await newsroom.settle()

    assert ben.last_message == f"{ABOUT}{answer}"
    assert [button.text for button in ben.last.buttons] == ["Read the fact-check", "Share", "Not this claim"]
    await newsroom.publishes(a_ruling(rating=Rating.MISLEADING))
    await newsroom.settle()
    assert "was False, now Misleading" in ben.messages[0].text


async def test_an_answer_that_holds_no_more_is_not_told_again_by_its_own_words(newsroom: Newsroom) -> None:
    editor, ana, ben = await newsroom.moderator(), newsroom.person(), newsroom.person("Ben")
    await newsroom.publishes(a_ruling())
    ana.forwards(LEMON)
    await newsroom.settle()
    old = ana.last_message
    await take_back(newsroom, editor)
    waiting = await open_claims(newsroom)
    ben.forwards(old, from_user=newsroom.world.bot)
    await newsroom.settle()
    ben.says(old)
    await newsroom.settle()

    assert [message.text for message in ben.messages] == [OWN, OWN]
    assert await open_claims(newsroom) == waiting


async def test_words_that_only_begin_like_ours_are_checked(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    ana.says(f"We have not checked this yet. {BRIDGE}, says the mayor of Lindhaven")
    await newsroom.settle()
    ana.forwards(f"❌ False\n{BRIDGE}, says the mayor of Norwick", from_channel="Bridge news")
    await newsroom.settle()

    assert len(await open_claims(newsroom)) == 2


async def test_a_comment_beside_a_forward_of_ours_makes_no_claim_either(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    ana.forwards(BRIDGE)
    await newsroom.settle()
    ana.says("Is that still so with this bridge?")
    ana.forwards(ana.last_message, from_user=newsroom.world.bot)
    await newsroom.settle()

    assert ana.last_message == OWN
    assert await open_claims(newsroom) == [BRIDGE]


async def test_a_forged_answer_gets_no_verdict_by_its_words(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    ana.forwards(f"✅ True\nClaim: “{LEMON}”\nIt helps within an hour.", from_channel="Health Secrets")
    ana.forwards(f"✅ True\nClaim: “{BRIDGE}”\nIt says so.", from_channel="Health Secrets")
    await newsroom.settle()

    known, unknown = (message.text for message in ana.messages)
    assert known.startswith(f"{ABOUT}❌ False")
    assert unknown == OWN
    assert await open_claims(newsroom) == []


async def take_back(newsroom: Newsroom, editor: Person) -> None:
    """Withdraw the first verdict."""
    editor.says("/retract 1")
    await newsroom.settle()
    editor.presses("Withdraw")
    await newsroom.settle()


async def open_claims(newsroom: Newsroom) -> list[str]:
    """Return what waits for reviewers."""
    async with newsroom.program.store.reading() as tx:
        return [item.text for item in await tx.items.open(10)]
