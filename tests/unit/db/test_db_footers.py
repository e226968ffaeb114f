"""Closing lines of channel posts in the database."""

from datetime import UTC, datetime

from claims.submission import ChannelPost
from tests.unit.db.builders import NOW, later


def a_post(number: int, channel: int = 5) -> ChannelPost:
    return ChannelPost(channel, number, "City News", datetime(2026, 1, 1, tzinfo=UTC))


async def saw(store, *posts: ChannelPost) -> None:
    async with store.writing() as tx:
        for post in posts:
            await tx.footers.add(post, ["line"], NOW)


async def footers(store, channel: int = 5) -> frozenset[str]:
    async with store.reading() as tx:
        return await tx.footers.of(channel, ["line", "another"])


async def test_a_line_that_closed_three_posts_of_a_channel_is_its_footer(store) -> None:
    await saw(store, a_post(1), a_post(2))
    assert await footers(store) == frozenset()

    await saw(store, a_post(3))
    assert await footers(store) == {"line"}


async def test_the_same_post_forwarded_again_counts_once(store) -> None:
    await saw(store, a_post(1), a_post(1), a_post(1))

    assert await footers(store) == frozenset()


async def test_another_channel_keeps_its_line(store) -> None:
    await saw(store, a_post(1), a_post(2), a_post(3))

    assert await footers(store, channel=6) == frozenset()


async def test_old_lines_are_forgotten(store) -> None:
    await saw(store, a_post(1), a_post(2), a_post(3))
    async with store.writing() as tx:
        assert await tx.footers.forget(later(1)) == 3

    assert await footers(store) == frozenset()
