"""What is read off an update."""

from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, MessageEntity, MessageOriginChannel, User

from handlers.extract import origin_link, submission

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


RU, EN = "https://t.me/chan_ru/45", "https://t.me/chan_en/45"


@pytest.mark.parametrize(
    "named", [(EN,), (RU, EN), (EN, RU), ("t.me/chan_ru/45",), ("https://telegram.me/chan_ru/45",)]
)
def test_a_forwarded_post_is_known_by_its_own_link_whatever_posts_it_names(named: tuple[str, ...]) -> None:
    channel = Chat(-1001234567890, "channel", title="City News", username="chan_ru")
    text = " ".join(named)
    starts = [text.index(link) for link in named]
    entities = [MessageEntity("url", at, len(link)) for at, link in zip(starts, named, strict=True)]
    message = Message(
        1,
        NOON,
        Chat(7, "private"),
        from_user=User(7, "Ana", is_bot=False),
        text=text,
        entities=entities,
        forward_origin=MessageOriginChannel(NOON, channel, 45),
    )

    assert submission(message).origin_link == RU
    assert set(submission(message).links) == {*named, RU}
