"""A part of a message is not answered where the rest says that it is about somebody else, or elsewhere."""

from collections.abc import Callable

import pytest

from claims.decision import Answer, Decision
from matching.matcher import HybridMatcher
from tests.unit.matching.conftest import a_verdict

AT_LENGTH = (
    "The bus was late again and my neighbour has a new dog that barks all night, so nobody on our "
    "street has slept since last week and everybody is tired. We had soup for dinner at the lake, and "
    "the cat slept all day on the old sofa while the children played outside in the rain. Please "
    "remember that the dues for the month have to be paid. {}"
)
TRIALS = "Novartis killed 900 patients during its trials of a painkiller."
COLLAPSE = "Merkel was taken to hospital after fainting on a ferry."
PILOTS = "Croatia Airlines lost 30 pilots who refused the flu jab."
MINARET = "The council of Ottobrunn approved a mosque with a 50 metre minaret."
CRASH = "Adele died in a car crash in Boston."
RESIGN = "I will leave the party and found a new one tomorrow."
CLOSED = "All libraries will be closed on Tuesday because of the flood."


def answered(decision: Decision) -> bool:
    return isinstance(decision, Answer)


@pytest.mark.parametrize("around", ["{}", AT_LENGTH], ids=["short", "long"])
@pytest.mark.parametrize(
    ("claim", "message"),
    [
        (
            TRIALS,
            "Bayer faces new lawsuits this week. It killed 900 patients during its trials of a painkiller.",
        ),
        (COLLAPSE, "Orban spoke in Budapest on Monday. He was taken to hospital after fainting on a ferry."),
        (PILOTS, "Ryanair is in chaos. The airline lost 30 pilots who refused the flu jab."),
        (MINARET, "Bad day in Ebersberg. The council approved a mosque with a 50 metre minaret."),
        (CRASH, "So sad about Rihanna. She died in a car crash in Boston."),
        (
            RESIGN,
            "Emmanuel Macron spoke on TV last night. I will leave the party and found a new one tomorrow.",
        ),
        (CLOSED, "News from Nairobi. All libraries will be closed on Tuesday because of the flood."),
    ],
)
def test_a_part_that_the_rest_tells_of_somebody_else_is_not_answered(
    open_matcher: Callable[[], HybridMatcher], around: str, claim: str, message: str
) -> None:
    matcher = open_matcher()
    matcher.apply([a_verdict(1, claim)], 1)

    assert not answered(matcher.decide(around.format(message)))


@pytest.mark.parametrize("around", ["{}", AT_LENGTH], ids=["short", "long"])
@pytest.mark.parametrize(
    ("claim", "message"),
    [
        (
            TRIALS,
            "Novartis faces lawsuits this week. It killed 900 patients during its trials of a painkiller.",
        ),
        (TRIALS, f"Happy birthday, Sunita. {TRIALS} Parking only behind the gate."),
        (COLLAPSE, "Good morning from Sofia. Merkel was taken to hospital after fainting on a ferry."),
        (CRASH, "Have you heard about Adele? She died in a car crash in Boston."),
        (RESIGN, "What news this morning. I will leave the party and found a new one tomorrow."),
        (CLOSED, f"Brenda just called me. {CLOSED}"),
        ("Drinking thyme tea cures gout.", "My aunt in Lagos knows it. Drinking thyme tea cures gout."),
    ],
)
def test_a_part_is_answered_whoever_else_is_named_beside_it(
    open_matcher: Callable[[], HybridMatcher], around: str, claim: str, message: str
) -> None:
    matcher = open_matcher()
    matcher.apply([a_verdict(1, claim)], 1)

    assert answered(matcher.decide(around.format(message)))


def test_a_claim_of_three_words_is_met_word_for_word(open_matcher: Callable[[], HybridMatcher]) -> None:
    matcher = open_matcher()
    matcher.apply([a_verdict(1, "Adele Mertens died")], 1)

    assert answered(matcher.decide("Adele Mertens died. Nobody on television says so"))
