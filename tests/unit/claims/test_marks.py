"""Marks: an index is known again as this database's, and not as that of another one."""

from claims.marks import MOST, Marks
from claims.verdict import Rating, Verdict
from tests.support.builders import a_verdict

LEMON, BRIDGE = a_verdict(1), a_verdict(2, claim="The bridge is closed.")
TAKEN_IN = Marks().after([LEMON, BRIDGE], 2)


def stand(*stored: Verdict, changes: tuple[int, ...] = (1, 2)) -> bool:
    by_number = {verdict.id: verdict for verdict in stored}
    return TAKEN_IN.stand(by_number, dict(zip(by_number, changes, strict=True)))


def test_verdicts_that_read_the_same_are_of_this_database() -> None:
    assert stand(LEMON, BRIDGE)


def test_a_verdict_that_was_changed_since_is_taken_in_anew_and_proves_nothing() -> None:
    assert stand(LEMON, a_verdict(2, revision=2, rating=Rating.TRUE), changes=(1, 3))


def test_a_number_that_another_verdict_has_is_of_another_database() -> None:
    assert not stand(LEMON, a_verdict(2, claim="Whales drink petrol."))


def test_a_verdict_that_was_never_stored_is_of_another_database() -> None:
    assert not stand(LEMON, changes=(1,))


def test_an_older_wording_is_of_an_older_backup() -> None:
    taken_in = Marks().after([a_verdict(1, revision=2, rating=Rating.TRUE)], 2)

    assert not taken_in.stand({LEMON.id: LEMON}, {LEMON.id: 1})


def test_only_the_newest_are_kept() -> None:
    many = [a_verdict(number) for number in range(1, MOST + 21)]
    marks = Marks().after(many[:50], 50).after(many[50:], MOST + 20)

    assert list(marks.digests) == [verdict.id for verdict in many[-MOST:]]
