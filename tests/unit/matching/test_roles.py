"""Who does what to whom: exchanged parts are told, a moved clause is not mistaken for one."""

import pytest

from claims.decision import ConflictKind
from matching.conflicts import find_conflicts
from matching.pairing import pair
from matching.reading import read

CLAIM = "The mayor Ilse Brandt said she will sue the builder Omar Haddad if the council sells the harbour."


def kinds(message: str, claim: str) -> set[ConflictKind]:
    """Return the kinds of differences between two English texts."""
    return {conflict.kind for conflict in find_conflicts(pair(read(message, "en"), read(claim, "en")))}


@pytest.mark.parametrize(
    "message",
    [
        "If the council sells the harbour, the mayor Ilse Brandt said she will sue the builder Omar Haddad.",
        "If the council sells the harbour I will sue the builder Omar Haddad, the mayor Ilse Brandt said",
    ],
)
def test_a_condition_moved_to_the_front_changes_nobodys_part(message: str) -> None:
    assert ConflictKind.ROLES not in kinds(message, CLAIM)


def test_exchanged_parts_are_told() -> None:
    swapped = "The builder Omar Haddad sued the mayor Ilse Brandt."

    assert ConflictKind.ROLES in kinds(swapped, "The mayor Ilse Brandt sued the builder Omar Haddad.")
