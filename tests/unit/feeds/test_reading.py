"""Reading the fact-check at a pasted link."""

import json

import pytest

from claims.ports import LinkProblem, LinkRead, LinkUnreadable
from claims.verdict import Rating
from feeds.reading import LinkReader
from tests.support.site import Answer, Site, open_site

REVIEW = {
    "@type": "ClaimReview",
    "claimReviewed": "The lake turned purple",
    "url": "https://facts.example/lake",
    "reviewRating": {"alternateName": "Falso"},
    "author": {"@type": "Organization", "name": "Lake Facts"},
}
SCRIPT = f'<html><body><script type="application/ld+json">{json.dumps(REVIEW)}</script></body></html>'
ARTICLE = (
    "<html><head><title>Is the lake purple?</title></head><body><article>"
    "<p>A post on X claims that the lake turned purple.</p><p>Verdict: False</p>"
    "<p>The colour was added to the photo.</p></article></body></html>"
)


async def read(path: str, page: Answer) -> LinkRead | LinkUnreadable:
    async with open_site() as site:
        site.pages[path] = page
        found = await LinkReader(site.door).read(site.link(path))
        return _without_port(found, site)


def _without_port(found: LinkRead | LinkUnreadable, site: Site) -> LinkRead | LinkUnreadable:
    if isinstance(found, LinkUnreadable):
        return LinkUnreadable(found.problem, found.why.replace(f":{site.port}", ""))
    return found


async def test_the_structured_data_of_a_page() -> None:
    found = await read("/lake", Answer(SCRIPT.encode()))

    assert isinstance(found, LinkRead)
    [ruling] = found.rulings
    assert (ruling.claim, ruling.rating, ruling.rating_text, ruling.publisher, ruling.url) == (
        "The lake turned purple",
        Rating.FALSE,
        "Falso",
        "Lake Facts",
        "https://facts.example/lake",
    )


async def test_the_text_of_a_page_without_any() -> None:
    found = await read("/purple-lake", Answer(ARTICLE.encode()))

    assert isinstance(found, LinkRead)
    [ruling] = found.rulings
    assert (ruling.rating, ruling.publisher) == (Rating.FALSE, "facts.example")
    assert ruling.url.endswith("/purple-lake")


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (Answer(status=404), (LinkProblem.NOT_REACHED, "There is nothing at this link (HTTP 404).")),
        (Answer(b"\x89PNG\r\n\x1a\n"), (LinkProblem.NO_FACT_CHECK, "http://facts.example/lake is a picture")),
        (Answer(b"<html><p>Hello</p></html>"), (LinkProblem.NO_FACT_CHECK, "")),
        (Answer(b""), (LinkProblem.NO_FACT_CHECK, "")),
    ],
)
async def test_a_page_that_gives_nothing(page: Answer, expected: tuple[LinkProblem, str]) -> None:
    found = await read("/lake", page)

    assert isinstance(found, LinkUnreadable)
    assert found.problem is expected[0]
    assert expected[1].casefold() in found.why.casefold()


async def test_a_link_into_this_machine() -> None:
    found = await LinkReader().read("http://127.0.0.1/lake")

    assert isinstance(found, LinkUnreadable)
    assert found.problem is LinkProblem.NOT_ALLOWED


async def test_a_page_does_not_speak_for_another_site() -> None:
    script = SCRIPT.replace("https://facts.example/lake", "https://other.example/lake")

    assert await read("/lake", Answer(script.encode())) == LinkUnreadable(
        LinkProblem.NO_FACT_CHECK, "It names a page of another site as the fact-check."
    )
