"""Whatever a bot sends, the answer is a result or a refusal, and the people see nothing broken."""

import asyncio
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.api import call
from simulator.entities import to_html, trim, with_automatic
from simulator.faults import Faults
from simulator.markup import parse_html
from simulator.methods import METHODS
from simulator.person import Person
from simulator.refusals import Refused
from simulator.world import World

NAMES = [
    "chat_id",
    "text",
    "parse_mode",
    "entities",
    "reply_markup",
    "reply_parameters",
    "message_id",
    "photo",
    "caption",
    "reaction",
    "commands",
    "scope",
    "callback_query_id",
    "offset",
    "limit",
    "allowed_updates",
    "file_id",
    "user_id",
    "url",
    "language_code",
]
KEYS = [
    "inline_keyboard",
    "text",
    "callback_data",
    "url",
    "copy_text",
    "message_id",
    "type",
    "offset",
    "length",
]
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.sampled_from([1, "1"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(method=st.sampled_from(METHODS), params=st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=5))
def test_every_call_ends_in_a_result_or_a_refusal(method: str, params: dict[str, Any]) -> None:
    world = World()
    ana = Person(world, "Ana", user_id=1)
    ana.says("/start")

    status, body = asyncio.run(call(world, world.token, method, {"chat_id": 1, **params}, Faults()))

    assert (status == 200) is body["ok"]
    assert all(message.html is not None for message in ana.conversation)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="<>/abi&;#x=\"' 😀\nps", max_size=40))
def test_html_is_read_or_refused(source: str) -> None:
    try:
        text, entities = parse_html(source)
    except Refused:
        return  # in which words is another test's question
    kept, marked = trim(text, entities)

    assert parse_html(to_html(kept, with_automatic(kept, marked)))[0].strip() == kept
