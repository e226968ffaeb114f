"""Stories of reviewers who see where they stand: the figures of some days, and the digest of each morning."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import media.chart
from claims.picture import Chart
from claims.review import ModeratorId
from claims.usecases.manage_moderators import ManageModerators
from matching.embeddings import Embedder
from media.chart import draw_chart
from simulator import methods
from simulator.faults import CutAfter
from simulator.params import Params
from simulator.person import Person
from simulator.refusals import bad_request
from simulator.world import World
from tests.support.builders import a_ruling
from tests.support.clock import FakeClock
from tests.support.newsroom import Newsroom, open_newsroom

BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"
FOREST = "The mayor of Elmsworth sold the town forest to a mining company"
LEMON = "Drinking warm lemon water cures the flu."


@pytest.fixture
async def newsroom(
    tmp_path: Path, world: World, clock: FakeClock, embedder: Embedder
) -> AsyncIterator[Newsroom]:
    async with open_newsroom(tmp_path, world, clock, embedder) as opened:
        yield opened


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Chart]:
    """The charts that are drawn."""
    charts: list[Chart] = []

    def draw(chart: Chart) -> bytes:
        charts.append(chart)
        return draw_chart(chart)

    monkeypatch.setattr("bot.gateway.draw_chart", draw)
    return charts


async def asks(newsroom: Newsroom, text: str, name: str, language: str = "en") -> None:
    newsroom.person(name, language=language).forwards(text)
    await newsroom.settle()


async def said(newsroom: Newsroom, moderator: Person, command: str) -> str:
    moderator.says(command)
    await newsroom.settle()
    return moderator.last_message


async def a_morning_later(newsroom: Newsroom) -> None:
    """Let a day pass, whatever the time zone of this machine is, and do what is done by the clock."""
    newsroom.clock.advance(hours=24)
    await newsroom.program.housekeeping.keep_once(1)
    await newsroom.settle()


def digests(moderator: Person) -> list[str]:
    return [message.text for message in moderator.messages if message.text.startswith("Yesterday, ")]


async def some_questions(newsroom: Newsroom, moderator: Person) -> None:
    """Four people ask: two are answered at once, one after two and a half hours, one not yet."""
    await newsroom.publishes(a_ruling())
    await asks(newsroom, LEMON, "Ana", "es")
    await asks(newsroom, LEMON, "Ben", "es-mx")
    await asks(newsroom, BRIDGE, "Cleo")
    await asks(newsroom, FOREST, "Dora")
    newsroom.clock.advance(hours=2.5)
    await said(newsroom, moderator, "/verdict 1 false It stays open. https://example.org/bridge")
    newsroom.clock.advance(minutes=1)


async def test_the_figures_say_what_was_asked_and_how_it_was_answered(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await some_questions(newsroom, moderator)
    text = (await said(newsroom, moderator, "/stats")).replace("\u2068", "").replace("\u2069", "")

    title, numbers, shares = text.split("\n\n")
    assert title == "The last 7 days"
    assert numbers.splitlines() == [
        "Asked: 4",
        "Answered at once: 2",
        "Answered after review: 1",
        "People waiting now: 1",
        "1 ruling, 2.5 h after the first question",
    ]
    assert moderator.last.content.photo is not None
    assert shares.splitlines() == [
        "Languages: English 2, Spanish 2",
        "Publishers: Example Health Desk 2, Test newsroom 1",
    ]


@pytest.mark.parametrize(
    ("command", "title", "caption", "bars"),
    [
        ("/stats 31", "The last 31 days", "Asked by the day", 31),
        ("/stats 366", "The last 366 days", "Asked by the week", 53),
    ],
)
async def test_a_longer_time_has_coarser_bars(
    newsroom: Newsroom, drawn: list[Chart], command: str, title: str, caption: str, bars: int
) -> None:
    moderator = await newsroom.moderator()
    await asks(newsroom, BRIDGE, "Ana")
    text = await said(newsroom, moderator, command)

    assert text.startswith(title)
    assert (drawn[0].title, drawn[0].caption) == (title, caption)
    assert drawn[0].columns == (*[0] * (bars - 1), 1)


async def test_the_picture_shows_the_same_figures(newsroom: Newsroom, drawn: list[Chart]) -> None:
    moderator = await newsroom.moderator()
    await some_questions(newsroom, moderator)
    await said(newsroom, moderator, "/stats")

    assert drawn[0].subtitle == "1 ruling, 2.5 h after the first question"
    assert [[(bar.name, bar.value) for bar in group.bars] for group in drawn[0].groups] == [
        [("Asked", 4), ("Answered at once", 2), ("Answered after review", 1), ("People waiting now", 1)],
        [("English", 2), ("Spanish", 2)],
        [("Example Health Desk", 2), ("Test newsroom", 1)],
    ]


async def test_figures_are_a_tap_away_and_another_tap_shows_other_days(
    newsroom: Newsroom, drawn: list[Chart]
) -> None:
    moderator = await newsroom.moderator()
    await some_questions(newsroom, moderator)
    await said(newsroom, moderator, "/queue")
    for label in ("Figures", "30 days"):
        moderator.presses(label)
        await newsroom.settle()

    assert [chart.title for chart in drawn] == ["The last 7 days", "The last 30 days"]
    assert moderator.last_message.startswith("The last 30 days")


async def test_where_nothing_can_be_drawn_the_numbers_come_alone(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("media.chart.FONT", Path("no such font"))
    media.chart._font.cache_clear()
    moderator = await newsroom.moderator()
    await some_questions(newsroom, moderator)
    text = await said(newsroom, moderator, "/stats")
    media.chart._font.cache_clear()

    assert moderator.last.content.photo is None
    assert "Answered after review: 1" in text


async def test_where_telegram_takes_no_picture_the_numbers_come_alone(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_world: World, _params: Params) -> None:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")

    monkeypatch.setitem(methods._AT_ONCE, "sendphoto", refuse)
    moderator = await newsroom.moderator()
    text = await said(newsroom, moderator, "/stats")

    assert moderator.last.content.photo is None
    assert text.startswith("The last 7 days")


async def test_figures_of_a_new_newsroom_are_noughts(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()

    assert await said(newsroom, moderator, "/stats 1") == (
        "Today\n\nAsked: 0\nAnswered at once: 0\nAnswered after review: 0\nPeople waiting now: 0"
    )


async def test_what_was_asked_before_the_time_is_not_counted(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await asks(newsroom, BRIDGE, "Ana")
    newsroom.clock.advance(days=3)
    await asks(newsroom, FOREST, "Ben")

    assert "Asked: 1\n" in await said(newsroom, moderator, "/stats 2")
    assert "Asked: 2\n" in await said(newsroom, moderator, "/stats 4")


async def test_the_digest_comes_each_morning_to_those_who_want_it(newsroom: Newsroom) -> None:
    max_, mia = await newsroom.moderator("Max"), await newsroom.moderator("Mia")
    await asks(newsroom, BRIDGE, "Ana")
    assert (await said(newsroom, max_, "/digest on")).startswith("You get yesterday's figures each morning")
    await a_morning_later(newsroom)
    assert [len(digests(max_)), len(digests(mia))] == [1, 0]

    await a_morning_later(newsroom)
    assert len(digests(max_)) == 2
    await said(newsroom, max_, "/digest off")
    await a_morning_later(newsroom)
    assert len(digests(max_)) == 2


async def test_a_restart_in_the_morning_sends_the_digest_once(
    tmp_path: Path, world: World, clock: FakeClock, embedder: Embedder
) -> None:
    async with open_newsroom(tmp_path, world, clock, embedder) as first:
        moderator = await first.moderator()
        await said(first, moderator, "/digest on")
        clock.advance(hours=24)
        await first.program.housekeeping.keep_once(1)  # owed, and the program is gone before it is sent
    async with open_newsroom(tmp_path, world, clock, embedder) as second:
        await second.program.housekeeping.keep_once(0)
        await second.settle()
        await second.program.housekeeping.keep_once(1)
        await second.settle()

    assert len(digests(moderator)) == 1


async def test_a_digest_cut_off_after_it_left_is_not_sent_twice(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await said(newsroom, moderator, "/digest on")
    newsroom.clock.advance(hours=24)
    newsroom.faults.add(CutAfter(), method="sendMessage")
    for number in range(2):
        await newsroom.program.housekeeping.keep_once(number)
        await newsroom.settle()

    assert len(digests(moderator)) == 1


async def test_after_days_of_standstill_one_digest_comes_and_not_one_for_each_day(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await said(newsroom, moderator, "/digest on")
    newsroom.clock.advance(days=5)
    for number in range(3):
        await newsroom.program.housekeeping.keep_once(number)
        await newsroom.settle()

    assert len(digests(moderator)) == 1


async def test_a_clock_that_ran_ahead_does_not_end_the_digest(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    newsroom.clock.advance(days=400)
    await said(newsroom, moderator, "/digest on")
    newsroom.clock.advance(days=-400)
    for _ in range(3):
        await a_morning_later(newsroom)

    assert len(digests(moderator)) == 3


async def test_who_is_no_moderator_any_more_gets_no_digest(newsroom: Newsroom) -> None:
    await newsroom.moderator("Olga")
    moderator = await newsroom.moderator()
    await said(newsroom, moderator, "/digest on")
    await ManageModerators(newsroom.program.store, newsroom.clock).remove(ModeratorId(moderator.id))
    await a_morning_later(newsroom)

    assert digests(moderator) == []


async def test_who_comes_back_gets_no_digest_unasked(newsroom: Newsroom) -> None:
    await newsroom.moderator("Olga")
    moderator = await newsroom.moderator()
    await said(newsroom, moderator, "/digest on")
    managing = ManageModerators(newsroom.program.store, newsroom.clock)
    await managing.remove(ModeratorId(moderator.id))
    await managing.add(ModeratorId(moderator.id))
    await a_morning_later(newsroom)

    assert digests(moderator) == []


async def test_the_digest_of_one_is_not_that_of_another_whose_number_begins_alike(newsroom: Newsroom) -> None:
    long = await newsroom.moderator("Max")
    short = Person(newsroom.world, "Mia", user_id=int(str(long.id)[:-1]))
    await ManageModerators(newsroom.program.store, newsroom.clock).add(ModeratorId(short.id), "Mia")
    await said(newsroom, long, "/digest on")
    await said(newsroom, short, "/digest off")
    await a_morning_later(newsroom)

    assert [len(digests(long)), len(digests(short))] == [1, 0]


async def test_the_digest_can_be_asked_for(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await asks(newsroom, BRIDGE, "Ana")
    newsroom.clock.advance(days=1)
    text = await said(newsroom, moderator, "/digest")

    assert text.startswith("Yesterday, ")
    assert "Asked: 1" in text
    assert "Asked by the hour\n" in text
