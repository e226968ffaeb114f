"""Texts that are nearly word for word the same: whatever differs there is the difference."""

import pytest

from claims.decision import ConflictKind
from matching.conflicts import find_conflicts
from matching.pairing import pair
from matching.reading import read

VETOES = frozenset(ConflictKind) - {ConflictKind.HEDGE}


def vetoes(message: str, claim: str) -> set[ConflictKind]:
    """Return the kinds of what differs between two English near copies and counts there."""
    return {one.kind for one in find_conflicts(pair(read(message, "en"), read(claim, "en")))} & VETOES


@pytest.mark.parametrize(
    ("message", "claim"),
    [
        (
            "Teachers told the mayor of Orvell that the pool would stay shut all summer.",
            "The mayor of Orvell told teachers that the pool would stay shut all summer.",
        ),
        (
            "The treasurer said that ex-governor Ilse Marn had burned the ledgers.",
            "Ex-governor Ilse Marn said that the treasurer had burned the ledgers.",
        ),
        (
            "Norway will supply Iceland with forty buses, most of them built in Norway.",
            "Iceland will supply Norway with forty buses, most of them built in Norway.",
        ),
        (
            "The owner of Halvik Ferries was paid nine euros for each ticket.",
            "The owner of Halvik Ferries paid clerks nine euros for each ticket.",
        ),
        (
            "One in six nurses from Peru in Chile works without a contract.",
            "One in six nurses from Chile in Peru works without a contract.",
        ),
        (
            "The port of Brenn has replaced cranes with robots on its new pier.",
            "The port of Brenn has replaced robots with cranes on its new pier.",
        ),
        (
            "Soap in Ashby may no longer be tried out on mice, but may still be tried out on rabbits.",
            "Soap in Ashby may no longer be tried out on rabbits, but may still be tried out on mice.",
        ),
        (
            "The guild of Merano struck because the mayor had closed the harbour.",
            "The mayor of Merano closed the harbour because the guild had struck.",
        ),
        (
            "Treasurer Ann Poe told bakers that brewers were to blame for the strike.",
            "Treasurer Ann Poe told brewers that bakers were to blame for the strike.",
        ),
        (
            "Clinic meals at Ashby cost the county less than school meals do.",
            "School meals at Ashby cost the county less than clinic meals do.",
        ),
    ],
    ids=[
        "who told whom",
        "who said it of whom",
        "who supplies whom",
        "paid or was paid",
        "from here in there",
        "replaced with",
        "the same small word before both",
        "what comes of what",
        "with a that between them",
        "on either side of than",
    ],
)
def test_exchanged_parts_are_a_veto(message: str, claim: str) -> None:
    assert ConflictKind.ROLES in vetoes(message, claim)


@pytest.mark.parametrize(
    ("message", "claim"),
    [
        (
            "In the forests of Sorrel more moose than deer are hit by lorries, rangers say.",
            "In the forests of Sorrel more boars than deer are hit by lorries, rangers say.",
        ),
        (
            "Gloves left in the dryer cost the baker Tom Rusk the nail of his right thumb.",
            "Gloves left in the dryer cost the baker Tom Rusk the nail of his left thumb.",
        ),
        (
            "Bakers in Milbrook were allowed to sell bread on Sundays until October.",
            "Bakers in Milbrook are allowed to sell bread on Sundays since October.",
        ),
        (
            "The council of Saltby voted for a toll on the new harbour bridge.",
            "The council of Saltby voted against a toll on the new harbour bridge.",
        ),
        (
            "Dairy farmers in Aldana lose the subsidy unless they sell their bulls.",
            "Dairy farmers in Aldana lose the subsidy if they sell their bulls.",
        ),
        (
            "The city of Varna wants to ban scooters from all of its beaches next summer.",
            "The city of Varna bans scooters from all of its beaches next summer.",
        ),
        (
            "The party treasurer's brother kept the donations in an account in Malta.",
            "The party treasurer kept the donations in an account in Malta.",
        ),
        (
            "Half of the buses bought for the games in Brenn never left the depot.",
            "Most of the buses bought for the games in Brenn never left the depot.",
        ),
    ],
    ids=[
        "a slip of no word that is there already",
        "a word that is elsewhere, too",
        "until, not since",
        "for, not against",
        "unless, not if",
        "wants to",
        "somebody of theirs",
        "half, not most",
    ],
)
def test_a_changed_word_is_a_veto(message: str, claim: str) -> None:
    assert vetoes(message, claim)


@pytest.mark.parametrize(
    ("message", "claim"),
    [
        (
            "Does anyone know if the mayor of Orvell told teachers that the pool would stay shut?",
            "The mayor of Orvell told teachers that the pool would stay shut.",
        ),
        (
            "According to rangers in Sorrel, lorries hit more boars than deer.",
            "Lorries hit more boars than deer, rangers in Sorrel say.",
        ),
        (
            "Iceland and Norway signed the treaty on herring in Oslo.",
            "Norway and Iceland signed the treaty on herring in Oslo.",
        ),
        (
            "The pupils of Ashby school children's choir sang for the king of Aldana.",
            "The pupils of Ashby schoolchildren's choir sang for the king of Aldana.",
        ),
        (
            "Baker Ilse Marn told visitors that rye bread makes teeth stronger.",
            "Rye bread makes teeth stronger, baker Ilse Marn told visitors.",
        ),
        (
            "Orvell has forbidden the ferries of Brenn to enter its harbour.",
            "Orvell has banned the ferries of Brenn from entering its harbour.",
        ),
        (
            "The old bridge of Saltby will be closed to lorries for two years, starting Monday",
            "The old bridge of Saltby will be closed to lorries for two years from Monday",
        ),
        (
            "Orvell: boy of four accused of stealing the mayor's tricycle",
            "A boy of four was accused of stealing the mayor's tricycle in Orvell.",
        ),
        (
            "Nine bakers issue warnings about visiting the U.S",
            "Nine bakers issued warnings about visits to the United States.",
        ),
        (
            "Crows in Orvell steal more cherries than starlings do.",
            "More cherries are stolen by crows than by starlings in Orvell.",
        ),
        (
            "Two brothers stole the bell of Merano and sold it, the priest says.",
            "The priest says two brothers stole the bell of Merano and sold it.",
        ),
    ],
    ids=[
        "asked",
        "according to",
        "and",
        "written together",
        "told at the beginning",
        "from entering",
        "starting",
        "accused of",
        "initials",
        "by crows than by",
        "who says it stands last",
    ],
)
def test_the_same_told_a_little_otherwise_is_none(message: str, claim: str) -> None:
    assert not vetoes(message, claim)
