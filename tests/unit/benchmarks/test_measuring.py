"""What the benchmarks measure with: stages of a thread's work, made-up posts, sections of a page."""

import time
from pathlib import Path

import pytest

from benchmarks.made_up import rulings, statements
from benchmarks.section import Section
from benchmarks.stages import Sampler, stage_of
from benchmarks.throughput import Posts


def test_the_stage_of_a_file_is_that_of_its_place():
    root = Path(__file__).resolve().parents[3]

    assert [
        stage_of(str(root / "db" / "outbox.py")),
        stage_of("/somewhere/site-packages/httpx/_client.py"),
    ] == [
        "the database",
        "calling Telegram (HTTP)",
    ]


def test_all_the_time_of_a_busy_thread_is_booked():
    sampler = Sampler()
    sampler.start()
    until = time.process_time() + 0.1
    while time.process_time() < until:
        sum(range(100))
    sampler.stop()
    by_stage, by_stack = sampler.booked()

    assert sampler.seconds >= 0.09
    assert by_stage.total() == pytest.approx(by_stack.total()) == pytest.approx(sampler.seconds, rel=0.2)


def test_made_up_statements_differ_and_come_again():
    assert len(set(statements(5_000))) == 5_000
    assert statements(3, start=10) == statements(13)[10:]
    assert len({ruling.url for ruling in rulings(50)}) == 50


@pytest.mark.parametrize("kind", ["mixed", "known", "new", "small talk"])
def test_both_bots_get_the_same_posts(kind):
    first, second = Posts(kind), Posts(kind)

    assert [first.next() for _ in range(50)] == [second.next() for _ in range(50)]


def test_a_section_is_replaced_and_the_rest_of_the_page_stays(tmp_path):
    page = tmp_path / "page.md"
    mark = "<!-- written by python -m benchmarks.growth --write-docs:"
    page.write_text(f"before\n{mark} begin -->\nold\n{mark} end -->\nafter\n", encoding="utf-8")

    Section(page, "growth").write("new\n")

    assert page.read_text(encoding="utf-8") == f"before\n{mark} begin -->\nnew\n{mark} end -->\nafter\n"


def test_a_page_without_the_section_is_left_alone(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("nothing here\n", encoding="utf-8")

    with pytest.raises(ValueError, match="no section of growth"):
        Section(page, "growth").write("new\n")
