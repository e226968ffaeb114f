"""Stories of publishers who take a fact-check back, and of those who publish it again."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.importing import ImportOptions, import_sources
from bot.settings import Settings
from bot.ways import Ways
from claims.feed import FeedId, NewFeed
from claims.usecases.import_verdicts import ImportTally
from matching.embeddings import TwoEncoders
from simulator.person import Person
from tests.support.newsroom import Newsroom, open_newsroom
from tests.support.site import Answer, Site, open_site

LEMON = "Drinking warm lemon water cures the flu."
PARK = "The mayor of Lindhaven sold the town park to a parking company"
WITHDRAWN = "This fact-check was withdrawn on {day} May 2026. We are checking again."


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as opened:
        yield opened


@pytest.fixture
async def newsroom(tmp_path: Path, embedder: TwoEncoders, site: Site) -> AsyncIterator[Newsroom]:
    """A newsroom that follows one feed of the site."""
    async with open_newsroom(tmp_path, embedder=embedder, ways=Ways(door=site.door)) as opened:
        async with opened.program.store.writing() as tx:
            feed = NewFeed(source=site.link("/checks.json"), every=timedelta(hours=1))
            assert await tx.feeds.add(feed, opened.clock.now())
        yield opened


def a_review(claim: str = LEMON, rating: str = "Bulo", **more: Any) -> dict[str, Any]:
    return {
        "@type": "ClaimReview",
        "claimReviewed": claim,
        "url": "https://facts.example/lemon",
        "datePublished": "2026-02-03",
        "author": {"@type": "Organization", "name": "Lake Facts"},
        "reviewRating": {"alternateName": rating},
        **more,
    }


async def _reads(newsroom: Newsroom, site: Site, *reviews: Any) -> None:
    """Let the feed be read with these reviews in it, in two days if it is not due."""
    site.text("/checks.json", json.dumps(list(reviews)))
    if await newsroom.program.feeds.read_next() is None:
        newsroom.clock.advance(days=2)
        assert await newsroom.program.feeds.read_next() is not None
    await newsroom.settle()


async def _asks(newsroom: Newsroom, text: str = LEMON, name: str = "Ana") -> Person:
    person = newsroom.person(name)
    person.forwards(text)
    await newsroom.settle()
    return person


async def _imports(newsroom: Newsroom, site: Site, *sources: str) -> ImportTally:
    return await import_sources(Settings(home=newsroom.home), sources, ImportOptions(door=site.door))


async def _change_number(newsroom: Newsroom) -> int:
    async with newsroom.program.store.reading() as tx:
        return await tx.verdicts.revision()


@pytest.mark.parametrize(
    "withdrawn",
    [
        a_review(creativeWorkStatus="Retracted"),
        a_review(creativeWorkStatus={"@type": "DefinedTerm", "name": "withdrawn"}),
        {"@type": "DataFeedItem", "dateDeleted": "2026-05-05", "item": [a_review()]},
        a_review("Wording that was changed", creativeWorkStatus="Withdrawn"),
    ],
)
async def test_what_its_publisher_withdraws_is_withdrawn_where_it_was_told(
    newsroom: Newsroom, site: Site, withdrawn: Any
) -> None:
    moderator = await newsroom.moderator()
    await _reads(newsroom, site, a_review())
    ana = await _asks(newsroom)
    told = ana.last_message
    await _reads(newsroom, site, withdrawn)
    ben = await _asks(newsroom, name="Ben")

    assert told.startswith("❌ False")
    assert ana.messages[0].text == WITHDRAWN.format(day=5)
    assert ana.last_message == "We withdrew this answer."
    assert LEMON in moderator.last_message
    assert ben.last_message.startswith("We have not checked this yet.")


async def test_the_same_withdrawal_again_writes_nothing(newsroom: Newsroom, site: Site) -> None:
    await _reads(newsroom, site, a_review())
    await _reads(newsroom, site, a_review(creativeWorkStatus="Retracted"))
    before = await _change_number(newsroom)
    await _reads(newsroom, site, a_review(creativeWorkStatus="Retracted"), a_review(PARK))
    await _reads(newsroom, site, a_review(creativeWorkStatus="Retracted"), a_review(PARK))

    assert await _change_number(newsroom) == before + 1


async def test_one_of_two_claims_of_a_page_is_withdrawn_alone(newsroom: Newsroom, site: Site) -> None:
    await _reads(newsroom, site, a_review(), a_review(PARK))
    await _reads(newsroom, site, a_review(creativeWorkStatus="Retracted"), a_review(PARK))
    ana = await _asks(newsroom)
    ben = await _asks(newsroom, PARK, "Ben")

    assert ana.last_message.startswith("We have not checked this yet.")
    assert ben.last_message.startswith("❌ False")


async def test_a_claim_that_the_same_list_publishes_is_not_withdrawn_with_another_one(
    newsroom: Newsroom, site: Site
) -> None:
    both = a_review(), a_review(PARK, creativeWorkStatus="Retracted")
    await _reads(newsroom, site, *both)
    ana = await _asks(newsroom)
    await _reads(newsroom, site, *both)

    assert ana.last_message.startswith("❌ False")


async def test_a_claim_that_its_page_publishes_is_not_withdrawn_with_another_one_at_the_second_look(
    newsroom: Newsroom, site: Site
) -> None:
    page = site.link("/lemon")
    await _reads(newsroom, site, a_review(url=page))
    ana = await _asks(newsroom)
    both = [a_review(url=page), a_review(PARK, url=page, creativeWorkStatus="Retracted")]
    site.text("/lemon", f'<html><script type="application/ld+json">{json.dumps(both)}</script></html>')
    await newsroom.program.feeds.look_next()
    newsroom.clock.advance(days=30)
    looked = await newsroom.program.feeds.look_next()
    await newsroom.settle()

    assert looked is not None
    assert [message.text[:7] for message in ana.messages] == ["❌ False"]


async def test_what_a_feed_no_longer_lists_stands(newsroom: Newsroom, site: Site) -> None:
    await _reads(newsroom, site, a_review())
    await _reads(newsroom, site, a_review(PARK))
    ana = await _asks(newsroom)

    assert ana.last_message.startswith("❌ False")


async def test_what_another_feed_still_lists_does_not_come_back(newsroom: Newsroom, site: Site) -> None:
    await _reads(newsroom, site, a_review())
    await _reads(newsroom, site, a_review(creativeWorkStatus="Retracted"))
    await _reads(newsroom, site, a_review())
    ana = await _asks(newsroom)

    assert ana.last_message.startswith("We have not checked this yet.")


@pytest.mark.parametrize("dated", [{"datePublished": "2026-05-03"}, {"datePublished": ""}])
async def test_an_old_copy_of_what_was_withdrawn_on_the_day_it_was_published_does_not_bring_it_back(
    newsroom: Newsroom, site: Site, dated: dict[str, str]
) -> None:
    await _reads(newsroom, site, a_review(**dated))
    site.text("/checks.json", json.dumps(a_review(creativeWorkStatus="Retracted")))
    await newsroom.program.feeds.read_now(FeedId(1))
    await _reads(newsroom, site, a_review(datePublished="2026-05-03"))
    ana = await _asks(newsroom)

    assert ana.last_message.startswith("We have not checked this yet.")


async def test_what_is_published_again_with_a_new_date_is_answered_again(
    newsroom: Newsroom, site: Site
) -> None:
    await _reads(newsroom, site, a_review())
    await _reads(newsroom, site, a_review(creativeWorkStatus="Retracted"))
    await _reads(newsroom, site, a_review(rating="Sin contexto", datePublished="2026-05-06"))
    ana = await _asks(newsroom)

    assert ana.last_message.startswith("⚠️ Missing context")


async def test_what_a_moderator_withdrew_does_not_come_back_with_a_new_date(
    newsroom: Newsroom, site: Site
) -> None:
    moderator = await newsroom.moderator()
    await _reads(newsroom, site, a_review())
    moderator.says("/retract 1")
    await newsroom.settle()
    moderator.presses("Withdraw")
    await newsroom.settle()
    await _reads(newsroom, site, a_review(datePublished="2026-05-06"))
    ana = await _asks(newsroom)

    assert ana.last_message.startswith("We have not checked this yet.")
    tally = await _imports(newsroom, site, site.link("/checks.json"))
    assert (tally.unchanged, tally.stays_withdrawn) == (1, 1)


@pytest.mark.parametrize(
    ("claim", "opening"),
    [
        ("Drinking lemon water that is warm cures the flu.", "We have not checked this yet."),
        ("Drinking warm lemon water cures cancer.", "❌ False"),
    ],
    ids=["the same", "another one"],
)
async def test_what_the_bot_reads_of_a_withdrawn_claim_in_other_words(
    newsroom: Newsroom, site: Site, claim: str, opening: str
) -> None:
    moderator = await newsroom.moderator()
    await _reads(newsroom, site, a_review())
    moderator.says("/retract 1")
    await newsroom.settle()
    moderator.presses("Withdraw")
    await newsroom.settle()
    await _reads(newsroom, site, a_review(claim))
    ana = await _asks(newsroom, claim)

    assert ana.last_message.startswith(opening)


async def test_a_page_that_is_gone_at_the_second_look_is_withdrawn(newsroom: Newsroom, site: Site) -> None:
    await _reads(newsroom, site, a_review(url=site.link("/lemon")))
    ana = await _asks(newsroom)
    site.pages["/lemon"] = Answer(status=410)
    await newsroom.program.feeds.look_next()
    newsroom.clock.advance(days=30)
    looked = await newsroom.program.feeds.look_next()
    await newsroom.settle()

    assert looked is not None
    assert "withdrawn" in ana.messages[0].text
    assert ana.last_message == "We withdrew this answer."


async def test_a_page_that_its_site_took_down_is_withdrawn(newsroom: Newsroom, site: Site) -> None:
    page = site.link("/lemon")
    await _reads(newsroom, site, a_review(url=page))
    ana = await _asks(newsroom)
    site.pages["/lemon"] = Answer(status=410)
    tally = await _imports(newsroom, site, page)
    again = await _imports(newsroom, site, page)
    await newsroom.settle()

    assert (tally.withdrawn, tally.refused) == (1, [])
    assert again.withdrawn == 0
    assert ana.messages[0].text.startswith("This fact-check was withdrawn on ")


@pytest.mark.parametrize("answer", [Answer(status=404), Answer(status=500), Answer(status=403)])
async def test_a_page_that_does_not_come_is_not_withdrawn(
    newsroom: Newsroom, site: Site, answer: Answer
) -> None:
    page = site.link("/lemon")
    await _reads(newsroom, site, a_review(url=page))
    site.pages["/lemon"] = answer
    tally = await _imports(newsroom, site, page)
    ana = await _asks(newsroom)

    assert tally.withdrawn == 0
    assert ana.last_message.startswith("❌ False")


async def test_a_page_that_leads_to_another_site_is_not_withdrawn_by_that_site(
    newsroom: Newsroom, site: Site
) -> None:
    page = site.link("/lemon")
    await _reads(newsroom, site, a_review(url=page))
    site.pages["/lemon"] = Answer(status=302, headers={"location": site.link("/gone", host="parked.example")})
    site.pages["/gone"] = Answer(status=410)
    tally = await _imports(newsroom, site, page)

    assert (tally.withdrawn, len(tally.refused)) == (0, 1)


async def test_a_page_cannot_withdraw_what_another_site_published(newsroom: Newsroom, site: Site) -> None:
    await _reads(newsroom, site, a_review())
    retraction = json.dumps(a_review(creativeWorkStatus="Retracted"))
    site.text(
        "/evil",
        f'<html><head><script type="application/ld+json">{retraction}</script></head><body>x</body></html>',
        content_type="text/html",
    )
    page = site.link("/evil", host="evil.example")
    site.text("/rss", f"<rss><channel><item><link>{page}</link></item></channel></rss>")
    tally = await _imports(newsroom, site, site.link("/rss", host="evil.example"))
    ana = await _asks(newsroom)

    assert [why for _where, why in tally.refused] == ["It names a page of another site as the fact-check."]
    assert ana.last_message.startswith("❌ False")


async def test_a_row_of_a_table_says_that_it_was_retracted(
    newsroom: Newsroom, site: Site, tmp_path: Path
) -> None:
    await _reads(newsroom, site, a_review())
    table = tmp_path / "checks.csv"
    table.write_text(f'claim,rating,url,status\n"{LEMON}",False,https://facts.example/lemon,Retracted\n')
    tally = await _imports(newsroom, site, str(table))
    ana = await _asks(newsroom)

    assert (tally.withdrawn, tally.refused) == (1, [])
    assert ana.last_message.startswith("We have not checked this yet.")
