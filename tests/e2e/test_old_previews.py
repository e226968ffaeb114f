"""Stories of previews: what is published is what the pressed message showed, or nothing."""

from dataclasses import replace

from claims.verdict import Rating
from simulator.person import Person
from tests.e2e.test_offers import told
from tests.e2e.test_ruling_steps import BRIDGE, CHECKED, LINK, asks, plain, pressed, said
from tests.support.newsroom import Newsroom

PUBLISH = "Publish to 1 person"
CHANGED = "This changed meanwhile. It reads now:"


async def written(newsroom: Newsroom, moderator: Person, rating: str, why: str) -> None:
    await said(newsroom, moderator, f"/verdict 1 {rating} {why}")
    await said(newsroom, moderator, "https://example.org/bridge")


async def test_an_older_preview_publishes_nothing_that_it_did_not_show(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom)
    await written(newsroom, moderator, "false", "It closes for three nights.")
    old = moderator.last
    await written(newsroom, moderator, "true", "The town hall confirms it.")
    moderator.presses(PUBLISH, old)
    await newsroom.settle()
    assert told(ana) == 0
    assert plain(old.text).startswith(
        f"{CHANGED}\n\n#1 · “{BRIDGE}”\n\nThis is what people will read:\n\n✅ True"
    )
    moderator.presses(PUBLISH, old)
    await newsroom.settle()

    assert told(ana) == 1
    assert "✅ True" in ana.last_message


async def test_a_fact_check_that_changed_since_the_preview_is_shown_again(newsroom: Newsroom) -> None:
    await newsroom.publishes(CHECKED)
    moderator, ana = await newsroom.moderator(), await asks(newsroom)
    shown = await said(newsroom, moderator, f"/verdict 1 {LINK}")
    assert "Misleading" in shown
    await newsroom.publishes(replace(CHECKED, rating=Rating.TRUE, summary="It does close for two years."))
    again = await pressed(newsroom, moderator, PUBLISH)
    assert told(ana) == 0
    assert again.startswith(f"{CHANGED}\n\n#1 · “{BRIDGE}”\n\nThis is what people will read:\n\n✅ True")
    await pressed(newsroom, moderator, PUBLISH)

    assert told(ana) == 1
    assert "✅ True" in ana.last_message


async def test_a_preview_holds_through_what_does_not_change_it(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom)
    await written(newsroom, moderator, "false", "It closes for three nights.")
    await asks(newsroom, name="Ben")
    await said(newsroom, moderator, "/note 1 Waiting for the town hall")
    await pressed(newsroom, moderator, PUBLISH)

    assert told(ana) == 1
