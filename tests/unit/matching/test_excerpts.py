"""A piece of a ruled post is answered where it holds the claim and nothing was changed, and never by one
sentence of it alone."""

from collections.abc import Callable

import pytest

from claims.decision import Answer, Decision, Suggest
from matching.matcher import HybridMatcher
from tests.unit.matching.conftest import a_verdict

ARREST = "The mayor of Vane, Hugo Brandt, was arrested in the harbour yesterday morning."
THEFT = "He stole nine million crowns from the ferry fund and hid the money in a lighthouse."
LAWYER = "His lawyer refused to comment."
POST = f"{ARREST} {THEFT} {LAWYER}"
WORDED = "The mayor of Vane was arrested for stealing nine million crowns from the ferry fund."
CHAT = "Choir practice is on Friday at six now, and somebody please bring torches."

HOSPITAL = (
    "Nurses in Halvik are in despair. The Halvik clinic took in 200 pupils with seizures in one week "
    "after the new measles jab. The pupils were all healthy before the measles jab. None of them ever "
    "had a seizure. The health minister of Norway knows it and keeps silent. The clinic was told to "
    "hide the 200 pupils with seizures. Nurses were made to sign a paper that forbids them to speak of "
    "the measles jab. One of them was dismissed because she told her brother about it."
)
SEIZURES = "The Halvik clinic took in 200 pupils with seizures after the measles jab."

SPANISH = (
    "La policía de Lindero detuvo ayer a la alcaldesa Rosa Vega. Robó cinco millones de pesos del fondo del "
    "puerto y los escondió en su jardín. Nadie habla de ello."
)
SPANISH_WORDED = "La alcaldesa de Lindero fue detenida por robar cinco millones de pesos."


def answered(decision: Decision) -> bool:
    return isinstance(decision, Answer)


@pytest.fixture
def ruled(open_matcher: Callable[[], HybridMatcher]) -> Callable[..., HybridMatcher]:
    def rule(claim: str, post: str, language: str = "en") -> HybridMatcher:
        matcher = open_matcher()
        matcher.apply([a_verdict(1, claim, language=language, wordings=[post])], 1)
        return matcher

    return rule


@pytest.mark.parametrize("claim", [POST, WORDED], ids=["the post is the claim", "the claim is worded"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Vane, Hugo Brandt", "Orvell, Petra Ostrand"),
        ("Vane", "Orvell"),
        ("nine", "two"),
        ("was arrested", "was not arrested"),
        ("He stole", "He never stole"),
        ("arrested", "acquitted"),
    ],
)
def test_a_ruled_post_in_which_something_was_changed_is_not_answered(
    ruled: Callable[..., HybridMatcher], claim: str, old: str, new: str
) -> None:
    assert not answered(ruled(claim, POST).decide(POST.replace(old, new)))


@pytest.mark.parametrize("claim", [HOSPITAL, SEIZURES], ids=["the post is the claim", "the claim is worded"])
@pytest.mark.parametrize(
    ("old", "new"),
    [("Halvik", "Tarnow"), ("200", "20"), ("pupils", "pensioners"), ("measles jab", "energy drink")],
)
def test_nor_is_a_long_one(ruled: Callable[..., HybridMatcher], claim: str, old: str, new: str) -> None:
    assert not answered(ruled(claim, HOSPITAL).decide(HOSPITAL.replace(old, new)))


@pytest.mark.parametrize(("old", "new"), [("Lindero", "Vane"), ("cinco", "nueve"), ("Robó", "No robó")])
def test_nor_is_one_in_another_language(ruled: Callable[..., HybridMatcher], old: str, new: str) -> None:
    matcher = ruled(SPANISH_WORDED, SPANISH, "es")

    assert not answered(matcher.decide(SPANISH.replace(old, new), language="es"))


def test_words_with_another_sign_are_changed_words(ruled: Callable[..., HybridMatcher]) -> None:
    paid = "The Vane council paid €900 to each voter in the harbour."
    post = f"{paid} The money came in brown envelopes before the election."
    matcher = ruled("The Vane council paid voters before the election", post)

    assert answered(matcher.decide(f"{CHAT} {post}"))
    assert not answered(matcher.decide(f"{CHAT} {post.replace('€', '$')}"))


@pytest.mark.parametrize(
    "message",
    [THEFT, f"Our treasurer Ann Poe is gone. {THEFT}", f"{THEFT} {LAWYER}", f"{CHAT} {THEFT}"],
)
@pytest.mark.parametrize("claim", [POST, WORDED], ids=["the post is the claim", "the claim is worded"])
def test_a_sentence_that_does_not_say_of_whom_is_offered(
    ruled: Callable[..., HybridMatcher], claim: str, message: str
) -> None:
    assert isinstance(ruled(claim, POST).decide(message), Suggest)


@pytest.mark.parametrize(
    "message",
    [
        POST,
        f"{ARREST} {THEFT}",
        f"{CHAT} {POST}",
        f"{CHAT} {ARREST} {THEFT}",
        f"{ARREST}\n{THEFT}\nShare this before they delete it!",
    ],
)
@pytest.mark.parametrize("claim", [POST, WORDED], ids=["the post is the claim", "the claim is worded"])
def test_a_piece_with_the_claim_is_answered_as_it_was(
    ruled: Callable[..., HybridMatcher], claim: str, message: str
) -> None:
    assert answered(ruled(claim, POST).decide(message))


@pytest.mark.parametrize("around", ["{}", f"{CHAT} {{}}", "My sister sent me this: {} I can not sleep."])
def test_so_is_a_long_one(ruled: Callable[..., HybridMatcher], around: str) -> None:
    assert answered(ruled(SEIZURES, HOSPITAL).decide(around.format(HOSPITAL)))


def test_the_part_that_is_answered_is_named(ruled: Callable[..., HybridMatcher]) -> None:
    matcher = ruled(WORDED, POST)
    among_others, alone = matcher.decide(f"{CHAT} {ARREST} {THEFT}"), matcher.decide(f"{ARREST} {THEFT}")

    assert isinstance(among_others, Answer)
    assert isinstance(alone, Answer)
    assert [among_others.matches[0].part, alone.matches[0].part] == [f"{ARREST} {THEFT}", ""]
