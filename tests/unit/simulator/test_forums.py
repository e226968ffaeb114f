"""Forum topics and messages in the name of a chat, as Telegram has them."""

import pytest

from simulator.params import Params
from simulator.person import Person
from simulator.refusals import Refused
from simulator.sending import send_message
from simulator.world import World


@pytest.fixture
def world() -> World:
    return World()


def test_a_message_to_a_topic_stands_in_it(world: World) -> None:
    forum = world.add_forum("Newsroom", [], ["Desk"])
    sent = send_message(world, Params({"chat_id": forum.id, "message_thread_id": 2, "text": "Hello"}))

    assert (sent["message_thread_id"], sent["is_topic_message"]) == (2, True)
    assert sent["chat"]["is_forum"] is True


@pytest.mark.parametrize("topics", [[], ["Desk"]])
def test_a_topic_that_is_not_there_is_refused(world: World, topics: list[str]) -> None:
    forum = world.add_forum("Newsroom", [], topics)

    with pytest.raises(Refused, match="message thread not found"):
        send_message(world, Params({"chat_id": forum.id, "message_thread_id": 9, "text": "Hello"}))


def test_an_anonymous_admin_and_a_channel_have_telegrams_accounts(world: World) -> None:
    ana, forum = Person(world, "Ana"), world.add_forum("Newsroom", [], [])
    as_group = ana.says("Hi", chat=forum, in_the_name_of=forum).to_json()
    as_channel = ana.says("Hi", chat=forum, in_the_name_of=world.channel("News")).to_json()

    assert (as_group["from"]["username"], as_group["sender_chat"]["id"]) == ("GroupAnonymousBot", forum.id)
    assert (as_channel["from"]["username"], as_channel["sender_chat"]["title"]) == ("Channel_Bot", "News")
