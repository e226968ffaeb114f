"""Fact-check articles saved as text: the claim, the disputed post, the verdict line and what follows."""

from datetime import date
from pathlib import Path

import pytest

from claims.verdict import Rating, Ruling, Source
from feeds.article import Article, parse_article
from feeds.candidate import Given
from feeds.files import read_file
from feeds.records import Parsed, Unusable

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "tests" / "data" / "feeds"
SEEDS = ROOT.parent / "shared" / "seeds"
PAGE = "https://facts.example/bridge"


def ruling(text: str) -> Ruling:
    record = parse_article(Article(text=text, url=PAGE), "here", Given())
    assert isinstance(record, Parsed), record
    return record.ruling


def test_a_saved_article_is_one_ruling() -> None:
    [record] = read_file(SAMPLES / "harbour_bridge.txt", url=PAGE, publisher="Lake Facts")

    assert record == Parsed(
        Ruling(
            claim="Mayor Ada Brandt sold the Harbour Bridge to a foreign bank for one krone.",
            rating=Rating.FALSE,
            rating_text="False",
            publisher="Lake Facts",
            url=PAGE,
            title="Did the Mayor of Lindholm Sell the Harbour Bridge?",
            summary="The land register still names the city as owner. No sale was ever put to the council.",
            claimed_at=date(2024, 5, 2),
            wordings=(
                "SOLD! Our mayor Ada Brandt gave away the HarbourBridge to a foreign bank for ONE krone 😡",
            ),
            sources=(Source("https://register.lindholm.example/bridge/1931"),),
        ),
        "harbour_bridge.txt",
    )


def test_without_a_link_it_is_refused_with_a_hint() -> None:
    [record] = read_file(SAMPLES / "harbour_bridge.txt")

    assert record == Unusable(
        "harbour_bridge.txt",
        "There is no link to the fact-check. Name the page of the fact-check with --url.",
    )


@pytest.mark.parametrize(
    ("line", "rating"),
    [
        ("Verdict: False", Rating.FALSE),
        ("Our ruling\nHalf True", Rating.HALF_TRUE),
        ("Fazit: Frei erfunden", Rating.FALSE),
        ("Veredicto: Engañoso", Rating.MISLEADING),
        ("Вердикт — Фейк", Rating.FALSE),
        ("Rating: Odd", Rating.UNRATED),
        (
            "Rating: This claim is FALSE. The city still owns the whole bridge, says the register.",
            Rating.FALSE,
        ),
        ("Mostly false", Rating.MOSTLY_FALSE),
    ],
)
def test_verdict_lines(line: str, rating: Rating) -> None:
    assert ruling(f"A title\nClaim: The bridge was sold\n{line}\nBecause.").rating is rating


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("Claim: “The bridge was sold”", "The bridge was sold."),
        ("The claim\nThe bridge was sold.", "The bridge was sold."),
        ("Behauptung: Die Brücke wurde verkauft", "Die Brücke wurde verkauft."),
        ("A viral post says the bridge was sold.", "The bridge was sold."),
        ("Several users alleged that the U.S. bought the bridge. It did.", "The U.S. bought the bridge."),
        (
            "A clip on TikTok purportedly shows the bridge on fire.",
            "The clip purportedly shows the bridge on fire.",
        ),
        ("Varias publicaciones aseguran que el puente fue vendido.", "El puente fue vendido."),
    ],
)
def test_claim_sentences(sentence: str, claim: str) -> None:
    assert ruling(f"A title\n{sentence}\nVerdict: False\nBecause.").claim == claim


def test_a_question_in_the_headline_is_the_last_resort() -> None:
    assert ruling("Fact check: Was the bridge sold?\nVerdict: False").claim == "Was the bridge sold?"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("No, the bridge was not sold\nVerdict: False\nBecause.", "no sentence that states the claim"),
        (
            "A title\nVerdict: False\nA report said that the post is fake.",
            "no sentence that states the claim",
        ),
        ("A title\nA post claims that the bridge was sold.\nFact\nIt stands.", "no line with the verdict"),
        ("A title\nA post claims that the bridge was sold.\nIt stands.", "no line with the verdict"),
    ],
)
def test_nothing_is_guessed(text: str, why: str) -> None:
    record = parse_article(Article(text=text, url=PAGE), "here", Given())

    assert isinstance(record, Unusable)
    assert why in record.why


def test_posts_below_the_verdict_are_evidence_unless_they_follow_the_claim() -> None:
    text = (
        "A title\nVerdict: False\nBecause.\n"
        "A post on X claims that the bridge was sold.\nThey sold it, our bridge!\n— A (@a) May 2, 2024\n"
        "The mayor answered.\nNobody has sold any bridge here.\n— B (@b) May 3, 2024\n"
    )

    assert ruling(text).wordings == ("They sold it, our bridge!",)


def test_a_post_of_several_lines_reaches_back_to_the_blank_line() -> None:
    text = (
        "A title\n\nA post on X claims that the bridge was sold.\n\nThey sold it!\nOur bridge!\n"
        "— A (@a) May 2, 2024\n\nVerdict: False\n\nBecause."
    )

    assert ruling(text).wordings == ("They sold it! Our bridge!",)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds is not beside this checkout")
def test_the_first_seed_article() -> None:
    [record] = read_file(next(SEEDS.glob("000_*.txt")), url="https://checkyourfact.example/2024/11/12/nato/")

    assert isinstance(record, Parsed)
    found = record.ruling
    missing = [name for name in ("Rutte", "NATO", "U.S.", "Trump", "Ukraine") if name not in found.claim]
    assert missing == []
    assert (found.rating, found.publisher) == (Rating.FALSE, "checkyourfact.example")
    assert (found.claimed_at, found.published_at) == (date(2024, 11, 10), date(2024, 11, 12))
    assert ["kick the US" in wording for wording in found.wordings] == [True]
    assert not any("congratulate" in text or "pic.twitter" in text or "@" in text for text in found.wordings)
    assert 20 < len(found.summary) < 300


@pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds is not beside this checkout")
def test_the_second_seed_article_is_news_and_holds_no_verdict() -> None:
    [record] = read_file(next(SEEDS.glob("004_*.txt")), url="https://news.example/1")

    assert isinstance(record, Unusable)
