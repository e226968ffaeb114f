"""Stories of links that Telegram takes for none: it refuses the whole message that has a button to one."""

import pytest

from claims.verdict import Source
from simulator.person import Person
from tests.support.builders import a_ruling
from tests.support.newsroom import Newsroom

BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"
LEMON = "Drinking warm lemon water cures the flu."
NO_LINK = "That is not a web link."
BROKEN = ["https://townhall/bridge", "http://intranet/bridge", "https://example,com/bridge", "HTTPS://a..b/x"]


async def asks(newsroom: Newsroom, name: str = "Ana", text: str = BRIDGE) -> Person:
    """Let somebody forward it."""
    person = newsroom.person(name)
    person.forwards(text)
    await newsroom.settle()
    return person


async def said(newsroom: Newsroom, moderator: Person, text: str) -> str:
    """Return the moderator's last message after they said that."""
    moderator.says(text)
    await newsroom.settle()
    return moderator.last_message


@pytest.mark.parametrize("link", BROKEN)
async def test_a_ruling_on_a_link_that_opens_nothing_is_refused_where_it_is_typed(
    newsroom: Newsroom, link: str
) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom)

    assert (await said(newsroom, moderator, f"/verdict 1 false It stays open. {link}")).startswith(NO_LINK)
    assert (await said(newsroom, moderator, f"/verdict 1 {link}")).startswith(NO_LINK)
    done = await said(newsroom, moderator, "/verdict 1 false It stays open. https://town.example/bridge")
    assert done == "#1 ruled ❌ False. 1 person is told."
    assert "❌ False" in ana.last_message


async def test_a_step_asks_again_for_a_link_that_opens_nothing(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await asks(newsroom)
    await said(newsroom, moderator, "/verdict 1 false")
    for typed in ("https://townhall/bridge", "It stays open. https://townhall/bridge"):
        assert (await said(newsroom, moderator, typed)).startswith(NO_LINK)
    await said(newsroom, moderator, "It stays open.")
    assert (await said(newsroom, moderator, "https://townhall/bridge")).startswith(NO_LINK)

    preview = await said(newsroom, moderator, "https://town.example/bridge")
    assert "It stays open." in preview
    assert "townhall" not in preview


async def test_a_correction_on_a_link_that_opens_nothing_is_refused_and_no_note_goes_out(
    newsroom: Newsroom,
) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom)
    await said(newsroom, moderator, "/verdict 1 false It stays open. https://town.example/bridge")
    told = [message.text for message in ana.messages]

    for change in ("true The council decided.", "summary The council decided.", "true"):
        answer = await said(newsroom, moderator, f"/edit 1 {change} http://townhall/bridge")
        assert answer.startswith(NO_LINK)
    assert [message.text for message in ana.messages] == told


async def test_a_stored_source_that_opens_nothing_is_no_button_and_the_answer_arrives(
    newsroom: Newsroom,
) -> None:
    sources = (Source("https://townhall/lemon"), Source("https://town.example/lemon"))
    await newsroom.publishes(a_ruling(url="http://intranet/lemon", sources=sources))
    ana = await asks(newsroom, text=LEMON)

    assert ana.last_message.startswith("❌ False")
    assert ana.last.rows[0][0].value == "https://town.example/lemon"
