# ruff: noqa: E501 - one message a line
"""The seed pair: the fabricated quote is answered, the genuine article never."""

from pathlib import Path

import pytest

from claims.decision import Answer, Suggest
from claims.verdict import Rating, Ruling, Verdict, VerdictId
from matching.embeddings import TwoEncoders
from matching.language import detect
from matching.matcher import HybridMatcher
from matching.normalize import clean
from matching.segment import split

SEEDS = Path(__file__).resolve().parents[3].parent / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds is not beside this checkout")

RETELLINGS = (
    "NATO chief Rutte vows to expel America from the alliance if Trump hands Ukraine over to Putin",
    "Rutte says he'll throw the US out of NATO if Trump gives up Ukraine",
    "is it true that Mark Rutte said he will boot the United States from NATO if Trump abandons Ukraine?",
    "If Trump surrenders Ukraine to Putin, Rutte will personally kick the US out of the alliance",
    "the US will be kicked out of NATO if trump gives up Ukraine to Putin, says Rutte",
    'My uncle sent me this: "NATO secretary general Mark Rutte: if Trump surrenders Ukraine I will eject the USA"',
    "Rutte threatens to expel America from NATO should Trump cede Ukraine to Russia",
    "Mаrk Ruttе sаid hе will kісk thе US out of NАTO if Trump surrеndеrs Ukrаinе to Putin",
    "They say that Rutte is going to toss the US out of NATO if Trump hands over Ukraine to Putin. Is that true??",
    'BREAKING 🚨 Rutte: "I will personally remove the US from NATO if Trump surrenders Ukraine to Putin" SHARE!!!',
    "RUTTE SAYS HE WILL KICK THE US OUT OF NATO IF TRUMP SURRENDERS UKRAINE TO PUTIN",
    "I saw on Facebook that Rutte will expel the US from NATO if Trump surrenders Ukraine",
)
NEAR_MISSES = (
    "Trump said he would kick Rutte out of NATO if he surrenders Ukraine to Putin",
    "Rutte did NOT say he would kick the US out of NATO if Trump surrenders Ukraine",
    "Rutte never threatened to expel the US from NATO",
    "Rutte praised Trump for his plan for Ukraine and NATO",
    "Jens Stoltenberg said he would kick the United States out of NATO if Trump surrenders Ukraine to Putin",
    "Mark Rutte said he would kick Hungary out of NATO",
    "Mark Rutte said he would kick Hungary out of NATO if Orban surrenders Ukraine to Putin",
    "Rutte warned Trump that the US would face a dire threat if Ukraine is pushed into a bad peace deal",
    "Rutte denies saying he would kick the US out of NATO if Trump surrenders Ukraine",
    "Mark Rutte said he would welcome the US in NATO even if Trump surrenders Ukraine",
    "Trump will kick Rutte out if NATO surrenders to Putin",
    "Mark Rutte threatens to expel Ukraine from NATO if Trump surrenders the US to Putin",
)

TRANSLATED = (
    ("es", "Rutte dijo que echará a Estados Unidos de la OTAN si Trump entrega Ucrania a Putin"),
    ("de", "Rutte will die USA aus der NATO werfen, wenn Trump die Ukraine an Putin ausliefert"),
    ("fr", "Rutte menace d'exclure les États-Unis de l'OTAN si Trump livre l'Ukraine à Poutine"),
    ("pt", "Rutte disse que vai expulsar os Estados Unidos da OTAN se Trump entregar a Ucrânia a Putin"),
    ("ru", "Рютте заявил, что исключит США из НАТО, если Трамп сдаст Украину Путину"),
)
TRANSLATED_NEAR_MISSES = (
    ("es", "Rutte felicitó a Trump por su victoria y espera trabajar con él en la OTAN"),
    ("es", "Trump dijo que echará a Rutte de la OTAN si entrega Ucrania a Putin"),
    ("de", "Rutte hat nie gesagt, dass er die USA aus der NATO werfen will"),
    (
        "de",
        "Rutte warnt Trump vor einem schlechten Friedensabkommen für die Ukraine, das China und Iran stärken würde",
    ),
    (
        "fr",
        "Rutte met Trump en garde : un mauvais accord pour l'Ukraine serait une menace pour les États-Unis",
    ),
    (
        "pt",
        "Stoltenberg disse que vai expulsar os Estados Unidos da OTAN se Trump entregar a Ucrânia a Putin",
    ),
    ("ru", "Рютте предупредил Трампа, что плохая сделка по Украине усилит Китай, Иран и Северную Корею"),
    ("ru", "Рютте не говорил, что исключит США из НАТО"),
)


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory, embedder: TwoEncoders) -> HybridMatcher:
    lines = _fake().splitlines()
    ruling = Ruling(
        claim="Mark Rutte said he will expel the U.S. from NATO if President-Elect Trump surrenders Ukraine to Putin.",
        title=lines[0],
        wordings=(lines[2],),
        rating=Rating.FALSE,
        publisher="Check Your Fact",
        url="https://factcheck.example/rutte",
        language="en",
    )
    opened = HybridMatcher.open(tmp_path_factory.mktemp("seed-index"), embedder=embedder)
    opened.apply([Verdict(id=VerdictId(1), revision=1, ruling=ruling)], 1)
    return opened


def _fake() -> str:
    return next(path for path in SEEDS.glob("000_*.txt")).read_text("utf-8")


def _genuine() -> str:
    return next(path for path in SEEDS.glob("004_*.txt")).read_text("utf-8")


def test_the_post_is_answered(matcher: HybridMatcher) -> None:
    post = "\n".join(_fake().splitlines()[2:4])

    assert isinstance(matcher.decide(post), Answer)


@pytest.mark.parametrize("message", RETELLINGS)
def test_retellings_are_answered(matcher: HybridMatcher, message: str) -> None:
    assert isinstance(matcher.decide(message), Answer)


def test_a_retelling_full_of_slips_is_at_least_suggested(matcher: HybridMatcher) -> None:
    decision = matcher.decide("Mark Rutte threatned to remove US from NATO if Trunp surenders Ukraine")

    assert isinstance(decision, Answer | Suggest)


@pytest.mark.parametrize("message", NEAR_MISSES)
def test_near_misses_are_not(matcher: HybridMatcher, message: str) -> None:
    assert not isinstance(matcher.decide(message), Answer)


def test_the_genuine_article_is_not_whole_nor_by_sentence_nor_by_line(matcher: HybridMatcher) -> None:
    text = _genuine()
    pieces = [text, *text.splitlines(), *split(clean(text).text, detect(text))]

    assert [piece for piece in pieces if isinstance(matcher.decide(piece), Answer)] == []


@pytest.mark.parametrize(("language", "message"), TRANSLATED)
def test_retellings_in_other_languages_are_at_least_suggested(
    matcher: HybridMatcher, language: str, message: str
) -> None:
    assert isinstance(matcher.decide(message, language=language), Answer | Suggest)


@pytest.mark.parametrize(("language", "message"), TRANSLATED_NEAR_MISSES)
def test_near_misses_in_other_languages_are_never_answered(
    matcher: HybridMatcher, language: str, message: str
) -> None:
    assert not isinstance(matcher.decide(message, language=language), Answer)
