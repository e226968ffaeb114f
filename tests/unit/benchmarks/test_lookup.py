"""What the lookup benchmark measures on: stories that differ, and vectors as the encoders would give them."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.lookup_archive import _mixture, real
from benchmarks.lookup_rivals import Bm25s, Fts5, Rapidfuzz, Rival
from benchmarks.stories import Storyteller
from matching.embeddings import cosines

TEXTS = ("Garlic cures malaria", "A bear was seen in Tarnow", "The ferry in Halvik will close")


def test_stories_differ_and_are_told_the_same_each_time() -> None:
    stories = [Storyteller().story(number) for number in range(2_000)]

    assert len({story.claim for story in stories}) == len(stories)
    assert stories[7] == Storyteller().story(7)


def test_without_the_collection_everything_is_made_up_and_every_answer_is_among_the_first(
    tmp_path: Path,
) -> None:
    found = real(tmp_path)
    right = [number for one in found.messages for number in one.right]

    assert {one.kind for one in found.messages} == {"retold", "unknown", "long"}
    assert max(right) <= 150


def test_made_up_vectors_have_the_lengths_of_encoded_ones() -> None:
    dice = np.random.default_rng(1)
    known = [dice.standard_normal((3, 896)).astype(np.float32) for _ in range(4)]

    mixed = _mixture(known, 3, dice)
    meaning, english = cosines(mixed, mixed)

    assert np.diag(meaning) == pytest.approx(np.ones(3), abs=1e-5)
    assert np.diag(english) == pytest.approx(np.ones(3), abs=1e-5)


@pytest.mark.parametrize("rival", [Rapidfuzz(), Fts5(), Bm25s()], ids=["rapidfuzz", "FTS5", "bm25s"])
def test_each_other_way_finds_what_it_should(tmp_path: Path, rival: Rival) -> None:
    texts = tmp_path / "texts.jsonl"
    texts.write_text("".join(f'"{text}"\n' for text in TEXTS), "utf-8")
    rival.build(tmp_path / "built", texts, 0)
    rival.open(tmp_path / "built")

    assert rival.find("they say a bear was in Tarnow", 1) == [2]
    assert rival.find("so the ferry will close?", 1) == [3]
