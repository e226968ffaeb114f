"""The order of candidates: each one's place is told by the cosines of its own texts alone."""

import numpy as np
import pytest

from claims.verdict import VerdictId
from matching.candidates import ranked
from matching.embeddings import Vectors, cosines
from matching.ranker import Scores

WIDTH = 512 + 384


def some_vectors(count: int, seed: int) -> Vectors:
    return np.random.default_rng(seed).standard_normal((count, WIDTH)).astype(np.float32) / 40


@pytest.mark.parametrize("parts", [1, 3])
def test_a_place_is_that_of_the_nearest_part_and_of_the_whole(parts: int) -> None:
    asked = some_vectors(parts, 1)
    texts = {VerdictId(7): some_vectors(3, 2), VerdictId(9): some_vectors(2, 3)}

    placed = ranked(asked, list(texts.items()), Scores())

    for verdict_id, vectors, place in placed:
        _, english = cosines(asked, texts[verdict_id])
        assert vectors is texts[verdict_id]
        assert place.part == pytest.approx(float(english.max()), abs=1e-6)
        assert place.whole == pytest.approx(float(english[0, -1]), abs=1e-6)
    assert placed[0][2].total >= placed[1][2].total


def test_a_verdict_without_vectors_and_a_message_without_parts_have_no_nearness() -> None:
    nothing = some_vectors(0, 1)

    [(_, _, without_vectors), _] = sorted(
        ranked(some_vectors(1, 2), [(VerdictId(1), nothing), (VerdictId(2), some_vectors(1, 3))], Scores()),
        key=lambda found: found[0],
    )
    [(_, _, without_parts)] = ranked(nothing, [(VerdictId(1), some_vectors(1, 3))], Scores())

    assert (without_vectors.part, without_vectors.whole) == (0.0, 0.0)
    assert (without_parts.part, without_parts.whole) == (0.0, 0.0)
