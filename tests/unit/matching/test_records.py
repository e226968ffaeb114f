"""What the index keeps of texts: what a publisher sets around a claim goes, what people say stays."""

import pytest

from claims.verdict import Rating, Verdict
from matching.normalize import digest
from matching.records import record
from tests.support.builders import a_verdict

ARRESTED = "The mayor of Lindhaven was arrested for theft last night"


def _is_known_by(verdict: Verdict, text: str) -> bool:
    return digest(text) in record(verdict).keys


@pytest.mark.parametrize(
    ("claim", "rating"),
    [
        (f"FALSE: {ARRESTED}", Rating.FALSE),
        (f"Fact check: Fake news - {ARRESTED}", Rating.FALSE),
        (f"Old video: {ARRESTED}", Rating.MISSING_CONTEXT),
        (f"True: {ARRESTED}", Rating.TRUE),
        (f"Fact-check: {ARRESTED}", Rating.TRUE),
        (f"{ARRESTED} - Example Health Desk", Rating.FALSE),
    ],
)
def test_what_a_publisher_says_around_a_claim_is_taken_off(claim: str, rating: Rating) -> None:
    assert _is_known_by(a_verdict(claim=claim, rating=rating), ARRESTED)


@pytest.mark.parametrize(
    "claim",
    [
        f"Fake news: {ARRESTED}",
        f"No evidence: {ARRESTED}",
        f"{ARRESTED} - not true",
        f"{ARRESTED} - Example Health Desk",
    ],
)
def test_what_people_say_of_a_claim_belongs_to_what_was_ruled_on(claim: str) -> None:
    ruled = a_verdict(claim=claim, wordings=(claim,), url="")

    assert not _is_known_by(ruled, ARRESTED)
    assert _is_known_by(ruled, claim)


def test_what_is_called_false_is_not_what_a_publisher_finds_true() -> None:
    assert not _is_known_by(a_verdict(claim=f"Fake news: {ARRESTED}", rating=Rating.TRUE), ARRESTED)


@pytest.mark.parametrize(
    ("claim", "other"),
    [
        ("Fake-doctor arrested in Lindhaven after a year", "Doctor arrested in Lindhaven after a year"),
        ("False-positive tests rise in all clinics", "Positive tests rise in all clinics"),
    ],
)
def test_the_first_part_of_a_compound_is_no_label(claim: str, other: str) -> None:
    assert not _is_known_by(a_verdict(claim=claim), other)


@pytest.mark.parametrize(
    "tail", ["not in Brenta", "India", "rumour", "but only for trucks", "Example", "by 50 percent"]
)
def test_what_follows_a_dash_is_cut_where_it_names_the_publisher_alone(tail: str) -> None:
    verdict = a_verdict(claim=f"{ARRESTED} - {tail}", publisher="Times of India", url="https://india.in/1")

    assert not _is_known_by(verdict, ARRESTED)


@pytest.mark.parametrize(
    ("publisher", "name"),
    [
        ("Times of India", "Times of India"),
        ("timesofindia.indiatimes.com", "Times of India"),
        ("Snopes", "Snopes"),
        ("Reuters", "Reuters Fact Check"),
    ],
)
def test_a_publisher_is_known_by_its_name_and_by_its_site(publisher: str, name: str) -> None:
    url = "https://timesofindia.indiatimes.com/1"

    assert _is_known_by(a_verdict(claim=f"{ARRESTED} - {name}", publisher=publisher, url=url), ARRESTED)
    titled = a_verdict(claim="He is in jail.", title=f"{ARRESTED} - {name}", publisher=publisher, url=url)
    assert _is_known_by(titled, ARRESTED)
