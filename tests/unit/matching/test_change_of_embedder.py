"""Another embedder finds the candidates: the index is made anew, and the gate judges as before."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from claims.decision import Answer, Suggest
from matching.embeddings import Embedder, TwoEncoders, Vectors
from matching.matcher import HybridMatcher
from tests.unit.matching.conftest import CLAIMS, a_verdict, verdicts

RETOLD = "Is it true that Petra Ostrand will close the ferry in Halvik when the harbour budget is cut?"
IN_NO_SHARED_WORD = "Um urso na plataforma"


class Topics:
    """Knows four topics and as many languages as the word lists below; everything else lies elsewhere."""

    words = (("watering",), ("ferry",), ("asthma",), ("bear", "urso"))

    def __init__(self, dimensions: int) -> None:
        self.dimensions = dimensions
        self.id = f"topics/{dimensions}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            known = (place for place, words in enumerate(self.words) if any(w in text.lower() for w in words))
            row[next(known, len(self.words))] = 1
        return rows


class Shop:
    """Opens the same index again and again."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self.folder, self._embedder = folder, embedder

    def open(self, finder: Embedder | None) -> HybridMatcher:
        return HybridMatcher.open(self.folder, embedder=self._embedder, finder=finder)

    def fill(self, finder: Embedder | None) -> HybridMatcher:
        """Open it and, as after every start, apply what it lacks."""
        matcher = self.open(finder)
        if matcher.revision == 0:
            matcher.apply(verdicts(CLAIMS), 1)
        return matcher


@pytest.fixture
def shop(tmp_path: Path, embedder: TwoEncoders) -> Shop:
    return Shop(tmp_path / "index", embedder)


def all_found(matcher: HybridMatcher) -> list[int]:
    return [matcher.rank(claim, limit=1)[0] for claim in CLAIMS]


def test_the_index_starts_empty_under_each_other_embedder_and_is_kept_under_the_same(shop: Shop) -> None:
    order = [None, Topics(8), Topics(8), Topics(16), None, None]
    opened = []
    for finder in order:
        opened.append(shop.open(finder).revision)
        assert all_found(shop.fill(finder)) == [1, 2, 3, 4]

    assert opened == [0, 0, 1, 0, 0, 1]


def test_the_other_embedder_finds_what_shares_no_word(shop: Shop) -> None:
    assert shop.fill(Topics(8)).rank(IN_NO_SHARED_WORD, limit=1) == (4,)


@pytest.mark.parametrize("text", [RETOLD, "Chilli oil does not cure asthma.", CLAIMS[3], CLAIMS[0].upper()])
def test_the_gate_judges_the_same_whoever_found_the_candidate(
    shop: Shop, matcher: HybridMatcher, text: str
) -> None:
    alone, beside = matcher.decide(text), shop.fill(Topics(8)).decide(text)

    assert isinstance(alone, Answer | Suggest)
    assert type(beside) is type(alone)
    assert isinstance(beside, Answer | Suggest)
    assert (beside.matches[0].verdict_id, beside.matches[0].probability, beside.matches[0].conflicts) == (
        alone.matches[0].verdict_id,
        alone.matches[0].probability,
        alone.matches[0].conflicts,
    )


def test_changes_reach_both_and_outlast_the_process(shop: Shop) -> None:
    shop.fill(Topics(8)).apply([a_verdict(3, "Drinking almond milk cures asthma.")], 2)
    matcher = shop.open(Topics(8))

    decision = matcher.decide("Is it true that drinking almond milk cures asthma?")
    assert matcher.revision == 2
    assert isinstance(decision, Answer)
    assert [match.verdict_id for match in decision.matches] == [3]


@pytest.mark.parametrize("name", ["vectors.bin", "judging/vectors.bin"])
def test_a_file_cut_short_makes_the_index_start_empty(shop: Shop, name: str) -> None:
    shop.fill(Topics(8)).close()
    path = shop.folder / name
    path.write_bytes(path.read_bytes()[:-1])

    assert shop.open(Topics(8)).revision == 0
