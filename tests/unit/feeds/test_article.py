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


@pytest.mark.parametrize(
    "text",
    [
        "A post claims that he was arrested.\nVerdict: False\nClaim: The bridge closes.\nVerdict: True",
        "Claim: The mayor was arrested.\nFalse\nBecause.\nThe bridge.\nVerdict: True",
        "Claim: The mayor was arrested.\nHe was not.\nClaim: The bridge closes.\nVerdict: True",
        "Claim 1: The mayor was arrested.\nVerdict: False\nClaim 2: The bridge closes.\nVerdict: False",
        "A post claims that the mayor was arrested.\nHe was not.\nOur ratings\nTrue\nMostly true\nFalse",
        "True\nFalse\nMisleading\nA post claims that the mayor was arrested.\nHe was not.",
        "A post claims that the mayor was arrested.\nVerdict: False\nHe was not.\nComments\nTrue!",
    ],
    ids=["roundup", "bare and labelled", "two claims", "numbered", "legend", "menu", "comment"],
)
def test_claims_and_ratings_of_different_parts_are_not_put_together(text: str) -> None:
    record = parse_article(Article(text=f"A title\n{text}\n", url=PAGE), "here", Given())

    assert isinstance(record, Unusable)
    assert record.why.startswith("It shows several claims or ratings")


@pytest.mark.parametrize(
    "evidence",
    [
        "Los médicos aseguran que las vacunas son seguras.",
        "Les médecins affirment que les vaccins sont sûrs.",
        "Ärzte behaupten, dass Impfungen sicher sind.",
        "Im Bericht des Ministeriums heißt es, dass Impfungen sicher sind.",
        "I medici affermano che i vaccini sono sicuri.",
        "Врачи утверждают, что прививки безопасны.",
        "The health ministry's website says that vaccines are safe.",
        "An article on the ministry's page states that vaccines are safe.",
        "Users on Facebook never said that the mayor was arrested.",
        "Un tuit no dice que el puente fue vendido.",
        "The post on Facebook doesn't say that the mayor was arrested.",
    ],
)
def test_what_anybody_says_above_the_verdict_is_not_the_claim(evidence: str) -> None:
    record = parse_article(Article(text=f"A title\n{evidence}\nVerdict: False\n", url=PAGE), "here", Given())

    assert isinstance(record, Unusable)
    assert "no sentence that states the claim" in record.why


@pytest.mark.parametrize(
    ("above", "claim"),
    [
        ("Los médicos aseguran que son seguras.\nUn tuit dice que las vacunas matan.", "Las vacunas matan."),
        ("A message said that all is well.\nA post claims the bridge was sold.", "The bridge was sold."),
        ("Des internautes affirment que le pont est vendu.", "Le pont est vendu."),
        ("In einem Beitrag auf Facebook heißt es, dass die Brücke verkauft ist.", "Die Brücke verkauft ist."),
        ("Uma publicação no Facebook afirma que a ponte foi vendida.", "A ponte foi vendida."),
        (
            "Im Mai behauptete ein Post auf Facebook, dass die Brücke verkauft ist.",
            "Die Brücke verkauft ist.",
        ),
        ("В соцсетях утверждают, что мост продан.", "Мост продан."),
    ],
)
def test_what_a_post_claims_is_preferred(above: str, claim: str) -> None:
    assert ruling(f"A title\n{above}\nVerdict: False").claim == claim


@pytest.mark.parametrize("between", ["", "The police answered:\n\n"])
def test_posts_that_answer_the_disputed_one_are_no_wordings(between: str) -> None:
    text = (
        "A title\n\nA post on Facebook claims that all schools will close.\n\n"
        "All schools will close, share this now — Anna (@anna) May 3, 2024\n\n"
        f"{between}This is false, they stay open — Lindhaven Police (@lhpolice) May 4, 2024\n\nVerdict: False"
    )

    assert ruling(text).wordings == ("All schools will close, share this now",)


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
