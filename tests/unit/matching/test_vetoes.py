"""Which differences no likeness outweighs."""

import numpy as np
import pytest

from claims.decision import Conflict, ConflictKind, How
from claims.verdict import VerdictId
from matching.candidates import Candidate
from matching.features import Nearness, measure
from matching.gate import Compared
from matching.reading import read
from matching.records import Stored
from matching.segment import Part

CLAIM = "Tall Bo was expelled from Orvell College for hitting a porter"
CHECKED_IN = 2023


def compared(message: str, claim: str = CLAIM) -> Compared:
    stored = Stored(VerdictId(1), "en", (claim,), (CHECKED_IN,))
    candidate = Candidate(stored, np.zeros((2, 896), dtype=np.float32), How.WORDS)
    near = Nearness(0.0, 0.8, 0.8)
    features = measure(read(message, "en"), read(claim, "en"), near, stored.years)
    return Compared(
        candidate=candidate,
        part=Part(message, message, whole=True),
        text=claim,
        features=features,
        spoken="en",
        same_language=True,
        english=True,
        readable=True,
    )


@pytest.mark.parametrize(
    ("message", "vetoed"),
    [
        ("In 1969 they threw the student Tall Bo out of Orvell, he had beaten up a porter there", False),
        ("Tall Bo was expelled from Orvell College for hitting a porter in 1969", True),
    ],
    ids=["told besides", "all that a copy adds"],
)
def test_a_year_that_only_the_message_names(message: str, *, vetoed: bool) -> None:
    pair = compared(message)

    assert Conflict(ConflictKind.DATE, "1969", "") in pair.features.conflicts
    assert pair.vetoed is vetoed


def test_exchanged_parts_are_a_veto_in_half_a_copy() -> None:
    pair = compared("wow, a porter was expelled from Orvell for hitting Tall Bo, poor guy, what a college")

    assert ConflictKind.ROLES in {conflict.kind for conflict in pair.features.conflicts}
    assert pair.vetoed


@pytest.mark.parametrize(
    ("message", "lifted"),
    [
        ("Tall Bo was thrown off Orvell College for hitting a porter", True),
        ("Tall Bo was expelled from Leipzig College for hitting a porter", False),
        ("Tall Bo was praised by Orvell College for hitting a porter", False),
        ("A porter was expelled from Orvell College for hitting Tall Bo", False),
    ],
    ids=["other words", "another name", "another deed", "exchanged"],
)
def test_other_words_in_a_copy_may_say_the_same(message: str, *, lifted: bool) -> None:
    pair = compared(message)

    assert pair.vetoed
    assert pair.worded_otherwise is lifted


@pytest.mark.parametrize(
    ("message", "claim", "vetoed"),
    [
        ("Bakers gain ten years of life", "Bakers lose ten years of life.", True),
        ("Sugar makes grandmothers hyperactive", "Sugar makes toddlers hyperactive.", True),
        ("Orvell has run out of candles", "Halvik has run out of candles.", True),
        ("bakers live ten years less because of all that flour", "Bakers lose ten years of life.", False),
    ],
    ids=["the opposite", "of others", "of another town", "in other words"],
)
def test_in_a_short_text_one_thing_that_differs_is_enough(message: str, claim: str, *, vetoed: bool) -> None:
    assert compared(message, claim).vetoed is vetoed


def test_a_name_at_the_beginning_is_one_whatever_the_reader_says() -> None:
    pair = compared("Brandt was expelled from Orvell College", "Mertens was expelled from Orvell College")

    assert pair.vetoed
    assert pair.heard(8.0) == pair


def test_what_seems_exchanged_in_other_words_falls_where_the_reader_is_all_but_certain() -> None:
    pair = compared(
        "that's why nothing gets delivered: ship full of radioactive scrap metal came into Halvik and they "
        "shut the port",
        "The port of Halvik was closed because of a ship carrying radioactive scrap",
    )

    assert ConflictKind.ROLES in {conflict.kind for conflict in pair.features.conflicts}
    assert pair.vetoed
    assert pair.heard(3.5) == pair
    heard = pair.heard(3.7)
    assert not heard.vetoed
    assert heard.features.conflicts == ()
    assert heard.features.values["says_roles"] == 0


def test_what_is_exchanged_in_the_very_same_words_stays_whatever_the_reader_says() -> None:
    pair = compared("A porter was expelled from Orvell College for hitting Tall Bo")

    assert pair.heard(8.0) == pair
