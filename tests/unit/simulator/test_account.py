"""The bot itself: its name, menus, chats, button answers, and tokens that open nothing."""

from typing import Any

import pytest

from simulator.api import call
from simulator.faults import Faults
from simulator.person import Person
from simulator.world import World

PUBLIC = [{"command": "help", "description": "How to ask"}]
REVIEW = [{"command": "queue", "description": "What waits"}]
KEYS = {
    "inline_keyboard": [[{"text": "Yes", "callback_data": "y"}, {"text": "Site", "url": "https://x.org"}]]
}


async def test_the_bot_knows_its_name(api: Any) -> None:
    me = await api("GETME")

    assert (me["is_bot"], me["username"]) == (True, "simulated_bot")


async def test_a_wrong_token_and_an_unknown_method_are_refused(world: World, api: Any) -> None:
    wrong = await call(world, "1:nothing", "getMe", {}, Faults())

    assert wrong == (401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
    assert await api("makeCoffee") == (404, "Not Found")


async def test_each_person_is_offered_the_menu_of_the_narrowest_scope(
    api: Any, world: World, ana: Person
) -> None:
    ben = Person(world, "Ben")
    ben.says("hi")
    await api("setMyCommands", commands=PUBLIC, scope={"type": "all_private_chats"})
    await api("setMyCommands", commands=REVIEW, scope={"type": "chat", "chat_id": ben.id})

    offered = [ana.menu, ben.menu]
    await api("deleteMyCommands", scope={"type": "chat", "chat_id": ben.id})

    assert offered == [["/help"], ["/queue"]]
    assert ben.menu == ["/help"]
    assert await api("getMyCommands", scope={"type": "all_private_chats"}) == PUBLIC


async def test_a_menu_in_the_persons_language_comes_first(api: Any, world: World) -> None:
    eva = Person(world, "Eva", language_code="es")
    await api("setMyCommands", commands=PUBLIC)
    await api("setMyCommands", commands=[{"command": "ayuda", "description": "Ayuda"}], language_code="es")

    assert eva.menu == ["/ayuda"]


@pytest.mark.parametrize(
    ("params", "problem"),
    [
        ({"commands": [{"command": "Nope!", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "yes", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": PUBLIC * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": PUBLIC, "scope": {"type": "chat", "chat_id": 99}}, "chat not found"),
    ],
)
async def test_a_menu_that_telegram_refuses(api: Any, params: dict[str, Any], problem: str) -> None:
    assert await api("setMyCommands", **params) == (400, f"Bad Request: {problem}")


async def test_a_press_reaches_the_bot_and_its_answer_the_person(api: Any, ana: Person) -> None:
    await api("sendMessage", chat_id=ana.id, text="sure?", reply_markup=KEYS)

    press = ana.presses("Yes")

    [update] = await api("getUpdates")
    query = update["callback_query"]
    assert (query["data"], query["message"]["text"], query["from"]["id"]) == ("y", "sure?", ana.id)
    assert (
        await api("answerCallbackQuery", callback_query_id=query["id"], text="Noted", show_alert=True) is True
    )
    assert (press.answer, press.alert) == ("Noted", True)


async def test_a_press_can_be_answered_for_a_quarter_of_an_hour(api: Any, ana: Person, clock: Any) -> None:
    await api("sendMessage", chat_id=ana.id, text="sure?", reply_markup=KEYS)
    press = ana.presses(1)
    clock.now += 15 * 60 + 1

    too_late = (400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    assert await api("answerCallbackQuery", callback_query_id=press.id) == too_late
    assert await api("answerCallbackQuery", callback_query_id="other") == too_late


async def test_only_buttons_that_are_there_and_tell_the_bot_can_be_pressed(api: Any, ana: Person) -> None:
    await api("sendMessage", chat_id=ana.id, text="sure?", reply_markup=KEYS)

    with pytest.raises(LookupError, match=r"no button 'Maybe'; the newest are \['Yes', 'Site'\]"):
        ana.presses("Maybe")
    with pytest.raises(LookupError, match="'Site' is a url button"):
        ana.presses(2)


async def test_members_of_a_group_are_told_from_others(api: Any, world: World, ana: Person) -> None:
    group = world.add_group("Desk", [ana.user])
    ben = Person(world, "Ben")

    statuses = [
        (await api("getChatMember", chat_id=group.id, user_id=person.id))["status"] for person in (ana, ben)
    ]

    assert statuses == ["member", "left"]
    assert (await api("getChat", chat_id=group.id))["title"] == "Desk"
