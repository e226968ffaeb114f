"""Which conflicts are told of two texts: the more, the more they share, in words or in meaning."""

import pytest

from claims.decision import ConflictKind
from matching.conflicts import find_conflicts
from matching.features import Nearness, measure
from matching.pairing import pair
from matching.reading import read

CLAIM = "Never before had 500 passengers drowned off Spain, says Olga Brandt"
IN_OTHER_WORDS = "A ship went down near Norway and 800 people on board died, Peter Lund reports"
COPIED = "Never before had 800 passengers drowned off Norway, says Olga Brandt"


def told(message: str, near: float, *besides: ConflictKind) -> set[ConflictKind]:
    """Return the kinds of conflict that are told of a message this near to the claim."""
    nearness = Nearness(0.0, near, 0.0)
    features = measure(read(message, "en"), read(CLAIM, "en"), nearness, besides=frozenset(besides))
    return {conflict.kind for conflict in features.conflicts}


@pytest.mark.parametrize(
    ("near", "kinds"),
    [
        (0.8, {ConflictKind.NUMBER, ConflictKind.PLACE, ConflictKind.PERSON}),
        (0.6, {ConflictKind.PERSON}),
        (0.5, set()),
    ],
    ids=["like the claim", "rather like it", "far from it"],
)
def test_in_other_words_what_differs_is_told_by_how_near_they_lie(
    near: float, kinds: set[ConflictKind]
) -> None:
    assert told(IN_OTHER_WORDS, near) == kinds


def test_a_kind_is_told_besides_where_it_is_asked_for() -> None:
    assert told(IN_OTHER_WORDS, 0.5, ConflictKind.PLACE) == {ConflictKind.PLACE}


def test_in_the_claims_own_words_everything_that_differs_is_told() -> None:
    every = {conflict.kind for conflict in find_conflicts(pair(read(COPIED, "en"), read(CLAIM, "en")))}

    assert {ConflictKind.NUMBER, ConflictKind.PLACE} <= every
    assert told(COPIED, 0.1) == every


@pytest.mark.parametrize("kind", ConflictKind)
def test_a_kind_looked_for_alone_is_what_it_is_among_all(kind: ConflictKind) -> None:
    paired = pair(read(f"Maybe {COPIED}, not all of them in 1999", "en"), read(CLAIM, "en"))
    among_all = tuple(conflict for conflict in find_conflicts(paired) if conflict.kind is kind)

    assert find_conflicts(paired, kinds=frozenset({kind})) == among_all


@pytest.mark.parametrize(
    ("message", "claim", "copied"),
    [
        ("The court of Brenn has ruled on a proof", "Court of Brenn ruled on proof", True),
        ("On 1 March 2026 Orvell votes", "On 1 March 2026 the Orvell votes", True),
        ("Orvell police was fined", "Orvell police fined", False),
        ("Orvell fined Brenn", "Brenn fined Orvell", False),
        ("Orvell voted for the dam", "Orvell voted against the dam", False),
        ("Orvell pays 3,000 crowns", "Orvell pays 3000 crowns", True),
    ],
    ids=["articles", "an article before a name", "was", "exchanged", "a small word that tells", "figures"],
)
def test_the_claims_words_in_its_order_are_a_copy(message: str, claim: str, copied: bool) -> None:
    near = Nearness(0.0, 0.9, 0.9)
    assert measure(read(message, "en"), read(claim, "en"), near).copied is copied


def test_what_is_full_of_slips_is_measured_without_them() -> None:
    message = "Ab 2026 dürfen Renter über 70 in Deutshland keine Atuos mehr faren"
    claim = "Ab 2026 dürfen Rentner über 70 in Deutschland keine Autos mehr fahren"
    features = measure(read(message, "de"), read(claim, "de"), Nearness(0.9, 0.0, 0.0))

    assert features.conflicts == ()
    assert features.values["covered_message"] == 1.0
