"""What is read off an update."""

from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, MessageOriginChannel

from handlers.extract import origin_link

NOON = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "link"),
    [
        (-1001234567890, "https://t.me/c/1234567890/17"),
        (-1029562563729, "https://t.me/c/29562563729/17"),
        (-1000000000042, "https://t.me/c/42/17"),
    ],
)
def test_a_post_of_a_channel_without_a_name_is_linked_by_the_channels_own_number(
    number: int, link: str
) -> None:
    origin = MessageOriginChannel(NOON, Chat(number, "channel", title="City News"), 17)
    message = Message(1, NOON, Chat(7, "private"), forward_origin=origin)

    assert origin_link(message) == (link,)
