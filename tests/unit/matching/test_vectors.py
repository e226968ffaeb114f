"""The file of vectors: what was added is found, what was taken back is not, laying out lists stops nobody."""

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from claims.verdict import VerdictId
from matching.embeddings import Vectors
from matching.lists import Lists, ReadRows, Rows, each_once
from matching.vectors import LISTS_FROM, FirstRows, VectorFile, dead_rows

BLOCKS = (32, 16)
MANY = LISTS_FROM // 2


def some_vectors(count: int, seed: int) -> Vectors:
    """Return vectors of two shares, each of them of the length that its encoder has in the sum."""
    dice = np.random.default_rng(seed)
    shares = [dice.standard_normal((count, width)).astype(np.float32) for width in BLOCKS]
    shares = [share / np.linalg.norm(share, axis=1, keepdims=True) for share in shares]
    return np.concatenate([shares[0] * np.sqrt(0.2), shares[1] * np.sqrt(0.8)], axis=1).astype(np.float32)


def two_each(numbers: Sequence[int], vectors: Vectors) -> list[tuple[VerdictId, Vectors]]:
    return [(VerdictId(number), vectors[2 * place : 2 * place + 2]) for place, number in enumerate(numbers)]


def filled(folder: Path, vectors: Vectors) -> VectorFile:
    file = VectorFile(folder, BLOCKS, 0)
    file.append(two_each(range(1, len(vectors) // 2 + 1), vectors), [])
    return file


def found_first(file: VectorFile, query: Vectors) -> int:
    found = file.nearest(query[None, :], 5)
    return max(found, key=lambda number: found[number], default=VerdictId(0))


@pytest.fixture
def vectors() -> Vectors:
    return some_vectors(2 * MANY, 1)


@pytest.fixture
def slow_building(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Hold the laying out of lists until the event is set."""
    go_on = threading.Event()
    build = Lists.build

    def waiting(read: ReadRows, alive: Rows, blocks: Sequence[int], rows: int) -> Lists:
        go_on.wait(30)
        return build(read, alive, blocks, rows)

    monkeypatch.setattr(Lists, "build", waiting)
    return go_on


def test_few_and_many_rows_are_found_by_what_lies_nearest(tmp_path: Path, vectors: Vectors) -> None:
    few = filled(tmp_path, vectors[:200])
    assert [found_first(few, vectors[row]) for row in (0, 7, 199)] == [1, 4, 100]

    few.append(two_each(range(101, MANY + 1), vectors[200:]), [])
    few.settle()

    assert (tmp_path / "vectors.lists.json").exists()
    assert [found_first(few, vectors[row]) for row in (0, 7, 199, 2 * MANY - 1)] == [1, 4, 100, MANY]


def test_a_query_of_one_encoder_is_found_by_that_encoder_alone(tmp_path: Path, vectors: Vectors) -> None:
    file = filled(tmp_path, vectors)
    file.settle()
    asked = vectors[4_321].copy()
    asked[BLOCKS[0] :] = 0

    assert found_first(file, asked) == 4_321 // 2 + 1


def test_the_cosines_are_exact_whoever_found_the_rows(tmp_path: Path, vectors: Vectors) -> None:
    file = filled(tmp_path, vectors)
    file.settle()

    found = file.nearest(vectors[10:11], 5)

    assert found[VerdictId(6)] == pytest.approx(float((vectors[10:11] @ file.of(VerdictId(6)).T).max()))


def test_what_was_taken_back_or_replaced_is_not_found(tmp_path: Path, vectors: Vectors) -> None:
    file = filled(tmp_path, vectors)
    file.settle()
    fresh = some_vectors(2, 2)

    file.append([(VerdictId(5), fresh)], [VerdictId(9)])

    assert VerdictId(9) not in file.nearest(vectors[16:17], 5)
    assert len(file.of(VerdictId(9))) == 0
    assert found_first(file, fresh[1]) == 5
    assert file.of(VerdictId(5)) == pytest.approx(fresh, abs=0.01)
    assert file.nearest(vectors[8:9], 5).get(VerdictId(5), 0.0) < 0.9


def test_rows_kept_in_memory_are_those_on_disk(tmp_path: Path, vectors: Vectors) -> None:
    file = filled(tmp_path, vectors[:200])
    numbers = [VerdictId(number) for number in (1, 40, 999, 100, 101)]
    before = [rows.tolist() for rows in file.of_each(numbers)]

    file.nearest(vectors[:1], 5)
    assert [rows.tolist() for rows in file.of_each(numbers)] == before

    file.append(two_each([101], vectors[200:202]), [VerdictId(40)])
    assert [len(rows) for rows in file.of_each(numbers)] == [2, 0, 0, 2, 2]
    on_disk = file.of(VerdictId(101)).tolist()
    assert found_first(file, vectors[200]) == 101
    assert file.of(VerdictId(101)).tolist() == on_disk


def test_everything_is_as_it_was_after_opening_again(tmp_path: Path, vectors: Vectors) -> None:
    file = filled(tmp_path, vectors)
    file.append([(VerdictId(5), some_vectors(1, 2)), (VerdictId(MANY + 1), some_vectors(1, 3))], [])
    file.append([], [VerdictId(9)])
    expected = [file.of(VerdictId(number)).tolist() for number in (1, 5, 9, MANY + 1)]
    file.close()

    again = VectorFile(tmp_path, BLOCKS, file.rows)

    assert [again.of(VerdictId(number)).tolist() for number in (1, 5, 9, MANY + 1)] == expected
    assert [found_first(again, vectors[row]) for row in (0, 2 * MANY - 1)] == [1, MANY]
    assert found_first(again, some_vectors(1, 3)[0]) == MANY + 1
    assert VerdictId(9) not in again.nearest(vectors[16:17], 5)


def test_rows_behind_the_confirmed_ones_are_cut_off(tmp_path: Path, vectors: Vectors) -> None:
    file = filled(tmp_path, vectors[:200])
    confirmed = file.rows
    file.append([(VerdictId(1), some_vectors(2, 2))], [])
    file.close()

    again = VectorFile(tmp_path, BLOCKS, confirmed)

    assert again.rows == confirmed
    assert found_first(again, vectors[0]) == 1


@pytest.mark.parametrize("name", ["vectors.lists.json", "vectors.0.ivf", "vectors.1.ivf"])
def test_lost_or_damaged_lists_are_laid_out_anew(tmp_path: Path, vectors: Vectors, name: str) -> None:
    file = filled(tmp_path, vectors)
    file.close()
    (tmp_path / name).write_bytes(b"\x00broken")

    again = VectorFile(tmp_path, BLOCKS, file.rows)
    assert found_first(again, vectors[77]) == 39  # while they are laid out

    again.settle()
    assert found_first(again, vectors[77]) == 39


def test_laying_out_lists_stops_no_search_and_no_change(
    tmp_path: Path, vectors: Vectors, slow_building: threading.Event
) -> None:
    file = filled(tmp_path, vectors)  # begins to lay out lists, which waits
    fresh = some_vectors(6, 2)

    file.append([(VerdictId(MANY + 1), fresh[:2]), (VerdictId(5), fresh[2:4])], [VerdictId(9)])
    assert not (tmp_path / "vectors.lists.json").exists()
    during = [found_first(file, query) for query in (vectors[0], fresh[0], fresh[2])]
    taken_back = VerdictId(9) in file.nearest(vectors[16:17], 5)
    slow_building.set()
    file.settle()

    assert (during, taken_back) == ([1, MANY + 1, 5], False)
    assert [found_first(file, query) for query in (vectors[0], fresh[0], fresh[2])] == [1, MANY + 1, 5]
    assert VerdictId(9) not in file.nearest(vectors[16:17], 5)


def test_outgrown_lists_answer_until_the_new_ones_are_ready(
    tmp_path: Path, vectors: Vectors, slow_building: threading.Event
) -> None:
    slow_building.set()
    file = filled(tmp_path, vectors)
    file.settle()
    slow_building.clear()
    more = some_vectors(2 * MANY + 2, 4)

    file.append(two_each(range(MANY + 1, 2 * MANY + 2), more), [])
    during = [found_first(file, query) for query in (vectors[0], more[0], more[-1])]
    slow_building.set()
    file.settle()

    assert during == [1, MANY + 1, 2 * MANY + 1]
    assert [found_first(file, query) for query in (vectors[0], more[0], more[-1])] == during


def test_the_vectors_of_several_verdicts_are_those_of_each(tmp_path: Path, vectors: Vectors) -> None:
    file = filled(tmp_path, vectors)
    asked = [VerdictId(number) for number in (MANY, 1, 10 * MANY, 7)]

    found = file.of_each(asked)

    assert [rows.tolist() for rows in found] == [file.of(verdict_id).tolist() for verdict_id in asked]
    assert [len(rows) for rows in found] == [2, 2, 0, 2]


def test_each_row_is_kept_once_in_ascending_order() -> None:
    rows = np.random.default_rng(1).integers(0, 60, (5, 20))

    assert each_once(rows).tolist() == np.unique(rows).tolist()
    assert each_once(rows[:0]).tolist() == []


@pytest.mark.parametrize("seed", range(20))
def test_a_row_is_dead_that_takes_back_or_was_taken_back_later(seed: int) -> None:
    dice = np.random.default_rng(seed)
    numbers = dice.integers(1, 9, 60) * dice.choice([1, 1, 1, -1], 60)

    assert dead_rows(numbers).tolist() == [
        number < 0 or -number in numbers[row:] for row, number in enumerate(numbers.tolist())
    ]


@pytest.mark.parametrize("numbers", [[], [3, 3, 5], [-3]])
def test_without_any_taken_back_only_what_takes_back_is_dead(numbers: list[int]) -> None:
    assert dead_rows(np.array(numbers, dtype=np.int64)).tolist() == [number < 0 for number in numbers]


def test_the_first_row_of_a_verdict_is_known_through_all_changes() -> None:
    numbers = np.array([7, 7, 3, -7, 9, 9, 9, 7, 7, 2], dtype=np.int64)
    first = FirstRows(numbers, dead_rows(numbers))

    assert [first.get(number) for number in (2, 3, 7, 9)] == [9, 2, 7, 4]
    assert [number in first for number in (1, 4, 8, 10)] == [False] * 4

    first[4], first[3] = 11, 13
    assert [first.pop(number) for number in (9, 4, 5)] == [4, 11, None]
    assert [first.get(number) for number in (2, 3, 4, 7, 9)] == [9, 13, None, 7, None]
